/** The Worker as `src/index.ts` wires it, with settings, a Resend, and a Ledger of the test's own. */

import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";

import { createApp, createFaultyApp } from "../src/http/app.ts";
import { readEnv, type UncheckedEnv } from "../src/settings/env.ts";
import { newAskingId } from "../src/ledger/asking.ts";
import type { Runtime } from "../src/ledger/runtime.ts";
import { createCount, type Log } from "../src/telemetry.ts";
import { leaveUrl } from "../src/links/index.ts";
import type { ContactId } from "../src/links/names.ts";
import { handleMail } from "../src/email.ts";
import type { Services } from "../src/ledger/client.ts";
import { brought, type Ledger } from "./main.ts";
import type { ScriptedAnswer } from "./upstream/types.ts";
import { type Scripted, scripted } from "./scripted.ts";
import { REMOVED } from "./upstream.ts";

export const ORIGIN = "https://acme.com";
export const SECRET = "correct-horse-battery-staple-0123456789";
export const ID = "e169aa45-1ecf-4183-9955-b1499d5701d3" as ContactId;

export interface LogEntry {
  level: string;
  line: Record<string, unknown>;
}

export interface TestWorker {
  fetch(pathOrUrl: string, init?: RequestInit): Promise<Response>;
  /** Hands over a mail to this address. @returns why it was rejected; `undefined` when it was taken */
  mail(to: string, from?: string): Promise<string | undefined>;
  /** Puts the clock of the Worker and its Ledger forward. */
  pass(ms: number): void;
  /** The milliseconds that the email handler has waited for; no time passes. */
  waits: number[];
  /** The lines of the Worker and of its Ledger. */
  log: LogEntry[];
  /** What it has counted. */
  points: AnalyticsEngineDataPoint[];
  resend: Scripted;
  ledger: () => DurableObjectStub<Ledger>;
}

/** Starts a Worker with a Resend that gives these answers; by default it confirms every removal. */
export async function startWorker(
  answers: ScriptedAnswer[] | Scripted = [REMOVED],
  change: UncheckedEnv = {},
  runtime: Partial<Runtime> = {},
): Promise<TestWorker> {
  const resend = Array.isArray(answers) ? scripted(answers) : answers;
  const lines: LogEntry[] = [];
  const log: Log = ({ level, ...line }) => void lines.push({ level, line });
  const name = crypto.randomUUID();
  let later = 0;
  const { now = () => Date.now() + later } = runtime;
  const fetch = resend.fetch as Runtime["fetch"];
  brought.set(name, { env: change, runtime: { log, fetch, ...runtime, now } });
  const points: AnalyticsEngineDataPoint[] = [];
  const METRICS = { writeDataPoint: (point: AnalyticsEngineDataPoint) => void points.push(point) };
  const settings = readEnv({ ...env, METRICS, ...change });
  const ledger = () => env.LEDGER.getByName(name) as never;
  const waits: number[] = [];
  const pass = (ms: number) => void (later += ms);
  const shared = { log: lines, points, resend, ledger, waits, pass };
  if (settings.kind === "faulty") {
    const app = createFaultyApp(settings, log);
    const mail = () => Promise.reject(new Error("settings"));
    return { fetch: (path, init) => request(app, path, init), mail, ...shared };
  }
  const { config, leaveLimit: limit, metrics } = settings;
  const count = createCount(metrics);
  // A test that brings a Ledger of its own gets that one.
  const own = { ledger, otherLedger: () => undefined };
  const ready = change.LEDGER === undefined ? { ...settings, ...own } : settings;
  const services: Services = { ledger: ready.ledger, limit, log, count, now };
  const app = createApp(ready, services);
  return {
    fetch: (path, init) => request(app, path, init),
    mail: async (to, from = "reader@example.com") => {
      let rejected: string | undefined;
      const setReject = (reason: string) => void (rejected = reason);
      const wait = async (ms: number) => void waits.push(ms);
      await handleMail(Object.assign({ to, setReject }, { from }), config, { ...services, wait });
      return rejected;
    },
    ...shared,
  };
}

async function request(app: ReturnType<typeof createApp>, pathOrUrl: string, init?: RequestInit) {
  return app.request(new URL(pathOrUrl, ORIGIN).href, init);
}

/** A signed path for a person of its own, or for the contact given. */
export async function signedPath(given: { contact?: string; list?: string } = {}): Promise<string> {
  const { contact = crypto.randomUUID(), list = "weekly" } = given;
  return new URL(await leaveUrl({ origin: ORIGIN, list, contact, secret: SECRET })).pathname;
}

/** What the page's own form sends. */
export function fromPage(view = newAskingId()): RequestInit {
  return {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: `view=${view}&confirm=page`,
  };
}

/** Makes a request, and reads the answer. */
export async function read({ fetch }: Pick<TestWorker, "fetch">, path: string, init?: RequestInit) {
  const response = await fetch(path, init);
  const { status, headers } = response;
  const html = await response.text();
  // A page's heading, and the undo token that a receipt offers.
  const [, title] = /<h1[^>]*>([^<]*)</.exec(html) ?? [];
  const [, token] = /name="token" value="([^"]*)"/.exec(html) ?? [];
  return { status, headers, html, title, token };
}

/** Presses a page's button as a browser does, which goes on to the receipt. */
export async function press(worker: Pick<TestWorker, "fetch">, path: string, init = fromPage()) {
  const answer = await read(worker, path, init);
  const location = answer.headers.get("location") ?? undefined;
  const page = location === undefined ? answer : await read(worker, location);
  return { ...page, status: answer.status, location };
}

/** The same, for a page view that gets a token. @returns the token */
export async function leave(worker: TestWorker, path: string): Promise<string> {
  const { token } = await press(worker, path);
  if (token === undefined) throw new Error("the receipt offers no undo");
  return token;
}

/** What a receipt's form sends. */
export function undoForm(token: string): RequestInit {
  return { ...fromPage(), body: `token=${token}&confirm=page` };
}

/** A Ledger that answers in the test's own way, and the one of the other jurisdiction. */
export function ledgerOf(stub: object, elsewhere: object = { isUsed: async () => false }) {
  const european = { getByName: () => elsewhere };
  return { LEDGER: { getByName: () => stub, jurisdiction: () => european } };
}

/** A Ledger that answers nothing at all. */
export const SILENT = ledgerOf({});

/** A rate limiter that lets no one through. */
export const LIMITED = { LEAVE_LIMIT: { limit: async () => ({ success: false }) } };

/** An asking's ID as a page view has it, and one of no request. */
export const VIEW = "0123456789abcdef0123456789abcdef";
export const MADE_UP = "0".repeat(32);

/** The operator's secret, and what their requests carry. */
export const OPERATOR_TOKEN = "operator-token";
export const AS_OPERATOR = { authorization: `Bearer ${OPERATOR_TOKEN}` };

/** Lets the Ledger's database refuse this, as a full disk does. */
export async function refuseStorage(worker: Pick<TestWorker, "ledger">, what: string) {
  await runInDurableObject(worker.ledger(), (_, { storage: { sql } }) => {
    sql.exec(`CREATE TRIGGER full BEFORE ${what} BEGIN SELECT RAISE(ABORT, 'full'); END`);
  });
}

/** A body that comes in pieces, and whose length nothing says. The runtime has `from`; its types lack it. */
export function streamOf(pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>) {
  const { from } = ReadableStream as never as { from: (of: typeof pieces) => ReadableStream };
  return from(pieces);
}

/** What a mailbox provider sends: RFC 8058 section 3.2. */
export const ONE_CLICK: RequestInit = { ...fromPage(), body: "List-Unsubscribe=One-Click" };

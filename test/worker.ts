/** The Worker as `src/index.ts` wires it, with settings and a Resend of the test's own. */

import { env } from "cloudflare:workers";

import { createApp, createFaultyApp } from "../src/app.tsx";
import { readConfig, type UncheckedEnv } from "../src/config.ts";
import { createResend, createTransport, respectingPauses } from "../src/resend.ts";
import type { LeaveServices } from "../src/leave.ts";
import { leaveUrl } from "../src/link.ts";
import { handleMail } from "../src/mailto.ts";
import { createCount } from "../src/metrics.ts";
import type { ScriptedAnswer } from "./upstream/types.ts";
import { REMOVED, upstream, type Upstream } from "./upstream.ts";

export const ORIGIN = "https://acme.com";
export const SECRET = "correct-horse-battery-staple-0123456789";
export const ID = "e169aa45-1ecf-4183-9955-b1499d5701d3";

export interface LogEntry {
  level: string;
  line: Record<string, unknown>;
}

export interface TestWorker {
  fetch(pathOrUrl: string, init?: RequestInit): Promise<Response>;
  /** Hands over a mail to this address. @returns why it was rejected; `undefined` when it was taken */
  mail(to: string, from?: string): Promise<string | undefined>;
  log: LogEntry[];
  resend: Upstream;
}

/** Starts a Worker in front of a Resend that gives these answers; by default it confirms every removal. */
export async function startWorker(
  answers: ScriptedAnswer[] = [REMOVED],
  change: UncheckedEnv = {},
): Promise<TestWorker> {
  const resend = await upstream(...answers);
  const log: LogEntry[] = [];
  const write = (level: string, line: object) => void log.push({ level, line: { ...line } });
  const now = () => Date.now();
  const settings = readConfig({ ...env, RESEND_BASE_URL: resend.baseUrl, ...change });
  if (settings.kind === "faulty") {
    const app = createFaultyApp(settings.faults, write);
    const mail = () => Promise.reject(new Error("settings"));
    return { fetch: (path, init) => request(app, path, init), mail, log, resend };
  }
  const { config } = settings;
  const transport = createTransport({ ...config.resend, now, timeoutMs: 500 });
  const services: LeaveServices = {
    resend: createResend(respectingPauses(transport, now)),
    accept: (acceptance) => settings.outbox().accept(acceptance),
    withdraw: (entry, options) => settings.outbox().withdraw(entry, options),
    limit: config.leaveLimit,
    log: write,
    count: createCount(config.metrics),
    now,
  };
  const app = createApp(settings, services);
  return {
    fetch: (path, init) => request(app, path, init),
    mail: async (to, from = "reader@example.com") => {
      let rejected: string | undefined;
      const setReject = (reason: string) => void (rejected = reason);
      await handleMail(Object.assign({ to, setReject }, { from }), config, services);
      return rejected;
    },
    log,
    resend,
  };
}

async function request(app: ReturnType<typeof createApp>, pathOrUrl: string, init?: RequestInit) {
  return app.request(new URL(pathOrUrl, ORIGIN).href, init);
}

/** A signed path for somebody whom no other test knows, or for the contact given. */
export async function signedPath(given: { contact?: string; list?: string } = {}): Promise<string> {
  const { contact = crypto.randomUUID(), list = "weekly" } = given;
  return new URL(await leaveUrl({ origin: ORIGIN, list, contact, secret: SECRET })).pathname;
}

/** What the page's own form sends. */
export const FROM_PAGE: RequestInit = {
  method: "POST",
  headers: { "content-type": "application/x-www-form-urlencoded" },
  body: "confirm=page",
};

/** What a mailbox provider sends: RFC 8058 section 3.1. */
export const ONE_CLICK: RequestInit = { ...FROM_PAGE, body: "List-Unsubscribe=One-Click" };

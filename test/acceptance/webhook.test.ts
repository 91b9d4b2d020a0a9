/** Resend's webhook on real processes: a storm of it delays no leave and exceeds no pace, and what was stored survives a kill. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { Resend } from "resend";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { leaveUrl } from "../../src/link.ts";
import { SAMPLE_LISTS } from "../resend/samples.ts";
import { broadcastVars, PROPERTY, WEBHOOK_SECRET } from "../sandbox/broadcasts.ts";
import { API_KEY, LINK_SECRET } from "../sandbox/keys.ts";
import { OPERATOR_TOKEN, until } from "../sandbox/ledger.ts";
import { freePort } from "../sandbox/ports.ts";
import { type StandInProcess, startStandInProcess } from "../sandbox/stand-in-process.ts";
import { startWorker, type WorkerProcess } from "../sandbox/worker-process.ts";
import { contactEvent, svixHeaders } from "../svix.ts";
import { exchange, oneClick } from "./exchange.ts";

const WEEKLY: string = SAMPLE_LISTS.weekly.segment;

let port: number;
let folder: string;
let standIn: StandInProcess;
let worker: WorkerProcess | undefined;

beforeEach(async () => {
  port = await freePort();
  folder = mkdtempSync(join(tmpdir(), "leave-this-list-webhook-"));
  standIn = await startStandInProcess(`http://127.0.0.1:${port}`);
  const resend = new Resend(API_KEY, { baseUrl: standIn.url });
  await resend.contactProperties.create({ key: PROPERTY, type: "string" });
  await standIn.forget();
});

afterEach(async () => {
  await Promise.all([worker?.stop(), standIn.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

/** Starts the Worker, or starts it again: same port, same storage. */
async function start(): Promise<WorkerProcess> {
  worker = await startWorker({
    port,
    persistTo: folder,
    resendBaseUrl: standIn.url,
    vars: { OPERATOR_TOKEN, ...broadcastVars(`http://127.0.0.1:${port}`) },
  });
  return worker;
}

/** Delivers an event about a contact, signed now. @returns the status */
async function deliver(contact: string): Promise<number> {
  const body = contactEvent(contact, [WEEKLY]);
  const headers = await svixHeaders(body, {
    id: `msg_${crypto.randomUUID()}`,
    secret: WEBHOOK_SECRET,
  });
  const url = `http://127.0.0.1:${port}/leave/-/webhook`;
  const response = await fetch(url, { method: "POST", headers, body });
  await response.text();
  return response.status;
}

/** Delivers events about all of them, ten at a time. @returns how often each status came */
async function storm(contacts: readonly string[]): Promise<Record<number, number>> {
  const queue = contacts.values();
  const statuses: Record<number, number> = {};
  const client = async () => {
    for (const contact of queue) {
      const status = await deliver(contact);
      statuses[status] = (statuses[status] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: 10 }, client));
  return statuses;
}

const linkOf = (contact: string) =>
  leaveUrl({ origin: `http://127.0.0.1:${port}`, list: "weekly", contact, secret: LINK_SECRET });

async function waitingStamps(): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${port}/leave/-/outbox`, {
    headers: { authorization: `Bearer ${OPERATOR_TOKEN}` },
  });
  const { stamps } = (await response.json()) as { stamps: { waiting: number } };
  return stamps.waiting;
}

/** Clicks the link of each of them, one after the other, while it is asked to. @returns each one's status, and how long it took */
async function click(readers: readonly { id: string }[], goOn: () => boolean = () => true) {
  const clicks: { status: number; ms: number }[] = [];
  for (const { id } of readers) {
    if (!goOn()) break;
    const link = await linkOf(id);
    const startedAt = performance.now();
    const { status } = await oneClick(link);
    clicks.push({ status, ms: performance.now() - startedAt });
    await sleep(300);
  }
  return clicks;
}

/** The most that came within any ten seconds: long enough for a busy machine's delays to even out. */
function busiestTenSeconds(times: readonly number[]): number {
  return Math.max(
    ...times.map((from) => times.filter((time) => time >= from && time < from + 10_000).length),
  );
}

describe("a storm of 10,000 deliveries", () => {
  it("delays no leave by more than a second, and keeps to half of the limit", async () => {
    await start();
    const readers = await standIn.seed(WEEKLY, 100);
    const contacts = await standIn.seed(WEEKLY, 10_000);
    await standIn.rateLimit(10);
    const calm = await click(readers.slice(0, 5));
    await standIn.forget();

    let isOver = false;
    const weather = storm(contacts.map(({ id }) => id)).finally(() => (isOver = true));
    const clicks = await click(readers.slice(5), () => !isOver);
    expect(await weather).toEqual({ 202: 10_000 });
    expect(clicks.length).toBeGreaterThan(10);
    expect(clicks.filter(({ status }) => status !== 200 && status !== 202)).toEqual([]);
    const slowest = (of: readonly { ms: number }[]) => Math.max(...of.map(({ ms }) => ms));
    expect(slowest(clicks) - slowest(calm)).toBeLessThan(1_000);
    expect(await waitingStamps()).toBeGreaterThan(5_000);

    const requests = await standIn.requests();
    const stamping = requests.filter(({ method }) => method !== "DELETE");
    const written = stamping.filter(({ method, status }) => method === "PATCH" && status === 200);
    expect(written.length).toBeGreaterThan(5);
    expect(busiestTenSeconds(stamping.map(({ time }) => time))).toBeLessThanOrEqual(50);
    expect(requests.filter(({ status }) => status === 429).length).toBeLessThanOrEqual(2);
  }, 400_000);
});

describe("while stamps wait", () => {
  it("leaves that were stored meanwhile go first", async () => {
    await start();
    const readers = await standIn.seed(WEEKLY, 10);
    const contacts = await standIn.seed(WEEKLY, 200);
    await standIn.rateLimit(10);
    await storm(contacts.map(({ id }) => id));
    await standIn.fault("500");
    const answers = await Promise.all(readers.map(async ({ id }) => oneClick(await linkOf(id))));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(202));
    await standIn.fault("none");
    await standIn.forget();

    const members = () => standIn.members(WEEKLY);
    const emails = new Set(readers.map(({ email }) => email));
    const remaining = async () => (await members()).filter((email) => emails.has(email)).length;
    await until("the readers are off the list", async () => (await remaining()) === 0, 70_000);
    const methods = (await standIn.requests()).map(({ method }) => method);
    const untilTheLastLeave = methods.slice(0, methods.lastIndexOf("DELETE"));
    // One may have been under way when the fault was gone.
    expect(untilTheLastLeave.filter((method) => method !== "DELETE").length).toBeLessThan(2);
    expect(await waitingStamps()).toBeGreaterThan(100);
  });

  it("a kill loses none of them", async () => {
    await start();
    const contacts = await standIn.seed(WEEKLY, 20);
    await standIn.fault("503");
    expect(await storm(contacts.map(({ id }) => id))).toEqual({ 202: 20 });
    await worker?.kill();
    await standIn.fault("none");
    await standIn.forget();
    await start();
    const written = async () => {
      const requests = await standIn.requests();
      const done = requests.filter(({ method, status }) => method === "PATCH" && status === 200);
      return new Set(done.map(({ url }) => url));
    };
    await until("every link is written", async () => (await written()).size === 20, 90_000);
    expect(await written()).toEqual(new Set(contacts.map(({ id }) => `/contacts/${id}`)));
    await until("nothing waits", async () => (await waitingStamps()) === 0, 30_000);
  });
});

describe("a delivery that nobody has signed", () => {
  it("does nothing", async () => {
    await start();
    const body = contactEvent(crypto.randomUUID(), [WEEKLY]);
    const origin = `http://127.0.0.1:${port}`;
    const path = "/leave/-/webhook";
    const bare = await exchange({ origin, method: "POST", path, body });
    const forged = await svixHeaders(body, { secret: `whsec_${"A".repeat(32)}` });
    const other = await exchange({ origin, method: "POST", path, headers: forged, body });
    const huge = await exchange({
      origin,
      method: "POST",
      path,
      headers: forged,
      body: body.padEnd(1e6),
    });
    expect([bare.status, other.status, huge.status]).toEqual([400, 401, 413]);
    expect(await waitingStamps()).toBe(0);
    expect(await standIn.requests()).toEqual([]);
  });
});

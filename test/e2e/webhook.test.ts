/** Resend's webhook on real processes: a storm of it delays no leave and exceeds no limit, and what was stored survives a kill. */

import { setTimeout as sleep } from "node:timers/promises";

import { Resend } from "resend";
import { beforeEach, describe, expect, it } from "vitest";

import { API_KEY, broadcastVars, PROPERTY, WEBHOOK_SECRET } from "../../sandbox/settings.ts";
import { until } from "../../sandbox/ledger.ts";
import { WEEKLY } from "../../sandbox/running.ts";
import { contactEvent, svixHeaders } from "../svix.ts";
import { exchange, oneClick } from "./exchange.ts";
import { clickAll, mortalSandbox, type Person } from "./mortal.ts";

/** Where a removal that is answered 200 is proof, a leave takes one call: a DELETE. */
const sandbox = mortalSandbox({ behavior: { removingAbsent: "404" } });

beforeEach(async () => {
  const resend = new Resend(API_KEY, { baseUrl: sandbox.standIn.url });
  await resend.contactProperties.create({ key: PROPERTY, type: "string" });
  await sandbox.standIn.forget();
});

const start = () => sandbox.start({ vars: broadcastVars(sandbox.url) });

/** Delivers an event about a contact, signed now. @returns the status */
async function deliver(contact: string): Promise<number> {
  const body = contactEvent(contact, [WEEKLY]);
  const headers = await svixHeaders(body, {
    id: `msg_${crypto.randomUUID()}`,
    secret: WEBHOOK_SECRET,
  });
  const response = await fetch(`${sandbox.url}/leave/-/webhook`, { method: "POST", headers, body });
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

const queuedSyncs = async () => (await sandbox.report()).linkSync.queued;

/** Clicks the link of each of them, one after the other, while it is asked to. @returns each one's status, and how long it took */
async function click(readers: readonly Person[], goOn: () => boolean = () => true) {
  const clicks: { status: number; ms: number }[] = [];
  for (const { link } of readers) {
    if (!goOn()) break;
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
    const readers = await sandbox.people(100);
    const contacts = await sandbox.standIn.seed(WEEKLY, 10_000);
    await sandbox.standIn.rateLimit(10);
    const calm = await click(readers.slice(0, 5));
    await sandbox.standIn.forget();

    let isOver = false;
    const weather = storm(contacts.map(({ id }) => id)).finally(() => (isOver = true));
    const clicks = await click(readers.slice(5), () => !isOver);
    expect(await weather).toEqual({ 202: 10_000 });
    expect(clicks.length).toBeGreaterThan(10);
    expect(clicks.filter(({ status }) => status !== 200 && status !== 202)).toEqual([]);
    const slowest = (of: readonly { ms: number }[]) => Math.max(...of.map(({ ms }) => ms));
    expect(slowest(clicks) - slowest(calm)).toBeLessThan(1_000);
    expect(await queuedSyncs()).toBeGreaterThan(5_000);

    const requests = await sandbox.standIn.requests();
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
    const readers = await sandbox.people(10);
    const contacts = await sandbox.standIn.seed(WEEKLY, 200);
    await sandbox.standIn.rateLimit(10);
    await storm(contacts.map(({ id }) => id));
    await sandbox.standIn.fault("500");
    expect(await clickAll(readers)).toEqual(Array(10).fill(202));
    await sandbox.standIn.fault("none");
    await sandbox.standIn.forget();

    await until("the readers are off the list", sandbox.gone(readers), 70_000);
    const methods = (await sandbox.standIn.requests()).map(({ method }) => method);
    const untilTheLastLeave = methods.slice(0, methods.lastIndexOf("DELETE"));
    // One may have been under way when the fault was gone.
    expect(untilTheLastLeave.filter((method) => method !== "DELETE").length).toBeLessThan(2);
    expect(await queuedSyncs()).toBeGreaterThan(100);
  });

  it("a kill loses none of them", async () => {
    await start();
    const contacts = await sandbox.standIn.seed(WEEKLY, 20);
    await sandbox.standIn.fault("503");
    expect(await storm(contacts.map(({ id }) => id))).toEqual({ 202: 20 });
    await sandbox.kill();
    await sandbox.standIn.fault("none");
    await sandbox.standIn.forget();
    await start();
    const written = async () => {
      const requests = await sandbox.standIn.requests();
      const done = requests.filter(({ method, status }) => method === "PATCH" && status === 200);
      return new Set(done.map(({ url }) => url));
    };
    await until("every link is written", async () => (await written()).size === 20, 90_000);
    expect(await written()).toEqual(new Set(contacts.map(({ id }) => `/contacts/${id}`)));
    await until("nothing waits", async () => (await queuedSyncs()) === 0, 30_000);
  });
});

describe("a delivery that nobody has signed", () => {
  it("does nothing", async () => {
    await start();
    const contact = crypto.randomUUID();
    const body = contactEvent(contact, [WEEKLY]);
    const to = { origin: sandbox.url, method: "POST", path: "/leave/-/webhook" };
    const bare = await exchange({ ...to, body });
    const headers = await svixHeaders(body, { secret: `whsec_${"A".repeat(32)}` });
    const forged = await exchange({ ...to, headers, body });
    const huge = await exchange({ ...to, headers, body: body.padEnd(1e6) });
    expect([bare.status, forged.status, huge.status]).toEqual([400, 401, 413]);
    expect(await queuedSyncs()).toBe(0);
    const requests = await sandbox.standIn.requests();
    expect(requests.filter(({ url }) => url.includes(contact))).toEqual([]);
  });
});

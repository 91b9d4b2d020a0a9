/** Webhook deliveries on real processes: thousands of them delay no one who unsubscribes, and do not exceed the limit. */

import { setTimeout as sleep } from "node:timers/promises";

import { Resend } from "resend";
import { expect, it } from "vitest";

import { API_KEY, broadcastVars, PROPERTY, WEBHOOK_SECRET } from "../../sandbox/settings.ts";
import { until } from "../../sandbox/processes.ts";
import type { LoggedRequest } from "../../sandbox/resend/world.ts";
import { type Subscriber, WEEKLY } from "../../sandbox/running.ts";
import { contactEvent, svixHeaders } from "../svix.ts";
import { oneClick } from "./exchange.ts";
import { busiestFiveSeconds, restartable } from "./restartable.ts";

const DELIVERIES = 1_500;

/** Delivers an event about a contact, signed now. @returns the status */
async function deliver(origin: string, contact: string): Promise<number> {
  const body = contactEvent(contact, [WEEKLY]);
  const id = `msg_${crypto.randomUUID()}`;
  const headers = await svixHeaders(body, { id, secret: WEBHOOK_SECRET });
  const response = await fetch(`${origin}/leave/-/webhook`, { method: "POST", headers, body });
  await response.text();
  return response.status;
}

/** Delivers events about all of them, ten at a time. @returns the statuses */
async function deliverAll(origin: string, contacts: readonly { id: string }[]): Promise<number[]> {
  const queue = contacts.values();
  const statuses: number[] = [];
  const client = async () => {
    for (const { id } of queue) statuses.push(await deliver(origin, id));
  };
  await Promise.all(Array.from({ length: 10 }, client));
  return statuses;
}

/**
 * Sends a one-click POST for each of them in turn, until told to stop.
 *
 * @returns the statuses, and the longest wait in ms but one, since a busy machine may stall once
 */
async function click(subscribers: readonly Subscriber[], isOver: () => boolean = () => false) {
  const statuses: number[] = [];
  const waitsMs: number[] = [];
  for (const { linkById } of subscribers) {
    if (isOver()) break;
    const startedAt = performance.now();
    statuses.push((await oneClick(linkById)).status);
    waitsMs.push(performance.now() - startedAt);
    await sleep(200);
  }
  const slowestMs = waitsMs.toSorted((one, other) => other - one)[1] ?? Infinity;
  return { statuses, slowestMs };
}

it("1,500 deliveries delay no request to unsubscribe by more than a second, and use at most half the limit", async () => {
  // Where a 200 for a removal is proof, a request to unsubscribe takes one call: a DELETE.
  await using sandbox = await restartable({ behavior: { removingAbsent: "404" } });
  const resend = new Resend(API_KEY, { baseUrl: sandbox.standIn.url });
  await resend.contactProperties.create({ key: PROPERTY, type: "string" });
  await sandbox.start({ vars: broadcastVars(sandbox.url) });
  const subscribers = await sandbox.subscribers(100);
  const contacts = await sandbox.standIn.seed(WEEKLY, DELIVERIES);
  await sandbox.standIn.rateLimit(10);
  const calm = await click(subscribers.slice(0, 5));
  await sandbox.standIn.forget();

  let isOver = false;
  const delivering = deliverAll(sandbox.url, contacts).finally(() => (isOver = true));
  const { statuses, slowestMs } = await click(subscribers.slice(5), () => isOver);
  expect(await delivering).toEqual(Array(DELIVERIES).fill(202));
  expect(statuses.length).toBeGreaterThan(10);
  expect(statuses.filter((status) => status !== 200 && status !== 202)).toEqual([]);
  expect(slowestMs - calm.slowestMs).toBeLessThan(1_000);
  expect((await sandbox.report()).linkSync.queued).toBeGreaterThan(DELIVERIES / 2);

  const isWritten = ({ method, status }: LoggedRequest) => method === "PATCH" && status === 200;
  const written = async () => (await sandbox.standIn.requests()).filter(isWritten).length;
  await until("links are written", async () => (await written()) > 10, 60_000);
  const requests = await sandbox.standIn.requests();
  const linkSync = requests.filter(({ method }) => method !== "DELETE");
  expect(busiestFiveSeconds(linkSync)).toBeLessThanOrEqual(30);
  expect(requests.filter(({ status }) => status === 429).length).toBeLessThanOrEqual(2);
});

/** Nothing that was accepted is lost: Resend fails, the limit is small, many wait, the Worker restarts. */

import { setTimeout as sleep } from "node:timers/promises";

import { describe, expect, it } from "vitest";

import type { Fault } from "../../sandbox/resend/api/gate.ts";
import { until } from "../../sandbox/processes.ts";
import { runningSandbox } from "../../sandbox/running.ts";
import { oneClick, type RawAnswer } from "./exchange.ts";
import { CANCELED, leave, open, press, QUEUED } from "./reader.ts";
import { busiestFiveSeconds, clickAll, restartable } from "./restartable.ts";

const BACKLOG = 1_000;
const QUICK_MS = 1_000;

describe("a request to unsubscribe that meets a fault of Resend's", () => {
  const sandbox = runningSandbox();

  it.each<[Fault, string, string | undefined]>([
    ["drop", "warn", "connection-lost"],
    ["lost", "warn", "connection-lost"],
    ["429", "warn", "rate-limited"],
    ["revoked-key", "error", "key-refused"],
    // The answer is due before this fault shows.
    ["hang", "warn", undefined],
  ])(
    "is stored, claims no more than that, and is done once the fault is gone: %s",
    async (...given) => {
      const [fault, level, logged] = given;
      const subscriber = await sandbox.subscriber();
      await sandbox.standIn.fault(fault);
      let answer: RawAnswer | undefined;
      const lines = await sandbox.logged(async () => {
        answer = await oneClick(subscriber.linkById);
      });
      const stored = { outcome: "queued", entry: expect.any(Number) };
      expect(lines.filter(({ line: { event } }) => event === "leave")).toEqual([
        { level, line: expect.objectContaining(stored) },
      ]);
      expect(lines.find(({ line: { event } }) => event === "leave")?.line["fault"]).toBe(logged);
      expect(answer?.status).toBe(202);
      expect(answer?.body).toMatch(/^Weekly digest: You will be unsubscribed soon\. /);
      expect(await sandbox.isSubscribed(subscriber)).toBe(true);

      await sandbox.standIn.fault("none");
      await until("it is done", async () => !(await sandbox.isSubscribed(subscriber)), 70_000);
    },
  );
});

describe("the queue", () => {
  it("takes a burst of 70 against a limit of 10 a second, and uses half the limit", async () => {
    // One call for each.
    await using sandbox = await restartable({ behavior: { removingAbsent: "404" } });
    await sandbox.start();
    const all = await sandbox.subscribers(70);
    await sandbox.standIn.rateLimit(10);
    const statuses = await clickAll(all, 40);
    expect(statuses.filter((status) => status !== 200 && status !== 202)).toEqual([]);
    expect(statuses.filter((status) => status === 202).length).toBeGreaterThan(25);

    // Once the attempts in flight have ended, too, only the queue sends requests to Resend.
    await sleep(1_500);
    await sandbox.standIn.forget();
    await until("everyone is off the list", sandbox.gone(all), 70_000);
    const requests = await sandbox.standIn.requests();
    expect(busiestFiveSeconds(requests)).toBeLessThanOrEqual(30);
    expect(requests.filter(({ status }) => status === 429).length).toBeLessThanOrEqual(1);
  });

  it("10: of a thousand harms no one: the report and new requests are quick, and everyone is off the list in the end", async () => {
    await using sandbox = await restartable();
    await sandbox.start();
    const all = await sandbox.subscribers(BACKLOG);
    const [first, second] = [await sandbox.subscriber(), await sandbox.subscriber()];
    await sandbox.standIn.fault("503");
    expect(new Set(await clickAll(all, 50))).toEqual(new Set([202]));
    for (let asked = 0; asked < 5; asked++) {
      expect(await timed(sandbox.report)).toMatchObject({
        queued: BACKLOG,
        queuedByList: { weekly: BACKLOG },
        held: [],
        deadLetterCount: 0,
      });
    }
    expect((await timed(() => oneClick(first.linkById))).status).toBe(202);
    expect((await sandbox.report()).queued).toBe(BACKLOG + 1);

    await sandbox.standIn.fault("none");
    const isDraining = async () => (await sandbox.report()).queued < BACKLOG - 100;
    await until("the queue is worked off", isDraining, 70_000);
    expect((await timed(() => oneClick(second.linkById))).status).toBe(200);
    expect((await timed(sandbox.report)).queued).toBeGreaterThan(100);
    await until("nothing is queued", async () => (await sandbox.report()).queued === 0, 130_000);
    expect(await sandbox.remaining([...all, first, second])).toBe(0);
  });

  it("11: after a restart, what Resend has definitely refused is still refused: it can be canceled without a call", async () => {
    await using sandbox = await restartable();
    await sandbox.startSettled();
    const reader = await sandbox.subscriber();
    await sandbox.standIn.fault("503", { only: "DELETE" });
    const receipt = await leave(reader.linkById);
    expect([receipt.status, receipt.heading]).toEqual([303, QUEUED]);
    expect(await sandbox.standIn.changes()).toMatchObject([{ method: "DELETE", status: 503 }]);
    await sandbox.kill();
    await sandbox.standIn.fault("503");
    await sandbox.start();
    await sandbox.standIn.forget();

    const undone = await press(await open(receipt.url), "Undo");
    expect([undone.status, undone.heading]).toEqual([303, CANCELED]);
    expect(await sandbox.standIn.changes()).toEqual([]);
    await sandbox.standIn.fault("none");
    await sleep(5_000);
    expect(await sandbox.remaining([reader])).toBe(1);
    expect(await sandbox.standIn.changes()).toEqual([]);
    expect((await sandbox.report()).queued).toBe(0);
  });
});

async function timed<Result>(work: () => Promise<Result>): Promise<Result> {
  const startedAt = performance.now();
  const result = await work();
  expect(performance.now() - startedAt).toBeLessThan(QUICK_MS);
  return result;
}

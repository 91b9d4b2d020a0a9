/** Nothing that was accepted is lost: Resend fails, the limit is small, the disk is broken. */

import { globSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";

import { describe, expect, it } from "vitest";

import type { Fault } from "../../sandbox/resend/switches.ts";
import { until } from "../../sandbox/ledger.ts";
import { runningSandbox } from "../../sandbox/running.ts";
import { oneClick, type RawAnswer } from "./exchange.ts";
import { leave, press } from "./reader.ts";
import { clickAll, restartableSandbox } from "./restartable.ts";

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

  it("can be undone again once Resend is back, if an undo met the fault", async () => {
    const subscriber = await sandbox.subscriber();
    const receipt = await leave(subscriber.linkById);
    await sandbox.standIn.fault("503");
    let answer = await press(receipt, "Undo");
    expect([answer.status, answer.heading]).toEqual([503, "Something went wrong"]);
    await sandbox.standIn.fault("none");
    expect(await sandbox.isSubscribed(subscriber)).toBe(false);

    for (let tried = 0; answer.status === 503 && tried < 15; tried++) {
      await sleep(2_000);
      answer = await press(answer, "Try again");
    }
    expect([answer.status, answer.heading]).toEqual([303, "You are subscribed again"]);
    expect(await sandbox.isSubscribed(subscriber)).toBe(true);
  });
});

describe("the queue", () => {
  const sandbox = restartableSandbox();

  it("of 100 requests, accepted while Resend is down, survives a kill, and is worked off unasked", async () => {
    await sandbox.start();
    const all = await sandbox.subscribers(100);
    await sandbox.standIn.fault("503");
    expect(await clickAll(all)).toEqual(Array(100).fill(202));
    expect(await sandbox.report()).toMatchObject({ queued: 100, queuedByList: { weekly: 100 } });
    await sandbox.kill();
    expect(await sandbox.remaining(all)).toBe(100);

    await sandbox.standIn.fault("none");
    await sandbox.start();
    await until("everyone is off the list", sandbox.gone(all), 70_000);
  });

  it("takes a burst of 100 against a limit of 10 a second, and uses half the limit", async () => {
    // One call for each.
    await sandbox.standIn.behave({ removingAbsent: "404" });
    await sandbox.start();
    const all = await sandbox.subscribers(100);
    await sandbox.standIn.rateLimit(10);
    const statuses = await clickAll(all, 40);
    expect(statuses.filter((status) => status !== 200 && status !== 202)).toEqual([]);
    expect(statuses.filter((status) => status === 202).length).toBeGreaterThan(50);

    // From here on, only the queue sends requests to Resend.
    await sandbox.standIn.forget();
    await until("everyone is off the list", sandbox.gone(all), 100_000);
    const requests = await sandbox.standIn.requests();
    const times = requests.map(({ time }) => time);
    const within = (from: number) => times.filter((time) => time >= from && time < from + 1000);
    expect(Math.max(...times.map((from) => within(from).length))).toBeLessThanOrEqual(5);
    expect(requests.filter(({ status }) => status === 429).length).toBeLessThanOrEqual(1);
  });

  it("on a full disk answers 503 and claims nothing while Resend is down; otherwise people unsubscribe without it", async () => {
    await sandbox.startSettled();
    await sandbox.stop();
    // The Ledger's own file; its alarms are in another one.
    const [file, ...others] = globSync(join(sandbox.folder, "**/*-Ledger/[0-9a-f]*.sqlite"));
    expect([file, others]).toEqual([expect.any(String), []]);
    const database = new DatabaseSync(file ?? "");
    database.exec(`CREATE TRIGGER full BEFORE INSERT ON entries
      BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END`);
    database.close();

    const { logs } = await sandbox.start();
    const all = [await sandbox.subscriber(), await sandbox.subscriber()] as const;
    const [byPage, oneClicked] = all;
    await sandbox.standIn.fault("503");
    const answer = await oneClick(oneClicked.linkById);
    expect([answer.status, Number(answer.headers["retry-after"]) > 0]).toEqual([503, true]);
    expect(answer.body).toMatch(/went wrong/);
    const page = await leave(byPage.linkById);
    expect([page.status, page.heading]).toEqual([503, "Something went wrong"]);
    expect(await sandbox.remaining(all)).toBe(2);

    await sandbox.standIn.fault("none");
    const isDone = async () => {
      await sleep(3_000);
      return (await press(page, "Try again")).heading === "You are unsubscribed";
    };
    await until("the same form works", isDone, 40_000);
    expect((await oneClick(oneClicked.linkById)).status).toBe(200);
    expect(await sandbox.remaining(all)).toBe(0);
    const exceptions = logs.filter(({ line }) => line.event === "exception");
    expect(exceptions.length).toBeGreaterThanOrEqual(4);
    expect(exceptions.every(({ level }) => level === "error")).toBe(true);
  });
});

/** Nothing accepted is ever lost, shown on real processes: Resend fails, the limit is small, a list is mistyped, the disk is broken. */

import { globSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";

import { describe, expect, it } from "vitest";

import { SAMPLE_LISTS } from "../../sandbox/resend/samples.ts";
import { until } from "../../sandbox/ledger.ts";
import { oneClick } from "./exchange.ts";
import { clickAll, mortalSandbox } from "./mortal.ts";
import { leave, press } from "./reader.ts";

const NEWS: string = SAMPLE_LISTS["product-news"].segment;

const sandbox = mortalSandbox();

describe("while Resend is down", () => {
  it("100 leaves are accepted, survive a kill, and are done without a further request", async () => {
    await sandbox.start();
    const all = await sandbox.people(100);
    await sandbox.standIn.fault("503");
    expect(await clickAll(all)).toEqual(Array(100).fill(202));
    expect(await sandbox.report()).toMatchObject({ queued: 100, queuedByList: { weekly: 100 } });
    await sandbox.kill();
    expect(await sandbox.remaining(all)).toBe(100);

    await sandbox.standIn.fault("none");
    await sandbox.start();
    await until("everybody is off the list", sandbox.gone(all), 70_000);
  });

  it("the same leave, asked for three times, costs one entry and one removal", async () => {
    await sandbox.start();
    const one = await sandbox.people(1);
    await sandbox.standIn.fault("503");
    expect(await clickAll([...one, ...one, ...one])).toEqual([202, 202, 202]);
    expect(await sandbox.report()).toMatchObject({ queued: 1 });
    await sandbox.standIn.fault("none");
    await sandbox.standIn.forget();
    await until("the person is off the list", sandbox.gone(one), 30_000);
    expect(await sandbox.standIn.changes()).toHaveLength(1);
  });
});

describe("a burst", () => {
  it("of 100 against a limit of 10 a second is accepted, and drained at half the limit", async () => {
    // One call a leave.
    await sandbox.standIn.behave({ removingAbsent: "404" });
    await sandbox.start();
    const all = await sandbox.people(100);
    await sandbox.standIn.rateLimit(10);
    const statuses = await clickAll(all, 40);
    expect(statuses.filter((status) => status !== 200 && status !== 202)).toEqual([]);
    expect(statuses.filter((status) => status === 202).length).toBeGreaterThan(50);

    // From here on, all that reaches Resend is the drain's.
    await sandbox.standIn.forget();
    await until("everybody is off the list", sandbox.gone(all), 100_000);
    const requests = await sandbox.standIn.requests();
    expect(busiestSecond(requests.map(({ time }) => time))).toBeLessThanOrEqual(5);
    expect(requests.filter(({ status }) => status === 429).length).toBeLessThanOrEqual(1);
  });
});

/** The most that came within any second. */
function busiestSecond(times: readonly number[]): number {
  return Math.max(
    ...times.map((from) => times.filter((time) => time >= from && time < from + 1000).length),
  );
}

describe("a revoked key", () => {
  it("loses nothing, is told to the operator, and needs no help once it is good again", async () => {
    const { logs } = await sandbox.start();
    const all = await sandbox.people(20);
    await sandbox.standIn.fault("revoked-key");
    expect(await clickAll(all)).toEqual(Array(20).fill(202));
    const isTold = () =>
      logs.some(({ level, line }) => level === "error" && line["fault"] === "key-refused");
    await until("the operator is told", isTold, 10_000);
    const health = await fetch(`${sandbox.url}/leave/-/health`);
    expect([health.status, await health.json()]).toMatchObject([
      500,
      { faults: [{ setting: "RESEND_API_KEY" }] },
    ]);
    await sandbox.standIn.fault("none");
    await until("everybody is off the list", sandbox.gone(all), 70_000);
  });
});

describe("among a hundred", () => {
  it("one poisoned leave and one mistyped segment hold nobody up; the latter heals after a restart", async () => {
    const mistyped = `${NEWS.slice(0, -1)}0`;
    const { logs } = await sandbox.start({
      config: sandbox.config((settings) => settings.replace(NEWS, mistyped)),
    });
    const news = await sandbox.people(1, NEWS, "product-news");
    const poisoned = await sandbox.people(1);
    const rest = await sandbox.people(98);
    await sandbox.standIn.poison(poisoned.map(({ email }) => email));

    await sandbox.standIn.fault("503");
    expect(await clickAll([...news, ...poisoned, ...rest])).toEqual(Array(100).fill(202));
    await sandbox.standIn.fault("none");
    await until("the other 98 are off the list", sandbox.gone(rest), 70_000);
    await until("one is queued", async () => (await sandbox.report()).queued === 1, 20_000);
    expect(await sandbox.report()).toMatchObject({
      queuedByList: { "product-news": 1 },
      held: [{ list: "product-news", fault: "segment-unknown" }],
      deadLetterCount: 1,
      deadLetters: [{ list: "weekly", fault: "rejected", contact: poisoned[0]?.id }],
    });
    const events = logs.map(({ line }) => line["event"]);
    expect(events).toContain("dead-letter");
    expect(await sandbox.remaining([...news, ...poisoned], NEWS)).toBe(1);
    expect(await sandbox.remaining(poisoned)).toBe(1);

    await sandbox.stop();
    await sandbox.start();
    await until("the mistyped list has healed", sandbox.gone(news, NEWS), 30_000);
    expect(await sandbox.report()).toMatchObject({ queued: 0, held: [], deadLetterCount: 1 });
  });
});

describe("a disk that takes no entry", () => {
  it("is 503 and claims nothing while Resend is down, and costs nobody a leave while it is not", async () => {
    await sandbox.startSettled();
    await sandbox.stop();
    // The Ledger's own file; the alarms are in another one beside it.
    const [file, ...others] = globSync(join(sandbox.folder, "**/*-Ledger/[0-9a-f]*.sqlite"));
    expect([file, others]).toEqual([expect.any(String), []]);
    const database = new DatabaseSync(file ?? "");
    database.exec(`CREATE TRIGGER full BEFORE INSERT ON entries
      BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END`);
    database.close();

    const { logs } = await sandbox.start();
    const all = await sandbox.people(2);
    const [byPage, oneClicked] = all.map(({ link }) => link);
    await sandbox.standIn.fault("503");
    const answer = await oneClick(oneClicked ?? "");
    expect([answer.status, Number(answer.headers["retry-after"]) > 0]).toEqual([503, true]);
    expect(answer.body).toMatch(/did not work yet/);
    const page = await leave(byPage ?? "");
    expect([page.status, page.heading]).toEqual([503, "That did not work yet"]);
    expect(await sandbox.remaining(all)).toBe(2);

    await sandbox.standIn.fault("none");
    const isDone = async () => {
      await sleep(3_000);
      return (await press(page, "Try again")).heading === "You have left this list";
    };
    await until("the same form works", isDone, 40_000);
    expect((await oneClick(oneClicked ?? "")).status).toBe(200);
    expect(await sandbox.remaining(all)).toBe(0);
    const complaints = logs.filter(
      ({ level, line }) => level === "error" && line.event === "exception",
    );
    expect(complaints.length).toBeGreaterThanOrEqual(4);
  });
});

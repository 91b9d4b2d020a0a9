/** `kill -9` at every stage: what was accepted is done, no request is lost, and no one whose undo was confirmed is off the list. */

import { setTimeout as sleep } from "node:timers/promises";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { Fault } from "../../sandbox/resend/api/gate.ts";
import { until } from "../../sandbox/processes.ts";
import type { Subscriber } from "../../sandbox/running.ts";
import { oneClick } from "./exchange.ts";
import { BACK, FAILED, LEFT, leave, open, type Page, press, undo } from "./reader.ts";
import { clickAll, type Restartable, restartable } from "./restartable.ts";

it("three times in the middle of a burst, every request that was accepted is done", async () => {
  await using sandbox = await restartable();
  await sandbox.start();
  const accepted: Subscriber[] = [];
  for (const [fault, status] of [
    ["none", 200],
    ["503", 202],
    ["none", 202],
  ] as const) {
    await sandbox.standIn.fault(fault);
    const batch = await sandbox.subscribers(50);
    let killed: Promise<void> | undefined;
    const statuses = await clickAll(batch, 10, (count) => {
      if (count === 20) killed = sandbox.kill();
    });
    await killed;
    const answered = (wanted: number) => batch.filter((_, index) => statuses[index] === wanted);
    expect(statuses.filter((other) => ![0, 200, 202].includes(other))).toEqual([]);
    expect(await sandbox.remaining(answered(200))).toBe(0);
    expect(answered(status).length).toBeGreaterThan(0);
    expect(answered(0).length).toBeGreaterThan(0);
    accepted.push(...answered(200), ...answered(202));
    await sandbox.start();
  }
  await until("all who were accepted are off the list", sandbox.gone(accepted), 90_000);
});

describe("with everything under way", () => {
  let sandbox: Restartable;

  /** How long Resend takes to carry out what is late. */
  const LATE_MS = 12_000;

  /** Within this time, the queue finishes what a kill has cut off. */
  const QUEUE_MS = 60_000;

  /** A subscriber whose request is under way, and the page that they see or will see. */
  interface Stage extends Subscriber {
    page: Page;
  }

  let stages: Record<"hung" | "lost" | "late" | "unsent" | "kept" | "overruled", Stage>;
  let undoOfLate: Page;
  let statusOfOverruled: number;

  const heading = async ({ page }: Stage) => (await open(page.url)).heading;
  const isOn = async (subscriber: Subscriber) => (await sandbox.remaining([subscriber])) === 1;

  /** Lets a press of the page's button meet a fault. */
  async function meet(fault: Fault, only: "GET" | "POST" | "DELETE", { id, page }: Stage) {
    await sandbox.standIn.fault(fault, { only, afterMs: LATE_MS });
    const label = page.heading === LEFT ? "Undo" : "Unsubscribe";
    press(page, label).catch(() => undefined);
    const hasCome = async () =>
      (await sandbox.standIn.requests()).some((one) => one.method === only && one.url.includes(id));
    await until(`${only} has come`, hasCome, 5_000);
  }

  afterAll(() => sandbox[Symbol.asyncDispose]());

  beforeAll(async () => {
    sandbox = await restartable();
    await sandbox.startSettled();
    const stage = async (show: (link: string) => Promise<Page>): Promise<Stage> => {
      const subscriber = await sandbox.subscriber();
      return { ...subscriber, page: await show(subscriber.linkById) };
    };
    const [hung, lost, late] = [await stage(open), await stage(open), await stage(open)];
    const [unsent, kept, overruled] = [await stage(leave), await stage(leave), await stage(leave)];
    await sandbox.standIn.forget();
    await meet("late", "POST", overruled);
    await meet("hang", "POST", kept);
    await meet("late", "DELETE", late);
    await meet("hang", "DELETE", hung);
    await meet("hang", "GET", unsent);
    await meet("lost", "DELETE", lost);
    await sandbox.kill();
    await sandbox.standIn.fault("none");
    await sandbox.start();

    for (const one of [hung, lost, late]) {
      const [, view = ""] = /name="view" value="(\w+)"/.exec(one.page.html) ?? [];
      one.page = { ...one.page, url: `${one.linkById}/receipt/${view}` };
    }
    stages = { hung, lost, late, unsent, kept, overruled };
    statusOfOverruled = (await oneClick(overruled.linkById)).status;
    undoOfLate = await undo(late.page);
  });

  it("an undo that was cut off does not overrule a later request to unsubscribe, however late it lands", async () => {
    const { overruled } = stages;
    expect([200, 202]).toContain(statusOfOverruled);
    await until("the reader is off the list", sandbox.gone([overruled]), 5_000);
    await until("the undo has landed", () => isOn(overruled), LATE_MS);
    await until("the reader is off the list again", sandbox.gone([overruled]), QUEUE_MS);
    expect(await heading(overruled)).toBe("This page is out of date");
  });

  it("an undo is confirmed only when the removal before it can no longer land", async () => {
    const { late } = stages;
    expect([undoOfLate.status, undoOfLate.heading]).toEqual([503, FAILED]);
    let answer = undoOfLate;
    for (let tried = 0; answer.status === 503 && tried < 15; tried++) {
      await sleep(2_500);
      answer = await undo(late.page);
    }
    expect([answer.status, answer.heading]).toEqual([303, BACK]);
    expect(await isOn(late)).toBe(true);
  });

  it.each(["hung", "lost"] as const)("a removal is done, and recorded: %s", async (name) => {
    const stage = stages[name];
    await until("the reader is off the list", sandbox.gone([stage]), QUEUE_MS);
    const isDone = async () => (await heading(stage)) === LEFT;
    await until("that is recorded", isDone, QUEUE_MS);
    expect(await isOn(stage)).toBe(false);
  });

  it("an undo that had been sent is carried out", async () => {
    const { kept } = stages;
    await until("that is recorded", async () => (await heading(kept)) === BACK, QUEUE_MS);
    expect(await isOn(kept)).toBe(true);
  });

  it("an undo that had not been sent has changed nothing, and can be pressed again", async () => {
    const { unsent } = stages;
    expect([await heading(unsent), await isOn(unsent)]).toEqual([LEFT, false]);
    const answer = await press(await open(unsent.page.url), "Undo");
    expect([answer.status, answer.heading, await isOn(unsent)]).toEqual([303, BACK, true]);
  });

  it("in the end nothing is queued, and everyone is where they want to be", async () => {
    const { hung, lost, late, unsent, kept, overruled } = stages;
    expect((await sandbox.report()).queued).toBe(0);
    expect(await sandbox.remaining([hung, lost, overruled])).toBe(0);
    expect(await sandbox.remaining([late, unsent, kept])).toBe(3);
  });
});

/** `kill -9` at every stage: what was answered is done, no leave that stands is lost, and no undo that was confirmed is off the list. */

import { setTimeout as sleep } from "node:timers/promises";

import { describe, expect, it } from "vitest";

import { until } from "../sandbox/ledger.ts";
import { oneClick } from "./exchange.ts";
import { clickAll, mortalSandbox, type Person } from "./mortal.ts";
import { leave, open, type Page, press, undo } from "./reader.ts";

const sandbox = mortalSandbox();

const BACK = "You are back on the list";

/** How long after it was cut off a request may be carried out by Resend, in these tests. */
const LATE_MS = 8_000;

/** Within this time the queue comes to what a kill has left half done. */
const QUEUE_MS = 60_000;

/** Waits until a request has come to Resend. */
async function hasCome(method: string): Promise<void> {
  const come = async () => (await sandbox.standIn.changes()).some((one) => one.method === method);
  await until(`${method} has come`, come, 10_000);
}

describe.each(["none", "503"] as const)("in mid-burst, three times, with the fault %s", (fault) => {
  it("every leave that was answered is done", async () => {
    const all = await sandbox.people(150);
    await sandbox.start();
    await sandbox.standIn.fault(fault);
    const accepted: Person[] = [];
    for (const batch of [all.slice(0, 50), all.slice(50, 100), all.slice(100)]) {
      let killed: Promise<void> | undefined;
      const statuses = await clickAll(batch, 10, (count) => {
        if (count === 20) killed = sandbox.kill();
      });
      await killed;
      const answered = (status: number) => batch.filter((_, index) => statuses[index] === status);
      expect(statuses.filter((status) => ![0, 200, 202].includes(status))).toEqual([]);
      expect(await sandbox.remaining(answered(200))).toBe(0);
      expect(answered(fault === "none" ? 200 : 202).length).toBeGreaterThan(15);
      accepted.push(...answered(200), ...answered(202));
      await sandbox.start();
    }
    expect(accepted.length).toBeLessThan(150);
    await sandbox.standIn.fault("none");
    await until("all who were answered are off the list", sandbox.gone(accepted), 90_000);
  });
});

describe("while a removal is under way", () => {
  it.each([
    ["it never arrives", "hang"],
    ["its answer is lost", "lost"],
  ] as const)("and %s: it is done, and recorded", async (_, fault) => {
    await sandbox.startSettled();
    const all = await sandbox.people(3);
    const [byPage] = all;
    await sandbox.standIn.fault(fault, { only: "DELETE" });
    const page = await open(byPage?.link ?? "");
    const [, view] = /name="view" value="(\w+)"/.exec(page.html) ?? [];
    const answers = [press(page, "Leave this list"), clickAll(all.slice(1))];
    void Promise.allSettled(answers);
    await hasCome("DELETE");
    await sandbox.kill();
    await sandbox.standIn.fault("none");
    await sandbox.start();

    const receipt = await open(`${byPage?.link}/receipt/${view}`);
    expect(receipt.heading).toMatch(/You are on your way out|You have left this list/);
    await until("everybody is off the list", sandbox.gone(all), QUEUE_MS);
    const isDone = async () => (await open(receipt.url)).heading === "You have left this list";
    await until("that is written down", isDone, QUEUE_MS);
    expect((await sandbox.report()).queued).toBe(0);
  });

  it("an undo is confirmed only when that removal can no longer land", async () => {
    await sandbox.startSettled();
    const reader = await sandbox.person();
    await sandbox.standIn.fault("late", { only: "DELETE", afterMs: LATE_MS });
    const page = await open(reader.link);
    const [, view] = /name="view" value="(\w+)"/.exec(page.html) ?? [];
    press(page, "Leave this list").catch(() => undefined);
    await hasCome("DELETE");
    await sandbox.kill();
    await sandbox.standIn.fault("none");
    await sandbox.start();

    const receipt = { url: `${reader.link}/receipt/${view}` };
    const first = await undo(receipt);
    expect([first.status, first.heading]).toEqual([503, "That did not work yet"]);
    let answer: Page = first;
    while (answer.status === 503) {
      await sleep(2_500);
      answer = await undo(receipt);
    }
    expect([answer.status, answer.heading]).toEqual([303, BACK]);
    await sleep(LATE_MS);
    expect(await sandbox.remaining([reader])).toBe(1);
  }, 120_000);
});

describe("while an undo is under way", () => {
  /** Somebody who has left by the page, and whose undo is cut off. */
  async function cutOff(method: "GET" | "POST", fault: "hang" | "late") {
    await sandbox.startSettled();
    const reader = await sandbox.person();
    const receipt = await leave(reader.link);
    expect(await sandbox.remaining([reader])).toBe(0);
    await sandbox.standIn.forget();
    await sandbox.standIn.fault(fault, { only: method, afterMs: LATE_MS });
    press(receipt, "Rejoin this list").catch(() => undefined);
    const come = async () =>
      (await sandbox.standIn.requests()).some((one) => one.method === method);
    await until("the undo has come", come, 10_000);
    await sandbox.kill();
    await sandbox.standIn.fault("none");
    await sandbox.start();
    return { reader, receipt };
  }

  it("before it left, nothing has changed, and it can be pressed again", async () => {
    const { reader, receipt } = await cutOff("GET", "hang");
    const shown = await open(receipt.url);
    expect(shown.heading).toBe("You have left this list");
    expect(await sandbox.remaining([reader])).toBe(0);
    const answer = await press(shown, "Rejoin this list");
    expect([answer.status, answer.heading]).toEqual([303, BACK]);
    expect(await sandbox.remaining([reader])).toBe(1);
  });

  it("after it left, it is settled", async () => {
    const { reader, receipt } = await cutOff("POST", "hang");
    const heading = async () => (await open(receipt.url)).heading;
    expect(await heading()).toBe("Your undo is on its way");
    await until("it is settled", async () => (await heading()) === BACK, QUEUE_MS);
    expect(await sandbox.remaining([reader])).toBe(1);
    expect((await sandbox.report()).queued).toBe(0);
  });

  it("after it left, whoever asks to leave has the last word, however late it lands", async () => {
    const { reader } = await cutOff("POST", "late");
    const { status } = await oneClick(reader.link);
    expect([200, 202]).toContain(status);
    await until("the reader is off the list", sandbox.gone([reader]), 10_000);
    await until("the undo has landed", async () => !(await sandbox.gone([reader])()), LATE_MS);
    await until("the reader is off the list again", sandbox.gone([reader]), QUEUE_MS);
    const isSettled = async () => (await sandbox.report()).queued === 0;
    await until("nothing is queued", isSettled, QUEUE_MS);
    expect(await sandbox.remaining([reader])).toBe(0);
  });
});

/** What is said, and what is true, while Resend misbehaves: nobody is told that they have left before they have. */

import { setTimeout as sleep } from "node:timers/promises";

import { describe, expect, it } from "vitest";

import type { Fault } from "../../sandbox/resend/switches.ts";
import { until } from "../../sandbox/ledger.ts";
import { runningSandbox } from "../../sandbox/running.ts";
import { oneClick, type RawAnswer } from "./exchange.ts";
import { leave, open, press } from "./reader.ts";

const sandbox = runningSandbox();

/** Why a leave was stored, fault by fault; `undefined` where its five seconds are over before the fault shows. */
const FAULTS: readonly { fault: Fault; logged: string | undefined }[] = [
  { fault: "500", logged: "unavailable" },
  { fault: "503", logged: "unavailable" },
  { fault: "drop", logged: "connection-lost" },
  { fault: "lost", logged: "connection-lost" },
  { fault: "html", logged: "gateway" },
  { fault: "html-200", logged: "not-json" },
  { fault: "not-deleted", logged: "still-there" },
  { fault: "revoked-key", logged: "key-refused" },
  { fault: "429", logged: "rate-limited" },
  { fault: "hang", logged: undefined },
];

describe.each(FAULTS)("while Resend has the fault $fault", ({ fault, logged }) => {
  it("a one-click POST is stored, claims no more than that, and is done once the fault is gone", async () => {
    const member = await sandbox.member();
    await sandbox.standIn.fault(fault);

    let answer: RawAnswer | undefined;
    const lines = await sandbox.logged(async () => {
      answer = await oneClick(member.linkById);
    });
    const [line, ...others] = lines.filter(({ line: { event } }) => event === "leave");
    expect(others).toEqual([]);
    expect(line?.line).toMatchObject({ outcome: "queued", entry: expect.any(Number) });
    expect(line?.line["fault"]).toBe(logged);
    expect(answer?.status).toBe(202);
    expect(answer?.body).toMatch(/^Weekly digest: You are on your way out\. /);
    expect(await sandbox.isMember(member)).toBe(true);

    await sandbox.standIn.fault("none");
    await until("the leave is done", async () => !(await sandbox.isMember(member)), 70_000);
  });
});

describe("the page's form, while Resend is down", () => {
  it("leads to a receipt that says so, and later that it is done", async () => {
    const member = await sandbox.member();
    await sandbox.standIn.fault("503");
    const receipt = await leave(member.linkByAddress);
    expect([receipt.status, receipt.heading]).toEqual([303, "You are on your way out"]);
    expect(receipt.html).not.toMatch(/You have left/);
    expect(await sandbox.isMember(member)).toBe(true);

    await sandbox.standIn.fault("none");
    await until("the leave is done", async () => !(await sandbox.isMember(member)), 70_000);
    const { heading } = await open(receipt.url);
    expect(heading).toBe("You have left this list");
  });
});

describe("an undo, while Resend is down", () => {
  it("changes nothing, and works once Resend is back, whoever else asks for anything", async () => {
    const member = await sandbox.member();
    const receipt = await leave(member.linkById);
    await sandbox.standIn.fault("503");
    const first = await press(receipt, "Rejoin this list");
    expect([first.status, first.heading]).toEqual([503, "That did not work yet"]);
    await sandbox.standIn.fault("none");
    expect(await sandbox.isMember(member)).toBe(false);

    let again = first;
    for (let tried = 0; again.status === 503 && tried < 10; tried++) {
      await sleep(3_000);
      again = await press(again, "Try again");
    }
    expect([again.status, again.heading]).toEqual([303, "You are back on the list"]);
    expect(await sandbox.isMember(member)).toBe(true);
  });
});

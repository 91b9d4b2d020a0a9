/** What is said, and what is true, while Resend misbehaves: nobody is told that they have left before they have. */

import { describe, expect, it } from "vitest";

import type { Fault } from "../resend/faults.ts";
import { until } from "../sandbox/outbox.ts";
import { runningSandbox } from "../sandbox/running.ts";
import { exchange, FORM, oneClick, type RawAnswer } from "./exchange.ts";

const sandbox = runningSandbox();

/** Why a leave was stored, fault by fault; `paused` where an earlier answer has asked to wait. */
const FAULTS: readonly { fault: Fault; logged: RegExp }[] = [
  { fault: "500", logged: /^unavailable$/ },
  { fault: "503", logged: /^unavailable$/ },
  { fault: "drop", logged: /^connection-lost$/ },
  { fault: "html", logged: /^gateway$/ },
  { fault: "revoked-key", logged: /^key-refused$/ },
  { fault: "429", logged: /^rate-limited$/ },
  { fault: "hang", logged: /^(timeout|paused)$/ },
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
    expect(line).toMatchObject({
      line: { outcome: "leaving", fault: expect.stringMatching(logged), row: expect.any(Number) },
    });
    expect(answer?.status).toBe(202);
    expect(answer?.body).toMatch(/^Weekly digest: You are on your way out\. /);
    expect(await sandbox.isMember(member)).toBe(true);

    await sandbox.standIn.fault("none");
    await until("the leave is done", async () => !(await sandbox.isMember(member)), 70_000);
  });
});

describe("the page's form, while Resend is down", () => {
  it("says so on a page", async () => {
    const member = await sandbox.member();
    await sandbox.standIn.fault("503");
    const path = new URL(member.linkByAddress).pathname;
    const { status, body } = await exchange({
      origin: sandbox.worker.url,
      method: "POST",
      path,
      headers: FORM,
      body: "confirm=page",
    });
    expect(status).toBe(202);
    expect(body).toMatch(/<h1[^>]*>You are on your way out</);
    expect(body).not.toMatch(/You have left/);
    expect(await sandbox.isMember(member)).toBe(true);
  });
});

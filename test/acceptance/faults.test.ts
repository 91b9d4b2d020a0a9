/** What is said, and what is true, while Resend misbehaves: nobody is told that they have left before they have. */

import { describe, expect, it } from "vitest";

import type { Fault } from "../resend/faults.ts";
import { runningSandbox } from "../sandbox/running.ts";
import { exchange, FORM, oneClick, type RawAnswer } from "./exchange.ts";

const sandbox = runningSandbox();

/** The answer to a leave that Resend did not take, fault by fault. */
const UNDONE: readonly { fault: Fault; status: number; retryAfter: string; logged: string }[] = [
  { fault: "500", status: 503, retryAfter: "60", logged: "unavailable" },
  { fault: "503", status: 503, retryAfter: "60", logged: "unavailable" },
  { fault: "429", status: 503, retryAfter: "2", logged: "rate-limited" },
  { fault: "hang", status: 503, retryAfter: "5", logged: "timeout" },
  { fault: "drop", status: 503, retryAfter: "60", logged: "connection-lost" },
  { fault: "html", status: 503, retryAfter: "60", logged: "unavailable" },
  { fault: "revoked-key", status: 503, retryAfter: "60", logged: "key-refused" },
];

const UNDONE_WORDS = /did not work yet/;

describe.each(UNDONE)("while Resend has the fault $fault", ({ fault, ...undone }) => {
  it("a one-click POST claims nothing, and works once the fault is gone", async () => {
    const member = await sandbox.member();
    await sandbox.standIn.fault(fault);

    let answer: RawAnswer | undefined;
    const lines = await sandbox.logged(async () => {
      answer = await oneClick(member.linkById);
    });
    expect(lines).toMatchObject([{ line: { outcome: "try-again", fault: undone.logged } }]);
    expect(answer?.status).toBe(undone.status);
    expect(answer?.headers["retry-after"]).toBe(undone.retryAfter);
    expect(answer?.body).toMatch(UNDONE_WORDS);
    expect(answer?.body).not.toMatch(/have left/);
    expect(await sandbox.isMember(member)).toBe(true);

    await sandbox.standIn.fault("none");
    expect((await oneClick(member.linkById)).status).toBe(200);
    expect(await sandbox.isMember(member)).toBe(false);
  });
});

describe("the page's form, while Resend is down", () => {
  it("says so on a page with the button to try again", async () => {
    const member = await sandbox.member();
    await sandbox.standIn.fault("503");
    const path = new URL(member.linkByAddress).pathname;
    const { status, headers, body } = await exchange({
      origin: sandbox.worker.url,
      method: "POST",
      path,
      headers: FORM,
      body: "confirm=page",
    });
    expect([status, headers["retry-after"]]).toEqual([503, "60"]);
    expect(body).toMatch(UNDONE_WORDS);
    expect(body).toContain(`<form method="post" action="${path}">`);
    expect(await sandbox.isMember(member)).toBe(true);
  });
});

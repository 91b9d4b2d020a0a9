import { describe, expect, it } from "vitest";

import { writeLetters } from "../../sandbox/resend/mailbox/letters.ts";
import { LINK_SECRET } from "../../sandbox/keys.ts";
import { logView } from "../../sandbox/log-view.ts";
import { noPaint } from "../../sandbox/paint.ts";
import { summaryText } from "../../sandbox/summary.ts";

const WORKER = "http://127.0.0.1:8787";

describe("what npm start says", () => {
  it("tells where the mailbox and the Worker are, one link for each letter, and how to stop", async () => {
    const letters = await writeLetters({ origin: WORKER, secret: LINK_SECRET });
    const text = summaryText(
      { mailboxUrl: "http://127.0.0.1:8788", workerUrl: WORKER, letters },
      noPaint,
    );
    expect(text).toMatch(/^ {2}Mailbox {2}http:\/\/127\.0\.0\.1:8788$/m);
    expect(text).toMatch(/^ {2}Worker {3}http:\/\/127\.0\.0\.1:8787$/m);
    expect(text.match(/^ {2}http:\/\/127\.0\.0\.1:8787\/leave\/\S+$/gm)).toHaveLength(6);
    // Mira's, from the test vectors of the link format.
    expect(text).toContain("/leave/weekly/c4fu2uri6z5ayhgkvwfez2vyb2mgyzwnqgwf6o2wl2pci73jq3nqy\n");
    expect(text).toContain("Ctrl-C");
  });
});

describe("what npm start shows of the log", () => {
  it("is one line a leave", () => {
    const line = {
      event: "leave",
      list: "weekly",
      channel: "page",
      outcome: "try-again",
      fault: "unavailable",
      status: 503,
      upstream: "application_error",
      ms: 12,
      hash: "uwmhmvfw2z",
    } as const;
    expect(logView({ level: "warn", line }, "09:30:00", noPaint)).toBe(
      "  09:30:00  try-again  weekly        page       Resend 503    12 ms  #uwmhmvfw2z  fault: unavailable  upstream: application_error",
    );
  });

  it("is the line itself for what it does not know", () => {
    const line = { event: "settings", faults: [{ setting: "LISTS" }] };
    expect(logView({ level: "error", line }, "09:30:00", noPaint)).toBe(
      '  09:30:00  settings  faults: [{"setting":"LISTS"}]',
    );
  });
});

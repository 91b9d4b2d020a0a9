import { describe, expect, it } from "vitest";

import { type Evidence, judge } from "./oracle.ts";
import { type Promised, promisedAfter, resultOf, type Step } from "./plans.ts";
import type { Visit } from "./visits.ts";

const visit = (id: string, promised: Promised, more: Partial<Visit> = {}): Visit => ({
  person: { id, email: "", contact: id, plan: ["page"], isPoisoned: id === "cy" },
  promised,
  hasLeft: promised !== "nothing",
  receipt: undefined,
  ...more,
});

/** Ada and Cy are unsubscribed, Cy poisoned; Ben has undone it; Dee’s receipt says "off"; Eve was never accepted. */
const GOOD: Evidence = {
  visits: [
    visit("ada", "off"),
    visit("ben", "on"),
    visit("cy", "off"),
    visit("dee", "receipt"),
    visit("eve", "nothing"),
  ],
  members: new Set(["ben", "cy", "eve"]),
  entries: new Map([
    ["ada", "done"],
    ["ben", "undone"],
    ["cy", "dead"],
    ["dee", "done"],
  ]),
  receipts: new Map([["dee", "off"]]),
  queued: 0,
  answers: new Map([["page 303", 4]]),
  unexpected: [],
  kills: 1,
  rate: { peak: 9, mean: 4.4 },
  drainRate: { peak: 5, mean: 5 },
  drainMs: 1234,
};

describe("the oracle", () => {
  it("is content when everybody stands where the last word says", () => {
    expect(judge(GOOD).faults).toEqual([]);
  });

  it.each<[string, Partial<Evidence>]>([
    ["1 were unsubscribed and are on the list", { members: new Set(["ada", "ben", "cy"]) }],
    ["1 have undone it and are off the list", { members: new Set(["cy"]) }],
    ["1 have a receipt that is not true", { receipts: new Map([["dee", "on"]]) }],
    ["1 have a receipt that is not true", { receipts: new Map([["dee", "neither"]]) }],
    ["3 were accepted and are not in the Ledger", { entries: new Map([["cy", "dead"]]) }],
    [
      "1 are dead letters without a cause",
      { entries: new Map([...GOOD.entries, ["ada", "dead"]]) },
    ],
    ["the queue did not drain: 2 are left", { drainMs: undefined, queued: 2 }],
    ["answers that may not be: page 500", { unexpected: ["page 500", "page 500"] }],
    ["nobody was unsubscribed", { visits: [] }],
  ])("says: %s", (fault, change) => {
    expect(judge({ ...GOOD, ...change }).faults).toEqual([fault]);
  });
});

describe("the last word", () => {
  /** What steps and their answers promise, one after the other. */
  const after = (...said: [Step, number | null, boolean?][]) => {
    let promised: Promised = "nothing";
    for (const [step, status, wasUnsure = false] of said) {
      const result = resultOf(step, status, wasUnsure);
      if (result === "unexpected") return result;
      promised = promisedAfter(promised, step, result === "again" ? "unknown" : result);
    }
    return promised;
  };

  it("is that of the latest leave or undo that was answered for certain", () => {
    expect(after(["one-click", 202])).toBe("off");
    expect(after(["page", 303], ["undo", 303])).toBe("on");
    expect(after(["page", 303], ["undo", 303], ["one-click", 200])).toBe("off");
    expect(after(["page", 303], ["undo", 409])).toBe("off");
    expect(after(["page", 303], ["one-click", null])).toBe("off");
  });

  it("is open where an answer was lost", () => {
    expect(after(["page", null])).toBe("nothing");
    expect(after(["page", 303], ["undo", 303], ["one-click", null])).toBe("nothing");
    expect(after(["page", 303], ["undo", 202])).toBe("receipt");
    expect(after(["page", 303], ["undo", null])).toBe("receipt");
    expect(after(["page", 303], ["undo", 409, true])).toBe("receipt");
  });

  it("is never an answer that the step may not get", () => {
    expect(after(["one-click", 303])).toBe("unexpected");
    expect(after(["undo", 200])).toBe("unexpected");
    expect(after(["page", 409])).toBe("unexpected");
  });
});

import { describe, expect, it } from "vitest";

import type { Receipt } from "./clicks.ts";
import { type Evidence, figuresOf } from "./figures.ts";

const LEFT: Receipt = { kind: "accepted", status: 200 };
const LEAVING: Receipt = { kind: "accepted", status: 202 };
const GIVEN_UP: Receipt = { kind: "given-up", last: "503" };

/** Ada was answered 200 and Ben 202; Cy is poisoned, Dee was turned away. All is as it should be. */
const GOOD: Evidence = {
  people: ["ada", "ben", "cy", "dee"],
  receipts: new Map<string, Receipt>([
    ["ada", LEFT],
    ["ben", LEAVING],
    ["cy", LEAVING],
    ["dee", GIVEN_UP],
  ]),
  members: new Set(["cy", "dee"]),
  setAside: ["cy"],
  poisoned: new Set(["cy"]),
  waiting: 0,
  askedAgain: { "no answer": 3, "503": 8 },
  kills: 1,
  rate: { peak: 9, mean: 4.4 },
  drainRate: { peak: 5, mean: 5 },
  drainMs: 1234,
};

const faultsOf = (change: Partial<Evidence>) => figuresOf({ ...GOOD, ...change }).faults;

describe("the figures of a soak", () => {
  it("count everybody once", () => {
    expect(Object.fromEntries(figuresOf(GOOD).rows)).toEqual({
      leaves: "4",
      accepted: "3  (200: 1, 202: 2)",
      "never accepted": "1",
      removed: "2",
      lost: "0",
      "set aside": "1  (poisoned: 1)",
      "asked again": "11  (503: 8, no answer: 3)",
      kills: "1",
      "requests a second": "peak 9, mean 4; while draining peak 5, mean 5",
      "time to drain": "1.2 s",
    });
    expect(faultsOf({})).toEqual([]);
  });

  it.each(["ada", "ben", "cy"])("fail when %s is on the list still and not set aside", (id) => {
    const members = new Set([...GOOD.members, id]);
    expect(faultsOf({ members, setAside: [] })).toContainEqual(
      expect.stringMatching(/accepted and are on the list still/),
    );
  });

  it("fail when the Outbox did not drain", () => {
    expect(faultsOf({ drainMs: undefined, waiting: 2 })).toEqual([
      "the Outbox did not drain: 2 wait",
    ]);
  });

  it("fail when somebody is set aside without a cause", () => {
    expect(faultsOf({ setAside: ["cy", "ben"] })).toEqual(["1 were set aside without a cause"]);
  });

  it("fail when nobody was accepted, for that shows nothing", () => {
    expect(faultsOf({ receipts: new Map() })).toContain("nobody was accepted");
  });
});

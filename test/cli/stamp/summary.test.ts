/** What `stamp` says at its end. */

import { describe, expect, it } from "vitest";

import { failureLines, type Run, summaryJson, summaryText } from "../../../cli/stamp/summary.ts";
import { Tally } from "../../../cli/stamp/tally.ts";

const LIST = { name: "weekly", property: "leave_weekly" };

function run(given: Partial<Run>, figures: Partial<Tally> = {}, after?: string): Run {
  const tallies = [Object.assign(new Tally(LIST, after), figures)];
  return { dryRun: false, interrupted: false, seconds: 61, requests: 1200, tallies, ...given };
}

describe("summaryText", () => {
  it.each([
    ["present", false, "is there"],
    ["present", true, "is there"],
    ["created", false, "created"],
    ["created", true, "is to be created"],
    ["repaired", false, "got its fallback value"],
    ["repaired", true, "has another fallback value"],
  ] as const)("says of a property that is %s (dry run: %s): %s", (propertyState, dryRun, said) => {
    const [line] = summaryText(run({ dryRun }, { propertyState })).split("\n");
    expect(line).toBe(
      `weekly: 0 contacts, 0 ${dryRun ? "to write" : "written"}, 0 right already; property leave_weekly ${said}`,
    );
  });

  it("says how far an interrupted run came, and who was lost on the way", () => {
    const figures = { total: 5000, right: 3, written: 1000, gone: 2, failed: 1 };
    expect(summaryText(run({ interrupted: true }, figures))).toBe(
      "weekly: 1,006 of 5,000 contacts, 1,000 written, 3 right already, 2 gone meanwhile, 1 could not be done; property leave_weekly is there\n" +
        "interrupted after 1,200 requests in 2 min",
    );
  });

  it("counts nobody as right whom the run itself had written before it began again", () => {
    expect(summaryText(run({}, { right: 5, written: 1, writtenBefore: 3 }))).toContain(
      "6 contacts, 4 written, 2 right already;",
    );
  });
});

describe("summaryJson", () => {
  const json = (given: Run) => JSON.parse(summaryJson(given)) as { lists: [object] };

  it("tells where to go on after an interruption", () => {
    const { lists } = json(run({ interrupted: true }, { total: 9, right: 4 }, "contact-4"));
    expect(lists[0]).toMatchObject({ total: 9, contacts: 4, right: 4, after: "contact-4" });
  });

  it("tells no place to go on when an interruption came before the first contact was done", () => {
    const { lists } = json(run({ interrupted: true }, { total: 9 }));
    expect(lists[0]).toMatchObject({ total: 9, contacts: 0 });
    expect(lists[0]).not.toHaveProperty("after");
  });

  it("tells neither of a run that came to its end", () => {
    const { lists } = json(run({}, { total: 9, right: 9 }, "contact-9"));
    expect(lists[0]).not.toHaveProperty("total");
    expect(lists[0]).not.toHaveProperty("after");
  });
});

describe("failureLines", () => {
  it("names those it knows, and counts the others", () => {
    const failures = [{ contact: "c", reason: "rejected 422" }];
    const { tallies } = run({}, { failures, failed: 1001 });
    expect(failureLines(tallies)).toEqual([
      "weekly: contact c: rejected 422",
      "weekly: and 1,000 more",
    ]);
  });
});

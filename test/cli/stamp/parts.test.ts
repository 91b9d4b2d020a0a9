/** The parts of `stamp` that need no Resend. */

import { describe, expect, it } from "vitest";

import { memberPage, propertyPage, valueOf } from "../../../cli/stamp/answers.ts";
import { inParallel } from "../../../cli/stamp/parallel.ts";
import { persist, type Tried } from "../../../cli/stamp/persist.ts";
import { MAX_NAMED, Tally } from "../../../cli/stamp/tally.ts";
import { spokenTime, TimeLeft } from "../../../cli/stamp/time-left.ts";

describe("valueOf", () => {
  it.each([
    [{ leave: "x" }, "x"],
    [{ leave: { type: "string", value: "x" } }, "x"],
    [{ leave: { type: "number", value: 7 } }, undefined],
    [{ leave: null }, undefined],
    [{ other: "x" }, undefined],
    [undefined, undefined],
    ["leave", undefined],
  ])("reads %j as %j", (properties, value) => {
    expect(valueOf(properties, "leave")).toBe(value);
  });

  it("does not take what every object has for a property", () => {
    expect(valueOf({}, "constructor")).toBeUndefined();
    expect(valueOf({}, "toString")).toBeUndefined();
  });
});

describe("pages", () => {
  it("of members may tell their properties, or not", () => {
    const data = [
      { id: "a", email: "a@acme.com" },
      { id: "b", properties: {} },
    ];
    expect(memberPage({ data, has_more: true })).toEqual({
      items: [{ id: "a" }, { id: "b", properties: {} }],
      more: true,
    });
  });

  it.each([undefined, "html", {}, { data: {} }, { data: [{}] }, { data: [null] }])(
    "are none when the body is %j",
    (body) => {
      expect([memberPage(body), propertyPage(body)]).toEqual([undefined, undefined]);
    },
  );
});

/** A clock that goes on while somebody waits. */
function clock(wellAt: () => number) {
  let now = 1_000_000;
  const knock = { now: () => now, wait: async (ms: number) => void (now += ms), wellAt };
  return { knock, now: () => now };
}

const TRANSIENT: Tried<never> = { kind: "transient", reason: "unavailable" };

describe("persist", () => {
  it("tries again until it is done", async () => {
    const { knock } = clock(() => 0);
    const tries = [TRANSIENT, TRANSIENT, { kind: "done", value: 7 } as const];
    const settled = await persist(knock, async () => tries.shift() ?? TRANSIENT);
    expect(settled).toEqual({ kind: "done", value: 7 });
  });

  it("gives up on one thing while Resend does others well", async () => {
    const { knock, now } = clock(() => Number.MAX_SAFE_INTEGER);
    const before = now();
    const settled = await persist(knock, async () => TRANSIENT);
    expect(settled).toEqual({ kind: "failed", reason: "unavailable, 8 times" });
    expect(now() - before).toBeLessThan(60_000);
  });

  it("waits through an outage of ten minutes, and no more than about a quarter of an hour", async () => {
    const { knock, now } = clock(() => 0);
    const recovers = now() + 600_000;
    const settled = await persist(knock, async () =>
      now() > recovers ? { kind: "done", value: "back" } : TRANSIENT,
    );
    expect(settled).toEqual({ kind: "done", value: "back" });

    const begun = now();
    await expect(persist(knock, async () => TRANSIENT)).rejects.toThrow(
      "Resend has done nothing for 15 minutes (unavailable); run the command again when it is well",
    );
    expect(now() - begun).toBeLessThan(17 * 60_000);
  });
});

describe("inParallel", () => {
  it("works on so many at once, and on each once", async () => {
    let [now, most] = [0, 0];
    const worked: number[] = [];
    async function* items() {
      for (let item = 0; item < 50; item++) yield item;
    }
    await inParallel(items(), 4, async (item) => {
      most = Math.max(most, ++now);
      await new Promise((resolve) => setTimeout(resolve, 1));
      now -= 1;
      worked.push(item);
    });
    expect(most).toBe(4);
    expect(worked.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i));
  });

  it("starts nothing after a failure, and ends what is under way", async () => {
    const [begun, ended]: [number[], number[]] = [[], []];
    async function* items() {
      for (let item = 0; ; item++) yield item;
    }
    const work = inParallel(items(), 3, async (item) => {
      begun.push(item);
      if (item === 5) throw new Error("no");
      await new Promise((resolve) => setTimeout(resolve, 2));
      ended.push(item);
    });
    await expect(work).rejects.toThrow("no");
    expect(ended).toHaveLength(begun.length - 1);
    expect(begun.length).toBeLessThan(10);
  });
});

describe("Tally", () => {
  const list = { name: "weekly", property: "leave_weekly" };

  it("knows up to which contact all are done, in whatever order they end", () => {
    const tally = new Tally(list);
    const [a, b, c] = ["a", "b", "c"].map((id) => tally.begin(id));
    c?.({ kind: "right" });
    expect(tally.doneUpTo).toBeUndefined();
    a?.({ kind: "written" });
    expect(tally.doneUpTo).toBe("a");
    b?.({ kind: "gone" });
    expect(tally.doneUpTo).toBe("c");
    expect(tally).toMatchObject({ handled: 3, right: 1, written: 1, gone: 1, failed: 0 });
  });

  it(`names ${MAX_NAMED} who could not be done, and counts the others`, () => {
    const tally = new Tally(list);
    for (let i = 0; i < 2 * MAX_NAMED; i++) tally.begin(`${i}`)({ kind: "failed", reason: "no" });
    expect([tally.failed, tally.failures.length]).toEqual([2 * MAX_NAMED, MAX_NAMED]);
    expect(tally.failures[0]).toEqual({ contact: "0", reason: "no" });
  });
});

describe("TimeLeft", () => {
  it("goes by the last two minutes", () => {
    const time = new TimeLeft();
    expect(time.secondsLeft(0, 1000, 0)).toBeUndefined();
    let left: number | undefined;
    for (let second = 1; second <= 100; second++)
      left = time.secondsLeft(second, 1000, second * 1000);
    expect(left).toBeCloseTo(900);
    // Now twice as fast, for longer than two minutes.
    for (let second = 1; second <= 130; second++) {
      left = time.secondsLeft(100 + 2 * second, 1000, (100 + second) * 1000);
    }
    expect(left).toBeCloseTo(320);
  });

  it.each([
    [0.4, "1 s"],
    [59, "59 s"],
    [61, "2 min"],
    [3599, "1 h 0 min"],
    [22_000, "6 h 7 min"],
  ])("says %d seconds as %s", (seconds, said) => {
    expect(spokenTime(seconds)).toBe(said);
  });
});

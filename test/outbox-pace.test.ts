import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { backoffMs } from "../src/outbox/backoff.ts";
import { createPace, spacingMs } from "../src/resend/spacing.ts";

describe("createPace", () => {
  it.each([
    [10, 5],
    [5, 2],
    [2, 1],
    [100, 50],
  ])("with a limit of %i a second starts at most %i in any second", async (limit, most) => {
    let now = 0;
    const wait = async (ms: number) => void (now += ms);
    const ready = createPace({ now: () => now, wait }, () => limit);
    const starts: number[] = [];
    for (let i = 0; i < 50; i++) {
      await ready();
      starts.push(now);
    }
    for (const start of starts) {
      const within = starts.filter((other) => other >= start && other < start + 1000);
      expect(within.length).toBeLessThanOrEqual(most);
    }
    // And it does use what it may use, less the margin.
    expect(starts.at(-1)).toBeLessThanOrEqual((49 * 1000 * 1.1) / most + 1);
  });

  it("spaces a limit of one a second out to one in two seconds", () => {
    expect(spacingMs(1)).toBeGreaterThanOrEqual(2000);
  });

  it("does not wait when nothing was sent lately, and saves nothing up", async () => {
    let now = 0;
    let waited = 0;
    const wait = async (ms: number) => {
      now += ms;
      waited += ms;
    };
    const ready = createPace({ now: () => now, wait }, () => 10);
    await ready();
    now += 60_000;
    await ready();
    expect(waited).toBe(0);
    await ready();
    expect(waited).toBeCloseTo(220);
  });
});

describe("backoffMs", () => {
  it("doubles from one second to sixty", () => {
    expect([1, 2, 3, 7, 100].map((failures) => backoffMs(failures, 0))).toEqual([
      1_000, 2_000, 4_000, 60_000, 60_000,
    ]);
  });

  it("is never under one second and never over sixty, whatever the jitter", () => {
    const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), random, (failures, jitter) => {
        const ms = backoffMs(failures, jitter);
        expect(ms).toBeGreaterThanOrEqual(1_000);
        expect(ms).toBeLessThanOrEqual(60_000);
      }),
    );
    expect(backoffMs(5, 0.9)).toBeLessThan(backoffMs(5, 0.1));
  });
});

import * as fc from "fast-check";
import { describe, expect, it, vi } from "vitest";

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

  it("keeps the distance from a request that started late", async () => {
    let now = 0;
    const wakesLateBy = [0, 150, 0, 0, 0, 0, 0];
    const wait = async (ms: number) => void (now += ms + (wakesLateBy.shift() ?? 0));
    const ready = createPace({ now: () => now, wait }, () => 10);
    const starts: number[] = [];
    for (let i = 0; i < 7; i++) {
      await ready();
      starts.push(now);
    }
    const distances = starts.slice(1).map((start, i) => start - (starts[i] ?? 0));
    expect(Math.min(...distances)).toBeCloseTo(220);
    expect(Math.max(...distances)).toBeCloseTo(370);
  });

  it("lets requests that wait at once start one by one", async () => {
    vi.useFakeTimers({ now: 0 });
    try {
      const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
      const ready = createPace({ now: Date.now, wait }, () => 10);
      const starts: number[] = [];
      const all = Array.from({ length: 5 }, () => ready().then(() => starts.push(Date.now())));
      await vi.runAllTimersAsync();
      await Promise.all(all);
      expect(starts).toEqual([0, 220, 440, 660, 880]);
    } finally {
      vi.useRealTimers();
    }
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

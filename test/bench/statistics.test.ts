import { describe, expect, it } from "vitest";

import { quantile, ratioOf, spreadOf } from "./statistics.ts";

describe("spreadOf", () => {
  it("gives the median, the least and the most", () => {
    expect(spreadOf([30, 2, 100])).toEqual({ median: 30, min: 2, max: 100 });
    expect(spreadOf([1, 2, 3, 10])).toEqual({ median: 2.5, min: 1, max: 10 });
  });
});

describe("quantile", () => {
  it("orders numbers as numbers, and lies between neighbours", () => {
    expect(quantile([10, 9, 100], 0.5)).toBe(10);
    expect(quantile([0, 10], 0.99)).toBeCloseTo(9.9);
    expect(quantile([7], 0.5)).toBe(7);
  });

  it("has nothing to say of nothing", () => {
    expect(() => quantile([], 0.5)).toThrow("no values");
  });
});

describe("ratioOf", () => {
  it("compares round by round, so that a slow round of both does not count", () => {
    expect(ratioOf([50, 5, 50], [100, 10, 100])).toEqual({ median: 0.5, min: 0.5, max: 0.5 });
  });
});

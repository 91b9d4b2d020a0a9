import { describe, expect, it } from "vitest";

import { bar } from "../../cli/stats/chart.ts";

describe("a bar", () => {
  it.each([
    [0, 100, ""],
    [100, 100, "████"],
    [50, 100, "██"],
    [40, 100, "█▋"],
    [1, 100_000, "▏"],
    [0, 0, ""],
  ])("of %i in %i", (value, highest, expected) => {
    expect(bar(value, highest, 4)).toBe(expected);
  });
});

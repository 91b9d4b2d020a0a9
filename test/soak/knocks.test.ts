import { describe, expect, it } from "vitest";

import { Knocks } from "./knocks.ts";

describe("Knocks", () => {
  it("finds the busiest second, and the mean over the silent ones too", () => {
    const knocks = new Knocks();
    knocks.add([10_000, 10_500, 10_999]);
    knocks.add([13_000]);
    expect(knocks.rate()).toEqual({ peak: 3, mean: 1 });
  });

  it("counts from a moment on, in whole seconds", () => {
    const knocks = new Knocks();
    knocks.add([10_000, 10_500, 11_000]);
    expect(knocks.rate(10_001)).toEqual({ peak: 1, mean: 1 });
    expect(knocks.rate(12_000)).toEqual({ peak: 0, mean: 0 });
  });
});

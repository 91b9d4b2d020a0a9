import { describe, expect, it } from "vitest";

import { number, percent, ratio, spread } from "./wording.ts";

describe("numbers in a table", () => {
  it("have three digits, or all before the point", () => {
    expect([12_345.6, 123.4, 61.26, 3.456, 0.2437].map(number)).toEqual([
      "12,346",
      "123",
      "61.3",
      "3.46",
      "0.244",
    ]);
  });

  it("show the least and the most where there is more than one", () => {
    expect(spread({ median: 20, min: 10, max: 300 })).toBe("20.0 (10.0–300)");
    expect(spread({ median: 20, min: 20, max: 20 })).toBe("20.0");
    expect(ratio({ median: 0.9, min: 0.854, max: 1 })).toBe("0.90 (0.85–1.00)");
  });

  it("say so where there is no /proc", () => {
    expect([spread(null), ratio(null), percent(null)]).toEqual(["n/a", "n/a", "n/a"]);
  });
});

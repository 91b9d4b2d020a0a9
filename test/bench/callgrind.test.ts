import { expect, it } from "vitest";

import { totalIn } from "./callgrind.ts";

it("reads the total of a dump", () => {
  expect(totalIn("version: 1\nsummary: 5\n\nfn=(1) main\n16 5\n\ntotals: 607384407\n")).toBe(
    607_384_407,
  );
});

it("refuses a dump that was cut off", () => {
  expect(() => totalIn("version: 1\nsummary: 5\n")).toThrow("without a total");
});

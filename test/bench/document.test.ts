import { describe, expect, it } from "vitest";

import { markdownTable, marksOf, replaceNumbers } from "./document.ts";

describe("docs/performance.md", () => {
  it("gets new numbers, and keeps what people wrote", () => {
    const bench = marksOf("bench");
    const count = marksOf("count");
    const document = (numbers: string) =>
      `before\n${bench.begin}\n\nold\n\n${bench.end}\nbetween\n${count.begin}${numbers}${count.end}\nafter\n`;
    expect(replaceNumbers(document("\nold\n"), "count", "new")).toBe(document("\n\nnew\n\n"));
  });

  it("is not touched when a mark is gone", () => {
    const { begin, end } = marksOf("bench");
    expect(() => replaceNumbers(`${end} ${begin}`, "bench", "new")).toThrow("has lost its marks");
    expect(() => replaceNumbers(begin, "bench", "new")).toThrow("has lost its marks");
    expect(() => replaceNumbers(begin + end, "count", "new")).toThrow("has lost its marks");
  });

  it("shows tables, with numbers to the right", () => {
    const table = { title: "Size", head: ["", "bytes"], rows: [["a|b", "1"]] };
    expect(markdownTable(table).split("\n")).toEqual([
      "### Size",
      "",
      "|  | bytes |",
      "| --- | ---: |",
      "| a\\|b | 1 |",
    ]);
  });
});

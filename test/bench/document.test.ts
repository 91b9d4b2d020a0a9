import { describe, expect, it } from "vitest";

import { BEGIN, END, markdownTable, replaceNumbers } from "./document.ts";

describe("docs/performance.md", () => {
  it("gets new numbers, and keeps what people wrote", () => {
    const document = `before\n${BEGIN}\nold\n${END}\nafter\n`;
    expect(replaceNumbers(document, "new")).toBe(`before\n${BEGIN}\n\nnew\n\n${END}\nafter\n`);
  });

  it("is not touched when a mark is gone", () => {
    expect(() => replaceNumbers(`${END} ${BEGIN}`, "new")).toThrow("has lost its marks");
    expect(() => replaceNumbers(BEGIN, "new")).toThrow("has lost its marks");
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

/** docs/threat-model.md names tests; each of them is there. */

import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const DOCUMENT = readFileSync(`${ROOT}docs/threat-model.md`, "utf8");

const THREATS = DOCUMENT.split(/^### /m).slice(1);

/** The file and the title of every test that a text names. */
function namedTests(text: string): { file: string; title: string }[] {
  const named = text.matchAll(/^- `([\w./-]+)` › (.+)$/gm);
  return Array.from(named, ([, file = "", title = ""]) => ({ file, title }));
}

/** Whether a file has a test with this title, be it one of a table's; groups may stand before it. */
function hasTest({ file, title }: { file: string; title: string }): boolean {
  if (!existsSync(ROOT + file)) return false;
  // However the formatter has broken its lines.
  const source = readFileSync(ROOT + file, "utf8").replaceAll(/\(\s+/g, "(");
  const parts = title.split(" › ");
  return parts.every((part, index) => {
    const name = index < parts.length - 1 ? "describe" : "it";
    return [`${name}("${part}"`, `)("${part}"`].some((call) => source.includes(call));
  });
}

describe("the threat model", () => {
  it("knows threats", () => expect(THREATS.length).toBeGreaterThan(15));

  it.each(THREATS.map((text) => [text.split("\n")[0], text]))("has a test for: %s", (_, text) => {
    expect(namedTests(text ?? "").length).toBeGreaterThan(0);
  });

  it("names tests that exist", () => {
    expect(namedTests(DOCUMENT).filter((named) => !hasTest(named))).toEqual([]);
  });
});

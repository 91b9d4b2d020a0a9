/** The numbers in docs/performance.md: what stands between the two marks is the run's, the rest is people's. */

import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { chart } from "./chart.ts";
import { panelsOf } from "./panels.ts";
import type { Results } from "./results.ts";
import { type Table, tablesOf } from "./tables.ts";

export const BEGIN = "<!-- Written by `npm run bench`: from here -->";
export const END = "<!-- Written by `npm run bench`: to here -->";

const CHART_TITLE = "Requests a second, beside the least that workerd can do";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const DOCUMENT = join(ROOT, "docs/performance.md");
const CHART = join(ROOT, "docs/images/performance.svg");
const OXFMT = join(ROOT, "node_modules/oxfmt/bin/oxfmt");

/** Puts a whole run into the document and its chart. */
export function writeDocument(results: Results): void {
  writeFileSync(CHART, chart(CHART_TITLE, panelsOf(results)));
  writeFileSync(DOCUMENT, replaceNumbers(readFileSync(DOCUMENT, "utf8"), numbersOf(results)));
  execFileSync(process.execPath, [OXFMT, DOCUMENT], { cwd: ROOT });
}

/** @throws Error when the marks are not there */
export function replaceNumbers(document: string, numbers: string): string {
  const begin = document.indexOf(BEGIN);
  const end = document.indexOf(END);
  if (begin < 0 || end < begin) {
    throw new Error(`docs/performance.md has lost its marks: ${BEGIN} and ${END}`);
  }
  return `${document.slice(0, begin + BEGIN.length)}\n\n${numbers}\n\n${document.slice(end)}`;
}

function numbersOf(results: Results): string {
  const { cpu, cores, workerd, node } = results.machine;
  return [
    `Measured on ${cpu}, ${cores} cores, workerd ${workerd}, Node ${node}.`,
    `![${CHART_TITLE}](images/performance.svg)`,
    ...tablesOf(results).map(markdownTable),
  ].join("\n\n");
}

/** A table in Markdown. */
export function markdownTable({ title, head, rows }: Table): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  const rule = line(head.map((_, column) => (column === 0 ? "---" : "---:")));
  return [`### ${title}`, "", line(head), rule, ...rows.map(line)].join("\n");
}

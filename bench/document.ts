/** The numbers in docs/performance.md: what stands between the two marks is the run's, the rest is people's. */

import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { chart } from "./chart.ts";
import type { Count } from "./count.ts";
import { panelsOf } from "./panels.ts";
import type { Results } from "./results.ts";
import { countTables, type Table, tablesOf } from "./tables.ts";
import { diskText } from "./wording.ts";

/** Which commands write into the document, each between marks of its own. */
export const WRITERS = { bench: "npm run bench", count: "npm run bench -- --count all" } as const;
export type Writer = keyof typeof WRITERS;

/** Where a command's numbers begin and end. */
export const marksOf = (writer: Writer) => ({
  begin: `<!-- Written by \`${WRITERS[writer]}\`: from here -->`,
  end: `<!-- Written by \`${WRITERS[writer]}\`: to here -->`,
});

const CHART_TITLE = "Requests a second, beside the least that workerd can do";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const DOCUMENT = join(ROOT, "docs/performance.md");
const CHART = join(ROOT, "docs/images/performance.svg");
const OXFMT = join(ROOT, "node_modules/oxfmt/bin/oxfmt");

/** Puts a whole run into the document and its chart. */
export function writeDocument(results: Results): void {
  writeFileSync(CHART, chart(CHART_TITLE, panelsOf(results)));
  write("bench", numbersOf(results));
}

/** Puts all counts into the document. */
export function writeCounts(machine: Results["machine"], counts: readonly Count[]): void {
  write(
    "count",
    [`Counted on ${processorOf(machine)}.`, ...countTables(counts).map(markdownTable)].join("\n\n"),
  );
}

function write(writer: Writer, numbers: string): void {
  writeFileSync(DOCUMENT, replaceNumbers(readFileSync(DOCUMENT, "utf8"), writer, numbers));
  execFileSync(process.execPath, [OXFMT, DOCUMENT], { cwd: ROOT });
}

/** @throws Error when the marks are not there */
export function replaceNumbers(document: string, writer: Writer, numbers: string): string {
  const marks = marksOf(writer);
  const begin = document.indexOf(marks.begin);
  const end = document.indexOf(marks.end);
  if (begin < 0 || end < begin) {
    throw new Error(`docs/performance.md has lost its marks: ${marks.begin} and ${marks.end}`);
  }
  return `${document.slice(0, begin + marks.begin.length)}\n\n${numbers}\n\n${document.slice(end)}`;
}

function numbersOf(results: Results): string {
  return [
    `Measured on ${processorOf(results.machine)}. ${diskText(results.machine.disk)}`,
    `![${CHART_TITLE}](images/performance.svg)`,
    ...tablesOf(results).map(markdownTable),
  ].join("\n\n");
}

function processorOf({ cpu, cores, workerd, node }: Results["machine"]): string {
  return `${cpu}, ${cores} cores, workerd ${workerd}, Node ${node}`;
}

/** A table in Markdown. */
export function markdownTable({ title, head, rows }: Table): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  const rule = line(head.map((_, column) => (column === 0 ? "---" : "---:")));
  return [`### ${title}`, "", line(head), rule, ...rows.map(line)].join("\n");
}

/**
 * `npm run bench`: what this Worker costs, how far it goes, and where it breaks. It prints the tables of
 * docs/performance.md, and `--write` puts them there. Linux only: CPU time comes from `/proc`.
 */

import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus } from "node:os";
import { fileURLToPath } from "node:url";

import { cost, scale } from "./ledger.ts";
import { drain, stampede } from "./queue.ts";
import { requests } from "./requests.ts";
import { folder, log, only, type Row, upstream, write } from "./run.ts";
import { bundle, commands } from "./tools.ts";

const PARTS = { requests, scale, drain, commands, stampede, cost, bundle };
const DOCUMENT = fileURLToPath(new URL("../docs/performance.md", import.meta.url));

try {
  const machine = `${cpus()[0]?.model}, ${availableParallelism()} cores, Node ${process.versions.node}`;
  const texts: Record<string, string> = { machine: `Measured on ${machine}.` };
  for (const [name, part] of Object.entries(PARTS)) {
    if (only !== undefined && name !== only) continue;
    log(name);
    const tables = Object.entries(await part());
    texts[name] = tables.map(([title, rows]) => `**${title}**\n\n${inMarkdown(rows)}`).join("\n\n");
    console.log(`\n## ${name} (${machine})\n\n${texts[name]}`);
  }
  const document = Object.entries(texts).reduce(put, readFileSync(DOCUMENT, "utf8"));
  if (write) writeFileSync(DOCUMENT, document);
  if (write) execFileSync("npx", ["oxfmt", DOCUMENT]);
} finally {
  upstream.disconnect();
  rmSync(folder, { recursive: true, force: true });
}

/** Puts a part's text between its markers. */
function put(document: string, [name, text]: [string, string]): string {
  const between = new RegExp(`(?<=<!-- bench: ${name} -->).*?(?=<!-- end -->)`, "s");
  if (!between.test(document)) throw new Error(`docs/performance.md has no place for ${name}.`);
  return document.replace(between, () => `\n\n${text}\n\n`);
}

function inMarkdown(rows: readonly Row[]): string {
  const columns = Object.keys(rows[0] ?? {});
  const rule = columns.map((_, at) => (at === 0 ? "---" : "--:"));
  const lines = [columns, rule, ...rows.map((row) => columns.map((name) => shown(row[name])))];
  const width = (at: number) => Math.max(...lines.map((line) => line[at]?.length ?? 0));
  const filled = lines.map((line) => line.map((text, at) => text.padStart(width(at))));
  return filled.map((line) => `| ${line.join(" | ")} |`).join("\n");
}

/** A number with the digits that mean something. */
function shown(value: string | number = ""): string {
  if (typeof value === "string") return value;
  const number = Number.isInteger(value) ? value : Number(value.toPrecision(3));
  return number.toLocaleString("en-US", { maximumFractionDigits: 3 });
}

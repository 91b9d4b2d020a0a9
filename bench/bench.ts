/**
 * `npm run bench`: what this Worker costs, how far it goes, and where it breaks. It prints the tables of
 * docs/performance.md, and `--write` puts them there. Linux only: CPU time comes from `/proc`.
 */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { Command, Option } from "commander";

import { until } from "../sandbox/ledger.ts";
import { bundleAndStart, commands } from "./tools.ts";
import { cost, scale } from "./ledger.ts";
import { drain, stampede } from "./queue.ts";
import { requests } from "./requests.ts";
import { startUpstream, type Upstream } from "./upstream.ts";
import { type Running, type Name, startWorker } from "./workers.ts";

/** By column. */
export type Row = Record<string, string | number>;

export interface Table {
  title: string;
  rows: readonly Row[];
}

/** What the parts measure with. */
export interface Bench {
  /** Whether it only has to be seen that each part works. */
  quick: boolean;
  /** A temporary folder. */
  folder: string;
  upstream: Upstream;
  log: (progress: string) => void;
  /** Starts a Worker. Ours has then asked Resend for all that it asks unprompted. */
  start: (name: Name, bindings: Record<string, string>) => Promise<Running>;
}

const PARTS = { requests, scale, drain, commands, stampede, cost, bundle: bundleAndStart };
type Part = keyof typeof PARTS;

const DOCUMENT = fileURLToPath(new URL("../docs/performance.md", import.meta.url));

/** The list's segment, and the canary. */
const ASKED_UNPROMPTED = 2;
const READY_WITHIN_MS = 20_000;

const { only, quick, json, write } = new Command("bench")
  .description("Measures what this Worker costs. Takes some twelve minutes.")
  .addOption(new Option("--only <part>", "one part").choices(Object.keys(PARTS)))
  .option("--quick", "the shortest form of each part, to see that it works", false)
  .option("--json", "print JSON", false)
  .option("--write", "put the tables into docs/performance.md", false)
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .parse()
  .opts<{ only?: Part; quick: boolean; json: boolean; write: boolean }>();

const results: Record<string, readonly Table[]> = {};
const folder = mkdtempSync(join(tmpdir(), "leave-this-list-bench-"));
try {
  using upstream = await startUpstream();
  const start: Bench["start"] = async (name, bindings) => {
    const { RESEND_BASE_URL = upstream.baseUrl() } = bindings;
    const before = await upstream.calls(RESEND_BASE_URL);
    const worker = await startWorker(name, folder, { ...bindings, RESEND_BASE_URL });
    const isReady = async () => {
      await (await fetch(`${worker.url}/leave/-/health`)).text();
      return (await upstream.calls(RESEND_BASE_URL)) >= before + ASKED_UNPROMPTED;
    };
    if (name === "ours") await until("the Ledger is ready", isReady, READY_WITHIN_MS);
    return worker;
  };
  for (const [name, part] of Object.entries(PARTS)) {
    if (only !== undefined && name !== only) continue;
    const startedAt = performance.now();
    const log = (progress: string) => {
      const seconds = Math.round((performance.now() - startedAt) / 1000);
      console.error(`${name}, ${seconds} s: ${progress}`);
    };
    log("starts");
    results[name] = await part({ quick, folder, upstream, log, start });
    if (!json) console.log(`\n## ${name}\n\n${markdown(results[name])}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const model = cpus()[0]?.model ?? "unknown";
const machine = `${model}, ${availableParallelism()} cores, Node ${process.versions.node}.`;
if (json) console.log(JSON.stringify({ machine, results }, null, 2));
else console.log(`\n${machine}`);
if (write) {
  let text = putBetween(readFileSync(DOCUMENT, "utf8"), "machine", machine);
  for (const [name, tables] of Object.entries(results))
    text = putBetween(text, name, markdown(tables));
  writeFileSync(DOCUMENT, text);
}

/** Puts a text between the markers of this name. */
function putBetween(text: string, name: string, content: string): string {
  const [start, end] = [`<!-- bench: ${name} -->`, "<!-- end -->"];
  const from = text.indexOf(start) + start.length;
  const to = text.indexOf(end, from);
  if (from < start.length || to < from) throw new Error(`docs/performance.md: no ${start}`);
  return `${text.slice(0, from)}\n\n${content}\n\n${text.slice(to)}`;
}

/** Tables in Markdown, as the formatter leaves them. */
function markdown(tables: readonly Table[]): string {
  return tables.map(({ title, rows }) => `**${title}**\n\n${markdownTable(rows)}`).join("\n\n");
}

function markdownTable(rows: readonly Row[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const texts = [columns, ...rows.map((row) => columns.map((column) => shown(row[column] ?? "")))];
  const widths = columns.map((_, at) => Math.max(3, ...texts.map((line) => line[at]?.length ?? 0)));
  const fill = (line: readonly string[], by = " ") =>
    widths.map((width, at) =>
      at === 0 ? (line[at] ?? "").padEnd(width, by) : (line[at] ?? "").padStart(width, by),
    );
  const [head = [], ...body] = texts.map((line) => fill(line));
  const rule = fill(
    columns.map((_, at) => (at === 0 ? "" : ":")),
    "-",
  );
  return [head, rule, ...body].map((line) => `| ${line.join(" | ")} |`).join("\n");
}

/** A number with the digits that mean something. */
function shown(value: string | number): string {
  if (typeof value === "string") return value;
  const number = Number.isInteger(value) ? value : Number(value.toPrecision(3));
  return number.toLocaleString("en-US", { maximumFractionDigits: 3 });
}

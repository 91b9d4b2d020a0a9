/** What the Ledger's operations take as it grows, and what a thousand leaves cost: on disk, counted by workerd. */

import { load, newLinks } from "./load.ts";
import { log, quick, resend, type Row, type Running, start, type Tables } from "./run.ts";

const SIZES = quick ? [0, 1_000] : [0, 10_000, 100_000, 1_000_000];
const [TIMES, LEAVES] = quick ? [10, 20] : [200, 1_000];

type Counts = Record<"ms" | "read" | "written" | "set" | "run" | "bytes", number>;

export async function scale(): Promise<Tables> {
  const times: Record<string, Row> = {};
  const rows: Record<string, Row> = {};
  for (const entries of SIZES) {
    log(`${entries} entries`);
    await using worker = await start("measured", { ENTRIES: `${entries}` });
    const size = `${entries.toLocaleString("en-US")} entries`;
    const operations = await ask<Record<string, Counts>>(worker, `scale/${TIMES}`);
    for (const [name, { ms, read, written }] of Object.entries(operations)) {
      (times[name] ??= { "": name })[size] = ms;
      (rows[name] ??= { "": name })[size] = `${+read.toFixed(1)} / ${+written.toFixed(1)}`;
    }
  }
  const [time, counts] = [Object.values(times), Object.values(rows)];
  return { "Milliseconds for one operation": time, "Rows read / rows written by one": counts };
}

async function ask<Answer>({ url }: Running, what: string): Promise<Answer> {
  const response = await fetch(`${url}/-/bench/${what}`);
  if (!response.ok) throw new Error(`${what}: ${await response.text()}`);
  return (await response.json()) as Answer;
}

/** An object is billed for so much memory, as long as it works or waits for an answer. */
const OBJECT_GB = 0.128;
const RESEND_TAKES_SECONDS = 0.2;

/** What one-click leaves cost, with the alarms of the day after them. Prices are Cloudflare's of November 2026. */
export async function cost(): Promise<Tables> {
  await using worker = await start("measured", { ENTRIES: "0" });
  const meter = () => ask<Counts>(worker, "day");
  const [before, callsBefore] = [await meter(), await resend("calls")];
  const { paths } = await newLinks(LEAVES);
  const { cpuMs, p50Ms } = await load(worker, paths, { connections: 1, status: 200 });
  const after = await meter();
  const each = (field: keyof typeof after) => (after[field] - before[field]) / LEAVES;
  const calls = ((await resend("calls")) - callsBefore) / LEAVES;
  const seconds = calls * RESEND_TAKES_SECONDS + p50Ms / 1000;
  const rows = [
    priced("requests to the Worker", 1, 0.3, 100_000),
    priced("requests to the Ledger", 1 + each("run"), 0.15, 100_000),
    priced("rows written", each("written") + each("set"), 1, 100_000),
    priced("rows read", each("read"), 0.001, 5_000_000),
    priced("CPU, ms", cpuMs, 0.02, Infinity),
    priced("duration, GB-s", seconds * OBJECT_GB, 12.5, 13_000),
    priced("requests to Resend", calls, 0, Infinity),
    priced("bytes on disk", each("bytes"), 0, Infinity),
  ];
  const sum = rows.reduce((all, row) => all + Number(row["a million leaves, $"]), 0);
  rows.push({ "": "together", "a million leaves, $": sum });
  return { "What leaves cost, beyond what a plan includes": rows };
}

/** @param used for one leave @param price US dollars a million on Workers Paid @param free a day on the free plan */
function priced(what: string, used: number, price: number, free: number): Row {
  return {
    "": what,
    "1,000 leaves": used * 1000,
    "a million more, $": price || "",
    "a million leaves, $": used * price || "",
    "free plan: leaves a day": free === Infinity ? "" : Number((free / used).toPrecision(2)),
  };
}

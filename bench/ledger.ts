/** What the Ledger's operations take as it grows, and what a thousand leaves cost: on disk, counted by workerd. */

import { load, newLinks } from "./load.ts";
import { log, quick, resend, type Row, type Running, start, type Tables } from "./run.ts";

const SIZES = quick ? [0, 1_000] : [0, 10_000, 100_000, 1_000_000];

type Operation = Record<"ms" | "read" | "written", number>;

export async function scale(): Promise<Tables> {
  const times: Record<string, Row> = {};
  const rows: Record<string, Row> = {};
  for (const entries of SIZES) {
    log(`${entries} entries`);
    await using worker = await start("measured", { ENTRIES: `${entries}` });
    const size = `${entries.toLocaleString("en-US")} entries`;
    const operations = await ask<Record<string, Operation>>(
      worker,
      quick ? "scale/10" : "scale/200",
    );
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
const LEAVES = quick ? 20 : 1_000;

/** What one-click leaves cost, with the alarms of the day after them. Prices are Cloudflare's of November 2026. */
export async function cost(): Promise<Tables> {
  await using worker = await start("measured", { ENTRIES: "0" });
  const measure = async () => ({
    ...(await ask<Record<"read" | "written" | "set" | "run" | "bytes", number>>(worker, "day")),
    calls: await resend("calls"),
  });
  const before = await measure();
  const { paths } = await newLinks(LEAVES);
  const { cpuMs, p50Ms } = await load(worker, paths, {
    method: "POST",
    connections: 1,
    status: 200,
  });
  const after = await measure();
  const each = (field: keyof typeof after) => (after[field] - before[field]) / LEAVES;
  const seconds = each("calls") * RESEND_TAKES_SECONDS + p50Ms / 1000;
  const rows = [
    priced("requests to the Worker", 1, 0.3, 100_000),
    priced("requests to the Ledger", 1 + each("run"), 0.15, 100_000),
    priced("rows written", each("written") + each("set"), 1, 100_000),
    priced("rows read", each("read"), 0.001, 5_000_000),
    priced("CPU, ms", cpuMs, 0.02, Infinity),
    priced("duration, GB-s", seconds * OBJECT_GB, 12.5, 13_000),
  ];
  const sum = rows.reduce((all, row) => all + Number(row["a million leaves, $"]), 0);
  const others = { "requests to Resend": each("calls"), "bytes on disk": each("bytes") };
  const more = Object.entries(others).map(([what, used]) => ({
    "": what,
    "1,000 leaves": used * 1000,
  }));
  const all = [...rows, { "": "together", "a million leaves, $": sum }, ...more];
  return { "What leaves cost beyond what a plan includes": all };
}

/** @param used for one leave @param price US dollars a million on Workers Paid @param free a day on the free plan */
function priced(what: string, used: number, price: number, free: number): Row {
  const leaves = Number((free / used).toPrecision(2));
  return {
    "": what,
    "1,000 leaves": used * 1000,
    "a million more, $": price,
    "a million leaves, $": used * price,
    "free plan: leaves a day": leaves === Infinity ? "" : leaves,
  };
}

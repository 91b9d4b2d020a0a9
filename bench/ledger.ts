/** What the Ledger's operations take as it grows, and what a thousand leaves cost: on disk, counted by workerd. */

import type { Bench, Row, Table } from "./bench.ts";
import { cpuMs, newPaths, oneClick, visit } from "./load.ts";
import type { Running } from "./workers.ts";

const SIZES = [0, 10_000, 100_000, 1_000_000];
const QUICK_SIZES = [0, 1_000];

interface Scaled {
  operations: Record<string, { ms: number; read: number; written: number }>;
  bytes: number;
}

export async function scale({ quick, start, upstream, log }: Bench): Promise<Table[]> {
  const time: Record<string, Row> = {};
  const rows: Record<string, Row> = {};
  for (const entries of quick ? QUICK_SIZES : SIZES) {
    const size = `${entries.toLocaleString("en-US")} entries`;
    log(size);
    await using worker = await start("measured", {
      ENTRIES: `${entries}`,
      CONTROL: upstream.control,
    });
    const { operations, bytes } = await ask<Scaled>(worker, `scale?times=${quick ? 10 : 200}`);
    for (const [name, { ms, read, written }] of Object.entries(operations)) {
      (time[name] ??= { "": name })[size] = ms;
      (rows[name] ??= { "": name })[size] = `${round(read)} / ${round(written)}`;
    }
    (rows["disk"] ??= { "": "on disk, MB" })[size] = bytes / 1e6;
  }
  return [
    { title: "Milliseconds for one operation", rows: Object.values(time) },
    { title: "Rows read / rows written", rows: Object.values(rows) },
  ];
}

async function ask<Answer>({ url }: Running, what: string): Promise<Answer> {
  const response = await fetch(`${url}/-/bench/${what}`);
  if (!response.ok) throw new Error(`${what}: ${await response.text()}`);
  return (await response.json()) as Answer;
}

const round = (count: number) => Number(count.toFixed(1));

/** The ways to leave. Each returns how many requests to the Worker, and of them to the Ledger, it took. */
const WAYS = {
  "one-click": (url: string) => oneClick(url),
  "from the page": (url: string) => visit(url),
};
const LEDGER_CALLS = { "one-click": 1, "from the page": 2 };
const WORKER_CALLS = { "one-click": 1, "from the page": 3 };

/** US dollars for a million more than Workers Paid includes a month, and the free plan's day. November 2026. */
const PRICES: Record<string, { price: number; month: number; day: number } | undefined> = {
  "requests to the Worker": { price: 0.3, month: 10e6, day: 100_000 },
  "requests to the Ledger": { price: 0.15, month: 1e6, day: 100_000 },
  "rows written": { price: 1, month: 50e6, day: 100_000 },
  "rows read": { price: 0.001, month: 25e9, day: 5e6 },
  "CPU, ms": { price: 0.02, month: 30e6, day: Infinity },
  "duration, GB-s": { price: 12.5, month: 400_000, day: 13_000 },
};

/** An object is billed for so much memory, as long as it works or waits for an answer. */
const OBJECT_GB = 0.128;
const RESEND_TAKES_SECONDS = 0.2;
const LEAVES = 1_000;

type Meter = Record<"read" | "written" | "set" | "run" | "bytes", number>;

export async function cost(bench: Bench): Promise<Table[]> {
  const uses = [await useOf("one-click", bench), await useOf("from the page", bench)] as const;
  const rows = Object.keys(uses[0]).map((what): Row => {
    const [one = 0, other = 0] = uses.map((use) => use[what]);
    const { price, month = Infinity, day = Infinity } = PRICES[what] ?? {};
    return {
      "": what,
      "one-click": one,
      "from the page": other,
      "a million more, $": price === undefined ? "" : (price * one) / LEAVES,
      "included: leaves a month": enough(month / one),
      "free plan: leaves a day": enough(day / one),
    };
  });
  const sum = rows.reduce((total, row) => total + Number(row["a million more, $"]), 0);
  rows.push({ "": "together", "a million more, $": sum });
  return [
    {
      title: `What ${LEAVES.toLocaleString("en-US")} leaves use, and what one-click leaves cost`,
      rows,
    },
  ];
}

/** To two digits. @param thousands how many thousand leaves */
function enough(thousands: number): string | number {
  return thousands === Infinity ? "" : Number((thousands * LEAVES).toPrecision(2));
}

/** What the leaves use, with the alarms of the day after them. */
async function useOf(way: keyof typeof WAYS, { quick, start, upstream, log }: Bench) {
  log(way);
  const leaves = quick ? 20 : LEAVES;
  await using worker = await start("measured", { ENTRIES: "0", CONTROL: "" });
  await ask(worker, "day");
  const calls = () => upstream.calls(upstream.baseUrl());
  const [callsBefore, before, cpuBefore] = [
    await calls(),
    await ask<Meter>(worker, "meter"),
    cpuMs(worker.pid),
  ];
  const startedAt = performance.now();
  for (const path of await newPaths(leaves)) await WAYS[way](worker.url + path);
  const seconds = (performance.now() - startedAt) / 1000;
  const cpu = cpuMs(worker.pid) - cpuBefore;
  const after = await ask<Meter>(worker, "day");
  const made = (await calls()) - callsBefore;
  const used = (field: keyof Meter) => after[field] - before[field];
  const use: Record<string, number> = {
    "requests to Resend": made,
    "requests to the Worker": leaves * WORKER_CALLS[way],
    "requests to the Ledger": leaves * LEDGER_CALLS[way] + used("run"),
    "rows written": used("written") + used("set"),
    "rows read": used("read"),
    "CPU, ms": cpu,
    "duration, GB-s": OBJECT_GB * (seconds + made * RESEND_TAKES_SECONDS),
    "bytes on disk": used("bytes"),
  };
  return Object.fromEntries(
    Object.entries(use).map(([what, all]) => [what, (all / leaves) * LEAVES]),
  );
}

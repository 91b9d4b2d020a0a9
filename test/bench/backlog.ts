/**
 * The Outbox with much in it: the time to accept one more, and to send a thousand. Resend allows a
 * million requests a second here, so that the pace, which is what sets the time in truth, does not hide
 * what the Outbox itself costs.
 */

import { fileURLToPath } from "node:url";

import type { Arena } from "./arena.ts";
import { type DrainSample, drainFrom } from "./drain.ts";
import { contactIds, LIST } from "./links.ts";
import type { Measure } from "./section.ts";
import { type Spread, spreadOf } from "./statistics.ts";

export interface Backlog {
  rows: number;
  /** Milliseconds to store one more. */
  acceptMs: Spread;
  /** Milliseconds to send a thousand rows. */
  drainMs: Spread;
  /** Microseconds of the workerd process for one row sent; `null` where there is no `/proc`. */
  cpuMicroseconds: Spread | null;
}

const FILLER = fileURLToPath(new URL("bindings/filler.js", import.meta.url));

const BACKLOGS = [0, 10_000, 100_000];
const QUICK_BACKLOGS = [0, 1_000];

/** Accepted one after the other, for one figure. */
const ACCEPTED = 50;
const ACCEPT_TIMES = 10;
const DRAINED = 1_000;
const QUICK_DRAINED = 200;
const DRAIN_TIMES = 3;

/** A look at the counter may find some rows more than were asked for. */
const SPARE = 200;

const FILLED_TOGETHER = 500;

/** Every row says that Resend wants so long a pause, so that nothing is sent while rows come in. */
const PAUSE_SECONDS = 10;
const QUICK_PAUSE_SECONDS = 2;

/** Measures one Outbox after the other. */
export async function backlogs(arena: Arena, { quick, say }: Measure): Promise<Backlog[]> {
  const found: Backlog[] = [];
  for (const rows of quick ? QUICK_BACKLOGS : BACKLOGS) {
    say(`Outbox with ${rows} rows`);
    found.push(await backlog(arena, rows, quick));
  }
  return found;
}

async function backlog(arena: Arena, rows: number, quick: boolean): Promise<Backlog> {
  const { upstream } = arena;
  const worker = await arena.start(arena.ready.ours, { companion: FILLER });
  const pauseSeconds = quick ? QUICK_PAUSE_SECONDS : PAUSE_SECONDS;
  /** @returns milliseconds */
  async function accept(count: number, together: boolean): Promise<number> {
    const contacts = contactIds(count);
    const body = JSON.stringify({ contacts, list: LIST, pauseSeconds, together });
    const startedAt = performance.now();
    const response = await fetch(worker.companionUrl ?? "", { method: "POST", body });
    if (!response.ok) throw new Error(`the Outbox accepts nothing: ${await response.text()}`);
    await response.text();
    return performance.now() - startedAt;
  }
  async function fill(count: number): Promise<void> {
    for (let left = count; left > 0; left -= FILLED_TOGETHER) {
      await accept(Math.min(left, FILLED_TOGETHER), true);
    }
  }

  const drained = quick ? QUICK_DRAINED : DRAINED;
  const drains = quick ? 1 : DRAIN_TIMES;
  await fill(rows);
  const acceptMs: number[] = [];
  for (let time = 0; time < (quick ? 1 : ACCEPT_TIMES); time++) {
    acceptMs.push((await accept(ACCEPTED, false)) / ACCEPTED);
  }
  await fill(Math.max(0, drained * drains + SPARE - rows));
  const samples: DrainSample[] = await drainFrom(upstream, worker.pid, drained, drains);
  await worker.stop();
  const cpu = samples.flatMap(({ cpuMicroseconds }) => cpuMicroseconds ?? []);
  return {
    rows,
    acceptMs: spreadOf(acceptMs),
    drainMs: spreadOf(samples.map(({ msPerRow }) => msPerRow * 1_000)),
    cpuMicroseconds: cpu.length === samples.length ? spreadOf(cpu) : null,
  };
}

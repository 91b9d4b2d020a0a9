/**
 * One run: real processes, everybody leaves, Resend fails, the Worker is killed; then all is well,
 * and the Outbox empties. Returns what can be counted. Stops what it has started, however it ends.
 */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { SAMPLE_LISTS } from "../resend/samples.ts";
import { outboxReport, type OutboxReport } from "../sandbox/outbox.ts";
import { freePort } from "../sandbox/ports.ts";
import { startStandInProcess } from "../sandbox/stand-in-process.ts";
import { clickAll } from "./clicks.ts";
import type { Evidence } from "./figures.ts";
import { countKnocks, Knocks } from "./knocks.ts";
import { startMortalWorker } from "./mortal-worker.ts";
import type { SoakOptions } from "./options.ts";
import type { Progress } from "./progress.ts";
import { seededRandom } from "./random.ts";
import { heardLater, LOOK_EVERY_MS, type Sandbox, storm } from "./storm.ts";

const LIST = "weekly";
const SEGMENT: string = SAMPLE_LISTS[LIST].segment;
const POISONED = 5;

/** The longest pause between two probes, and some time for a Worker that has just come back. */
const LONGEST_PAUSE_MS = 120_000;

/** What one removal may cost a slow computer, beyond what the pace makes it wait. */
const REMOVAL_MS = 50;

/** @param signal gives up */
export async function soak(
  options: SoakOptions,
  progress: Progress,
  signal: AbortSignal,
): Promise<Evidence> {
  const persistTo = mkdtempSync(join(tmpdir(), "leave-this-list-soak-"));
  const port = await freePort();
  try {
    const standIn = await startStandInProcess(`http://127.0.0.1:${port}`);
    try {
      await standIn.rateLimit(options.rateLimit);
      const resendBaseUrl = standIn.url;
      const worker = await startMortalWorker({ port, persistTo, resendBaseUrl, signal });
      try {
        const random = seededRandom(options.seed);
        const sandbox = { options, worker, standIn, random, progress, signal };
        return await Promise.race([observe(sandbox), worker.failed, givenUp(signal)]);
      } finally {
        await worker.stop();
      }
    } finally {
      await standIn.stop();
    }
  } finally {
    progress.end();
    rmSync(persistTo, { recursive: true, force: true });
  }
}

async function observe(sandbox: Sandbox): Promise<Evidence> {
  const { options, worker, standIn, random, signal } = sandbox;
  const people = await standIn.seed(SEGMENT, options.leaves);
  const poisoned = random
    .shuffled(people)
    .slice(0, options.faults ? POISONED : 0)
    .map(({ id }) => id);
  await standIn.poison(poisoned);

  const knocks = new Knocks();
  const over = new AbortController();
  const counting = countKnocks(standIn, knocks, AbortSignal.any([over.signal, signal]));
  heardLater(counting);
  const up = () => worker.up();
  const clicks = clickAll({ people, list: LIST, workerUrl: worker.url, up, signal });
  const kills = await storm(sandbox, clicks);
  const well = Date.now();
  const report = await drained(sandbox, well);
  const drainMs = report.waiting === 0 ? Date.now() - well : undefined;
  over.abort();
  await counting;

  if (report.setAsideCount > report.setAside.length) {
    throw new Error(`${report.setAsideCount} are set aside, more than the Outbox names.`);
  }
  const { segments } = await standIn.state();
  const members = segments.find(({ id }) => id === SEGMENT)?.contacts ?? [];
  return {
    people: people.map(({ id }) => id),
    receipts: clicks.receipts,
    members: new Set(members.map(({ id }) => id)),
    setAside: report.setAside.map(({ contact }) => contact),
    poisoned: new Set(poisoned),
    waiting: report.waiting,
    askedAgain: clicks.askedAgain,
    kills,
    rate: knocks.rate(),
    drainRate: knocks.rate(well),
    drainMs,
  };
}

/** Waits for an empty Outbox, as long as its pace may take. @returns its last report */
async function drained(sandbox: Sandbox, since: number): Promise<OutboxReport> {
  const { options, worker, progress, signal } = sandbox;
  const first = await outboxReport(worker.url);
  const spacingMs = 1000 / Math.max(options.rateLimit / 2, 0.5);
  const withinMs = LONGEST_PAUSE_MS + first.waiting * (2 * spacingMs + REMOVAL_MS);
  for (let report = first; ; report = await outboxReport(worker.url)) {
    const { waiting, lastFault, pausedUntil } = report;
    const why = pausedUntil === null ? "" : `  paused (${lastFault})`;
    progress.show(1 - waiting / Math.max(first.waiting, 1), `${waiting} wait${why}`);
    if (waiting === 0 || Date.now() - since > withinMs) return report;
    await sleep(LOOK_EVERY_MS, undefined, { signal });
  }
}

function givenUp(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const stop = () => reject(new Error("interrupted"));
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop);
  });
}

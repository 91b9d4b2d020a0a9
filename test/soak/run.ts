/**
 * One run: real processes, everybody follows their plan, Resend fails, the Worker is killed; then all
 * is well, and the queue empties. Returns what can be judged. Stops what it has started, however it ends.
 */

import { globSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";

import { SAMPLE_LISTS } from "../../sandbox/resend/samples.ts";
import { ledgerReport } from "../../sandbox/ledger.ts";
import { freePort } from "../../sandbox/ports.ts";
import { startStandInProcess } from "../../sandbox/stand-in-process.ts";
import { chaos, heardLater, LOOK_EVERY_MS, type Sandbox } from "./chaos.ts";
import { startMortalWorker } from "./mortal-worker.ts";
import type { SoakOptions } from "./options.ts";
import type { Evidence } from "./oracle.ts";
import { makePlans } from "./plans.ts";
import type { Progress } from "./progress.ts";
import { seededRandom } from "./random.ts";
import { RequestRate } from "./request-rate.ts";
import { readReceipt, type ReceiptSays, startVisits, type Visit } from "./visits.ts";

const LIST = "weekly";
const SEGMENT: string = SAMPLE_LISTS[LIST].segment;
const POISONED = 5;

/** The longest pause between two probes, and some time for a Worker that has just come back. */
const LONGEST_PAUSE_MS = 120_000;

/** What one entry may cost a slow computer, and how many requests it takes. */
const ENTRY_MS = 50;
const ENTRY_REQUESTS = 4;

/** A request that a kill cut off is not counted as queued; it is taken up within this time. */
const SETTLED_MS = 15_000;

/** @param signal gives up */
export async function soak(
  options: SoakOptions,
  progress: Progress,
  signal: AbortSignal,
): Promise<Evidence> {
  const persistTo = mkdtempSync(join(tmpdir(), "leave-this-list-soak-"));
  const port = await freePort();
  try {
    const requestsPerSecond = options.rateLimit;
    const standIn = await startStandInProcess(`http://127.0.0.1:${port}`, { requestsPerSecond });
    try {
      const resendBaseUrl = standIn.url;
      const worker = await startMortalWorker({ port, persistTo, resendBaseUrl, signal });
      try {
        const random = seededRandom(options.seed);
        const sandbox = { options, worker, standIn, random, progress, signal };
        const seen = await Promise.race([observe(sandbox), worker.failed, givenUp(signal)]);
        await worker.stop();
        return { ...seen, entries: entriesIn(persistTo) };
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

async function observe(sandbox: Sandbox): Promise<Omit<Evidence, "entries">> {
  const { options, worker, standIn, random, signal } = sandbox;
  const seeded = await standIn.seed(SEGMENT, options.leaves);
  const people = makePlans(seeded, options.faults ? POISONED : 0, random);
  await standIn.poison(people.filter(({ isPoisoned }) => isPoisoned).map(({ id }) => id));

  const rate = new RequestRate();
  const over = new AbortController();
  const counting = rate.count(standIn, AbortSignal.any([over.signal, signal]));
  heardLater(counting);
  const up = () => worker.up();
  const visits = startVisits({ people, list: LIST, workerUrl: worker.url, random, up, signal });
  const kills = await chaos(sandbox, visits);
  const well = Date.now();
  const { queued, emptyAt } = await drained(sandbox, well);
  over.abort();
  await counting;

  const receipts = await readReceipts(visits.finished);
  const { segments } = await standIn.state();
  const members = segments.find(({ id }) => id === SEGMENT)?.contacts ?? [];
  return {
    visits: visits.finished,
    members: new Set(members.map(({ id }) => id)),
    receipts,
    queued,
    answers: visits.answers,
    unexpected: visits.unexpected,
    kills,
    rate: rate.from(),
    drainRate: rate.from(well),
    drainMs: emptyAt && emptyAt - well,
  };
}

/** Waits until the queue has stayed empty, as long as its budget may take. */
async function drained(
  { options, worker, progress, signal }: Sandbox,
  since: number,
): Promise<{ queued: number; emptyAt: number | undefined }> {
  const first = (await ledgerReport(worker.url)).queued;
  const requestMs = 1000 / Math.max(options.rateLimit / 2, 1);
  const withinMs = LONGEST_PAUSE_MS + first * (ENTRY_REQUESTS * requestMs + ENTRY_MS);
  for (let emptyAt: number | undefined; ;) {
    const { queued, lastFault, cooldownUntil } = await ledgerReport(worker.url);
    const why = cooldownUntil === null ? "" : `  cooldown (${lastFault})`;
    progress.show(1 - queued / Math.max(first, queued, 1), `${queued} queued${why}`);
    emptyAt = queued === 0 ? (emptyAt ?? Date.now()) : undefined;
    const isSettled = emptyAt !== undefined && Date.now() - emptyAt >= SETTLED_MS;
    if (isSettled || Date.now() - since > withinMs) return { queued, emptyAt };
    await sleep(LOOK_EVERY_MS, undefined, { signal });
  }
}

/** Those that decide, and those of who left through a page last. */
async function readReceipts(visits: readonly Visit[]): Promise<Map<string, ReceiptSays>> {
  const receipts = new Map<string, ReceiptSays>();
  for (const { person, promised, receipt } of visits) {
    const isLatest = promised === "receipt" || promised === "on" || person.plan.at(-1) === "page";
    if (receipt === undefined || promised === "nothing" || !isLatest) continue;
    receipts.set(person.id, await readReceipt(receipt));
  }
  return receipts;
}

/** The states of the Ledger's entries by contact, from its own file, once the Worker has stopped. */
function entriesIn(folder: string): Map<string, string> {
  const [file] = globSync(join(folder, "**/*-Ledger/[0-9a-f]*.sqlite"));
  if (file === undefined) throw new Error("The Ledger has left no file.");
  const database = new DatabaseSync(file);
  try {
    const rows = database.prepare("SELECT contact, state FROM entries WHERE scope = ?").all(LIST);
    return new Map(rows.map(({ contact, state }) => [String(contact), String(state)]));
  } finally {
    database.close();
  }
}

function givenUp(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const stop = () => reject(new Error("interrupted"));
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop);
  });
}

/**
 * `npm run soak`: many people unsubscribe and undo at once while Resend fails and the Worker is killed. Then all is
 * well, and the queue is emptied. Ends with 1 if a promise was broken.
 */

import { globSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";

import { SingleBar } from "cli-progress";
import { Command, InvalidArgumentError } from "commander";

import { ledgerReport } from "../../sandbox/ledger.ts";
import { freePort } from "../../sandbox/processes.ts";
import { SAMPLE_LISTS } from "../../sandbox/resend/samples.ts";
import { startStandInProcess } from "../../sandbox/stand-in-process.ts";
import { type Batch, follow, makePeople, type Person } from "./batch.ts";
import { followFaultSchedule, type MortalWorker, startMortalWorker } from "./chaos.ts";
import { type Evidence, judge } from "./oracle.ts";

const LIST = "weekly";
const SEGMENT: string = SAMPLE_LISTS[LIST].segment;
const LOOK_EVERY_MS = 250;

/** What the longest backoff may take. */
const BACKOFF_MS = 120_000;

/** A request that a kill cut off is not counted as queued; it is taken up within this time. */
const SETTLED_MS = 15_000;

const { leaves, faults, kills, rateLimit, seed } = new Command("soak")
  .description("Lets many people unsubscribe and undo at once, and checks where everyone ends up.")
  .option("--leaves <number>", "people", wholeNumber, 1_000)
  .option("--faults", "let Resend fail in every way that passes")
  .option("--kills <number>", "how often the Worker is killed", wholeNumber, 3)
  .option("--rate-limit <number>", "requests a second that Resend allows", wholeNumber, 1000)
  .option("--seed <number>", "repeat an earlier run's plans", wholeNumber, Date.now() % 1e6)
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .parse()
  .opts<Record<"leaves" | "kills" | "rateLimit" | "seed", number> & { faults?: true }>();

// What it has started ends with it.
for (const name of ["SIGINT", "SIGTERM"] as const) process.on(name, () => process.exit(1));
const bar = new SingleBar({
  format: "{bar} {percentage} %  {what}",
  noTTYOutput: true,
  gracefulExit: false,
});

console.log(`${leaves} people, ${kills} kills, ${rateLimit} requests a second, seed ${seed}`);
try {
  const { rows, faults: broken } = judge(await soak());
  for (const [name, value] of rows) console.log(`  ${name.padEnd(26)}${value}`);
  for (const fault of broken) console.log(`Failed: ${fault}.`);
  if (broken.length === 0) console.log("Every promise was kept.");
  process.exit(broken.length === 0 ? 0 : 1);
} catch (error) {
  bar.stop();
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

/** Stops the processes that it has started, however it ends. */
async function soak(): Promise<Evidence> {
  await using scope = new AsyncDisposableStack();
  const persistTo = mkdtempSync(join(tmpdir(), "leave-this-list-soak-"));
  process.once("exit", () => rmSync(persistTo, { recursive: true, force: true }));
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const standIn = await startStandInProcess(origin, { requestsPerSecond: rateLimit });
  scope.defer(() => standIn.stop());
  const worker = startMortalWorker({ port, persistTo, resendBaseUrl: standIn.url });
  scope.defer(() => worker.stop());

  const people = makePeople(await standIn.seed(SEGMENT, leaves), faults ? 5 : 0, seed);
  await standIn.poison(people.filter(({ isPoisoned }) => isPoisoned).map(({ id }) => id));
  const batch: Batch = { people, finished: 0, answers: new Map(), unexpected: new Set() };

  const requestTimes: number[] = [];
  // The stand-in remembers the last few thousand, so its log is read and emptied again and again.
  const takeTimes = async () => {
    requestTimes.push(...(await standIn.requests()).map(({ time }) => time));
    await standIn.forget();
  };
  setInterval(() => void takeTimes().catch(() => undefined), LOOK_EVERY_MS);

  const calm = new AbortController();
  let fault = "none";
  const schedule = faults
    ? followFaultSchedule(standIn, seed, calm.signal, (now) => (fault = now))
    : undefined;
  await Promise.all([
    follow(batch, { list: LIST, origin, up: () => worker.up() }),
    killMeanwhile(batch, worker, () => fault),
  ]).finally(() => calm.abort());
  await schedule;
  const drainMs = await drained(origin);

  const receipts = await readReceipts(people);
  const { segments } = await standIn.state();
  const members = segments.find(({ id }) => id === SEGMENT)?.contacts ?? [];
  await worker.stop();
  return {
    ...batch,
    members: new Set(members.map(({ id }) => id)),
    entries: entriesIn(persistTo),
    receipts,
    requestTimes,
    rateLimit,
    drainMs,
  };
}

/** Kills the Worker whenever another share of the people has finished. */
async function killMeanwhile(batch: Batch, worker: MortalWorker, fault: () => string) {
  bar.start(leaves, 0, { what: "" });
  for (let killed = 0; batch.finished < leaves || killed < kills;) {
    const { finished } = batch;
    bar.update(finished, { what: `${finished} people  Resend: ${fault()}  kills: ${killed}` });
    if (killed < kills && finished / leaves >= (killed + 0.5) / kills) {
      killed += 1;
      await worker.kill();
    }
    await sleep(LOOK_EVERY_MS);
  }
  bar.stop();
}

/** Waits until the queue has stayed empty. @returns milliseconds; `undefined` when it took too long */
async function drained(origin: string): Promise<number | undefined> {
  const since = Date.now();
  const first = (await ledgerReport(origin)).queued;
  const deadline = since + BACKOFF_MS + first * (100 + 10_000 / rateLimit);
  console.log(`Resend is well, ${first} are queued.`);
  for (let emptyAt: number | undefined; Date.now() < deadline;) {
    const { queued } = await ledgerReport(origin);
    emptyAt = queued === 0 ? (emptyAt ?? Date.now()) : undefined;
    if (emptyAt !== undefined && Date.now() - emptyAt >= SETTLED_MS) return emptyAt - since;
    await sleep(LOOK_EVERY_MS);
  }
  return undefined;
}

/** Reads the receipts that decide, and those of people whose last step was a page's. */
async function readReceipts(people: readonly Person[]): Promise<Evidence["receipts"]> {
  const receipts = new Map<string, "off" | "on" | "neither">();
  for (const { id, lastWord, plan, receipt } of people) {
    const isLatest = lastWord === "receipt" || lastWord === "on" || plan.at(-1) === "page";
    if (receipt === undefined || lastWord === "none" || !isLatest) continue;
    const response = await fetch(receipt, { headers: { "accept-language": "en" } });
    const [, heading = ""] = /<h1[^>]*>(.*?)<\/h1>/s.exec(await response.text()) ?? [];
    const isOn = /\bback on\b|\bcancell?ed\b|\bundone\b/i.test(heading);
    const isOff = !isOn && /\bleft\b|\bunsubscribed\b|\boff\b/i.test(heading);
    const says = isOn ? "on" : isOff ? "off" : "neither";
    // Out of date: the person has asked again since, and that was not undone.
    receipts.set(id, response.status === 404 ? "off" : response.status === 200 ? says : "neither");
  }
  return receipts;
}

/** The states of the Ledger's entries by contact, from its own file, once the Worker has stopped. */
function entriesIn(folder: string): Map<string, string> {
  const [file] = globSync(join(folder, "**/*-Ledger/[0-9a-f]*.sqlite"));
  if (file === undefined) throw new Error("The Ledger has left no file.");
  using database = new DatabaseSync(file);
  const rows = database.prepare("SELECT contact, state FROM entries WHERE scope = ?").all(LIST);
  return new Map(rows.map(({ contact, state }) => [String(contact), String(state)]));
}

function wholeNumber(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be a whole number.");
}

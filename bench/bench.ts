/** `npm run bench`: what this Worker costs. Ends with 1 if a measurement failed, with 2 if it was asked wrongly. */

import { openArena } from "./arena.ts";
import { counts } from "./count.ts";
import { writeCounts, writeDocument } from "./document.ts";
import { measureAll } from "./measure.ts";
import {
  type BenchOptions,
  type CountOptions,
  HELP,
  parseBenchArguments,
  type ProfileOptions,
} from "./options.ts";
import { profile } from "./profile.ts";
import { thisMachine } from "./results.ts";
import { countTables, tablesOf } from "./tables.ts";
import { terminalTable } from "./terminal.ts";
import { diskText } from "./wording.ts";

/** Links: so many that none asks thirty times a minute. */
const POOL = 60_000;
const QUICK_POOL = 10_000;

const FAILED = 1;
const ASKED_WRONGLY = 2;
const INTERRUPTED = 130;

// What this process has started ends when it exits.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => process.exit(INTERRUPTED));
}

const say = (what: string) => console.error(what);

const parsed = parseBenchArguments(process.argv.slice(2));
switch (parsed.kind) {
  case "help":
    console.log(HELP);
    break;
  case "wrong":
    console.error(`${parsed.why}\n\n${HELP}`);
    process.exitCode = ASKED_WRONGLY;
    break;
  case "profile":
    await orFail(record(parsed.options));
    break;
  case "count":
    await orFail(count(parsed.options));
    break;
  case "bench":
    await orFail(bench(parsed.options));
}

async function orFail(work: Promise<void>): Promise<void> {
  await work.catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = FAILED;
  });
}

async function record(options: ProfileOptions): Promise<void> {
  await using arena = await openArena(QUICK_POOL, say);
  say(`recording ${options.what}`);
  for (const line of await profile(arena, options)) console.log(line);
}

async function count({ sections, document, json }: CountOptions): Promise<void> {
  await using arena = await openArena(QUICK_POOL, say);
  const counted = await counts(arena, sections, say);
  if (document) writeCounts(thisMachine(), counted);
  if (json) console.log(JSON.stringify(counted, null, 2));
  else for (const table of countTables(counted)) console.log(terminalTable(table));
}

async function bench({ sections, document, json, ...measure }: BenchOptions): Promise<void> {
  await using arena = await openArena(measure.quick ? QUICK_POOL : POOL, say);
  const results = await measureAll(arena, sections, { ...measure, say });
  if (document) writeDocument(results);
  if (json) console.log(JSON.stringify(results, null, 2));
  else {
    console.log(diskText(results.machine.disk));
    for (const table of tablesOf(results)) console.log(terminalTable(table));
  }
}

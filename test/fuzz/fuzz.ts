/**
 * `npm run fuzz`: requests of every kind at a running Worker. Prints what it counted, and ends with 1
 * at the first that brings about what it must not, with 2 if it was asked wrongly.
 */

import { randomInt } from "node:crypto";

import { paintFor } from "../../sandbox/worker-log.ts";
import { progressOn } from "./progress.ts";
import { type FuzzOptions, HELP, parseFuzzArguments } from "./options.ts";
import { fuzz } from "./run.ts";

const FAILED = 1;
const ASKED_WRONGLY = 2;
const INTERRUPTED = 130;

const interrupted = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => interrupted.abort());
}

const parsed = parseFuzzArguments(process.argv.slice(2), randomInt(1_000_000));
switch (parsed.kind) {
  case "help":
    console.log(HELP);
    break;
  case "wrong":
    console.error(`${parsed.why}\n\n${HELP}`);
    process.exitCode = ASKED_WRONGLY;
    break;
  case "run":
    process.exit(await run(parsed.options));
}

/** @returns the exit code */
async function run(options: FuzzOptions): Promise<number> {
  const { minutes, seed } = options;
  const paint = paintFor(process.stdout);
  console.log(`${minutes} minutes, seed ${seed}`);
  const progress = progressOn(process.stdout, () => performance.now());
  try {
    const { tally, fault, path } = await fuzz(options, progress, interrupted.signal);
    for (const [name, value] of tally.rows()) console.log(`  ${name.padEnd(17)}${value}`);
    if (fault === undefined) {
      console.log(paint("green", "Nobody was harmed."));
      return 0;
    }
    console.log(paint("red", `Failed: ${fault}`));
    const where = path === undefined ? "" : ` --path ${path}`;
    console.log(`Again: npm run fuzz -- --seed ${seed}${where}`);
    return FAILED;
  } catch (error) {
    if (interrupted.signal.aborted) return INTERRUPTED;
    console.error(error instanceof Error ? error.message : error);
    return FAILED;
  }
}

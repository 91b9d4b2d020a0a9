/**
 * `npm run soak`: many leaves at once while Resend fails and the Worker dies. Prints what it
 * counted, and ends with 1 if anything that was accepted is missing, with 2 if it was asked wrongly.
 */

import { paintFor } from "../sandbox/paint.ts";
import { figuresOf } from "./figures.ts";
import { HELP, parseSoakArguments, type SoakOptions } from "./options.ts";
import { progressOn } from "./progress.ts";
import { soak } from "./run.ts";

const FAILED = 1;
const ASKED_WRONGLY = 2;
const INTERRUPTED = 130;

const interrupted = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => interrupted.abort());
}

const parsed = parseSoakArguments(process.argv.slice(2), Date.now() % 1_000_000);
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
async function run(options: SoakOptions): Promise<number> {
  const { leaves, faults, kills, rateLimit, seed } = options;
  const paint = paintFor(process.stdout);
  const weather = faults ? "Resend fails" : "Resend is well";
  console.log(
    `${leaves} leaves, ${weather}, ${kills} kills, ${rateLimit} requests a second, seed ${seed}`,
  );
  const progress = progressOn(process.stdout, () => performance.now());
  try {
    const figures = figuresOf(await soak(options, progress, interrupted.signal));
    const width = Math.max(...figures.rows.map(([name]) => name.length)) + 2;
    for (const [name, value] of figures.rows) console.log(`  ${name.padEnd(width)}${value}`);
    for (const fault of figures.faults) console.log(paint("red", `Failed: ${fault}.`));
    if (figures.faults.length > 0) return FAILED;
    console.log(paint("green", "Nothing that was accepted is missing."));
    return 0;
  } catch (error) {
    if (interrupted.signal.aborted) return INTERRUPTED;
    console.error(error instanceof Error ? error.message : error);
    return FAILED;
  }
}

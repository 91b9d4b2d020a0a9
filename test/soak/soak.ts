/**
 * `npm run soak`: many leaves and undos at once while Resend fails and the Worker dies. Prints what it
 * counted, and ends with 1 if a promise was broken, with 2 if it was asked wrongly.
 */

import { paintFor } from "../../sandbox/paint.ts";
import { HELP, parseSoakArguments, type SoakOptions } from "./options.ts";
import { judge } from "./oracle.ts";
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
  const resend = faults ? "Resend fails" : "Resend is well";
  console.log(
    `${leaves} people, ${resend}, ${kills} kills, ${rateLimit} requests a second, seed ${seed}`,
  );
  const progress = progressOn(process.stdout, () => performance.now());
  try {
    const verdict = judge(await soak(options, progress, interrupted.signal));
    const width = Math.max(...verdict.rows.map(([name]) => name.length)) + 2;
    for (const [name, value] of verdict.rows) console.log(`  ${name.padEnd(width)}${value}`);
    for (const fault of verdict.faults) console.log(paint("red", `Failed: ${fault}.`));
    if (verdict.faults.length > 0) return FAILED;
    console.log(paint("green", "Every promise was kept."));
    return 0;
  } catch (error) {
    if (interrupted.signal.aborted) return INTERRUPTED;
    console.error(error instanceof Error ? error.message : error);
    return FAILED;
  }
}

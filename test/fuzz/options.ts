/** What `npm run fuzz` was asked for. Pure: arguments in, checked options or a sentence about them out. */

import { parseArgs } from "node:util";

export interface FuzzOptions {
  minutes: number;
  /** Of all that is random, so that a run can be repeated. */
  seed: number;
  /** Where in the run of that seed something was found. */
  path?: string;
}

export type Parsed =
  | { kind: "run"; options: FuzzOptions }
  | { kind: "help" }
  /** In one sentence. */
  | { kind: "wrong"; why: string };

export const HELP = `Usage: npm run fuzz -- [options]

Throws requests of every kind at a real Worker, before the stand-in for Resend, and ends with 1 at the
first that brings about what it must not: a 5xx (save 503 to a signed link), an exception, a call to Resend
without a valid ticket, somebody else's removal, a promise that is not kept, an answer without its headers,
an answer that repeats what was sent.

  --minutes N  how long (1); 0.3 will do
  --seed N     repeats the choices of an earlier run
  --path P     goes straight to what that run found
  --help       this text`;

const MAX_MINUTES = 24 * 60;
const MAX_SEED = 0x7fff_ffff;

/**
 * Reads the command line.
 *
 * @param freshSeed the seed when none is given
 */
export function parseFuzzArguments(args: readonly string[], freshSeed: number): Parsed {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        minutes: { type: "string", default: "1" },
        seed: { type: "string", default: `${freshSeed}` },
        path: { type: "string" },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    if (values.help) return { kind: "help" };
    const { path } = values;
    if (path !== undefined && !/^\d+(?::\d+)*$/.test(path)) {
      throw new Error(`--path must be numbers with colons between them; it is "${path}".`);
    }
    const options = {
      minutes: minutesOf(values.minutes),
      seed: seedOf(values.seed),
      ...(path !== undefined && { path }),
    };
    return { kind: "run", options };
  } catch (error) {
    return { kind: "wrong", why: error instanceof Error ? error.message : String(error) };
  }
}

function minutesOf(text: string): number {
  const minutes = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (minutes > 0 && minutes <= MAX_MINUTES) return minutes;
  throw new Error(`--minutes must be a number above 0, up to ${MAX_MINUTES}; it is "${text}".`);
}

function seedOf(text: string): number {
  const seed = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (seed <= MAX_SEED) return seed;
  throw new Error(`--seed must be a whole number from 0 to ${MAX_SEED}; it is "${text}".`);
}

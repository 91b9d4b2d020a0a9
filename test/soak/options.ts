/** What `npm run soak` was asked for. Pure: arguments in, checked options or a sentence about them out. */

import { parseArgs } from "node:util";

export interface SoakOptions {
  /** How many people leave. */
  leaves: number;
  /** Whether Resend fails and the Worker is killed. */
  faults: boolean;
  kills: number;
  /** Requests a second that the stand-in lets through. */
  rateLimit: number;
  /** Of all that is random, so that a run can be repeated. */
  seed: number;
}

export type Parsed =
  | { kind: "run"; options: SoakOptions }
  | { kind: "help" }
  /** In one sentence. */
  | { kind: "wrong"; why: string };

export const HELP = `Usage: npm run soak -- [options]

Lets many people leave at once and undo it, on a real Worker and the stand-in for Resend, and looks
whether everybody stands where the last word to them says. Ends with 1 if not.

  --leaves N      how many people there are (1000)
  --faults        Resend fails in every way that passes, it takes five leaves never, the Worker is killed
  --kills N       how often it is killed (3 with --faults, else 0)
  --rate-limit N  requests a second that Resend allows (1000); the queue takes half of them
  --seed N        repeats the choices of an earlier run
  --help          this text`;

/** What each number may be. The stand-in seeds no more people than that. */
const BOUNDS = {
  leaves: [1, 100_000],
  kills: [0, 100],
  "rate-limit": [1, 100_000],
  seed: [0, 0xffff_ffff],
} as const;

type NumberFlag = keyof typeof BOUNDS;

/**
 * Reads the command line.
 *
 * @param freshSeed the seed when none is given
 */
export function parseSoakArguments(args: readonly string[], freshSeed: number): Parsed {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        leaves: { type: "string" },
        faults: { type: "boolean", default: false },
        kills: { type: "string" },
        "rate-limit": { type: "string" },
        seed: { type: "string" },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    if (values.help) return { kind: "help" };
    const number = (flag: NumberFlag, otherwise: number) =>
      values[flag] === undefined ? otherwise : wholeNumber(flag, values[flag]);
    const options = {
      leaves: number("leaves", 1000),
      faults: values.faults,
      kills: number("kills", values.faults ? 3 : 0),
      rateLimit: number("rate-limit", 1000),
      seed: number("seed", freshSeed),
    };
    return { kind: "run", options };
  } catch (error) {
    return { kind: "wrong", why: error instanceof Error ? error.message : String(error) };
  }
}

function wholeNumber(flag: NumberFlag, text: string): number {
  const [least, most] = BOUNDS[flag];
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new Error(`--${flag} must be a whole number from ${least} to ${most}; it is "${text}".`);
}

/** What `npm run bench` was asked for. Pure: arguments in, checked options or a sentence about them out. */

import { parseArgs } from "node:util";

export const SECTIONS = ["page", "leave", "ledger", "size", "start", "signing", "growth"] as const;
export type Section = (typeof SECTIONS)[number];

export const COUNT_SECTIONS = ["page", "leave", "page-parts", "leave-parts"] as const;
export type CountSection = (typeof COUNT_SECTIONS)[number];

export interface BenchOptions {
  sections: readonly Section[];
  /** How often everything is measured. */
  rounds: number;
  /** How long one measurement takes, after its warm-up. */
  seconds: number;
  /** Everything once and briefly, to see that it runs. */
  quick: boolean;
  /** Whether this is a whole run, whose numbers go into the document. */
  document: boolean;
  /** Prints JSON instead of tables. */
  json: boolean;
}

export interface ProfileOptions {
  what: "page" | "leave";
  /** Where the profile goes, for a browser's developer tools. */
  file: string;
  seconds: number;
}

export interface CountOptions {
  sections: readonly CountSection[];
  /** Whether everything is counted, so that the numbers go into the document. */
  document: boolean;
  /** Prints JSON instead of tables. */
  json: boolean;
}

export type Parsed =
  | { kind: "bench"; options: BenchOptions }
  | { kind: "profile"; options: ProfileOptions }
  | { kind: "count"; options: CountOptions }
  | { kind: "help" }
  /** In one sentence. */
  | { kind: "wrong"; why: string };

export const HELP = `Usage: npm run bench -- [options]

Measures what this Worker costs, beside the least that workerd can do and what a sender would have
written instead, all on this machine. A whole run takes ten minutes or more, and writes its numbers
into docs/performance.md; one with --quick, --only, --rounds or --seconds writes nothing.

  --quick               everything once and briefly, to see that it runs
  --only SECTIONS       some of ${SECTIONS.join(", ")}
  --rounds N            how often everything is measured (11)
  --seconds N           how long one measurement takes (1)
  --json                prints JSON
  --count WHAT          counts instructions with Valgrind, which no neighbour disturbs: some of
                        ${COUNT_SECTIONS.join(", ")}, or all of them,
                        which takes half an hour and goes into the document, too
  --profile page|leave  records where our Worker's time goes
  --out FILE            where the profile goes (bench.cpuprofile)
  --help                this text

Rows lie where TMPDIR says. TMPDIR=/dev/shm, which is memory, leaves the disk out of it.`;

/** What each number may be. */
const BOUNDS = { rounds: [1, 100], seconds: [1, 60] } as const;

/** Reads the command line. */
export function parseBenchArguments(args: readonly string[]): Parsed {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        quick: { type: "boolean", default: false },
        only: { type: "string" },
        rounds: { type: "string" },
        seconds: { type: "string" },
        json: { type: "boolean", default: false },
        profile: { type: "string" },
        count: { type: "string" },
        out: { type: "string", default: "bench.cpuprofile" },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    if (values.help) return { kind: "help" };
    const { quick, json, profile, count, out: file } = values;
    if (count !== undefined) {
      const document = count === "all";
      const sections = document ? COUNT_SECTIONS : namesIn("count", count, COUNT_SECTIONS);
      return { kind: "count", options: { sections, document, json } };
    }
    const number = (flag: keyof typeof BOUNDS, otherwise: number) =>
      values[flag] === undefined ? otherwise : wholeNumber(flag, values[flag]);
    const seconds = number("seconds", quick ? 0.5 : 1);
    if (profile !== undefined) {
      if (profile !== "page" && profile !== "leave") {
        return { kind: "wrong", why: `--profile must be page or leave; it is "${profile}".` };
      }
      return { kind: "profile", options: { what: profile, file, seconds } };
    }
    const sections = values.only === undefined ? SECTIONS : namesIn("only", values.only, SECTIONS);
    const rounds = number("rounds", quick ? 1 : 11);
    const document =
      !quick && [values.only, values.rounds, values.seconds].every((value) => value === undefined);
    return { kind: "bench", options: { sections, rounds, seconds, quick, document, json } };
  } catch (error) {
    return { kind: "wrong", why: error instanceof Error ? error.message : String(error) };
  }
}

function namesIn<Name extends string>(
  flag: string,
  text: string,
  names: readonly Name[],
): readonly Name[] {
  return text.split(",").map((name) => {
    const found = names.find((known) => known === name);
    if (found !== undefined) return found;
    throw new Error(`--${flag} takes ${names.join(", ")}; it is "${text}".`);
  });
}

function wholeNumber(flag: keyof typeof BOUNDS, text: string): number {
  const [least, most] = BOUNDS[flag];
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new Error(`--${flag} must be a whole number from ${least} to ${most}; it is "${text}".`);
}

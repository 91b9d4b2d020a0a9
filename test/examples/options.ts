/** What `npm run test:examples` was asked for. Pure: arguments in, checked options or a sentence about them out. */

import { parseArgs } from "node:util";
import { type Language, LANGUAGES } from "./languages.ts";

export type Parsed =
  | { kind: "run"; languages: readonly Language[] }
  | { kind: "help" }
  /** In one sentence. */
  | { kind: "wrong"; why: string };

export const HELP = `Usage: npm run test:examples -- [options]

Runs the examples of all nine languages against the test vectors. As root on Debian it installs
what they need. Ends with 1 if one of them failed or could not run.

  --only a,b   only these of ${LANGUAGES.join(", ")};
               not with CI=true, where all nine must run
  --help       this text`;

/** @param inCi whether all nine must run */
export function parseExampleArguments(args: readonly string[], inCi: boolean): Parsed {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { only: { type: "string" }, help: { type: "boolean", short: "h", default: false } },
    });
    if (values.help) return { kind: "help" };
    if (values.only === undefined) return { kind: "run", languages: LANGUAGES };
    if (inCi) return { kind: "wrong", why: "--only: with CI=true all nine must run" };
    const named = values.only.split(",").map((name) => name.trim());
    const unknown = named.filter((name) => !(LANGUAGES as readonly string[]).includes(name));
    if (unknown.length > 0) {
      return { kind: "wrong", why: `--only: there is no example for "${unknown.join(", ")}"` };
    }
    return { kind: "run", languages: LANGUAGES.filter((name) => named.includes(name)) };
  } catch (error) {
    return { kind: "wrong", why: error instanceof Error ? error.message : String(error) };
  }
}

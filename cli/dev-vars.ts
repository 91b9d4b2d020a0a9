/** The environment, and behind it the file `.dev.vars` beside `wrangler.toml`, as `wrangler dev` reads it. */

import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseEnv } from "node:util";

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Adds what `.dev.vars` sets and the environment does not.
 *
 * @param configPath the `wrangler.toml` beside which the file may lie
 */
export function withDevVars(env: Variables, configPath: string): Variables {
  const path = join(dirname(configPath), ".dev.vars");
  try {
    return { ...parseEnv(readFileSync(path, "utf8")), ...env };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return env;
    throw error;
  }
}

/** Runs the command `stamp` in this process, with settings of its own. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { stringify } from "smol-toml";
import { onTestFinished } from "vitest";

import { runStamp } from "../../../cli/stamp/run.ts";
import { collector, type Ended, SECRET } from "../run.ts";

export const ORIGIN = "https://acme.com";
export const WEEKLY = { segment: "78261eea-8f8b-4381-83c6-79fa7120f1cf", property: "leave_weekly" };

export interface Given {
  vars?: object;
  /** `.dev.vars`; none if it is not given. */
  devVars?: string;
  env?: Record<string, string | undefined>;
  interrupt?: AbortSignal;
}

/** Writes a `wrangler.toml`, and perhaps a `.dev.vars`, that last as long as the test. */
export function settingsFile(vars: object, devVars?: string): string {
  const folder = mkdtempSync(join(tmpdir(), "leave-this-list-stamp-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "wrangler.toml");
  writeFileSync(path, stringify({ vars }));
  if (devVars !== undefined) writeFileSync(join(folder, ".dev.vars"), devVars);
  return path;
}

/** Runs `stamp` with these arguments. */
export async function stamp(args: readonly string[], given: Given = {}): Promise<Ended> {
  const { vars = { ORIGIN, LISTS: { weekly: WEEKLY } }, devVars, interrupt } = given;
  const { env = { RESEND_API_KEY: "re_anything", LINK_SECRETS: SECRET } } = given;
  const [stdout, stderr] = [collector(), collector()];
  const exitCode = await runStamp(
    ["--config", settingsFile(vars, devVars), ...args],
    { env, stdout: stdout.stream, stderr: stderr.stream },
    interrupt ?? new AbortController().signal,
  );
  return { exitCode, stdout: stdout.text(), stderr: stderr.text() };
}

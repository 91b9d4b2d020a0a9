/** The Worker's log as `wrangler dev` prints it: tells the Worker's own lines from wrangler's. Pure. */

import { stripVTControlCharacters } from "node:util";

export type LogLevel = "info" | "warn" | "error";

/** One line that the Worker wrote: a JSON object that says what happened. */
export interface WorkerLogLine {
  level: LogLevel;
  line: { event: string; [field: string]: unknown };
}

/** Wrangler's own lines: what it serves, what it rebuilds, and that it is ready. */
const WRANGLERS_OWN = /^\[wrangler:info\]|^⎔|^$/;

/** How wrangler marks what came through `console.warn` and `console.error`. */
const MARKS: readonly (readonly [RegExp, LogLevel])[] = [
  [/^▲ \[WARNING\] (?=\{)/, "warn"],
  [/^✘ \[ERROR\] (?=\{)/, "error"],
  [/^(?=\{)/, "info"],
];

/** Reads one printed line; `undefined` when the Worker did not write it. */
export function parseLogLine(printed: string): WorkerLogLine | undefined {
  const plain = plainText(printed);
  for (const [mark, level] of MARKS) {
    if (!mark.test(plain)) continue;
    const line = parseEvent(plain.replace(mark, ""));
    return line === undefined ? undefined : { level, line };
  }
  return undefined;
}

/** Whether a printed line is one that wrangler prints all the time, and no error. */
export function isNoise(printed: string): boolean {
  return WRANGLERS_OWN.test(plainText(printed));
}

/** Whether wrangler itself has failed: it cannot build, or cannot listen. */
export function isWranglerError(printed: string): boolean {
  return parseLogLine(printed) === undefined && plainText(printed).startsWith("✘ [ERROR]");
}

function plainText(printed: string): string {
  return stripVTControlCharacters(printed).trim();
}

function parseEvent(text: string): WorkerLogLine["line"] | undefined {
  try {
    const value = JSON.parse(text) as Partial<WorkerLogLine["line"]> | null;
    return typeof value?.event === "string" ? { ...value, event: value.event } : undefined;
  } catch {
    return undefined;
  }
}

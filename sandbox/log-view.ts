/** One logged line of the Worker as a person reads it. Pure. */

import type { Paint, Tone } from "./paint.ts";
import type { LogLevel, WorkerLogLine } from "./worker-log.ts";

const TONES: Record<LogLevel, Tone> = { info: "green", warn: "yellow", error: "red" };

/** @param clock the time of day, such as `09:30:00` */
export function logView({ level, line }: WorkerLogLine, clock: string, paint: Paint): string {
  const { event, list, channel, outcome, status, ms, hash, ...rest } = line;
  const columns =
    event === "leave"
      ? [
          paint(TONES[level], show(outcome).padEnd(9)),
          show(list).padEnd(12),
          show(channel).padEnd(9),
          (status === undefined ? "" : `Resend ${status === null ? "–" : show(status)}`).padEnd(10),
          `${show(ms)} ms`.padStart(7),
          paint("dim", `#${show(hash)}`),
          ...fields(rest),
        ]
      : [
          paint(TONES[level], event),
          ...fields({ list, channel, outcome, status, ms, hash, ...rest }),
        ];
  return `  ${paint("dim", clock)}  ${columns.join("  ")}`;
}

function fields(line: Record<string, unknown>): string[] {
  const given = Object.entries(line).filter(([, value]) => value !== undefined);
  return given.map(([name, value]) => `${name}: ${show(value)}`);
}

function show(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Shows the progress of a list on stderr: a bar on a terminal, otherwise a line every half minute. */

import type { Writable } from "node:stream";

import { SingleBar } from "cli-progress";

import { numeral } from "../command.ts";

export type Progress = ReturnType<typeof showProgress>;

/** The time left is estimated from this many of the last contacts. */
const ETA_CONTACTS = 600;

const LINE_EVERY_MS = 30_000;

/** Starts the progress display. @param name the list's name */
export function showProgress(name: string, stream: Writable & { isTTY?: boolean }) {
  const bar = new SingleBar({
    stream,
    format: `${name}:${stream.isTTY ? " [{bar}]" : ""} {value} of {total} contacts, {eta_formatted}`,
    formatValue: numeral,
    formatTime: (seconds) =>
      Number.isFinite(seconds) ? `${durationText(seconds)} left` : "time left unknown",
    etaBuffer: ETA_CONTACTS,
    noTTYOutput: true,
    notTTYSchedule: LINE_EVERY_MS,
    clearOnComplete: true,
    emptyOnZero: true,
    hideCursor: true,
    // The command shuts down in order by itself.
    gracefulExit: false,
  });
  bar.start(0, 0);
  return {
    /** @param total contacts, as far as they are counted */
    update(contacts: number, total: number): void {
      bar.setTotal(Math.max(contacts, total));
      bar.update(contacts);
    },
    end: () => bar.stop(),
  };
}

/** Such as `6 h 7 min`, `12 min` or `40 s`. */
export function durationText(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

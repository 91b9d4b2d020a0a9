/** Shows how far it is, on stderr: a bar on a terminal, elsewhere a line now and then. */

import type { Writable } from "node:stream";

import { SingleBar } from "cli-progress";

import { spokenTime, TimeLeft } from "./time-left.ts";

export interface Progress {
  /** Contacts counted so far. */
  counting: (counted: number) => void;
  handling: (handled: number, total: number) => void;
  end: () => void;
}

/** Between two lines where there is no terminal. */
const LINE_EVERY_MS = 30_000;

/** @param name the list's */
export function showProgress(
  name: string,
  stderr: Writable & { isTTY?: boolean },
  now: () => number,
): Progress {
  const time = new TimeLeft();
  const left = (handled: number, total: number) => {
    const seconds = time.secondsLeft(handled, total, now());
    return seconds === undefined ? "" : `, ${spokenTime(seconds)} left`;
  };
  return stderr.isTTY === true ? bar(name, stderr, left) : lines(name, stderr, left, now);
}

type Left = (handled: number, total: number) => string;

function bar(name: string, stderr: Writable, left: Left): Progress {
  const shown = new SingleBar({
    stream: stderr,
    format: `${name} [{bar}] {status}`,
    clearOnComplete: true,
    hideCursor: true,
    // Ctrl-C is the command's own business.
    gracefulExit: false,
  });
  shown.start(0, 0, { status: "counting" });
  return {
    counting: (counted) => shown.update(0, { status: `counting ${numeral(counted)}` }),
    handling(handled, total) {
      shown.setTotal(total);
      const status = `${numeral(handled)} of ${numeral(total)}${left(handled, total)}`;
      shown.update(Math.min(handled, total), { status });
    },
    end: () => shown.stop(),
  };
}

function lines(name: string, stderr: Writable, left: Left, now: () => number): Progress {
  let nextAt = now() + LINE_EVERY_MS;
  const sometimes = (line: string) => {
    if (now() < nextAt) return;
    nextAt = now() + LINE_EVERY_MS;
    stderr.write(`${name}: ${line}\n`);
  };
  return {
    counting: (counted) => sometimes(`counting, ${numeral(counted)} contacts`),
    handling(handled, total) {
      const rest = left(handled, total);
      sometimes(`${numeral(handled)} of ${numeral(total)} contacts${rest}`);
    },
    end() {},
  };
}

export function numeral(count: number): string {
  return count.toLocaleString("en");
}

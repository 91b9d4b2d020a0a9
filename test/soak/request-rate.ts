/**
 * How many requests reach Resend in each second. The stand-in remembers the last few thousand, so
 * its log is read and emptied again and again; what comes in between the two is not counted.
 */

import { setTimeout as sleep } from "node:timers/promises";

import type { StandInProcess } from "../../sandbox/stand-in-process.ts";

export interface Rate {
  /** In the busiest second. */
  peak: number;
  /** Over all seconds from the first request to the last. */
  mean: number;
}

const READ_EVERY_MS = 500;

/** Counts by second of the clock. */
export class RequestRate {
  readonly #bySecond = new Map<number, number>();

  /** Reads the stand-in's log until it is told to end, and once more then. */
  async count(standIn: StandInProcess, end: AbortSignal): Promise<void> {
    for (let last = false; !last;) {
      last = end.aborted;
      const requests = await standIn.requests();
      await standIn.forget();
      for (const { time } of requests) {
        const second = Math.floor(time / 1000);
        this.#bySecond.set(second, (this.#bySecond.get(second) ?? 0) + 1);
      }
      await sleep(READ_EVERY_MS, undefined, { signal: end }).catch(() => undefined);
    }
  }

  /** The requests from one second on. @param since milliseconds since 1970 */
  from(since = 0): Rate {
    const counted = [...this.#bySecond].filter(([second]) => second >= Math.ceil(since / 1000));
    if (counted.length === 0) return { peak: 0, mean: 0 };
    const seconds = counted.map(([second]) => second);
    const total = counted.reduce((sum, [, count]) => sum + count, 0);
    const span = Math.max(...seconds) - Math.min(...seconds) + 1;
    return { peak: Math.max(...counted.map(([, count]) => count)), mean: total / span };
  }
}

/** What the Ledger is given of the runtime: time, randomness, the network, the log. Types alone: commands that run in Node know them too. */

import type { Log } from "../telemetry.ts";

export interface Clock {
  /** Milliseconds since 1970. */
  now: () => number;
  /** Resolves after so many milliseconds; rejects once the signal is aborted. */
  wait: (ms: number, signal?: AbortSignal) => Promise<unknown>;
}

/** The runtime's own, unless a test brings others. */
export interface Runtime extends Clock {
  /** From 0 up to, but not including, 1. */
  random: () => number;
  fetch: typeof fetch;
  log: Log;
}

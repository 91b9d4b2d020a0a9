/** Time, randomness, the network, and the log as the Ledger is given them. */

import type { Log } from "../telemetry.ts";

export interface Clock {
  /** Milliseconds since 1970. */
  now: () => number;
  /** Resolves after so many milliseconds; rejects once the signal is aborted. */
  wait: (ms: number, signal?: AbortSignal) => Promise<unknown>;
}

/** What the Ledger has from outside; the runtime's own, unless a test brings others. */
export interface Surroundings extends Clock {
  /** From 0 up to, but not including, 1. */
  random: () => number;
  fetch: typeof fetch;
  log: Log;
}

/** The Ledger's dependencies on the runtime: time, randomness, network, and log. Types only, so that Node can import them. */

import type { Log } from "../telemetry.ts";

export interface Clock {
  /** Milliseconds since 1970. */
  now: () => number;
  /** Resolves after this many milliseconds; rejects when the signal is aborted. */
  wait: (ms: number, signal?: AbortSignal) => Promise<unknown>;
}

/** From workerd (`workerd.ts`), unless a test passes others. */
export interface Runtime extends Clock {
  /** From 0 up to, but not including, 1. */
  random: () => number;
  fetch: typeof fetch;
  log: Log;
}

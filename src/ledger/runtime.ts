/** The Ledger's dependencies on the runtime: time, randomness, network, and log. Types only, so that Node can import them. */

import type { Log } from "../telemetry.ts";

export interface Clock {
  /** Milliseconds since 1970. */
  now: () => number;
  /** Calls `ring` after this many milliseconds. @returns a function that cancels it */
  after: (ms: number, ring: () => void) => () => void;
}

/** From workerd (`workerd.ts`), unless a test passes others. */
export interface Runtime extends Clock {
  /** From 0 up to, but not including, 1. */
  random: () => number;
  fetch: typeof fetch;
  log: Log;
  /** Resolves when everything that was written is on disk. */
  sync: (storage: { sync: () => Promise<void> }) => Promise<void>;
}

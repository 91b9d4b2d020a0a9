/**
 * Keeps the Outbox's requests apart: at most half of the team's limit, since the sender's own mail
 * shares it, evenly spread.
 */

import type { Pace } from "../resend.ts";
import type { Health } from "./health.ts";

/** Room for a clock that is a little off: requests start at least this much later than they must. */
const MARGIN = 1.1;

export interface Clock {
  /** Milliseconds since 1970. */
  now: () => number;
  /** Resolves after so many milliseconds. */
  wait: (ms: number) => Promise<unknown>;
}

/**
 * Makes a function that resolves when the next request may start.
 *
 * @param limitPerSecond requests a second that the whole team has
 */
export function createPace(
  { now, wait }: Clock,
  limitPerSecond: () => number,
): () => Promise<void> {
  let nextStart = 0;
  return async () => {
    const start = Math.max(now(), nextStart);
    nextStart = start + spacingMs(limitPerSecond());
    if (start > now()) await wait(start - now());
  };
}

/** What is known about Resend, with what an answer says of the pace. */
export function heeding(health: Health, pace: Pace, now: number): Health {
  return {
    ...health,
    pausedUntil: Math.max(health.pausedUntil, now + (pace.pauseSeconds ?? 0) * 1000),
    limitPerSecond: pace.limitPerSecond ?? health.limitPerSecond,
  };
}

/** Milliseconds between two starts, such that no second sees more than half the limit. */
export function spacingMs(limitPerSecond: number): number {
  const half = limitPerSecond / 2;
  return (1000 / (half < 1 ? half : Math.floor(half))) * MARGIN;
}

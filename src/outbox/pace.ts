/** What an answer says of the pace, kept for the requests that follow. */

import type { Pace } from "../resend.ts";
import type { Health } from "./health.ts";

/** What is known about Resend, with what an answer says of the pace. */
export function heeding(health: Health, pace: Pace, now: number): Health {
  return {
    ...health,
    pausedUntil: Math.max(health.pausedUntil, now + (pace.pauseSeconds ?? 0) * 1000),
    limitPerSecond: pace.limitPerSecond ?? health.limitPerSecond,
  };
}

/**
 * Keeps requests apart that can wait, the Outbox's and the commands': at most half of the team's
 * limit, since the sender's own mail shares it, evenly spread.
 */

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

/** Milliseconds between two starts, such that no second sees more than half the limit. */
export function spacingMs(limitPerSecond: number): number {
  const half = limitPerSecond / 2;
  return (1000 / (half < 1 ? half : Math.floor(half))) * MARGIN;
}

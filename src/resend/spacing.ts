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
 * Makes a function that resolves when the next request may start. Several may wait at once: they start one by one.
 *
 * @param limitPerSecond requests a second that the whole team has
 */
export function createPace(
  { now, wait }: Clock,
  limitPerSecond: () => number,
): () => Promise<void> {
  let nextStart = 0;
  return async () => {
    // Whoever wakes late starts late, and the next one counts from there.
    while (nextStart > now()) await wait(nextStart - now());
    nextStart = now() + spacingMs(limitPerSecond());
  };
}

/** Milliseconds between two starts, such that no second sees more than half the limit. */
export function spacingMs(limitPerSecond: number): number {
  const half = limitPerSecond / 2;
  return (1000 * MARGIN) / (half < 1 ? half : Math.floor(half));
}

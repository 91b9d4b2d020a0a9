/**
 * What Resend says of its rate limit: `ratelimit-limit`, `ratelimit-remaining`, `ratelimit-reset`
 * (seconds) and `retry-after` (seconds or an HTTP date; RFC 9110 section 10.2.3). Pure.
 *
 * @see https://resend.com/docs/api-reference/rate-limit
 */

export interface Pace {
  /** Seconds that Resend asks to wait; absent when it does not. */
  pauseSeconds?: number;
  /** Requests a second that the whole team has; absent when the answer does not say. */
  limitPerSecond?: number;
}

const LONGEST_PAUSE_SECONDS = 3600;

/** @param now milliseconds since 1970 */
export function readPace({ status, headers }: Response, now: () => number): Pace {
  const limit = seconds(headers.get("ratelimit-limit"));
  const exhausted = status === 429 || seconds(headers.get("ratelimit-remaining")) === 0;
  const pause =
    retryAfter(headers.get("retry-after"), now) ??
    (exhausted ? (seconds(headers.get("ratelimit-reset")) ?? 1) : undefined);
  const pace: Pace = {};
  if (pause !== undefined) pace.pauseSeconds = Math.min(pause, LONGEST_PAUSE_SECONDS);
  if (limit !== undefined && limit > 0) pace.limitPerSecond = limit;
  return pace;
}

function retryAfter(value: string | null, now: () => number): number | undefined {
  const delay = seconds(value);
  if (delay !== undefined || value === null) return delay;
  // oxlint-disable-next-line no-restricted-globals -- parses a text; reads no clock
  const dateMs = Date.parse(value);
  return Number.isNaN(dateMs) ? undefined : Math.max(0, Math.ceil((dateMs - now()) / 1000));
}

function seconds(value: string | null): number | undefined {
  return value !== null && /^\d+(?:\.\d+)?$/.test(value.trim())
    ? Math.ceil(Number(value))
    : undefined;
}

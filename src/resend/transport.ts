/**
 * Sends one request to Resend, and returns its answer, including what its headers say about the rate limit. Never throws,
 * never follows a redirect, and returns no text from Resend except the parsed body.
 */

import { type Answer, parseBody } from "./answer.ts";

/** Sends one request. The path starts with a slash, and is already percent-encoded. */
export type Send = (
  method: "GET" | "POST" | "PATCH" | "DELETE",
  path: string,
  body?: object,
) => Promise<Answer>;

export interface TransportOptions {
  apiKey: string;
  /** Such as `https://api.resend.com`, without a trailing slash. */
  baseUrl: string;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Calls `ring` after this many milliseconds, and returns a function that cancels it. The runtime's timers by default. */
  after?: (ms: number, ring: () => void) => () => void;
  /** The most milliseconds that a request and its answer may take. */
  timeoutMs?: number;
  /** The runtime's `fetch` by default. */
  fetch?: typeof fetch;
}

/** A longer wait that Resend asks for is cut to an hour. */
const MAX_COOLDOWN_SECONDS = 3600;

/** Sends over HTTP. */
export function createTransport(options: TransportOptions): Send {
  const { apiKey, baseUrl, now, timeoutMs = 5_000 } = options;
  const { after = setTimer, fetch: send = (url, init) => fetch(url, init) } = options;
  const headers = {
    authorization: `Bearer ${apiKey}`,
    accept: "application/json",
    // Resend's edge refuses requests without a user agent.
    "user-agent": "leave-this-list",
  };
  return async (method, path, body) => {
    const late = new AbortController();
    const cancel = after(timeoutMs, () => late.abort());
    try {
      const response = await send(baseUrl + path, {
        method,
        redirect: "manual",
        signal: late.signal,
        headers: { ...headers, ...(body && { "content-type": "application/json" }) },
        ...(body && { body: JSON.stringify(body) }),
      });
      const { status } = response;
      return { status, body: parseBody(await response.text()), ...readRateLimit(response, now) };
    } catch {
      return { status: null, lost: late.signal.aborted ? "timeout" : "connection-lost" };
    } finally {
      cancel();
    }
  };
}

function setTimer(ms: number, ring: () => void): () => void {
  const timer = setTimeout(ring, ms);
  return () => clearTimeout(timer);
}

/**
 * Reads `ratelimit-limit`, `ratelimit-remaining`, `ratelimit-reset` (seconds), and `retry-after` (seconds or an HTTP
 * date; RFC 9110 section 10.2.3).
 *
 * @see https://resend.com/docs/api-reference/rate-limit
 */
function readRateLimit({ status, headers }: Response, now: () => number) {
  const limit = seconds(headers.get("ratelimit-limit"));
  const isExhausted = status === 429 || seconds(headers.get("ratelimit-remaining")) === 0;
  const reset = isExhausted ? (seconds(headers.get("ratelimit-reset")) ?? 1) : undefined;
  const cooldown = retryAfter(headers.get("retry-after"), now) ?? reset;
  return {
    ...(limit && { limitPerSecond: limit }),
    ...(cooldown !== undefined && { cooldownSeconds: Math.min(cooldown, MAX_COOLDOWN_SECONDS) }),
  };
}

function retryAfter(value: string | null, now: () => number): number | undefined {
  const delay = seconds(value);
  if (delay !== undefined || value === null) return delay;
  // oxlint-disable-next-line no-restricted-globals -- parses a text; reads no clock
  const dateMs = Date.parse(value);
  return Number.isNaN(dateMs) ? undefined : Math.max(0, Math.ceil((dateMs - now()) / 1000));
}

function seconds(value: string | null): number | undefined {
  const isNumber = value !== null && /^\d+(?:\.\d+)?$/.test(value.trim());
  return isNumber ? Math.ceil(Number(value)) : undefined;
}

/**
 * One request to Resend and its answer, with what the answer's headers say about the rate limit. Never throws,
 * never follows a redirect; no upstream text but the parsed body leaves it.
 */

import { type Answer, parseBody, type RateLimit } from "./answer.ts";

export type Method = "GET" | "POST" | "PATCH" | "DELETE";

/** Sends one request. The path starts with a slash; everything in it is percent-encoded. */
export type Send = (method: Method, path: string, body?: object) => Promise<Answer>;

export interface TransportOptions {
  apiKey: string;
  /** Such as `https://api.resend.com`, without a slash at its end. */
  baseUrl: string;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Resolves after so many milliseconds, or once the signal is aborted. */
  wait?: (ms: number, signal: AbortSignal) => Promise<unknown>;
  /** Milliseconds that a request and its answer may take together. */
  timeoutMs?: number;
  /** Sends the request; the runtime's own by default. */
  fetch?: typeof fetch;
}

/** Milliseconds that a request to Resend and its answer may take together. */
export const TIMEOUT_MS = 5_000;

/** Sends over HTTP. */
export function createTransport(options: TransportOptions): Send {
  const { apiKey, baseUrl, now, wait, timeoutMs = TIMEOUT_MS } = options;
  const ask = options.fetch ?? ((url, init) => fetch(url, init));
  // Made once: the runtime copies headers faster than it makes them of an object.
  const headers = new Headers({
    authorization: `Bearer ${apiKey}`,
    accept: "application/json",
    // Resend's edge refuses requests that name no agent.
    "user-agent": "leave-this-list",
  });
  const jsonHeaders = new Headers([...headers, ["content-type", "application/json"]]);
  return async (method, path, body) => {
    const { signal, end } = deadline(timeoutMs, wait);
    try {
      const response = await ask(baseUrl + path, {
        method,
        redirect: "manual",
        signal,
        ...(body === undefined
          ? { headers }
          : { headers: jsonHeaders, body: JSON.stringify(body) }),
      });
      const parsed = parseBody(await response.text());
      return { status: response.status, body: parsed, rateLimit: readRateLimit(response, now) };
    } catch {
      const lost = signal.aborted ? "timeout" : "connection-lost";
      return { status: null, lost, rateLimit: {} };
    } finally {
      end();
    }
  };
}

function deadline(ms: number, wait: TransportOptions["wait"]) {
  if (wait === undefined) return { signal: AbortSignal.timeout(ms), end: () => undefined };
  const late = new AbortController();
  const over = new AbortController();
  void wait(ms, over.signal).then(
    () => over.signal.aborted || late.abort(),
    () => undefined,
  );
  return { signal: late.signal, end: () => over.abort() };
}

/** However long Resend asks to wait, an hour is believed. */
const LONGEST_COOLDOWN_SECONDS = 3600;

/**
 * Reads `ratelimit-limit`, `ratelimit-remaining`, `ratelimit-reset` (seconds), and `retry-after` (seconds or an HTTP
 * date; RFC 9110 section 10.2.3).
 *
 * @see https://resend.com/docs/api-reference/rate-limit
 */
function readRateLimit({ status, headers }: Response, now: () => number): RateLimit {
  const limit = seconds(headers.get("ratelimit-limit"));
  const exhausted = status === 429 || seconds(headers.get("ratelimit-remaining")) === 0;
  const cooldown =
    retryAfter(headers.get("retry-after"), now) ??
    (exhausted ? (seconds(headers.get("ratelimit-reset")) ?? 1) : undefined);
  return {
    ...(limit !== undefined && limit > 0 && { limitPerSecond: limit }),
    ...(cooldown !== undefined && {
      cooldownSeconds: Math.min(cooldown, LONGEST_COOLDOWN_SECONDS),
    }),
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
  return value !== null && /^\d+(?:\.\d+)?$/.test(value.trim())
    ? Math.ceil(Number(value))
    : undefined;
}

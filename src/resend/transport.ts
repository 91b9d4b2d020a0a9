/**
 * One request to Resend and its answer. Never throws, never follows a redirect; no upstream text but
 * the parsed body leaves it.
 */

import { type Answer, parseBody } from "./answer.ts";
import { readPace } from "./pace.ts";

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
      return { status: response.status, body: parsed, pace: readPace(response, now) };
    } catch {
      const lost = signal.aborted ? "timeout" : "connection-lost";
      return { status: null, lost, pace: {} };
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

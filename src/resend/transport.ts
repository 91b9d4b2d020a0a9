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
  /** Milliseconds that a request and its answer may take together. */
  timeoutMs?: number;
}

const TIMEOUT_MS = 5_000;
const PAUSE_AFTER_TIMEOUT_SECONDS = 5;

/** Sends over HTTP. */
export function createTransport(options: TransportOptions): Send {
  const { apiKey, baseUrl, now, timeoutMs = TIMEOUT_MS } = options;
  // Made once: the runtime copies headers faster than it makes them of an object.
  const headers = new Headers({
    authorization: `Bearer ${apiKey}`,
    accept: "application/json",
    // Resend's edge refuses requests that name no agent.
    "user-agent": "leave-this-list",
  });
  const jsonHeaders = new Headers([...headers, ["content-type", "application/json"]]);
  return async (method, path, body) => {
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      const response = await fetch(baseUrl + path, {
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
      return signal.aborted
        ? { status: null, lost: "timeout", pace: { pauseSeconds: PAUSE_AFTER_TIMEOUT_SECONDS } }
        : { status: null, lost: "connection-lost", pace: {} };
    }
  };
}

/**
 * Does not knock while Resend has asked for a pause: it answers by itself. The pause is known to this
 * function alone, and so to one isolate.
 */
export function respectingPauses(send: Send, now: () => number): Send {
  let pausedUntil = 0;
  return async (method, path, body) => {
    const pauseMs = pausedUntil === 0 ? 0 : pausedUntil - now();
    if (pauseMs > 0) {
      const pace = { pauseSeconds: Math.ceil(pauseMs / 1000) };
      return { status: null, lost: "paused", pace };
    }
    const answer = await send(method, path, body);
    const { pauseSeconds } = answer.pace;
    if (pauseSeconds !== undefined) {
      pausedUntil = Math.max(pausedUntil, now() + pauseSeconds * 1000);
    }
    return answer;
  };
}

/** @param ready resolves when the next request may start */
export function waitingFor(ready: () => Promise<void>, send: Send): Send {
  return async (method, path, body) => {
    await ready();
    return send(method, path, body);
  };
}

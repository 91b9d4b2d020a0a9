/**
 * What the stand-in does wrong on demand. One fault is active at a time, and every call to the API meets it, or
 * every call of one method.
 */

import { setTimeout as sleep } from "node:timers/promises";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Next } from "hono";
import { type ApiContext, Refusal } from "./api/request.ts";

/** Each fault, and what it does in one line. */
export const FAULTS = {
  none: "Resend is well.",
  "422": "Resend refuses what it is asked, for good.",
  "429": "The team is over its limit: every call is told to wait.",
  "500": "Resend has an error of its own.",
  "503": "Resend is down for maintenance.",
  html: "A proxy in front of Resend answers, in HTML: 502.",
  "html-200": "A proxy in front of Resend answers, in HTML: 200.",
  hang: "The connection opens, and nothing ever comes back.",
  drop: "The connection breaks in the middle of the call.",
  lost: "The call is carried out, and its answer is lost.",
  late: "The call is carried out later, and never answered.",
  "revoked-key": "Somebody deleted the API key: 403.",
  "other-team": "The API key is another team’s: nothing is found.",
  "not-deleted": "Every DELETE is answered 200, “deleted: false”.",
  reworded: "What is not found is said in other words.",
} as const;

export type Fault = keyof typeof FAULTS;

/** What goes wrong now. */
export interface ActiveFault {
  kind: Fault;
  /** The method that meets it; without it, all do. */
  only?: string;
  /** The `retry-after` of `429`, as it goes over the wire: seconds or a date. */
  retryAfter: string;
  /** How much later `late` carries a call out, in milliseconds. */
  afterMs: number;
}

export const NO_FAULT: ActiveFault = { kind: "none", retryAfter: "2", afterMs: 3_000 };

export function isFault(value: unknown): value is Fault {
  return typeof value === "string" && Object.hasOwn(FAULTS, value);
}

const PAGE = `<!doctype html>
<html><head><title>502 Bad Gateway</title></head>
<body><center><h1>502 Bad Gateway</h1></center></body></html>
`;

/**
 * Answers as the fault demands, or does not answer.
 *
 * @param carryOut does what the call asks for
 * @param life aborted by a reset: what is late by then is not carried out
 */
export async function misbehave(
  c: ApiContext,
  { kind, retryAfter, afterMs }: ActiveFault,
  carryOut: Next,
  life: AbortSignal,
): Promise<Response | void> {
  switch (kind) {
    case "none":
      return carryOut();
    case "422":
      throw new Refusal("validation_error", "This cannot be processed.");
    case "429":
      c.header("ratelimit-remaining", "0");
      c.header("retry-after", retryAfter);
      throw new Refusal("rate_limit_exceeded", "Too many requests.");
    case "500":
      throw new Refusal("internal_server_error", "An unexpected error occurred.");
    case "503":
      throw new Refusal("application_error", "The service is unavailable.", 503);
    case "html":
      return c.html(PAGE, 502);
    case "html-200":
      return c.html(PAGE, 200);
    case "revoked-key":
      // As documented: https://resend.com/docs/api-reference/errors.
      throw new Refusal("invalid_api_key", "API key is invalid");
    case "other-team":
      c.set("isStranger", true);
      return carryOut();
    case "reworded":
      c.set("isReworded", true);
      return carryOut();
    case "not-deleted":
      return c.req.method === "DELETE" ? c.json({ deleted: false }) : carryOut();
    case "hang":
      await clientLeft(c);
      return leaveUnanswered(c);
    case "drop":
      return leaveUnanswered(c);
    case "lost":
      await carryOut();
      return leaveUnanswered(c);
    case "late":
      // The body has to be in before the caller hangs up.
      await c.req.text();
      await sleep(afterMs, undefined, { signal: life, ref: false }).then(carryOut, () => undefined);
      await clientLeft(c);
      return leaveUnanswered(c);
  }
}

/** Breaks the connection, if it still stands. */
function leaveUnanswered(c: ApiContext): void {
  c.env.incoming.socket.destroy();
  c.set("isUnanswered", true);
  // A response that is replaced hands its headers on; this one has to stay as it is.
  c.res = undefined;
  c.res = RESPONSE_ALREADY_SENT;
}

/** Settles when the client hangs up, or when the server closes and hangs up for it. */
function clientLeft(c: ApiContext): Promise<void> {
  const { outgoing } = c.env;
  return new Promise((resolve) => {
    if (outgoing.destroyed) resolve();
    else outgoing.once("close", resolve);
  });
}

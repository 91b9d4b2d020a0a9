/**
 * What the stand-in can be told to do wrong. One fault is active at a time, and while it is,
 * every call to the API meets it.
 */

import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { type ApiContext, refuse } from "./api/refuse.ts";

/** Each fault, and what it does in one line. */
export const FAULTS = {
  none: "Resend is well.",
  "429": "The team is over its limit: every call is told to wait.",
  "500": "Resend has an error of its own.",
  "503": "Resend is down for maintenance.",
  html: "A proxy in front of Resend answers, in HTML: 502.",
  hang: "The connection opens, and nothing ever comes back.",
  drop: "The connection breaks in the middle of the call.",
  "revoked-key": "Somebody deleted the API key: 403.",
} as const;

export type Fault = keyof typeof FAULTS;

export function isFault(value: unknown): value is Fault {
  return typeof value === "string" && Object.hasOwn(FAULTS, value);
}

const BAD_GATEWAY = `<!doctype html>
<html><head><title>502 Bad Gateway</title></head>
<body><center><h1>502 Bad Gateway</h1></center></body></html>
`;

/**
 * Answers as the fault demands, or does not answer.
 *
 * @param retryAfter the `retry-after` header of the fault `429`
 */
export async function misbehave(
  c: ApiContext,
  fault: Exclude<Fault, "none">,
  retryAfter: string,
): Promise<Response> {
  switch (fault) {
    case "429":
      c.header("ratelimit-remaining", "0");
      c.header("retry-after", retryAfter);
      return refuse(c, "rate_limit_exceeded", "Too many requests.");
    case "500":
      return refuse(c, "internal_server_error", "An unexpected error occurred.");
    case "503":
      return refuse(c, "application_error", "The service is unavailable.", 503);
    case "html":
      return c.html(BAD_GATEWAY, 502);
    case "revoked-key":
      // As documented: https://resend.com/docs/api-reference/errors.
      return refuse(c, "invalid_api_key", "API key is invalid");
    case "hang":
      await clientLeft(c);
      return unanswered(c);
    case "drop":
      c.env.incoming.socket.destroy();
      return unanswered(c);
  }
}

function unanswered(c: ApiContext): Response {
  c.set("unanswered", true);
  return RESPONSE_ALREADY_SENT;
}

/** Settles when the client hangs up, or when the server closes and hangs up for it. */
function clientLeft(c: ApiContext): Promise<void> {
  const { outgoing } = c.env;
  return new Promise((resolve) => {
    if (outgoing.destroyed) resolve();
    else outgoing.once("close", resolve);
  });
}

/** How Cloudflare's API says yes and no: an envelope with `success`, `errors`, `messages`, `result`. */

import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";

/** One or more reasons, with Cloudflare's own codes. */
export interface Refusal {
  status: ContentfulStatusCode;
  errors: { code: number; message: string }[];
}

/** The codes and words are those that people quote from wrangler's output. */
export const REFUSALS = {
  noWorker: refusal(404, 10007, "This Worker does not exist on your account."),
  noService: refusal(404, 10090, "workers.api.error.service_not_found"),
  noSubdomain: refusal(404, 10007, "You do not have a workers.dev subdomain."),
  badToken: refusal(403, 9109, "Invalid access token"),
  notAllowed: refusal(403, 10000, "Authentication error"),
  broken: refusal(500, 10013, "An unknown error has occurred."),
  noAnalyticsEngine: refusal(
    403,
    10089,
    "You need to enable Analytics Engine. Head to the Cloudflare Dashboard to enable.",
  ),
  noRoute: refusal(
    404,
    7003,
    "Could not route to this path, perhaps your object identifier is invalid?",
  ),
} as const;

export function refusal(status: ContentfulStatusCode, code: number, message: string): Refusal {
  return { status, errors: [{ code, message }] };
}

export function answer(c: Context, result: unknown): Response {
  return c.json({ success: true, errors: [], messages: [], result });
}

export function refuse(c: Context, { status, errors }: Refusal): Response {
  return c.json({ success: false, errors, messages: [], result: null }, status);
}

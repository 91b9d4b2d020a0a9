/** Puts a page, or its words, on the wire with the status that fits. */

import type { Context } from "hono";
import type { SecureHeadersVariables } from "hono/secure-headers";

import type { Brand } from "../config.ts";
import { type Page, renderPage, renderText } from "../pages/index.tsx";

/** Hono's environment: the nonce that `secureHeaders` makes for each request. */
export interface AppEnv {
  Variables: SecureHeadersVariables;
}

export interface Answer {
  page: Page;
  /** Goes out as `Retry-After` (RFC 9110 section 10.2.3). */
  retryAfterSeconds?: number;
}

const STATUS = {
  asking: 200,
  left: 200,
  leaving: 202,
  "try-again": 503,
  "too-many": 429,
  "bad-link": 404,
  "out-of-order": 503,
} as const satisfies Record<Page["state"], number>;

/** Answers a reader. */
export function sendPage(c: Context<AppEnv>, answer: Answer, brand: Brand): Response {
  const html = renderPage(answer.page, { brand, nonce: c.get("secureHeadersNonce") ?? "" });
  return c.html(html, STATUS[answer.page.state], headers(answer));
}

/** Answers a mail program. */
export function sendText(c: Context<AppEnv>, answer: Answer): Response {
  return c.text(renderText(answer.page), STATUS[answer.page.state], headers(answer));
}

function headers({ retryAfterSeconds }: Answer): Record<string, string> {
  return {
    "content-language": "en",
    ...(retryAfterSeconds !== undefined && { "retry-after": String(retryAfterSeconds) }),
  };
}

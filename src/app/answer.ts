/** Puts a page, or its words, on the wire with the status that fits. */

import type { Context } from "hono";
import type { SecureHeadersVariables } from "hono/secure-headers";

import type { Brand } from "../config.ts";
import { type Page, renderPage, renderText } from "../pages/index.tsx";
import { languageOf } from "./language.ts";

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
  stopped: 200,
  rejoined: 200,
  resumed: 200,
  cancelled: 200,
  expired: 403,
  "too-late": 409,
  "try-again": 503,
  "too-many": 429,
  "bad-link": 404,
  "out-of-order": 503,
} as const satisfies Record<Page["state"], number>;

/** Answers a reader. */
export function sendPage(c: Context<AppEnv>, answer: Answer, brand: Brand): Response {
  const language = languageOf(c);
  const html = renderPage(answer.page, {
    brand,
    language,
    languageIsAsked: c.req.query("lang") !== undefined,
    isAnswer: c.req.method === "POST",
    nonce: c.get("secureHeadersNonce") ?? "",
  });
  return c.html(html, STATUS[answer.page.state], headers(language, answer));
}

/** Answers a mail program. */
export function sendText(c: Context<AppEnv>, answer: Answer): Response {
  const language = languageOf(c);
  const text = renderText(answer.page, language);
  return c.text(text, STATUS[answer.page.state], headers(language, answer));
}

function headers(language: string, { retryAfterSeconds }: Answer): Record<string, string> {
  return {
    "content-language": language,
    vary: "Accept-Language",
    ...(retryAfterSeconds !== undefined && { "retry-after": String(retryAfterSeconds) }),
  };
}

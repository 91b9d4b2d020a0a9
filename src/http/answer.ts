/** Sends a page, or only its text, with the matching status and headers. */

import type { Context } from "hono";

import { sha256Base64 } from "../crypto/encoding.ts";
import type { Language } from "../messages/index.ts";
import { type Page, renderText } from "../pages/page.ts";
import { createPages } from "../pages/render.ts";
import type { Brand } from "../settings/brand.ts";
import { languageOf } from "./request.ts";

/** The headers of every answer, which keep it out of caches, search indexes, and referrers. */
export const PROMISED_HEADERS = {
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-robots-tag": "noindex",
} as const;

export interface Answer {
  page: Page;
  /** The `Retry-After` header (RFC 9110 section 10.2.3). */
  retryAfterSeconds?: number;
  /** A path that shows the same and can be reloaded; a page's form is redirected there. */
  seeOther?: string;
  /** A path that shows the current state in any language. Without it, the page's own path does. */
  current?: string;
}

/** The answer while the Worker cannot work. */
export const OUT_OF_ORDER = {
  page: { kind: "out-of-order" },
  retryAfterSeconds: 300,
} as const satisfies Answer;

/** Sends answers in the look of one brand. */
export interface Responder {
  /** Answers a person. */
  page(c: Context, answer: Answer): Promise<Response>;
  /** Answers a mail program, in plain text. */
  text(c: Context, answer: Answer): Response;
}

/** The statuses of answers to a POST. For a GET, every 2xx becomes 200. */
const STATUS = {
  asking: 200,
  done: 200,
  "no-contact": 200,
  queued: 202,
  "dead-letter": 202,
  undone: 200,
  canceled: 200,
  undoing: 202,
  "asked-again": 409,
  "others-stand": 409,
  "too-late": 409,
  "out-of-date": 404,
  "try-again": 503,
  "too-many": 429,
  general: 200,
  "bad-link": 404,
  "out-of-order": 503,
  home: 200,
  "not-configured": 503,
  languages: 200,
} as const satisfies Record<Page["kind"], number>;

/** Makes a responder. Shared headers are made once, since making headers takes longer than rendering a page. */
export function createResponder(brand: Brand): Responder {
  const pages = createPages(brand);
  const policy = contentSecurityPolicy(pages.styles, brand);
  const textHeaders = headersByLanguage({
    "content-type": "text/plain; charset=UTF-8",
    // Webmail clients read the answer from their own origin.
    "access-control-allow-origin": "*",
  });
  let pageHeaders: ReturnType<typeof headersByLanguage> | undefined;
  return {
    async page(c, answer) {
      const language = answer.page.kind === "not-configured" ? "en" : languageOf(c);
      const languageIsAsked = c.req.query("lang") !== undefined;
      const isPost = c.req.method === "POST";
      if (isPost && answer.seeOther !== undefined) {
        const location = answer.seeOther + (languageIsAsked ? `?lang=${language}` : "");
        return new Response(null, { status: 303, headers: { ...PROMISED_HEADERS, location } });
      }
      // Only a page that reports a result moves the focus to its heading.
      const focusHeading = isPost || c.req.path.toLowerCase().includes("/receipt/");
      const [, , host = ""] = c.req.url.split("/", 3);
      const options = {
        language,
        languageIsAsked,
        focusHeading,
        host,
        current: answer.current ?? "",
      };
      const html = pages.render(answer.page, options);
      pageHeaders ??= headersByLanguage({
        "content-type": "text/html; charset=UTF-8",
        "content-security-policy": await policy,
      });
      return respond(c, html, answer, pageHeaders(language));
    },
    text(c, answer) {
      const language = languageOf(c);
      return respond(c, renderText(answer.page, language), answer, textHeaders(language));
    },
  };
}

function respond(c: Context, body: string, answer: Answer, headers: Headers): Response {
  const { page, retryAfterSeconds } = answer;
  const status = STATUS[page.kind];
  const isRead = c.req.method !== "POST" && status < 300;
  const response = new Response(body, { status: isRead ? 200 : status, headers });
  if (retryAfterSeconds !== undefined) {
    response.headers.set("retry-after", String(retryAfterSeconds));
  }
  return response;
}

function headersByLanguage(own: Record<string, string>): (language: Language) => Headers {
  const made = new Map<Language, Headers>();
  return (language) => {
    const headers =
      made.get(language) ??
      new Headers({
        ...PROMISED_HEADERS,
        ...own,
        "content-language": language,
        vary: "Accept-Language",
      });
    made.set(language, headers);
    return headers;
  };
}

/** Allows the page's own style sheet and the brand's logo, and nothing else. No site may frame the page. */
async function contentSecurityPolicy(styles: string, { logo }: Brand): Promise<string> {
  return [
    "default-src 'none'",
    `style-src 'sha256-${await sha256Base64(styles)}'`,
    ...(logo === undefined ? [] : [`img-src ${new URL(logo).origin}`]),
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join("; ");
}

/** limit-page and one part more, so that the part can be weighed. Which one is set when this is bundled. */

import { Hono } from "hono/tiny";

import type { PagePart } from "../parts.ts";
import { encoder, importKey, type Key, type Settings } from "./bare.ts";

declare const PART: PagePart;
declare const PAGE_BYTES: number;

const LETTERS: Partial<Record<PagePart, string>> = {
  "one letter beyond Latin-1": "\u0142",
  "one letter of Latin-1 beyond ASCII": "\u00E9",
};
const PAGE = `<!doctype html>\n<title>Leave this list?${LETTERS[PART] ?? ""}</title>\n`.padEnd(
  PAGE_BYTES,
  "x",
);

const promised = new Headers({
  "content-type": "text/html; charset=UTF-8",
  "content-security-policy":
    "default-src 'none'; style-src 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-robots-tag": "noindex",
  "content-language": "en",
  vary: "Accept-Language",
});
let key: Key | undefined;

async function handle(request: Request, env: Settings): Promise<Response> {
  if (PART === "an HMAC") {
    key ??= await importKey(env.LINK_SECRETS);
    await crypto.subtle.sign("HMAC", key, encoder.encode(request.url));
  }
  if (PART === "four headers of the request") {
    for (const name of ["accept-language", "user-agent", "sec-fetch-mode", "accept"]) {
      request.headers.get(name);
    }
  }
  const headers =
    PART === "eight headers on the answer"
      ? promised
      : { "content-type": "text/html; charset=UTF-8" };
  return new Response(PAGE, { headers });
}

const app =
  PART === "Hono"
    ? new Hono<{ Bindings: Settings }>().get("/leave/*", (c) => handle(c.req.raw, c.env))
    : undefined;

// oxlint-disable-next-line import/no-default-export -- what the runtime starts
export default {
  fetch: (request: Request, env: Settings) => app?.fetch(request, env) ?? handle(request, env),
};

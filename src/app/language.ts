/** Which language a reader gets: the one that the link asks for, else the browser's, else English. */

import type { Context } from "hono";
import { accepts } from "hono/accepts";

import { FALLBACK_LANGUAGE, findLanguage, type Language } from "../pages/index.ts";

/** Nobody reads more languages than this. */
const MAX_TAGS = 20;

/** Reads `?lang=…`, then `Accept-Language` (RFC 9110 section 12.5.4) with prefix matching (RFC 4647 section 3.4). */
export function languageOf(c: Context): Language {
  return findLanguage(c.req.query("lang") ?? "") ?? browserLanguage(c);
}

/** What was read of a header. Browsers send few different ones, so most have been read before. */
const known = new Map<string, Language>();
const MAX_KNOWN = 1_000;
const MAX_KNOWN_LENGTH = 200;

function browserLanguage(c: Context): Language {
  const header = c.req.header("accept-language") ?? "";
  const language = known.get(header) ?? readHeader(c);
  if (known.size < MAX_KNOWN && header.length <= MAX_KNOWN_LENGTH) known.set(header, language);
  return language;
}

function readHeader(c: Context): Language {
  const tag = accepts(c, {
    header: "Accept-Language",
    supports: [],
    default: FALLBACK_LANGUAGE,
    match: (offered, { default: otherwise }) => {
      const some = offered.slice(0, MAX_TAGS);
      const wanted = some.filter(({ q }) => q > 0).toSorted((a, b) => b.q - a.q);
      return wanted.find(({ type }) => findLanguage(type) !== undefined)?.type ?? otherwise;
    },
  });
  return findLanguage(tag) ?? FALLBACK_LANGUAGE;
}

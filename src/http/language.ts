/** Which language a reader gets: the one that the link asks for, else the browser's, else English. */

import type { Context } from "hono";

import { FALLBACK_LANGUAGE, findLanguage, type Language } from "../pages/index.ts";

/** Nobody reads more languages than this. */
const MAX_TAGS = 20;

/** One language of a header and its weight. Hono's own reader of such headers weighs as much as five languages. */
const TAG = /^\s*([a-z\d-]+)\s*(?:;\s*q=([\d.]+))?/i;

/** What was read of a header. Browsers send few different ones, so most have been read before. */
const known = new Map<string, Language>();
const MAX_KNOWN = 1_000;
const MAX_KNOWN_LENGTH = 200;

/** Reads `?lang=…`, then `Accept-Language` (RFC 9110 section 12.5.4) with prefix matching (RFC 4647 section 3.4). */
export function languageOf(c: Context): Language {
  const asked = c.req.query("lang");
  return (asked === undefined ? undefined : findLanguage(asked)) ?? browserLanguage(c);
}

function browserLanguage(c: Context): Language {
  const header = c.req.header("accept-language") ?? "";
  const language = known.get(header) ?? readHeader(header);
  if (known.size < MAX_KNOWN && header.length <= MAX_KNOWN_LENGTH) known.set(header, language);
  return language;
}

/** The language that weighs most; of equals, the first. */
function readHeader(header: string): Language {
  let best = FALLBACK_LANGUAGE;
  let most = 0;
  for (const entry of header.split(",", MAX_TAGS)) {
    const [, tag = "", weight = "1"] = TAG.exec(entry) ?? [];
    const language = findLanguage(tag);
    if (language === undefined || !(Number(weight) > most)) continue;
    best = language;
    most = Number(weight);
  }
  return best;
}

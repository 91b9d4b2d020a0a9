/** What a request's headers say about its client: its preferred language, and its likely type. */

import type { Context } from "hono";

import { FALLBACK_LANGUAGE, findLanguage, type Language } from "../messages/index.ts";
import type { ClientType } from "../telemetry.ts";

/** No one reads more languages than this. */
const MAX_TAGS = 20;

/** One language of a header and its weight. Hono's parser for such headers is as large as five languages. */
const TAG = /^\s*([a-z\d-]+)\s*(?:;\s*q=([\d.]+))?/i;

/** A cache of parsed headers, since browsers send few different ones. */
const known = new Map<string, Language>();
const MAX_KNOWN = 1_000;
const MAX_KNOWN_LENGTH = 200;

/**
 * The language to answer in: from `?lang=…`, else from `Accept-Language` (RFC 9110 section 12.5.4, with prefix matching as
 * in RFC 4647 section 3.4), else English.
 */
export function languageOf(c: Context): Language {
  const asked = c.req.query("lang");
  return (asked === undefined ? undefined : findLanguage(asked)) ?? browserLanguage(c);
}

function browserLanguage(c: Context): Language {
  const header = c.req.header("accept-language") ?? "";
  const language = known.get(header) ?? parseHeader(header);
  if (known.size < MAX_KNOWN && header.length <= MAX_KNOWN_LENGTH) known.set(header, language);
  return language;
}

/** The language with the highest weight, or the first of several. */
function parseHeader(header: string): Language {
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

// Every browser's user agent begins with Mozilla, or with Opera for old versions of it. Cubot is a brand of phones, not a bot.
const SCANNER =
  /^(?!Mozilla|Opera|$)|(?<!cu)bot\b|crawl|spider|scan|proxy|preview|headless|office|http/i;

/**
 * Who seems to view a page. It is only counted; nothing depends on it.
 *
 * `scanner`: the user agent is not a browser's, or names a program, too. `person`: a browser navigates to the page (Fetch
 * Metadata, https://www.w3.org/TR/fetch-metadata/); a scanner that drives a browser looks the same. `unknown`: anything
 * else, such as a prefetch, or a browser from before 2023. `Sec-Fetch-User` would not help: an automated browser sends it,
 * and Safari never does.
 */
export function clientTypeOf({ req }: Context): ClientType {
  if (req.method === "HEAD" || SCANNER.test(req.header("user-agent") ?? "")) return "scanner";
  const goes = req.header("sec-fetch-mode") === "navigate" && !req.header("sec-purpose");
  return goes ? "person" : "unknown";
}

/** What the headers of a request say of its client: which language it wants, and what type of client it seems to be. */

import type { Context } from "hono";

import { FALLBACK_LANGUAGE, findLanguage, type Language } from "../messages/index.ts";
import type { ClientType } from "../telemetry.ts";

/** No one reads more languages than this. */
const MAX_TAGS = 20;

/** One language of a header and its weight. Hono's own parser of such headers is as large as five languages. */
const TAG = /^\s*([a-z\d-]+)\s*(?:;\s*q=([\d.]+))?/i;

/** Headers parsed before. Browsers send few different ones. */
const known = new Map<string, Language>();
const MAX_KNOWN = 1_000;
const MAX_KNOWN_LENGTH = 200;

/**
 * The language to answer in: of `?lang=…`, else of `Accept-Language` (RFC 9110 section 12.5.4, with prefix matching as in
 * RFC 4647 section 3.4), else English.
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

/** The language with the highest weight; of equals, the first. */
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

// Every browser's name begins with Mozilla, and old Opera's with Opera. Cubot makes telephones.
const SCANNER =
  /^(?!Mozilla|Opera|$)|(?<!cu)bot\b|crawl|spider|scan|proxy|preview|headless|office|http/i;

/**
 * Who seems to look at a page. It is only counted; nothing depends on it.
 *
 * `scanner`: it does not call itself a browser, or it calls itself something else as well. `person`: a browser goes to the
 * page (Fetch Metadata, https://www.w3.org/TR/fetch-metadata/); a scanner that drives a browser looks the same. `unknown`:
 * anything else, such as a prefetch, or a browser from before 2023. `Sec-Fetch-User` would not help: a browser that a
 * program drives sends it, and Safari never does.
 */
export function clientTypeOf({ req }: Context): ClientType {
  if (req.method === "HEAD" || SCANNER.test(req.header("user-agent") ?? "")) return "scanner";
  const goes = req.header("sec-fetch-mode") === "navigate" && !req.header("sec-purpose");
  return goes ? "person" : "unknown";
}

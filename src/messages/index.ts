/** The languages of the pages, and which of them a language tag asks for. */

// Related languages are next to each other: what they share compresses.
import { hu } from "./hu.ts";
import { ga } from "./ga.ts";
import { tr } from "./tr.ts";
import { vi } from "./vi.ts";
import { id } from "./id.ts";
import { en } from "./en.ts";
import { de } from "./de.ts";
import { nl } from "./nl.ts";
import { nb } from "./nb.ts";
import { da } from "./da.ts";
import { sv } from "./sv.ts";
import { ro } from "./ro.ts";
import { it } from "./it.ts";
import { es } from "./es.ts";
import { pt } from "./pt.ts";
import { fr } from "./fr.ts";
import { mt } from "./mt.ts";
import { pl } from "./pl.ts";
import { cs } from "./cs.ts";
import { sk } from "./sk.ts";
import { sl } from "./sl.ts";
import { hr } from "./hr.ts";
import { et } from "./et.ts";
import { fi } from "./fi.ts";
import { lt } from "./lt.ts";
import { lv } from "./lv.ts";
import { ko } from "./ko.ts";
import { hi } from "./hi.ts";
import { bn } from "./bn.ts";
import { el } from "./el.ts";
import { ar } from "./ar.ts";
import { fa } from "./fa.ts";
import { he } from "./he.ts";
import { bg } from "./bg.ts";
import { ru } from "./ru.ts";
import { uk } from "./uk.ts";
import { th } from "./th.ts";
import { zhHant } from "./zh-Hant.ts";
import { zhHans } from "./zh-Hans.ts";
import { ja } from "./ja.ts";
import type { Messages } from "./messages.ts";

export type { Messages } from "./messages.ts";

const all = {
  ar,
  bg,
  bn,
  cs,
  da,
  de,
  el,
  en,
  es,
  et,
  fa,
  fi,
  fr,
  ga,
  he,
  hi,
  hr,
  hu,
  id,
  it,
  ja,
  ko,
  lt,
  lv,
  mt,
  nb,
  nl,
  pl,
  pt,
  ro,
  ru,
  sk,
  sl,
  sv,
  th,
  tr,
  uk,
  vi,
  "zh-Hans": zhHans,
  "zh-Hant": zhHant,
};

/** A language tag (BCP 47): the official languages of the European Union, and sixteen more. */
export type Language = keyof typeof all;

/** The hyphen of words such as "e-mail", after which no line should break. */
const HYPHEN = /(?<!\p{L})(e)-(?=\p{L})/giu;

export const LANGUAGES = Object.keys(all) as Language[];

/** The texts of each language. */
export const messages = Object.fromEntries(
  LANGUAGES.map((language) => [language, unbroken(all[language])]),
) as Readonly<Record<Language, Messages>>;

function unbroken(texts: Messages): Messages {
  return JSON.parse(JSON.stringify(texts).replaceAll(HYPHEN, "$1\u2011")) as Messages;
}

export const FALLBACK_LANGUAGE: Language = "en";

/** Other tags of these languages, and the script of a region. The first match counts. */
const ALIASES: readonly [RegExp, Language][] = [
  [/^zh-hans\b/i, "zh-Hans"],
  [/^zh\b.*-(?:hant|tw|hk|mo)\b/i, "zh-Hant"],
  [/^zh\b/i, "zh-Hans"],
  [/^(?:no|nn)\b/i, "nb"],
  [/^iw\b/i, "he"],
  [/^in\b/i, "id"],
  [/^mo\b/i, "ro"],
];

/** The language that a tag such as `de-AT` or `zh-TW` asks for, in upper or lower case; `undefined` if no language fits. */
export function findLanguage(tag: string): Language | undefined {
  const alias = ALIASES.find(([pattern]) => pattern.test(tag))?.[1];
  const primary = tag.split("-", 1)[0]?.toLowerCase();
  return alias ?? LANGUAGES.find((language) => language === primary);
}

const RIGHT_TO_LEFT = new Set<Language>(["ar", "fa", "he"]);

/** The direction in which a language is written. */
export function directionOf(language: Language): "ltr" | "rtl" {
  return RIGHT_TO_LEFT.has(language) ? "rtl" : "ltr";
}

/** The languages that the pages speak. */

import { ar } from "./ar.ts";
import { bg } from "./bg.ts";
import { bn } from "./bn.ts";
import { cs } from "./cs.ts";
import { da } from "./da.ts";
import { de } from "./de.ts";
import { el } from "./el.ts";
import { en } from "./en.ts";
import { es } from "./es.ts";
import { et } from "./et.ts";
import { fa } from "./fa.ts";
import { fi } from "./fi.ts";
import { fr } from "./fr.ts";
import { ga } from "./ga.ts";
import { he } from "./he.ts";
import { hi } from "./hi.ts";
import { hr } from "./hr.ts";
import { hu } from "./hu.ts";
import { id } from "./id.ts";
import { it } from "./it.ts";
import { ja } from "./ja.ts";
import { ko } from "./ko.ts";
import { lt } from "./lt.ts";
import { lv } from "./lv.ts";
import { mt } from "./mt.ts";
import { nb } from "./nb.ts";
import { nl } from "./nl.ts";
import { pl } from "./pl.ts";
import { pt } from "./pt.ts";
import { ro } from "./ro.ts";
import { ru } from "./ru.ts";
import { sk } from "./sk.ts";
import { sl } from "./sl.ts";
import { sv } from "./sv.ts";
import { th } from "./th.ts";
import { tr } from "./tr.ts";
import { uk } from "./uk.ts";
import { vi } from "./vi.ts";
import { zhHans } from "./zh-Hans.ts";
import { zhHant } from "./zh-Hant.ts";
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

export const messages: Readonly<Record<Language, Messages>> = all;

export const LANGUAGES = Object.keys(all) as Language[];

export const FALLBACK_LANGUAGE: Language = "en";

/** Other names of languages above, and the script that goes with a region. The first that fits counts. */
const ALIASES: readonly [RegExp, Language][] = [
  [/^zh\b.*-(?:hant|tw|hk|mo)\b/i, "zh-Hant"],
  [/^zh\b/i, "zh-Hans"],
  [/^(?:no|nn)\b/i, "nb"],
  [/^iw\b/i, "he"],
  [/^in\b/i, "id"],
  [/^mo\b/i, "ro"],
];

/** Turns a tag into one that starts with a language above, where it has another name there. */
export function canonicalTag(tag: string): string {
  return ALIASES.find(([pattern]) => pattern.test(tag))?.[1] ?? tag;
}

const RIGHT_TO_LEFT = new Set<Language>(["ar", "fa", "he"]);

/** The direction in which a language is written. */
export function directionOf(language: Language): "ltr" | "rtl" {
  return RIGHT_TO_LEFT.has(language) ? "rtl" : "ltr";
}

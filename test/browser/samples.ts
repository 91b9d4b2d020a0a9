/** Every page that readers may meet, with realistic names: what the gallery shows and the browser tests look at. Data only. */

import type { Language } from "../../src/messages/index.ts";
import type { Page, PageLink } from "../../src/pages/page.ts";
import { createPages } from "../../src/pages/render.ts";
import type { Brand } from "../../src/settings/brand.ts";

const VIEWS = {
  page: { focusHeading: false, hasMenu: true },
  receipt: { focusHeading: true, hasMenu: true },
  answer: { focusHeading: true, hasMenu: false },
};

/** A page as the Worker would answer it. */
export interface Sample {
  /** What the gallery and the tests call it. */
  name: string;
  page: Page;
  /** What it is: opened by a link, what a form leads to, or the direct answer to a form. */
  shownAs: keyof typeof VIEWS;
  brand: Brand;
}

/** A brand with all that a page shows of it, but for a colour. */
const BRAND = {
  name: "Acme & Söhne",
  url: "https://acme.example/",
  support: "help@acme.example",
} as const;

/** A brand colour that reads on white as badly as any: yellow. */
export const AWKWARD_COLOR = "#ffcc00";

const LIST_NAMES = {
  en: "Weekly digest",
  ar: "النشرة الأسبوعية",
  de: "Wochenrückblick",
  fi: "Viikkokirje",
  ja: "ウィークリーダイジェスト",
  th: "สรุปประจำสัปดาห์",
};

const link: PageLink = {
  listName: LIST_NAMES,
  contact: "mira.holm@example.com",
  path: "/leave/weekly/eonxwyzj2m5uxeyjoon2hk43jnvuwg2ltorsw4zloobsxe5djmfxgk4tu",
};

/** Longer than anybody would like, and without a place to break. */
const LONG: PageLink = {
  ...link,
  listName: "Donaudampfschifffahrtsgesellschaftsnachrichten (täglich)",
  contact: "mira@newsletters.a-subdomain-that-goes-on-and-on.engineering.example.com",
};

const LONG_BRAND = {
  ...BRAND,
  name: "Gesellschaft-für-Donaudampfschifffahrtsforschung International",
  support: "unsubscribe-and-privacy-questions@a-subdomain-that-goes-on.acme.example",
};

/** A page that shows neither who nor what: the link goes by contact ID, and the list has no name. */
const BARE: PageLink = {
  ...link,
  listName: undefined,
  contact: "e169aa45-1ecf-4183-9955-b1499d5701d3",
};

const view = "0123456789abcdef0123456789abcdef";
const undo = view;
const everythingView = view;
const scope = "list";
const ASKING = { kind: "asking", link, view, everythingView } as const;
/** What is about everything. */
const EVERYTHING = { scope: "everything", everythingView: undefined } as const;
const DONE = { kind: "done", link, scope, undo, everythingView } as const;
const UNDONE = { kind: "undone", link, scope } as const;
const FAILED = { link, step: { action: "leave", view } } as const;

const shown = (name: string, page: Page, brand: Brand = BRAND): Sample => {
  return { name, page, shownAs: "page", brand };
};

const receipt = (name: string, page: Page, brand: Brand = BRAND): Sample => {
  return { name, page, shownAs: "receipt", brand };
};

const answered = (name: string, page: Page): Sample => {
  return { name, page, shownAs: "answer", brand: BRAND };
};

/** Every kind of page, and the looks that differ within one. */
export const SAMPLES: readonly Sample[] = [
  shown("asking", ASKING),
  shown("asking, without a brand", { ...ASKING, link: BARE }, {}),
  shown("asking, long", { ...ASKING, link: LONG }, LONG_BRAND),
  receipt("left", DONE),
  receipt("left, again", { ...DONE, undo: undefined }),
  receipt("left, everything", { ...DONE, ...EVERYTHING }),
  receipt("queued", { ...DONE, kind: "queued" }),
  receipt("queued, everything", { ...DONE, ...EVERYTHING, kind: "queued" }),
  receipt("no contact", { ...DONE, kind: "no-contact", undo: undefined }),
  receipt("no contact, everything", {
    ...DONE,
    ...EVERYTHING,
    kind: "no-contact",
    undo: undefined,
  }),
  receipt("dead letter", { ...DONE, kind: "dead-letter" }),
  receipt("dead letter, everything", { ...DONE, ...EVERYTHING, kind: "dead-letter" }, {}),
  receipt("undone", UNDONE),
  receipt("undone, everything", { ...UNDONE, scope: "everything" }),
  receipt("canceled", { ...UNDONE, kind: "canceled" }),
  receipt("canceled, everything", { ...UNDONE, kind: "canceled", scope: "everything" }),
  receipt("undoing", { ...UNDONE, kind: "undoing" }),
  receipt("undoing, everything", { ...UNDONE, kind: "undoing", scope: "everything" }),
  receipt("out of date", { kind: "out-of-date", link }),
  answered("asked again", { kind: "asked-again", link }),
  answered("others stand", { kind: "others-stand", link }),
  answered("expired", { kind: "too-late", link }),
  answered("try again", { kind: "try-again", ...FAILED }),
  answered("too many", { kind: "too-many", ...FAILED }),
  shown("no reader", { kind: "general" }),
  shown("no reader, nobody to write to", { kind: "general" }, {}),
  shown("bad link", { kind: "bad-link" }),
  shown("bad link, nobody to write to", { kind: "bad-link" }, {}),
  shown("bad link, long", { kind: "bad-link" }, LONG_BRAND),
  shown("out of order", { kind: "out-of-order" }, {}),
];

/** What stands on the samples in a reader's language without being translated. */
export const NAMES: readonly string[] = [
  ...Object.values(LIST_NAMES),
  LONG.listName,
  BRAND.name,
  BRAND.support,
  LONG_BRAND.name,
  LONG_BRAND.support,
].filter((name) => typeof name === "string");

/** A sample as it goes to a reader of some language, in the brand's colour if one is given. */
export function render(
  { page, shownAs, brand }: Sample,
  language: Language,
  color?: string,
): string {
  const pages = createPages(color === undefined ? brand : { ...brand, color });
  return pages.render(page, { language, languageIsAsked: true, ...VIEWS[shownAs] });
}

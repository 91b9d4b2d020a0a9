/** Every page that people may meet, with realistic names, for the gallery and for tests without a Worker. */

import type { Page as BrowserPage } from "playwright-core";

import type { Language } from "../../src/messages/index.ts";
import type { Page, PageLink } from "../../src/pages/page.ts";
import { createPages } from "../../src/pages/render.ts";
import type { Brand } from "../../src/settings/brand.ts";

const VIEWS = { page: false, receipt: true, answer: true };

/** A page as the Worker would answer it. */
export interface Sample {
  /** What the gallery and the tests call it. */
  name: string;
  /** What it is: opened by a link, what a form leads to, or the direct answer to a form. */
  shownAs: keyof typeof VIEWS;
  page: Page;
  brand: Brand;
}

/** A brand with everything that a page shows of it, except a color. */
const BRAND = {
  name: "Acme & Söhne",
  url: "https://acme.example/",
  support: "help@acme.example",
  address: "Acme & Söhne GmbH\nMusterstraße 1\n12345 Beispielstadt",
} as const;

/** A brand color that reads on white as badly as any: yellow. */
export const AWKWARD_COLOR = "#ffcc00";

/** Stands for the sender where the brand has no name. */
const HOST = "go.acme.example";

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

/** Very long, and without a place to break. */
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
const undo = { token: view, isFresh: true };
const everythingView = view;
const scope = "list";
const ASKING = { kind: "asking", link, view, everythingView } as const;
/** What is about everything. */
const EVERYTHING = { scope: "everything", everythingView: undefined } as const;
const DONE = { kind: "done", link, scope, undo, everythingView } as const;
const NO_CONTACT = {
  ...DONE,
  kind: "no-contact",
  undo: undefined,
  everythingView: undefined,
} as const;
const UNDONE = { kind: "undone", link, scope, view, everythingView: undefined } as const;
/** What is undone about everything. */
const ALL_UNDONE = { ...UNDONE, scope: "everything", view: undefined, everythingView } as const;
const FAILED = { link, step: { action: "leave", view } } as const;

/** Every kind of page, and the looks that differ within one. */
const ROWS: [string, Sample["shownAs"], Page, Brand?][] = [
  ["asking", "page", ASKING],
  ["asking, without a brand", "page", { ...ASKING, link: BARE }, {}],
  ["asking, long", "page", { ...ASKING, link: LONG }, LONG_BRAND],
  ["left", "receipt", DONE],
  ["left, again", "receipt", { ...DONE, undo: undefined }],
  ["left, everything", "receipt", { ...DONE, ...EVERYTHING }],
  ["queued", "receipt", { ...DONE, kind: "queued" }],
  ["queued, everything", "receipt", { ...DONE, ...EVERYTHING, kind: "queued" }],
  ["no contact", "receipt", NO_CONTACT],
  ["no contact, everything", "receipt", { ...NO_CONTACT, ...EVERYTHING }],
  ["dead letter", "receipt", { ...DONE, kind: "dead-letter" }],
  ["dead letter, everything", "receipt", { ...DONE, ...EVERYTHING, kind: "dead-letter" }, {}],
  ["undone", "receipt", UNDONE],
  ["undone, everything", "receipt", ALL_UNDONE],
  ["canceled", "receipt", { ...UNDONE, kind: "canceled" }],
  ["canceled, everything", "receipt", { ...ALL_UNDONE, kind: "canceled" }],
  ["undoing", "receipt", { ...UNDONE, kind: "undoing" }],
  ["undoing, everything", "receipt", { ...ALL_UNDONE, kind: "undoing" }],
  ["out of date", "receipt", { kind: "out-of-date", link }],
  ["asked again", "answer", { kind: "asked-again", link }],
  ["others stand", "answer", { kind: "others-stand", link }],
  ["expired", "answer", { kind: "too-late", link }],
  ["try again", "answer", { kind: "try-again", ...FAILED }],
  ["too many", "answer", { kind: "too-many", ...FAILED }],
  ["no contact named", "page", { kind: "general" }],
  ["no contact named, without a brand", "page", { kind: "general" }, {}],
  ["bad link", "page", { kind: "bad-link" }],
  ["bad link, without a brand", "page", { kind: "bad-link" }, {}],
  ["bad link, long", "page", { kind: "bad-link" }, LONG_BRAND],
  ["out of order", "page", { kind: "out-of-order" }, {}],
  ["home", "page", { kind: "home" }],
  ["languages", "page", { kind: "languages" }],
];

export const SAMPLES: readonly Sample[] = ROWS.map(([name, shownAs, page, brand = BRAND]) => {
  return { name, shownAs, page, brand };
});

/** What the samples show in every language without a translation. */
export const NAMES: readonly string[] = [
  ...Object.values(LIST_NAMES),
  LONG.listName,
  HOST,
  BRAND.name,
  ...BRAND.address.split("\n"),
  BRAND.support,
  LONG_BRAND.name,
  LONG_BRAND.support,
].filter((name) => typeof name === "string");

/** A sample as HTML in a language, in the brand's color if one is given. */
export function render(
  { page, shownAs, brand }: Sample,
  language: Language,
  color?: string,
): string {
  const pages = createPages(color === undefined ? brand : { ...brand, color });
  const focusHeading = VIEWS[shownAs];
  return pages.render(page, {
    language,
    languageIsAsked: true,
    focusHeading,
    host: HOST,
    current: "",
  });
}

/** Shows a sample in a browser, without a Worker and without a network. */
export async function show(page: BrowserPage, ...sample: Parameters<typeof render>): Promise<void> {
  await page.setContent(render(...sample), { waitUntil: "domcontentloaded" });
}

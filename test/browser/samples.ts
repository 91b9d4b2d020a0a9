/** Every page that readers may meet, with realistic names: what the gallery shows and the browser tests look at. Data only. */

import {
  type Brand,
  createPages,
  type Language,
  type Page,
  type Subject,
} from "../../src/pages/index.ts";

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

const subject: Subject = {
  listName: LIST_NAMES,
  contact: "mira.holm@example.com",
  path: "/leave/weekly/eonxwyzj2m5uxeyjoon2hk43jnvuwg2ltorsw4zloobsxe5djmfxgk4tu",
};

/** Longer than anybody would like, and without a place to break. */
const LONG: Subject = {
  ...subject,
  listName: "Donaudampfschifffahrtsgesellschaftsnachrichten (täglich)",
  contact: "mira@newsletters.a-subdomain-that-goes-on-and-on.engineering.example.com",
};

const LONG_BRAND = {
  ...BRAND,
  name: "Gesellschaft-für-Donaudampfschifffahrtsforschung International",
  support: "unsubscribe-and-privacy-questions@a-subdomain-that-goes-on.acme.example",
};

/** A page that shows neither who nor what: the link goes by contact ID, and the list has no name. */
const BARE: Subject = {
  ...subject,
  listName: undefined,
  contact: "e169aa45-1ecf-4183-9955-b1499d5701d3",
};

const view = "0123456789abcdef0123456789abcdef";
const undo = view;
const everythingView = view;
const scope = "list";
const ASKING = { state: "asking", subject, view, everythingView } as const;
/** What is about everything. */
const EVERYTHING = { scope: "everything", everythingView: undefined } as const;
const LEFT = { state: "left", subject, scope, undo, everythingView } as const;
const UNDONE = { state: "undone", subject, scope } as const;
const FAILED = { subject, step: { action: "leave", view } } as const;

const shown = (name: string, page: Page, brand: Brand = BRAND): Sample => {
  return { name, page, shownAs: "page", brand };
};

const receipt = (name: string, page: Page, brand: Brand = BRAND): Sample => {
  return { name, page, shownAs: "receipt", brand };
};

const answered = (name: string, page: Page): Sample => {
  return { name, page, shownAs: "answer", brand: BRAND };
};

/** Every state, and the looks that differ within one. */
export const SAMPLES: readonly Sample[] = [
  shown("asking", ASKING),
  shown("asking, without a brand", { ...ASKING, subject: BARE }, {}),
  shown("asking, long", { ...ASKING, subject: LONG }, LONG_BRAND),
  receipt("left", LEFT),
  receipt("left, again", { ...LEFT, undo: undefined }),
  receipt("left, everything", { ...LEFT, ...EVERYTHING }),
  receipt("queued", { ...LEFT, state: "queued" }),
  receipt("queued, everything", { ...LEFT, ...EVERYTHING, state: "queued" }),
  receipt("no contact", { ...LEFT, state: "no-contact", undo: undefined }),
  receipt("no contact, everything", {
    ...LEFT,
    ...EVERYTHING,
    state: "no-contact",
    undo: undefined,
  }),
  receipt("dead letter", { ...LEFT, state: "dead-letter" }),
  receipt("dead letter, everything", { ...LEFT, ...EVERYTHING, state: "dead-letter" }, {}),
  receipt("undone", UNDONE),
  receipt("undone, everything", { ...UNDONE, scope: "everything" }),
  receipt("canceled", { ...UNDONE, state: "canceled" }),
  receipt("canceled, everything", { ...UNDONE, state: "canceled", scope: "everything" }),
  receipt("undoing", { ...UNDONE, state: "undoing" }),
  receipt("undoing, everything", { ...UNDONE, state: "undoing", scope: "everything" }),
  receipt("out of date", { state: "out-of-date", subject }),
  answered("asked again", { state: "asked-again", subject }),
  answered("others stand", { state: "others-stand", subject }),
  answered("expired", { state: "expired", subject }),
  answered("try again", { state: "try-again", ...FAILED }),
  answered("too many", { state: "too-many", ...FAILED }),
  shown("no reader", { state: "no-reader" }),
  shown("no reader, nobody to write to", { state: "no-reader" }, {}),
  shown("bad link", { state: "bad-link" }),
  shown("bad link, nobody to write to", { state: "bad-link" }, {}),
  shown("bad link, long", { state: "bad-link" }, LONG_BRAND),
  shown("out of order", { state: "out-of-order" }, {}),
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

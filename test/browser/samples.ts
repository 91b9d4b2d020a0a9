/** Every page that readers may meet, with realistic names: what the gallery shows and the browser tests look at. Data only. */

import {
  type Brand,
  createPages,
  type Language,
  type Page,
  type Subject,
} from "../../src/pages/index.ts";

/** A page as the Worker would answer it. */
export interface Sample {
  /** What the gallery and the tests call it. */
  name: string;
  page: Page;
  /** Whether it answers a form. */
  isAnswer: boolean;
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

const undo = {
  action: "rejoin",
  undoes: "leave",
  proof: "leave.restore.1790000000.abcdefghijklmnopqrstuvwxy2",
} as const;
const resume = { ...undo, undoes: "everything" } as const;
const step = { action: "leave" } as const;

const shown = (name: string, page: Page, brand: Sample["brand"] = BRAND): Sample => {
  return { name, page, isAnswer: false, brand };
};

const answered = (name: string, page: Page): Sample => {
  return { name, page, isAnswer: true, brand: BRAND };
};

/** Every state, and the looks that differ within one. */
export const SAMPLES: readonly Sample[] = [
  shown("asking", { state: "asking", subject, offerEverything: true }),
  shown("asking, without a brand", { state: "asking", subject: BARE, offerEverything: true }, {}),
  shown("asking, long", { state: "asking", subject: LONG, offerEverything: true }, LONG_BRAND),
  answered("left", { state: "left", subject, undo, offerEverything: true }),
  answered("left, again", { state: "left", subject, undo: undefined, offerEverything: true }),
  answered("leaving", { state: "leaving", subject, undo, offerEverything: true }),
  answered("stopped", { state: "stopped", subject, undo: resume }),
  answered("rejoined", { state: "rejoined", subject }),
  answered("resumed", { state: "resumed", subject }),
  answered("cancelled", { state: "cancelled", subject }),
  answered("expired", { state: "expired", subject }),
  answered("too late", { state: "too-late", subject }),
  answered("try again", { state: "try-again", subject, step }),
  answered("too many", { state: "too-many", subject, step }),
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
  { page, isAnswer, brand }: Sample,
  language: Language,
  color?: string,
): string {
  const pages = createPages(color === undefined ? brand : { ...brand, color });
  return pages.render(page, { language, languageIsAsked: true, isAnswer });
}

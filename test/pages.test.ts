import { describe, expect, it } from "vitest";

import { LANGUAGES, messages } from "../src/messages/index.ts";
import { type Brand, createPages, type Page, renderText, type View } from "../src/pages/index.ts";
import { nameIn } from "../src/pages/list-name.ts";
import { maskContact } from "../src/pages/mask.ts";

const SUBJECT = {
  listName: "Weekly <b>digest</b> & more",
  contact: "<script>@example.com",
  path: "/leave/weekly/e77",
};
const subject = SUBJECT;
const undo = { action: "rejoin", undoes: "leave", proof: "leave.restore.1.aaaa" } as const;
const step = { action: "leave" } as const;

const PAGES: Page[] = [
  { state: "asking", subject, offerEverything: true },
  { state: "left", subject, undo, offerEverything: true },
  { state: "leaving", subject, undo, offerEverything: true },
  { state: "stopped", subject, undo: { ...undo, undoes: "everything" } },
  { state: "rejoined", subject },
  { state: "resumed", subject },
  { state: "cancelled", subject },
  { state: "expired", subject },
  { state: "too-late", subject },
  { state: "try-again", subject, step },
  { state: "too-many", subject, step },
  { state: "no-reader" },
  { state: "bad-link" },
  { state: "out-of-order" },
];

const SHOWN_BY_GET = new Set(["asking", "no-reader", "bad-link", "out-of-order"]);

/** Pages in the colour of good news; of the others, these two are in neither colour, and the rest in that of trouble. */
const GOOD_NEWS = new Set(["left", "stopped", "rejoined", "resumed", "cancelled"]);
const NO_NEWS = new Set(["asking", "leaving"]);

/** A view and whose page it is. */
type BrandedView = View & { brand: Brand };

const renderPage = (page: Page, { brand, ...view }: BrandedView) =>
  createPages(brand).render(page, view);

const VIEW: BrandedView = {
  language: "en",
  languageIsAsked: false,
  isAnswer: false,
  brand: {
    name: "Acme & Söhne",
    url: "https://acme.com/?a=1&b=2",
    support: "help@acme.com",
    color: "#ffcc00",
  },
};
const BARE: BrandedView = { ...VIEW, brand: {} };

describe.each(PAGES)("the page $state", (page) => {
  const html = renderPage(page, VIEW);

  it("is a whole document with one heading that its title repeats", () => {
    expect(html).toMatch(
      /^<!doctype html>\n<html lang="en" dir="ltr">\n<head>\n<meta charset="utf-8">/,
    );
    expect(html).toMatch(/<\/body>\n<\/html>$/);
    const headings = [...html.matchAll(/<h1[^>]*>(.*?)<\/h1>/g)].map(([, text]) => text);
    expect(headings).toHaveLength(1);
    expect(html).toContain(`<title>${headings[0]} &middot; Acme &amp; Söhne</title>`);
  });

  it("wears the colour of its news, and claims no success that is not there", () => {
    const mood = GOOD_NEWS.has(page.state) ? " done" : NO_NEWS.has(page.state) ? "" : " trouble";
    expect(html).toContain(`<div class="icon${mood}" aria-hidden="true">`);
  });

  it("asks nobody for anything, and runs nothing", () => {
    expect(html).not.toMatch(/<(script|link|img|iframe)|\ssrc=|url\(|@import|\son[a-z]+=|style=/);
  });

  it("escapes what settings and links carry", () => {
    expect(html).not.toContain("<b>digest");
    expect(html).not.toContain("<script>");
    expect(html).toContain("https://acme.com/?a=1&amp;b=2");
  });
});

it("shows each reader their own list, address and link, however many have asked before", () => {
  const pages = createPages(BARE.brand);
  const ask = (of: typeof SUBJECT) =>
    pages.render({ state: "asking", subject: of, offerEverything: true }, BARE);
  ask(SUBJECT);
  const html = ask({
    listName: "$& <i>News</i>",
    contact: "ümit@example.org",
    path: "/leave/news/e22",
  });
  expect(html).toContain("<b><bdi>$&amp; &lt;i&gt;News&lt;/i&gt;</bdi></b>");
  expect(html).toContain("<bdi>&#252;&#8226;&#8226;&#8226;@example.org</bdi>");
  expect([...html.matchAll(/action="([^"]*)"/g)].map(([, action]) => action)).toEqual([
    "/leave/news/e22",
    "/leave/news/e22/everything",
  ]);
  expect(html).not.toMatch(/weekly|digest|example\.com/i);
});

it("is ASCII in English, so that it is written fast", () => {
  const html = renderPage({ state: "asking", subject, offerEverything: true }, BARE);
  expect(html).toMatch(/^[ -~\n]+$/);
});

/** Bytes after gzip, as a browser gets them. */
async function gzipped(text: string): Promise<number> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
  return (await new Response(stream).arrayBuffer()).byteLength;
}

describe.each(LANGUAGES)("in %s", (language) => {
  it("every page weighs less than 8 KB, and less than 3 KB gzipped", async () => {
    const ticket = "eon2gk5tffz3w66tonfqwwqdhnvqws3bomnxw2srkf5uxcfsn2bhtsfnugerxiom";
    for (const page of PAGES) {
      const path = `/leave/product-news/${ticket}`;
      const real = "subject" in page ? { ...page, subject: { ...SUBJECT, path } } : page;
      const isAnswer = !SHOWN_BY_GET.has(page.state);
      const html = renderPage(real, { ...VIEW, language, isAnswer });
      expect(new TextEncoder().encode(html).length, page.state).toBeLessThan(8 * 1024);
      expect(await gzipped(html), page.state).toBeLessThan(3 * 1024);
    }
  });

  it("every text is its own, not left in English", () => {
    const texts = (of: object): string[] =>
      Object.values(of).flatMap((value) => (typeof value === "string" ? value : texts(value)));
    const english = new Set(texts(messages.en).filter((text) => text.length > 8));
    const own = texts(messages[language]);
    expect(own).toHaveLength(texts(messages.en).length);
    expect(own.every((text) => text.trim() === text && text !== "")).toBe(true);
    expect(own.filter((text) => language !== "en" && english.has(text))).toEqual([]);
  });

  it("says so to browsers and screen readers", () => {
    const html = renderPage({ state: "bad-link" }, { ...BARE, language });
    const direction = ["ar", "fa", "he"].includes(language) ? "rtl" : "ltr";
    expect(html).toContain(`<html lang="${language}" dir="${direction}">`);
    expect(html).toContain(messages[language].badLink.title);
  });
});

describe("the forms", () => {
  const forms = (page: Page, view: Partial<BrandedView> = {}) =>
    [
      ...renderPage(page, { ...BARE, ...view }).matchAll(
        /<form method="post" action="([^"]*)">(.*?)<\/form>/gs,
      ),
    ].map(([, action, content = ""]) => ({
      action,
      proof: /name="proof" value="([^"]*)"/.exec(content)?.[1],
      label: content.replaceAll(/<[^>]+>/g, "").trim(),
    }));

  it("stand each for itself, and post to addresses of their own", () => {
    expect(forms({ state: "asking", subject, offerEverything: true })).toEqual([
      { action: "/leave/weekly/e77", proof: undefined, label: "Leave this list" },
      {
        action: "/leave/weekly/e77/everything",
        proof: undefined,
        label: "Stop all emails from this sender",
      },
    ]);
    expect(forms({ state: "left", subject, undo, offerEverything: true })).toMatchObject([
      { action: "/leave/weekly/e77/rejoin", proof: undo.proof, label: "Rejoin this list" },
      { action: "/leave/weekly/e77/everything" },
    ]);
    expect(forms({ state: "stopped", subject, undo: { ...undo, undoes: "everything" } })).toEqual([
      { action: "/leave/weekly/e77/rejoin", proof: undo.proof, label: "Get emails again" },
    ]);
  });

  it("name the brand, whatever it is called", () => {
    const brand = { name: "$& <Acme>" };
    const [, everything] = forms({ state: "asking", subject, offerEverything: true }, { brand });
    expect(everything?.label).toBe("Stop all emails from $&amp; &lt;Acme&gt;");
  });

  it("offer nothing that is switched off, or that has no way back", () => {
    expect(forms({ state: "asking", subject, offerEverything: false })).toHaveLength(1);
    expect(forms({ state: "left", subject, undo: undefined, offerEverything: false })).toEqual([]);
  });

  it("try again what did not work", () => {
    expect(forms({ state: "try-again", subject, step: { action: "everything" } })).toMatchObject([
      { action: "/leave/weekly/e77/everything", label: "Try again" },
    ]);
    expect(forms({ state: "too-many", subject, step: undo })).toMatchObject([
      { action: "/leave/weekly/e77/rejoin", proof: undo.proof },
    ]);
  });

  it("keep the language that the link asks for", () => {
    const view = { language: "de", languageIsAsked: true } as const;
    expect(forms({ state: "asking", subject, offerEverything: false }, view)).toMatchObject([
      { action: "/leave/weekly/e77?lang=de" },
    ]);
  });
});

describe("the menu of languages", () => {
  it("is on pages that a GET shows, and on no others", () => {
    const html = renderPage({ state: "bad-link" }, BARE);
    const links = [...html.matchAll(/<a href="\?lang=([^"]+)" lang="([^"]+)"/g)];
    expect(links.map(([, asked]) => asked)).toEqual(LANGUAGES);
    expect(links.map(([, , tag]) => tag)).toEqual(LANGUAGES);
    expect(html.match(/aria-current="true"/g)).toHaveLength(1);
    expect(renderPage({ state: "bad-link" }, { ...BARE, isAnswer: true })).not.toContain("?lang=");
  });
});

describe("a page that answers a form", () => {
  it("moves the focus to its heading, so that it is what a screen reader says first", () => {
    const html = renderPage({ state: "rejoined", subject }, { ...BARE, isAnswer: true });
    expect(html).toContain('<h1 tabindex="-1" autofocus>You are back on the list</h1>');
    expect(renderPage({ state: "bad-link" }, BARE)).not.toContain("autofocus");
  });
});

describe("the brand", () => {
  it("may have a logo, with the name where it does not load", () => {
    const brand = { name: "Acme", logo: "https://cdn.acme.com/logo.svg" };
    expect(renderPage({ state: "bad-link" }, { ...BARE, brand })).toContain(
      '<img src="https://cdn.acme.com/logo.svg" alt="Acme" height="40">',
    );
  });

  it("has a name even where only a logo is set", () => {
    const brand = { logo: "https://cdn.acme.com/logo.svg", url: "https://acme.com/" };
    expect(renderPage({ state: "bad-link" }, { ...BARE, brand })).toContain('alt="acme.com"');
    const { logo } = brand;
    expect(renderPage({ state: "bad-link" }, { ...BARE, brand: { logo } })).toContain(
      '<p class="brand"><img src="https://cdn.acme.com/logo.svg" alt="cdn.acme.com" height="40"></p>',
    );
  });

  it("leaves nothing empty behind where there is none", () => {
    const bare = { listName: undefined, contact: crypto.randomUUID(), path: "/leave/a/c" };
    const html = renderPage({ state: "asking", subject: bare, offerEverything: true }, BARE);
    expect(html).toContain("<title>Leave this list?</title>");
    expect(html).not.toMatch(/class="(brand|subject)"|undefined|\{brand\}/);
  });
});

describe("renderText", () => {
  it("says the same in one line", () => {
    const page: Page = { state: "left", subject, undo, offerEverything: true };
    expect(renderText(page, "en")).toMatch(
      /^Weekly <b>digest<\/b> & more: You have left this list\. .+\n$/,
    );
    expect(renderText({ state: "bad-link" }, "de")).toMatch(
      /^Dieser Link funktioniert nicht\. .+\n$/,
    );
  });
});

describe("nameIn", () => {
  const names = { de: "Wochenblick", en: "Weekly", "pt-BR": "Resumo", "zh-hant": "週報" };

  it.each([
    ["de", "Wochenblick"],
    ["zh-Hant", "週報"],
    ["fr", "Weekly"],
  ])("finds the name for %s", (language, name) => {
    expect(nameIn(language, names)).toBe(name);
  });

  it("knows a language by its other tags", () => {
    expect(nameIn("nb", { en: "Weekly", no: "Ukentlig" })).toBe("Ukentlig");
    expect(nameIn("de", { en: "Weekly", "de-AT": "Wochenblick" })).toBe("Wochenblick");
  });

  it("takes what there is", () => {
    expect(nameIn("fr", { de: "Wochenblick" })).toBe("Wochenblick");
    expect(nameIn("zh-Hans", { zh: "周报" })).toBe("周报");
    expect(nameIn("fr", "Weekly")).toBe("Weekly");
    expect(nameIn("fr", undefined)).toBeUndefined();
    expect(nameIn("fr", {})).toBeUndefined();
  });
});

describe("maskContact", () => {
  it.each([
    ["steve.wozniak@gmail.com", "s•••@gmail.com"],
    ["a@b", "a•••@b"],
    ["ü@bücher.example", "ü•••@bücher.example"],
    ["\u{1F600}smile@example.com", "\u{1F600}•••@example.com"],
    ["a@b@example.com", "a•••@example.com"],
  ])("shows %s as %s", (address, masked) => {
    expect(maskContact(address)).toBe(masked);
  });

  it("shows nothing of a contact ID", () => {
    expect(maskContact("e169aa45-1ecf-4183-9955-b1499d5701d3")).toBeUndefined();
  });
});

import { describe, expect, it } from "vitest";

import { LANGUAGES, messages, UNTRANSLATED } from "../../src/messages/index.ts";
import {
  type Brand,
  createPages,
  type Page,
  renderText,
  type View,
} from "../../src/pages/index.ts";
import { nameIn } from "../../src/pages/list-name.ts";
import { maskContact } from "../../src/pages/mask.ts";

const SUBJECT = {
  listName: "Weekly <b>digest</b> & more",
  contact: "<script>@example.com",
  path: "/leave/weekly/e77",
};
const subject = SUBJECT;
const view = "9f4c1de07ab82356c0d1b7e45a3f6829";
const everythingView = "3be8a5710c94f2d6871e09b3d5f4ac62";
const undo = "d27f60b91ce5483a7b0f95e8164ca3d2";
const step = { action: "leave", view } as const;
const scopes = ["list", "everything"] as const;

const ASKING: Page = { state: "asking", subject, view, everythingView };
const LEFT = { state: "left", subject, scope: "list", undo, everythingView } as const;
const ALL_LEFT = { ...LEFT, scope: "everything", everythingView: undefined } as const;

const PAGES: Page[] = [
  ASKING,
  ...[LEFT, ALL_LEFT].flatMap((left): Page[] => [
    left,
    { ...left, state: "queued" },
    { ...left, state: "no-contact" },
    { ...left, state: "dead-letter" },
  ]),
  ...scopes.flatMap((scope): Page[] => [
    { state: "undone", subject, scope },
    { state: "canceled", subject, scope },
    { state: "undoing", subject, scope },
  ]),
  { state: "asked-again", subject },
  { state: "others-stand", subject },
  { state: "expired", subject },
  { state: "out-of-date", subject },
  { state: "try-again", subject, step },
  { state: "too-many", subject, step },
  { state: "no-reader" },
  { state: "bad-link" },
  { state: "out-of-order" },
];

const OPENED = new Set(["asking", "no-reader", "bad-link", "out-of-order"]);
/** What a receipt shows: with the menu of languages below all that can still be done, they are the largest pages. */
const RECEIPTS = new Set([
  "left",
  "queued",
  "no-contact",
  "dead-letter",
  "undone",
  "canceled",
  "undoing",
  "out-of-date",
]);

/** Pages in the colour of good news; of the others, these are in neither colour, and the rest in that of trouble. */
const GOOD_NEWS = new Set(["left", "undone", "canceled"]);
const NO_NEWS = new Set(["asking", "queued", "no-contact", "undoing"]);

/** A view and whose page it is. */
type BrandedView = View & { brand: Brand };

const renderPage = (page: Page, { brand, ...how }: BrandedView) =>
  createPages(brand).render(page, how);

const VIEW: BrandedView = {
  language: "en",
  languageIsAsked: false,
  focusHeading: false,
  hasMenu: false,
  brand: {
    name: "Acme & Söhne",
    url: "https://acme.com/?a=1&b=2",
    support: "help@acme.com",
    color: "#ffcc00",
  },
};
const BARE: BrandedView = { ...VIEW, brand: {} };

describe.each(PAGES)("the page $state, $scope", (page) => {
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
  const ask = (of: typeof SUBJECT, views: { view: string; everythingView: string }) =>
    pages.render({ state: "asking", subject: of, ...views }, BARE);
  ask(SUBJECT, { view, everythingView });
  const html = ask(
    { listName: "$& <i>News</i>", contact: "ümit@example.org", path: "/leave/news/e22" },
    { view: "aa", everythingView: "bb" },
  );
  expect(html).toContain("<b><bdi>$&amp; &lt;i&gt;News&lt;/i&gt;</bdi></b>");
  expect(html).toContain("<bdi>&#252;&#8226;&#8226;&#8226;@example.org</bdi>");
  expect([...html.matchAll(/action="([^"]*)"/g)].map(([, action]) => action)).toEqual([
    "/leave/news/e22",
    "/leave/news/e22/everything",
  ]);
  expect([...html.matchAll(/name="view" value="([^"]*)"/g)].map(([, own]) => own)).toEqual([
    "aa",
    "bb",
  ]);
  expect(html).not.toMatch(/weekly|digest|example\.com/i);
  expect(html).not.toContain(view);
  expect(html).not.toContain(everythingView);
});

it("is ASCII in English, so that it is written fast", () => {
  expect(renderPage(ASKING, { ...BARE, hasMenu: true })).toMatch(/^[ -~\n]+$/);
});

/** Bytes after gzip, as a browser gets them. */
async function gzipped(text: string): Promise<number> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
  return (await new Response(stream).arrayBuffer()).byteLength;
}

describe.each(LANGUAGES)("in %s", (language) => {
  it("every page weighs less than 8 KB, and less than 3 KB gzipped; a receipt, less than 3.25 KB", async () => {
    const ticket = "eon2gk5tffz3w66tonfqwwqdhnvqws3bomnxw2srkf5uxcfsn2bhtsfnugerxiom";
    for (const page of PAGES) {
      const path = `/leave/product-news/${ticket}`;
      const real = "subject" in page ? { ...page, subject: { ...SUBJECT, path } } : page;
      const isReceipt = RECEIPTS.has(page.state);
      const focusHeading = !OPENED.has(page.state);
      const hasMenu = isReceipt || !focusHeading;
      const html = renderPage(real, { ...VIEW, language, focusHeading, hasMenu });
      expect(new TextEncoder().encode(html).length, page.state).toBeLessThan(8 * 1024);
      expect(await gzipped(html), page.state).toBeLessThan((isReceipt ? 3.25 : 3) * 1024);
    }
  });

  it("every text is its own, not left in English", () => {
    const texts = (of: object): string[] =>
      Object.values(of).flatMap((value) => (typeof value === "string" ? value : texts(value)));
    const english = new Set(texts(messages.en).filter((text) => text.length > 8));
    const own = texts(messages[language]);
    const lacking = UNTRANSLATED.filter((key) => messages[language][key] === undefined);
    const inEnglish = texts(lacking.map((key) => messages.en[key]));
    expect(own.length + inEnglish.length).toBe(texts(messages.en).length);
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

it("UNTRANSLATED names the texts that some language lacks, and no other", () => {
  const some = Object.keys(messages.en).filter((key) =>
    LANGUAGES.some((language) => !(key in messages[language])),
  );
  expect([...UNTRANSLATED].toSorted()).toEqual(some.toSorted());
});

describe("a text that a language lacks", () => {
  const noContact: Page = { ...LEFT, state: "no-contact" };
  const canceled: Page = { state: "canceled", subject, scope: "list" };
  const { title } = messages.en.noContact;

  it("is there in English, and says so", () => {
    const html = renderPage(noContact, { ...BARE, language: "de", focusHeading: true });
    expect(html).toContain(`<title>${title}</title>`);
    expect(html).toContain(`<h1 lang="en" tabindex="-1" autofocus>${title}</h1>`);
    expect(html).toContain('<p lang="en">The address that this link was made for');
    expect(html).toContain(messages.de.undo.question);
    expect(html).not.toContain('dir="ltr">The');
  });

  it("has its own direction on a page that is read from right to left", () => {
    const html = renderPage(noContact, { ...BARE, language: "ar" });
    expect(html).toContain('<html lang="ar" dir="rtl">');
    expect(html).toContain(`<h1 lang="en" dir="ltr">${title}</h1>`);
    expect(html).toContain('<p lang="en" dir="ltr">The address');
  });

  it("leaves the title in the reader's language where there is one", () => {
    const html = renderPage(canceled, { ...BARE, language: "de" });
    expect(html).toContain(`<h1>${messages.de.cancelled.title}</h1>`);
    expect(html).toContain(`<p lang="en">${messages.en.notCarriedOut}</p>`);
    expect(renderText(canceled, "de")).toBe(
      `${SUBJECT.listName}: ${messages.de.cancelled.title}. ${messages.en.notCarriedOut}\n`,
    );
  });

  it("marks nothing that is in the page's own language", () => {
    for (const page of PAGES) {
      expect(renderPage(page, VIEW), page.state).not.toMatch(/<(h1|p)[^>]* (lang|dir)=/);
    }
    expect(renderPage(LEFT, { ...VIEW, language: "ar" })).not.toMatch(/<(h1|p)[^>]* (lang|dir)=/);
  });
});

describe("a page says no more than is true:", () => {
  it("that all is as before, only where it was undone", () => {
    const sayIt = PAGES.filter((page) => renderText(page, "en").includes("as it was before"));
    expect(new Set(sayIt.map(({ state }) => state))).toEqual(new Set(["undone"]));
  });

  it("that it will be carried out, only where it will", () => {
    const sayIt = PAGES.filter((page) => renderText(page, "en").includes("will be carried out"));
    expect(new Set(sayIt.map(({ state }) => state))).toEqual(new Set(["queued", "undoing"]));
  });

  it.each(scopes)("which list it was about, if it was one: %s", (scope) => {
    for (const page of PAGES.filter((each) => "scope" in each && each.scope === scope)) {
      const html = renderPage(page, BARE);
      const name =
        scope === "list" ? "<b><bdi>Weekly &lt;b&gt;digest&lt;/b&gt; &amp; more</bdi></b>" : "";
      const who = "<bdi>&lt;&#8226;&#8226;&#8226;@example.com</bdi>";
      expect(html, page.state).toContain(`<p class="subject">${name}${who}</p>`);
      expect(renderText(page, "en").startsWith("Weekly"), page.state).toBe(scope === "list");
    }
  });
});

describe("the forms", () => {
  const forms = (page: Page, how: Partial<BrandedView> = {}) =>
    [
      ...renderPage(page, { ...BARE, ...how }).matchAll(
        /<form method="post" action="([^"]*)">(.*?)<\/form>/gs,
      ),
    ].map(([, action, content = ""]) => {
      const sent = [
        ...content.matchAll(
          /<(?:input type="hidden"|button class="[^"]*") name="([^"]*)" value="([^"]*)">/g,
        ),
      ];
      expect(content.match(/ name="/g)).toHaveLength(sent.length);
      return {
        action,
        sent: sent.map(([, name, value]) => `${name}=${value}`).join("&"),
        label: content.replaceAll(/<[^>]+>/g, "").trim(),
      };
    });

  const leaves = {
    action: "/leave/weekly/e77",
    sent: `view=${view}&confirm=page`,
    label: "Leave this list",
  };
  const stopsAll = {
    action: "/leave/weekly/e77/everything",
    sent: `view=${everythingView}&confirm=page`,
    label: "Stop all emails from this sender",
  };
  const undoes = {
    action: "/leave/weekly/e77/undo",
    sent: `token=${undo}&confirm=page`,
    label: "Rejoin this list",
  };

  it("stand each for itself, and post to addresses of their own", () => {
    expect(forms(ASKING)).toEqual([leaves, stopsAll]);
    for (const state of ["left", "queued", "no-contact", "dead-letter"] as const) {
      expect(forms({ ...LEFT, state }), state).toEqual([undoes, stopsAll]);
      expect(forms({ ...ALL_LEFT, state }), state).toEqual([
        { ...undoes, label: "Get emails again" },
      ]);
    }
  });

  it("name the brand, whatever it is called", () => {
    const [, everything] = forms(ASKING, { brand: { name: "$& <Acme>" } });
    expect(everything?.label).toBe("Stop all emails from $&amp; &lt;Acme&gt;");
  });

  it("offer nothing that is switched off, or that cannot be undone", () => {
    expect(forms({ ...ASKING, everythingView: undefined })).toEqual([leaves]);
    expect(forms({ ...LEFT, undo: undefined, everythingView: undefined })).toEqual([]);
    const offering = new Set([
      "asking",
      "left",
      "queued",
      "no-contact",
      "dead-letter",
      "try-again",
      "too-many",
    ]);
    for (const page of PAGES.filter(({ state }) => !offering.has(state))) {
      expect(forms(page), page.state).toEqual([]);
    }
  });

  it("try again what did not work", () => {
    const label = "Try again";
    for (const state of ["try-again", "too-many"] as const) {
      expect(forms({ state, subject, step })).toEqual([{ ...leaves, label }]);
      expect(
        forms({ state, subject, step: { action: "everything", view: everythingView } }),
      ).toEqual([{ ...stopsAll, label }]);
      expect(forms({ state, subject, step: { action: "undo", token: undo } })).toEqual([
        { ...undoes, label },
      ]);
    }
  });

  it("keep the language that the link asks for", () => {
    const german = { language: "de", languageIsAsked: true } as const;
    const actions = (page: Page) => forms(page, german).map(({ action }) => action);
    expect(actions(ASKING)).toEqual([`${leaves.action}?lang=de`, `${stopsAll.action}?lang=de`]);
    expect(actions(LEFT)).toEqual([`${undoes.action}?lang=de`, `${stopsAll.action}?lang=de`]);
  });

  it("escape what they send", () => {
    const hostile = '"><script>';
    for (const page of [
      { ...ASKING, view: hostile, everythingView: hostile },
      { ...LEFT, undo: hostile, everythingView: hostile },
    ]) {
      expect(renderPage(page, BARE)).not.toContain(hostile);
      expect(forms(page).every(({ sent }) => sent.includes("=&quot;&gt;&lt;script&gt;&"))).toBe(
        true,
      );
    }
  });
});

describe("a page that is out of date", () => {
  it("leads to the page that asks, in the language that the link asks for", () => {
    const page: Page = { state: "out-of-date", subject };
    const leads = '<a class="button quiet" href="/leave/weekly/e77">Leave this list?</a>';
    expect(renderPage(page, BARE)).toContain(leads);
    expect(renderPage(page, { ...BARE, languageIsAsked: true })).toContain("/e77?lang=en");
  });
});

describe("a dead letter", () => {
  it("says whom to write to", () => {
    const page: Page = { ...LEFT, state: "dead-letter" };
    expect(renderPage(page, VIEW)).toContain('href="mailto:help@acme.com"');
    expect(renderPage(page, BARE)).toContain(messages.en.help.reply);
  });
});

describe("the menu of languages", () => {
  it.each<Page>([{ state: "bad-link" }, LEFT])(
    "is on the page $state where a GET shows it",
    (page) => {
      const html = renderPage(page, { ...BARE, hasMenu: true });
      const links = [...html.matchAll(/<a href="\?lang=([^"]+)" lang="([^"]+)"/g)];
      expect(links.map(([, asked]) => asked)).toEqual(LANGUAGES);
      expect(links.map(([, , tag]) => tag)).toEqual(LANGUAGES);
      expect(html.match(/aria-current="true"/g)).toHaveLength(1);
      expect(renderPage(page, BARE)).not.toContain("?lang=");
    },
  );
});

describe("a page that says what became of a request", () => {
  it("moves the focus to its heading, so that it is what a screen reader says first", () => {
    const page: Page = { state: "undone", subject, scope: "list" };
    const html = renderPage(page, { ...BARE, focusHeading: true });
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
    const html = renderPage({ ...ASKING, subject: bare }, BARE);
    expect(html).toContain("<title>Leave this list?</title>");
    expect(html).not.toMatch(/class="(brand|subject)"|undefined|\{brand\}/);
  });
});

describe("renderText", () => {
  it("says the same in one line", () => {
    expect(renderText(LEFT, "en")).toMatch(
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

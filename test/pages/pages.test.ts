import { describe, expect, it } from "vitest";

import { type Language, LANGUAGES, messages, type Messages } from "../../src/messages/index.ts";
import { listNameOf, maskContact, type Page, renderText } from "../../src/pages/page.ts";
import { createPages, type RenderOptions } from "../../src/pages/render.ts";
import type { Brand } from "../../src/settings/brand.ts";

const link = {
  listName: "Weekly <b>digest</b> & more",
  contact: "<script>@example.com",
  path: "/leave/weekly/e77",
};
const view = "9f4c1de07ab82356c0d1b7e45a3f6829";
const everythingView = "3be8a5710c94f2d6871e09b3d5f4ac62";
const token = "d27f60b91ce5483a7b0f95e8164ca3d2";
const undo = { token, isFresh: true };

const ASKING: Page = { kind: "asking", link, view, everythingView };
const DONE = { kind: "done", link, scope: "list", undo, everythingView } as const;
const ALL_DONE = { ...DONE, scope: "everything", everythingView: undefined } as const;
const BAD_LINK: Page = { kind: "bad-link" };

const KEPT = ["done", "queued", "no-contact", "dead-letter"] as const;
const UNDONE = ["undone", "canceled", "undoing"] as const;
const UNCHANGED = ["asked-again", "others-stand", "too-late", "out-of-date"] as const;
const AGAIN = ["try-again", "too-many"] as const;
const OPENED = ["general", "bad-link", "out-of-order", "home", "languages"] as const;

const PAGES: Page[] = [
  ASKING,
  ...[DONE, ALL_DONE].flatMap((done) => KEPT.map((kind) => ({ ...done, kind }))),
  ...UNDONE.flatMap((kind): Page[] => [
    { kind, link, scope: "list", view, everythingView: undefined },
    { kind, link, scope: "everything", view: undefined, everythingView },
  ]),
  ...UNCHANGED.map((kind) => ({ kind, link })),
  ...AGAIN.map((kind) => ({ kind, link, step: { action: "leave", view } as const })),
  ...OPENED.map((kind) => ({ kind })),
];

/** For the operator. Only in English. */
const NOT_CONFIGURED: Page = {
  kind: "not-configured",
  faults: [{ setting: "LISTS.<b>digest", problem: "is wrong; set `<script>`" }],
};

const kinds = (...given: (readonly string[])[]) => new Set(given.flat());

interface BrandedOptions extends RenderOptions {
  brand: Brand;
}

const render = (page: Page, { brand, ...options }: BrandedOptions) =>
  createPages(brand).render(page, options);

const PLAIN: BrandedOptions = {
  language: "en",
  languageIsAsked: false,
  focusHeading: false,
  host: "go.acme.com",
  current: "",
  brand: {},
};
const BRANDED: BrandedOptions = {
  ...PLAIN,
  brand: {
    name: "Acme & Söhne",
    url: "https://acme.com/?a=1&b=2",
    support: "help@acme.com",
    color: "#ffcc00",
  },
};

describe.each([...PAGES, NOT_CONFIGURED])("the page $kind, $scope", (page) => {
  const html = render(page, BRANDED);

  it("is a complete document whose title repeats its only heading", () => {
    expect(html).toMatch(
      /^<!doctype html>\n<html lang="en" dir="ltr">\n<head>\n<meta charset="utf-8">/,
    );
    expect(html).toMatch(/<\/body>\n<\/html>$/);
    const headings = [...html.matchAll(/<h1[^>]*>(.*?)<\/h1>/g)].map(([, text]) => text);
    expect(headings).toHaveLength(1);
    expect(html).toContain(`<title>${headings[0]} &middot; Acme &amp; Söhne</title>`);
  });

  it("has the color of its result, and claims no success that did not happen", () => {
    const isGood = kinds(["done", "undone", "canceled"]).has(page.kind);
    const isNeutral = kinds(["asking", "queued", "no-contact", "undoing", "home", "languages"]).has(
      page.kind,
    );
    const mood = isGood ? " done" : isNeutral ? "" : " trouble";
    expect(html).toContain(`<div class="icon${mood}"><svg aria-hidden="true"`);
  });

  it("loads nothing, runs nothing, and escapes values from settings and links", () => {
    expect(html).not.toMatch(/<(script|link|img|iframe)|\ssrc=|url\(|@import|\son[a-z]+=|style=/);
    expect(html).not.toContain("<b>digest");
    expect(html).toContain("https://acme.com/?a=1&amp;b=2");
  });
});

/** What a page says of whom and what it is about: labels, and what they label. */
const aboutOf = (html: string) =>
  Array.from(
    html.matchAll(/<div><dt>(.*?)<\/dt> <dd><bdi>(.*?)<\/bdi><\/dd><\/div>/g),
    ([, label, value]) => [label, value],
  );

describe("a page says no more than is true:", () => {
  const saying = (text: string) =>
    kinds(PAGES.filter((page) => renderText(page, "en").includes(text)).map(({ kind }) => kind));

  it.each([
    ["that everything is as before, only where it was undone", "as it was before", ["undone"]],
    ["that it will be done, only where it will", "will carry it out", ["queued", "undoing"]],
  ])("%s", (_, text, expected) => expect(saying(text)).toEqual(kinds(expected)));

  it.each(PAGES.filter((page) => "scope" in page))(
    "which list it was about, if it was one: $kind, $scope",
    (page) => {
      const html = render(page, PLAIN);
      const isOne = page.scope === "list";
      expect(aboutOf(html)).toEqual([
        ["Sender", "go.acme.com"],
        ...(isOne ? [["List", "Weekly &lt;b&gt;digest&lt;/b&gt; &amp; more"]] : []),
        ["Address", "&lt;&#8226;&#8226;&#8226;@example.com"],
      ]);
      expect(renderText(page, "en").startsWith("Weekly")).toBe(isOne);
    },
  );
});

describe("the page that asks, which is rendered from a template", () => {
  const news = { listName: "$& <i>News</i>", contact: "ümit@example.org", path: "/leave/news/e2" };
  const other: Page = { kind: "asking", link: news, view: "aa", everythingView: "bb" };

  it("shows each person their own list, address and link, however many have asked before", () => {
    const pages = createPages({});
    const bare = { ...news, listName: undefined };
    for (const page of [
      ASKING,
      other,
      { ...other, link: bare },
      { ...other, link: { ...bare, contact: crypto.randomUUID() } },
      { ...other, everythingView: undefined },
    ]) {
      const html = pages.render(page, PLAIN);
      expect(html).toBe(createPages({}).render(page, PLAIN));
      expect(html).not.toMatch(page === ASKING ? /news|undefined/i : /weekly|digest|undefined/i);
    }
    const html = pages.render(other, PLAIN);
    expect(aboutOf(html)).toEqual([
      ["Sender", "go.acme.com"],
      ["List", "$&amp; &lt;i&gt;News&lt;/i&gt;"],
      ["Address", "&#252;&#8226;&#8226;&#8226;@example.org"],
    ]);
    const all = (pattern: RegExp) => [...html.matchAll(pattern)].map(([, found]) => found);
    expect(all(/action="([^"]*)"/g)).toEqual(["/leave/news/e2", "/leave/news/e2/everything"]);
    expect(all(/name="view" value="([^"]*)"/g)).toEqual(["aa", "bb"]);
  });

  it("is ASCII in English, so that it is encoded fast", () => {
    expect(render(ASKING, PLAIN)).toMatch(/^[ -~\n]+$/);
  });
});

/** Bytes after gzip, as a browser gets them. */
async function gzipped(text: string): Promise<number> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
  return (await new Response(stream).arrayBuffer()).byteLength;
}

/** Every text of a language, by its key and the part of it: `title`, `text`, `button`, … */
function textsOf(language: Language) {
  return (Object.keys(messages.en) as (keyof Messages)[]).flatMap((key) => {
    const own = messages[language][key];
    const parts = typeof own === "string" ? [[key, own] as const] : Object.entries(own);
    return parts.flatMap(([part, texts]) =>
      [texts].flat().map((text: string) => ({ key, part, text })),
    );
  });
}

describe.each(LANGUAGES)("in %s", (language) => {
  it("every page weighs less than 8 KB, and less than 3 KB gzipped", async () => {
    const ticket = "eon2gk5tffz3w66tonfqwwqdhnvqws3bomnxw2srkf5uxcfsn2bhtsfnugerxiom";
    const path = `/leave/product-news/${ticket}`;
    const address = "Acme & Söhne GmbH\nMusterstraße 1\n12345 Beispielstadt\nDeutschland";
    for (const page of PAGES) {
      const real = "link" in page ? { ...page, link: { ...link, path } } : page;
      const brand = { ...BRANDED.brand, address };
      const html = render(real, { ...BRANDED, brand, language, focusHeading: true });
      expect(new TextEncoder().encode(html).length, page.kind).toBeLessThan(8 * 1024);
      expect(await gzipped(html), page.kind).toBeLessThan(3 * 1024);
    }
  });

  it("every text is its own, not left in English, and no other state's", () => {
    const english = new Set(textsOf("en").map(({ text }) => text));
    const own = textsOf(language);
    expect(own.map(({ key, part }) => `${key}.${part}`)).toEqual(
      textsOf("en").map(({ key, part }) => `${key}.${part}`),
    );
    expect(own.every(({ text }) => text.trim() === text && text !== "")).toBe(true);
    const said = own.filter(({ part }) => part === "title" || part === "text");
    expect(new Set(said.map(({ text }) => text)).size).toBe(said.length);
    if (language === "en") return;
    expect(own.filter(({ text }) => text.length > 8 && english.has(text))).toEqual([]);
  });

  it("browsers and screen readers know the language", () => {
    const html = render(BAD_LINK, { ...PLAIN, language });
    const direction = ["ar", "fa", "he"].includes(language) ? "rtl" : "ltr";
    expect(html).toContain(`<html lang="${language}" dir="${direction}">`);
    expect(html).toContain(messages[language]["bad-link"].title);
  });
});

describe("the forms", () => {
  const FORM = /<form method="post" action="([^"]*)">(.*?)<\/form>/gs;
  const FIELD = /<(?:input type="hidden"|button class="[^"]*") name="([^"]*)" value="([^"]*)">/g;
  const forms = (page: Page, options: Partial<BrandedOptions> = {}) =>
    [...render(page, { ...PLAIN, ...options }).matchAll(FORM)].map(([, action, content = ""]) => {
      const fields = [...content.matchAll(FIELD)].map(([, name, value]) => `${name}=${value}`);
      expect(content.match(/ name="/g)).toHaveLength(fields.length);
      return { action, sent: fields.join("&"), label: content.replaceAll(/<[^>]+>/g, "").trim() };
    });

  const form = (action: string, sent: string, label: string) => ({
    action: `/leave/weekly/e77${action}`,
    sent: `${sent}&confirm=page`,
    label,
  });
  const leaves = form("", `view=${view}`, "Unsubscribe");
  const stopsAll = form(
    "/everything",
    `view=${everythingView}`,
    "Unsubscribe from all mailings from this sender",
  );
  const undoes = form("/undo", `token=${token}`, "Undo");
  const steps = [
    [{ action: "leave", view }, leaves],
    [{ action: "everything", view: everythingView }, stopsAll],
    [{ action: "undo", token }, undoes],
  ] as const;

  type Row = [string, Page, ReturnType<typeof form>[]];
  it.each<Row>([
    ["asking", ASKING, [leaves, stopsAll]],
    ["asking, with everything switched off", { ...ASKING, everythingView: undefined }, [leaves]],
    ["done, and nothing to undo", { ...DONE, undo: undefined, everythingView: undefined }, []],
    ...KEPT.flatMap((kind): Row[] => [
      [`${kind}, list`, { ...DONE, kind }, [undoes, stopsAll]],
      [`${kind}, everything`, { ...ALL_DONE, kind }, [undoes]],
    ]),
    ...PAGES.filter(({ kind }) => kinds(UNDONE).has(kind)).map((page): Row => {
      const isOne = "scope" in page && page.scope === "list";
      return [`${page.kind}, ${isOne ? "list" : "everything"}`, page, [isOne ? leaves : stopsAll]];
    }),
    ...AGAIN.flatMap((kind) =>
      steps.map(([step, { action, sent }]): Row => {
        const again = { action, sent, label: "Try again" };
        return [`${kind}, ${step.action}`, { kind, link, step }, [again]];
      }),
    ),
    ...PAGES.filter(({ kind }) => kinds(UNCHANGED, OPENED).has(kind)).map((page): Row => [
      page.kind,
      page,
      [],
    ]),
  ])("are these, each with its own URL: %s", (_, page, expected) => {
    expect(forms(page)).toEqual(expected);
  });

  it("name the brand and the list, and escape what they send, whatever it is", () => {
    const [, everything] = forms(ASKING, { brand: { name: "$& <Acme>" } });
    expect(everything?.label).toBe("Unsubscribe from all mailings from $&amp; &lt;Acme&gt;");
    const named = { ...ASKING, link: { ...link, listName: "Q&A <b" } };
    expect(render(named, PLAIN)).toContain("<bdi>Q&amp;A &lt;b</bdi>");
    const hostile = '"><script>';
    for (const page of [
      { ...ASKING, view: hostile, everythingView: hostile },
      { ...DONE, undo: { token: hostile, isFresh: true }, everythingView: hostile },
    ]) {
      expect(render(page, PLAIN)).not.toContain(hostile);
      for (const { sent } of forms(page)) expect(sent).toContain("=&quot;&gt;&lt;script&gt;&");
    }
  });
});

describe("a page has", () => {
  const outOfDate: Page = { kind: "out-of-date", link };
  const deadLetter: Page = { ...DONE, kind: "dead-letter" };
  const { en } = messages;
  const logo = "https://cdn.acme.com/logo.svg";
  const image = (alt: string) => `<img src="${logo}" alt="${alt}" height="40">`;

  it.each<[string, Page, Partial<BrandedOptions>, string[]]>([
    [
      "a way to the page that asks, once it is out of date",
      outOfDate,
      { languageIsAsked: true },
      ['<a class="button quiet" href="/leave/weekly/e77?lang=en">Unsubscribe from this list?</a>'],
    ],
    ["an address to write to, if it is set", deadLetter, BRANDED, ['href="mailto:help@acme.com"']],
    ["else the advice to reply", deadLetter, {}, [en.help.reply]],
    ["the brand's logo", BAD_LINK, { brand: { name: "Acme", logo } }, [image("Acme")]],
    [
      "a name for a logo alone, by the brand's address",
      BAD_LINK,
      { brand: { logo, url: "https://acme.com/" } },
      [`<a href="https://acme.com/">${image("acme.com")}</a>`],
    ],
    [
      "the postal address, line by line",
      BAD_LINK,
      { brand: { address: "Acme & Co\n1 Main St" } },
      ["<address><bdi>Acme &amp; Co</bdi><br><bdi>1 Main St</bdi><br></address>"],
    ],
    ["or by its own", BAD_LINK, { brand: { logo } }, [`<p class="brand">${image("cdn.acme.com")}`]],
  ])("%s", (_, page, options, expected) => {
    const html = render(page, { ...PLAIN, ...options });
    for (const part of expected) expect(html).toContain(part);
  });

  it("nothing empty if there is no brand, name, or address", () => {
    const bare = { listName: undefined, contact: crypto.randomUUID(), path: "/leave/a/c" };
    const html = render({ ...ASKING, link: bare }, PLAIN);
    expect(html).toContain("<title>Unsubscribe from this list?</title>");
    expect(aboutOf(html)).toEqual([["Sender", "go.acme.com"]]);
    expect(html).not.toMatch(/class="brand"|<address|undefined|\{brand\}|autofocus/);
  });

  it.each([
    ["?languages", {}],
    ["?lang=en&amp;languages", { languageIsAsked: true }],
    ["/leave/a/c/receipt/1?languages", { current: "/leave/a/c/receipt/1" }],
  ])("a link to the menu of languages: %s", (href, options) => {
    for (const page of PAGES.filter(({ kind }) => kind !== "languages")) {
      const menu = `<a href="${href}" aria-label="Language: English">`;
      expect(render(page, { ...PLAIN, ...options }), page.kind).toContain(menu);
    }
  });

  it("the menu alone has every language, sorted by its name", () => {
    const html = render({ kind: "languages" }, { ...PLAIN, language: "de" });
    const links = [...html.matchAll(/<a href="\?lang=([^"]+)" lang="\1"[^>]*>([^<]+)</g)];
    expect(kinds(links.map(([, tag = ""]) => tag))).toEqual(kinds(LANGUAGES));
    expect(links).toHaveLength(LANGUAGES.length);
    const shown = links.map(([, , name]) => name);
    expect(shown.slice(0, 4)).toEqual(["Bahasa Indonesia", "Čeština", "Dansk", "Deutsch"]);
    expect(shown.at(-1)).toBe("繁體中文");
    expect(html.match(/lang="de" aria-current="true"/g)).toHaveLength(1);
    expect(render(DONE, PLAIN)).not.toContain('href="?lang=');
  });
});

const names = { de: "Wochenblick", en: "Weekly", "pt-BR": "Resumo", "zh-hant": "週報" };

it.each([
  ["de", names, "Wochenblick"],
  ["zh-Hant", names, "週報"],
  ["fr", names, "Weekly"],
  // A language's other tags.
  ["nb", { en: "Weekly", no: "Ukentlig" }, "Ukentlig"],
  ["de", { en: "Weekly", "de-AT": "Wochenblick" }, "Wochenblick"],
  ["zh-Hans", { zh: "周报" }, "周报"],
  // The first, where neither the language nor English has one.
  ["fr", { de: "Wochenblick" }, "Wochenblick"],
  ["fr", "Weekly", "Weekly"],
  ["fr", undefined, undefined],
  ["fr", {}, undefined],
])("listNameOf in %s, of %j, is %j", (language, listName, expected) => {
  expect(listNameOf({ ...ASKING, link: { ...link, listName } }, language)).toBe(expected);
});

it.each([
  ["steve.wozniak@gmail.com", "s•••@gmail.com"],
  ["\u{1F600}smile@example.com", "\u{1F600}•••@example.com"],
  ["a@b@example.com", "a•••@example.com"],
  ["e169aa45-1ecf-4183-9955-b1499d5701d3", undefined],
])("maskContact shows %s as %s", (contact, masked) => {
  expect(maskContact(contact)).toBe(masked);
});

/**
 * Renders pages as HTML documents. They have no scripts, and load nothing but the brand's logo; forms are the only way to
 * act.
 */

import { type Language, messages } from "../messages/index.ts";
import type { Brand } from "../settings/brand.ts";
import { content, type Details } from "./content.ts";
import { ascii, html, raw } from "./html.ts";
import { layout } from "./layout.ts";
import { listNameOf, maskContact, type Page, textsOf } from "./page.ts";
import { styleSheet } from "./styles.ts";

/** How a page is rendered. */
export interface RenderOptions {
  language: Language;
  /** Whether the URL asks for the language; if so, the forms' URLs do, too. */
  languageIsAsked: boolean;
  /** Whether the page reports a result: if so, its heading takes the focus, so that a screen reader reads it first. */
  focusHeading: boolean;
  /** The link's host, which stands for the sender if the brand has neither name nor URL. */
  host: string;
  /** The path that shows the page in other languages; empty if the page's own path does. */
  current: string;
}

/** The pages of one brand. */
export interface Pages {
  /** The style sheet that every page contains. */
  styles: string;
  /** Renders a whole HTML document. */
  render(page: Page, options: RenderOptions): string;
}

/** Makes the renderer of a brand's pages. */
export function createPages(brand: Brand): Pages {
  const styles = styleSheet(brand);
  const templates = new Map<string, Template>();

  function renderWith(details: Details, page: Page, options: RenderOptions): string {
    const { language, languageIsAsked } = options;
    const query = languageIsAsked ? `?lang=${language}` : "";
    const { title, text } = textsOf(page, language);
    const own = { language, messages: messages[language], text, details, brand, query };
    const shell = { ...options, brand, styles, query, kind: page.kind, title };
    return layout(shell, content(page, own)).toString();
  }

  return {
    styles,
    render(page, options) {
      const details = detailsOf(page, options, brand);
      // People and mail scanners open this page most; every other page answers one request.
      if (page.kind !== "asking") return renderWith(details, page, options);
      const { name, who, everythingView } = details;
      const has = [name, who, everythingView].map(Boolean);
      const key = JSON.stringify([{ ...options, host: "" }, has]);
      const template =
        templates.get(key) ?? createTemplate(details, (slots) => renderWith(slots, page, options));
      templates.set(key, template);
      return fill(template, details);
    },
  };
}

function detailsOf(page: Page, { language, host }: RenderOptions, brand: Brand): Details {
  const { view, everythingView } = { view: undefined, everythingView: undefined, ...page };
  const masked = "link" in page ? maskContact(page.link.contact) : undefined;
  return {
    sender: brand.name ?? host,
    name: listNameOf(page, language),
    who: masked === undefined ? undefined : ascii(masked),
    path: "link" in page ? page.link.path : "",
    view,
    everythingView,
  };
}

/** A document with slots for the details, so that the rest is rendered once. */
interface Template {
  /** What comes before each slot. */
  parts: readonly { before: string; slot: keyof Details }[];
  /** What comes after the last one. */
  end: string;
}

/** Control characters, which no document should contain (HTML, section 13.2.3.5). */
const MARKS: Readonly<Record<string, keyof Details>> = {
  "\u0001": "name",
  "\u0002": "who",
  "\u0003": "path",
  "\u0004": "view",
  "\u0005": "everythingView",
  "\u0006": "sender",
};
const MARK = new RegExp(`([${Object.keys(MARKS).join("")}])`);

/** @param like details that are `undefined` here get no slot */
function createTemplate(
  { name, who, everythingView }: Details,
  render: (slots: Details) => string,
): Template {
  const document = render({
    sender: raw("\u0006"),
    name: name && raw("\u0001"),
    who: who && raw("\u0002"),
    path: raw("\u0003"),
    view: "\u0004",
    everythingView: everythingView && "\u0005",
  });
  const pieces = document.split(MARK);
  const parts: { before: string; slot: keyof Details }[] = [];
  while (pieces.length > 1) {
    const [before = "", mark = ""] = pieces.splice(0, 2);
    const slot = MARKS[mark];
    if (slot !== undefined) parts.push({ before, slot });
  }
  return { parts, end: pieces.join("") };
}

/** Paths, IDs, and most names: nothing in them has to be escaped, which takes longer than the rest of `fill`. */
const PLAIN = /^[\w /.-]*$/;

function fill({ parts, end }: Template, details: Details): string {
  let document = "";
  for (const { before, slot } of parts) {
    const value = details[slot];
    const isPlain = typeof value === "string" && PLAIN.test(value);
    document += before + (isPlain ? value : html`${value}`.toString());
  }
  return document + end;
}

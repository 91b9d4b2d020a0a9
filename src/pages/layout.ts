/** What every page has: head, brand, a card with an icon and a heading, the way to other languages, and a postal address. */

import { directionOf, type Language, messages } from "../messages/index.ts";
import type { Brand } from "../settings/brand.ts";
import { html, type Html, raw } from "./html.ts";
import type { Page } from "./page.ts";

interface LayoutProps {
  kind: Page["kind"];
  title: string;
  language: Language;
  brand: Brand;
  /** The brand's style sheet. */
  styles: string;
  focusHeading: boolean;
  /** `?lang=…`, if the link asks for a language. */
  query: string;
  /** The path that shows the page in other languages; empty if the page's own path does. */
  current: string;
}

/** The whole document around a page's content. */
export function layout(props: LayoutProps, content: Html): Html {
  const { kind, title, language, brand, styles, focusHeading } = props;
  const focus = focusHeading && html` tabindex="-1" autofocus`;
  return html`<!doctype html>
<html lang="${language}" dir="${directionOf(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}${brand.name && html` &middot; ${brand.name}`}</title>
<style>${raw(styles)}</style>
</head>
<body>
<main>${(brand.name || brand.logo) && brandLine(brand)}
<div class="card">${icon(kind, language)}
<h1${focus}>${title}</h1>
${content}</div>
</main>
<footer>${kind !== "languages" && kind !== "not-configured" && languageLink(props)}
${footer(brand.address)}</footer>
</body>
</html>`;
}

function brandLine({ url, logo, name = hostOf(url ?? logo) }: Brand): Html {
  // The name is the image's alternative text, in case it does not load.
  const mark = logo
    ? html`<img src="${logo}" alt="${name}" height="40">`
    : html`<bdi>${name}</bdi>`;
  return html`<p class="brand">${url ? html`<a href="${url}">${mark}</a>` : mark}</p>`;
}

function hostOf(url: string | undefined): string {
  return url === undefined ? "" : new URL(url).host;
}

const ENVELOPE = "M3.5 6.5h17v11h-17zM4 7l8 6 8-6";
const CHECK = "M5 12.5l4.5 4.5L19 7.5";
const CLOCK = "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17M12 7.5V12l3 2";
const INFO = "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17M12 11.2v5M12 7.8v.2";
const BACK = "M4 9.5h10a5 5 0 0 1 0 10H9M8 5L3.5 9.5 8 14";
/** For right-to-left text, in which back is to the right. */
const BACK_RTL = "M20 9.5H10a5 5 0 0 0 0 10h5M16 5l4.5 4.5L16 14";
const CUT_LINK = "M9.5 8H7a4 4 0 0 0 0 8h2.5M14.5 8H17a4 4 0 0 1 0 8h-2.5M5 4l14 16";
const GLOBE =
  "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17M3.5 12h17M12 3.5c-5 5-5 12 0 17 5-5 5-12 0-17";
const WARNING = "M12 9.5v4.5M12 16.8v.2M12 4l9 15.5H3z";

/** The path of each icon, and its color: good news, trouble, or neither. */
const DRAWINGS: Record<Page["kind"], readonly [line: string, mood?: "done" | "trouble"]> = {
  asking: [ENVELOPE],
  done: [CHECK, "done"],
  queued: [CLOCK],
  "no-contact": [INFO],
  "dead-letter": [WARNING, "trouble"],
  undone: [BACK, "done"],
  canceled: [BACK, "done"],
  undoing: [CLOCK],
  "asked-again": [INFO, "trouble"],
  "others-stand": [INFO, "trouble"],
  "too-late": [CLOCK, "trouble"],
  "out-of-date": [CLOCK, "trouble"],
  "try-again": [CLOCK, "trouble"],
  "too-many": [CLOCK, "trouble"],
  general: [CUT_LINK, "trouble"],
  "bad-link": [CUT_LINK, "trouble"],
  "out-of-order": [WARNING, "trouble"],
  home: [ENVELOPE],
  "not-configured": [WARNING, "trouble"],
  languages: [GLOBE],
};

/** The icon is decoration, so it has no accessible name. */
function icon(kind: Page["kind"], language: Language): Html {
  const [drawn, mood] = DRAWINGS[kind];
  const line = drawn === BACK && directionOf(language) === "rtl" ? BACK_RTL : drawn;
  return html`<div class="icon${mood && ` ${mood}`}">${drawing(line, 28)}</div>`;
}

function drawing(line: string, size: number): Html {
  return html`<svg aria-hidden="true" width="${size}" height="${size}" viewBox="0 0 24 24"><path d="${line}"/></svg>`;
}

/** A link to the menu of languages. The menu is a page of its own, since its forty links would be half of every page. */
function languageLink({ language, query, current }: LayoutProps): Html {
  const { languageName, languages: label } = messages[language];
  const menu = html`${current}${query}${query === "" ? "?" : "&"}languages`;
  return html`<nav><a href="${menu}" aria-label="${label}: ${languageName}">${drawing(GLOBE, 20)} ${languageName}</a></nav>`;
}

/** The sender's postal address, as many countries' laws demand it. */
function footer(address: string | undefined): Html | undefined {
  if (address === undefined) return undefined;
  const lines = address.split("\n").map((line) => html`<bdi>${line}</bdi><br>`);
  return html`<address>${lines}</address>`;
}

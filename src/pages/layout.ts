/** What every page has: head, brand, a card with an icon and a heading, and the language menu if there is one. */

import { directionOf, type Language, LANGUAGES, messages } from "../messages/index.ts";
import type { Brand } from "../settings/brand.ts";
import { ascii, html, type Html, raw } from "./html.ts";
import type { Page, Text } from "./page.ts";

interface LayoutProps {
  kind: Page["kind"];
  title: Text;
  language: Language;
  brand: Brand;
  /** The brand's style sheet. */
  styles: string;
  focusHeading: boolean;
  hasMenu: boolean;
}

/** The whole document around a page's content. */
export function layout(props: LayoutProps, content: Html): Html {
  const { kind, title, language, brand, styles, focusHeading, hasMenu } = props;
  const focus = focusHeading && html` tabindex="-1" autofocus`;
  return html`<!doctype html>
<html lang="${language}" dir="${directionOf(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title.text}${brand.name && html` &middot; ${brand.name}`}</title>
<style>${raw(styles)}</style>
</head>
<body>
<main>${(brand.name || brand.logo) && brandLine(brand)}
<div class="card">${icon(kind)}
<h1${title.attributes}${focus}>${title.text}</h1>
${content}</div>
</main>
${hasMenu && languageMenu(language)}
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
const CUT_LINK = "M9.5 8H7a4 4 0 0 0 0 8h2.5M14.5 8H17a4 4 0 0 1 0 8h-2.5M5 4l14 16";
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
};

/** The icon is decoration, so it has no accessible name. */
function icon(kind: Page["kind"]): Html {
  const [line, mood] = DRAWINGS[kind];
  return html`<div class="icon${mood && ` ${mood}`}" aria-hidden="true">
<svg width="28" height="28" viewBox="0 0 24 24"><path d="${line}"/></svg>
</div>`;
}

const menus = new Map<Language, Html>();

/** Links to this page in other languages. Each menu is rendered once, since its forty links are half of a page. */
function languageMenu(language: Language): Html {
  const menu = menus.get(language) ?? renderMenu(language);
  menus.set(language, menu);
  return menu;
}

/** Letters that make a whole page take two bytes a letter in memory. */
const WIDE = /[^\0-\xff]/;

function renderMenu(language: Language): Html {
  const { languageName, languages: label } = messages[language];
  // Character references make a page larger, and help only if its own texts have no such letters.
  const write = WIDE.test(JSON.stringify(messages[language])) ? String : ascii;
  const links = LANGUAGES.map((tag) => {
    const current = tag === language && html` aria-current="true"`;
    const name = write(messages[tag].languageName);
    return html`<li><a href="?lang=${tag}" lang="${tag}"${current}>${name}</a></li>`;
  });
  return html`<nav><details>
<summary aria-label="${label}: ${languageName}">${languageName}</summary>
<ul>${links}</ul>
</details></nav>`;
}

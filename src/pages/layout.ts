/** What every page has: head, brand, card, and the menu of languages where it works. */

import { directionOf, type Language } from "../messages/index.ts";
import { html, type Html, raw } from "./html.ts";
import { icon } from "./icon.ts";
import { languageMenu } from "./menu.ts";
import type { Brand, State } from "./page.ts";
import type { Text } from "./words.ts";

interface LayoutProps {
  state: State;
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
  const { state, title, language, brand, styles, focusHeading, hasMenu } = props;
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
<div class="card">${icon(state)}
<h1${title.attributes}${focus}>${title.text}</h1>
${content}</div>
</main>
${hasMenu && languageMenu(language)}
</body>
</html>`;
}

function brandLine({ url, logo, name = hostOf(url ?? logo) }: Brand): Html {
  // Where the image does not load, its alternative text stands there: the name.
  const mark = logo
    ? html`<img src="${logo}" alt="${name}" height="40">`
    : html`<bdi>${name}</bdi>`;
  return html`<p class="brand">${url ? html`<a href="${url}">${mark}</a>` : mark}</p>`;
}

function hostOf(url: string | undefined): string {
  return url === undefined ? "" : new URL(url).host;
}

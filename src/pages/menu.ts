/** The menu of languages: links to this same page, so it belongs only on what a GET shows. */

import { type Language, LANGUAGES, messages } from "../messages/index.ts";
import { ascii, html, type Html } from "./html.ts";

const menus = new Map<Language, Html>();

/** The menu in a language. Each is made once: its forty links are half of a page. */
export function languageMenu(language: Language): Html {
  const menu = menus.get(language) ?? render(language);
  menus.set(language, menu);
  return menu;
}

/** Letters that take two bytes in memory, and make a whole page take them. */
const WIDE = /[^\0-\xff]/;

function render(language: Language): Html {
  const { languageName, languageMenu: label } = messages[language];
  // References make a page larger, and help only where its own words have no such letters.
  const write = WIDE.test(JSON.stringify(messages[language])) ? String : ascii;
  return html`<nav><details>
<summary aria-label="${label}: ${languageName}">${languageName}</summary>
<ul>${LANGUAGES.map((tag) => html`<li>${link(tag, tag === language, write)}</li>`)}</ul>
</details></nav>`;
}

function link(tag: Language, isCurrent: boolean, write: (name: string) => Html | string): Html {
  const current = isCurrent && html` aria-current="true"`;
  const name = write(messages[tag].languageName);
  return html`<a href="?lang=${tag}" lang="${tag}"${current}>${name}</a>`;
}

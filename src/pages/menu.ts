/** The menu of languages: links to this same page, so it belongs only on what a GET shows. */

import { type Language, LANGUAGES, messages } from "../messages/index.ts";
import { html, type Html } from "./html.ts";

const menus = new Map<Language, Html>();

/** The menu in a language. Each is made once: its forty links are half of a page. */
export function languageMenu(language: Language): Html {
  const menu = menus.get(language) ?? render(language);
  menus.set(language, menu);
  return menu;
}

function render(language: Language): Html {
  const { languageName, languageMenu: label } = messages[language];
  return html`<nav><details>
<summary aria-label="${label}: ${languageName}">${languageName}</summary>
<ul>${LANGUAGES.map((tag) => html`<li>${link(tag, tag === language)}</li>`)}</ul>
</details></nav>`;
}

function link(tag: Language, isCurrent: boolean): Html {
  const current = isCurrent && html` aria-current="true"`;
  return html`<a href="?lang=${tag}" lang="${tag}"${current}>${messages[tag].languageName}</a>`;
}

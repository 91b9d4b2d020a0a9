/**
 * Pages: what happened in, HTML or plain text out. They say what is true and nothing else.
 * No script, no request to anybody but for the brand's logo; forms are the only way to act.
 */

import { type Language, messages } from "../messages/index.ts";
import { content } from "./content.ts";
import { layout } from "./layout.ts";
import { nameIn } from "./list-name.ts";
import type { Brand, Page } from "./page.ts";
import { words } from "./words.ts";

export { FALLBACK_LANGUAGE, findLanguage, type Language } from "../messages/index.ts";
export type { Page, Step, Subject } from "./page.ts";
export { styleSheet } from "./styles.ts";

/** For whom a page is rendered, and how. */
export interface View {
  language: Language;
  /** Whether the link itself asks for the language; then its forms do so too. */
  languageIsAsked: boolean;
  /** Whether the page answers a form. */
  isAnswer: boolean;
  brand: Brand;
  /** What `styleSheet` made for the brand. */
  styles: string;
}

/** Renders a whole HTML document. */
export function renderPage(page: Page, view: View): string {
  const { language, languageIsAsked, brand } = view;
  const query = languageIsAsked ? `?lang=${language}` : "";
  const { title } = words(page.state, messages[language]);
  const inside = content(page, { messages: messages[language], language, brand, query });
  return layout({ ...view, state: page.state, title }, inside).toString();
}

/** Says the same in one line of plain text, for mail programs. */
export function renderText(page: Page, language: Language): string {
  const { title, text } = words(page.state, messages[language]);
  const listName = "subject" in page ? nameIn(language, page.subject.listName) : undefined;
  return `${listName === undefined ? "" : `${listName}: `}${title}. ${text}\n`;
}

/**
 * Pages: what happened in, HTML or plain text out. They say what is true and nothing else.
 * No script, no request to anybody but for the brand's logo; forms are the only way to act.
 */

import type { HtmlEscapedString } from "hono/utils/html";

import { type Language, messages } from "../messages/index.ts";
import { Content } from "./content.tsx";
import { Layout } from "./layout.tsx";
import { nameIn } from "./list-name.ts";
import type { Brand, Page } from "./page.ts";
import { words } from "./words.ts";

export { FALLBACK_LANGUAGE, findLanguage, type Language } from "../messages/index.ts";
export type { Page, Step, Subject } from "./page.ts";

/** For whom a page is rendered, and how. */
export interface View {
  language: Language;
  /** Whether the link itself asks for the language; then its forms do so too. */
  languageIsAsked: boolean;
  /** Whether the page answers a form. */
  isAnswer: boolean;
  brand: Brand;
  /** Lets the style sheet through the Content-Security-Policy. */
  nonce: string;
}

/** Renders a whole HTML document. */
export function renderPage(page: Page, view: View): string {
  const { language, languageIsAsked, brand } = view;
  const document = (
    <Layout {...view} state={page.state} title={words(page.state, messages[language]).title}>
      <Content
        page={page}
        messages={messages[language]}
        language={language}
        brand={brand}
        query={languageIsAsked ? `?lang=${language}` : ""}
      />
    </Layout>
  );
  // No component here is asynchronous, so this is a string by the time it is read.
  return `<!doctype html>${document as HtmlEscapedString}`;
}

/** Says the same in one line of plain text, for mail programs. */
export function renderText(page: Page, language: Language): string {
  const { title, text } = words(page.state, messages[language]);
  const listName = "subject" in page ? nameIn(language, page.subject.listName) : undefined;
  return `${listName === undefined ? "" : `${listName}: `}${title}. ${text}\n`;
}

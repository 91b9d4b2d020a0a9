/**
 * Pages: what happened in, HTML or plain text out. They say what is true and nothing else.
 * No script, no request to anybody; forms are the only way to act.
 */

import type { HtmlEscapedString } from "hono/utils/html";

import { languages } from "../messages/index.ts";
import { Content, words } from "./content.tsx";
import { Layout } from "./layout.tsx";
import type { Page, View } from "./page.ts";

export type { Brand, Page, Subject, View } from "./page.ts";

/** Renders a whole HTML document. */
export function renderPage(page: Page, { brand, nonce }: View): string {
  const messages = languages.en;
  const document = (
    <Layout
      state={page.state}
      title={words(page, messages).title}
      language="en"
      brand={brand}
      nonce={nonce}
    >
      <Content page={page} messages={messages} support={brand.support} />
    </Layout>
  );
  // No component here is asynchronous, so this is a string by the time it is read.
  return `<!doctype html>${document as HtmlEscapedString}`;
}

/** Says the same in one line of plain text, for mail programs. */
export function renderText(page: Page): string {
  const { title, text } = words(page, languages.en);
  const listName = "subject" in page ? page.subject.listName : undefined;
  return `${listName === undefined ? "" : `${listName}: `}${title}. ${text}\n`;
}

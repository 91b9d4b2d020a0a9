/**
 * HTML templates, which escape every value that is not HTML. A separate file, because every file here imports it. For
 * Hono's template and the encoding of pages, see docs/decisions/0006-templates.md and 0007-ascii-pages.md.
 */

import { html as template, raw } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";

export { raw };

export type Html = HtmlEscapedString;

/** Hono's template. Nothing here is asynchronous, so it never returns a promise. */
export const html = template as (strings: TemplateStringsArray, ...values: unknown[]) => Html;

/**
 * Escapes text, and writes characters outside ASCII as character references. V8 encodes a page that is all ASCII many times
 * faster than one with a single other character.
 */
export function ascii(text: string): Html {
  // Joins single characters, since `replace` would keep the text's two bytes for each letter.
  const characters = Array.from(html`${text}`.toString(), (character) =>
    character > "\x7f" ? `&#${character.codePointAt(0)};` : character,
  );
  return raw(characters.join(""));
}

/**
 * Text that is HTML already. All other text is escaped on its way in. It stands alone because every file here imports it:
 * the one place where Hono's template and the encoding of a page are decided (decisions 6 and 7).
 */

import { html as template, raw } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";

export { raw };

export type Html = HtmlEscapedString;

/** Hono's own template. Nothing here is asynchronous, so it never makes a promise. */
export const html = template as (strings: TemplateStringsArray, ...values: unknown[]) => Html;

/**
 * Escapes a text, and writes what is not ASCII as character references. V8 encodes a page that is ASCII throughout many
 * times faster than one with a single other letter.
 */
export function ascii(text: string): Html {
  // Joined from its characters: `replace` would keep the two bytes that each of the text's letters takes.
  const characters = Array.from(html`${text}`.toString(), (character) =>
    character > "\x7f" ? `&#${character.codePointAt(0)};` : character,
  );
  return raw(characters.join(""));
}

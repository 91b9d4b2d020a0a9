/** What the components are made of: text that is HTML already. All other text is escaped on its way in. */

import { html as template, raw } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";

export { raw };

export type Html = HtmlEscapedString;

/** Hono's own; no component here is asynchronous, so what it makes is never a promise. */
export const html = template as (strings: TemplateStringsArray, ...values: unknown[]) => Html;

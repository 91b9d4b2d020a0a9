/** What a page shows of its subject: all that differs between two readers of one language. */

import { ascii, type Html } from "./html.ts";
import { nameIn } from "./list-name.ts";
import { maskContact } from "./mask.ts";
import type { Page } from "./page.ts";

export interface Shown {
  /** What the list is called in the reader's language. */
  name: string | Html | undefined;
  /** The masked address. */
  who: Html | undefined;
  /** Where the forms lead. */
  path: string | Html;
  /** What the form that leaves the list is to send. */
  view: string;
  /** The same of the form that stops everything; `undefined` where it is not offered. */
  everythingView: string | undefined;
}

const NOTHING: Shown = {
  name: undefined,
  who: undefined,
  path: "",
  view: "",
  everythingView: undefined,
};

/** What there is to show. */
export function shownOf(page: Page, language: string): Shown {
  if (!("subject" in page)) return NOTHING;
  const { listName, contact, path } = page.subject;
  const masked = maskContact(contact);
  const who = masked === undefined ? undefined : ascii(masked);
  const { view, everythingView } = { ...NOTHING, ...page };
  // What is about everything is about no list.
  const isOfList = !("scope" in page) || page.scope === "list";
  const name = isOfList ? nameIn(language, listName) : undefined;
  return { name, who, path, view, everythingView };
}

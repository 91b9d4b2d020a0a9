/**
 * The kinds of pages, and their texts, which have the same names. If the Ledger was called, the page's kind is its outcome.
 */

import type { Scope } from "../ledger/asking.ts";
import { findLanguage, type Language, type Messages, messages } from "../messages/index.ts";
import type { Fault } from "../settings/fault.ts";

/** The signed link that a page is about. */
export interface PageLink {
  /** The list's name for people: one name, or names by language tag; `undefined` if no setting has it. */
  listName: string | Readonly<Record<string, string>> | undefined;
  /** A contact ID or an address; a page shows at most a masked address. */
  contact: string;
  /** The link's path, to which a leave is posted. */
  path: string;
}

/** What a form on the page asks for. `view` is the ID that the request will have: 32 hexadecimal digits. */
export type Step =
  | { action: "leave" | "everything"; view: string }
  | { action: "undo"; token: string };

export type Page =
  /** Each form has a `view` of its own. Without `everythingView`, leaving everything is not offered. */
  | { kind: "asking"; link: PageLink; view: string; everythingView: string | undefined }
  /** `undo` if the request can be undone. */
  | {
      kind: "done" | "queued" | "no-contact" | "dead-letter";
      link: PageLink;
      scope: Scope;
      undo: Undo | undefined;
      everythingView: string | undefined;
    }
  /** The result of an undo. */
  | {
      kind: "undone" | "canceled" | "undoing";
      link: PageLink;
      scope: Scope;
      /** The ID of the request to unsubscribe again. One of both is `undefined`, or both if that is not offered. */
      view: string | undefined;
      everythingView: string | undefined;
    }
  /** Nothing was changed. */
  | { kind: "asked-again" | "others-stand" | "too-late" | "out-of-date"; link: PageLink }
  /** `step` is what can be tried again. */
  | { kind: "try-again" | "too-many"; link: PageLink; step: Step }
  /** `general`: a link that ends after the list, and so does not identify anyone. `home`: no link at all. */
  | { kind: "general" | "bad-link" | "out-of-order" | "home" }
  /** For the operator, in English: what is missing or wrong before the Worker can work. */
  | { kind: "not-configured"; faults: readonly Fault[] }
  /** The menu of languages. */
  | { kind: "languages" };

/** What a page says about the undo. `isFresh` if it can still be undone for 30 minutes, less one at most. */
export interface Undo {
  token: string;
  isFresh: boolean;
}

/** The kinds of pages that have texts of their own, for each scope if they differ. */
type TextKey = {
  [key in keyof Messages]: Messages[key] extends { title: string; text: string } ? key : never;
}[keyof Messages];

/** The heading and the sentence that say what happened. The menu of languages has no sentence. */
export function textsOf(page: Page, language: Language): { title: string; text: string } {
  const own = messages[language];
  if (page.kind === "not-configured") return NOT_CONFIGURED;
  return page.kind === "languages" ? { title: own.languages, text: "" } : own[keyOf(page)];
}

const NOT_CONFIGURED = {
  title: "This Worker is not configured yet",
  text: "No one can unsubscribe before these settings are right:",
};

/** Says the same in one line of plain text, for mail programs. */
export function renderText(page: Page, language: Language): string {
  const { title, text } = textsOf(page, language);
  const name = listNameOf(page, language);
  return `${name === undefined ? "" : `${name}: `}${title}. ${text}\n`;
}

/** The name of a page's list, if it has one: in the language, else in English, else the first name. */
export function listNameOf(page: Page, language: string): string | undefined {
  if (!("link" in page) || ("scope" in page && page.scope === "everything")) return undefined;
  const { listName: names } = page.link;
  if (names === undefined || typeof names === "string") return names;
  const tags = Object.keys(names);
  const tagOf = (wanted: string) => tags.find((tag) => findLanguage(tag) === wanted);
  return names[tagOf(language) ?? tagOf("en") ?? tags[0] ?? ""];
}

/**
 * Masks an address, so that only its owner can recognize it: `steve.wozniak@gmail.com` becomes `s•••@gmail.com`. Returns
 * `undefined` for a contact ID.
 */
export function maskContact(contact: string): string | undefined {
  const at = contact.lastIndexOf("@");
  const [first] = contact;
  return at > 0 && first !== undefined ? `${first}•••${contact.slice(at)}` : undefined;
}

function keyOf(page: Exclude<Page, { kind: "languages" | "not-configured" }>): TextKey {
  const { kind } = page;
  const isAboutEverything = "scope" in page && page.scope === "everything";
  return isAboutEverything && (kind === "done" || kind === "undone") ? `${kind}-everything` : kind;
}

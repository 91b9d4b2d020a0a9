/**
 * The kinds of pages, and their texts. If the Ledger was called, the page's kind is its outcome. Only `keysOf` maps a kind
 * to texts.
 */

import type { Scope } from "../ledger/asking.ts";
import {
  type AllMessages,
  directionOf,
  findLanguage,
  type Language,
  messages,
} from "../messages/index.ts";
import { html, type Html } from "./html.ts";

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
  /** `undo` is the token, if the request can be undone. */
  | {
      kind: "done" | "queued" | "no-contact" | "dead-letter";
      link: PageLink;
      scope: Scope;
      undo: string | undefined;
      everythingView: string | undefined;
    }
  /** The result of an undo. */
  | { kind: "undone" | "canceled" | "undoing"; link: PageLink; scope: Scope }
  /** Nothing was changed. */
  | { kind: "asked-again" | "others-stand" | "too-late" | "out-of-date"; link: PageLink }
  /** `step` is what can be tried again. */
  | { kind: "try-again" | "too-many"; link: PageLink; step: Step }
  /** `general`: a link that ends after the list, and so does not identify anyone. */
  | { kind: "general" | "bad-link" | "out-of-order" };

/** A text, and the attributes for its language if that is not the page's. */
export interface Text {
  text: string;
  attributes: Html | undefined;
}

/** Texts that are a title, a sentence, or both. */
type Key = {
  [key in keyof AllMessages]: AllMessages[key] extends string | { title: string; text: string }
    ? key
    : never;
}[keyof AllMessages];

/** The heading and the sentence that say what happened; in English if the language lacks them. */
export function textsOf(page: Page, language: Language): { title: Text; text: Text } {
  const [title, text = title] = keysOf(page);
  return { title: find(title, "title", language), text: find(text, "text", language) };
}

/** Says the same in one line of plain text, for mail programs. */
export function renderText(page: Page, language: Language): string {
  const { title, text } = textsOf(page, language);
  const name = listNameOf(page, language);
  return `${name === undefined ? "" : `${name}: `}${title.text}. ${text.text}\n`;
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

function keysOf(page: Page): readonly [title: Key, text?: Key] {
  switch (page.kind) {
    case "asking":
    case "undoing":
      return [page.kind];
    case "done":
      return [page.scope === "list" ? "left" : "stopped"];
    case "queued":
      return ["leaving"];
    case "no-contact":
      return ["noContact"];
    case "dead-letter":
      return ["deadLetter"];
    case "undone":
      return [page.scope === "list" ? "rejoined" : "resumed", "cancelled"];
    case "canceled":
      return ["cancelled", "notCarriedOut"];
    case "asked-again":
      return ["askedAgain"];
    case "others-stand":
      return ["othersStand"];
    case "too-late":
      return ["expired"];
    case "out-of-date":
      return ["outOfDate"];
    case "try-again":
    case "out-of-order":
      return ["tryAgain"];
    case "too-many":
      return ["tooMany"];
    case "general":
      return ["noReader"];
    case "bad-link":
      return ["badLink"];
  }
}

function find(key: Key, part: "title" | "text", language: Language): Text {
  const own = messages[language][key];
  const found = own ?? messages.en[key];
  const text = typeof found === "string" ? found : found[part];
  if (own !== undefined) return { text, attributes: undefined };
  const direction = directionOf(language) === "rtl" && html` dir="ltr"`;
  return { text, attributes: html` lang="en"${direction}` };
}

/** The heading and the sentence that say what happened; in English where the reader's language lacks them. */

import { type AllMessages, directionOf, type Language, messages } from "../messages/index.ts";
import { html, type Html } from "./html.ts";
import type { Page } from "./page.ts";

/** A text, and what its element has to say of its language where that is not the page's. */
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

/** What a page says in a language. */
export function words(page: Page, language: Language): { title: Text; text: Text } {
  const [title, text = title] = keysOf(page);
  return { title: find(title, "title", language), text: find(text, "text", language) };
}

function keysOf(page: Page): readonly [title: Key, text?: Key] {
  switch (page.state) {
    case "asking":
    case "undoing":
    case "expired":
      return [page.state];
    case "left":
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
    case "out-of-date":
      return ["outOfDate"];
    case "try-again":
    case "out-of-order":
      return ["tryAgain"];
    case "too-many":
      return ["tooMany"];
    case "no-reader":
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

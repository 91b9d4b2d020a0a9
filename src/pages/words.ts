import type { Messages } from "../messages/index.ts";
import type { State } from "./page.ts";

/** The heading and the sentence that say what happened. */
export function words(state: State, messages: Messages): { title: string; text: string } {
  switch (state) {
    case "asking":
    case "left":
    case "leaving":
    case "stopped":
    case "cancelled":
    case "expired":
      return messages[state];
    case "rejoined":
    case "resumed":
      return { title: messages[state], text: messages.cancelled.text };
    case "too-late":
      return messages.expired;
    case "try-again":
    case "out-of-order":
      return messages.tryAgain;
    case "too-many":
      return messages.tooMany;
    case "no-reader":
      return messages.noReader;
    case "bad-link":
      return messages.badLink;
  }
}

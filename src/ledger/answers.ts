/** What the Ledger answers about an entry: to the request, and to its receipt. */

import type { Receipt, UnsubscribeOutcome } from "./asking.ts";
import type { Entry } from "./entry.ts";
import { canUndo, UNDO_MS } from "./undo.ts";

/** How long a receipt shows what became of a request. */
const RECEIPT_MS = 30 * 24 * 3_600_000;

/** How long a client should wait if its request may not be stored. */
export const RETRY_AFTER_SECONDS = 60;

/**
 * Returns the result of an asking.
 *
 * @param asking its ID
 * @param entry its current state; `undefined` if the operator has dropped it
 */
export function outcomeOf(asking: string, entry: Entry | undefined): UnsubscribeOutcome {
  switch (entry?.state) {
    case "done":
    case "re-added":
    case "forgotten":
      return { kind: entry.result === "no-contact" ? "no-contact" : "done", asking };
    case "dead":
      return { kind: "dead-letter", asking };
    case "queued":
    case "undoing":
    case "undone":
      return { kind: "queued", asking };
    case undefined:
      return { kind: "try-again", retryAfterSeconds: RETRY_AFTER_SECONDS };
  }
}

/** What a receipt shows. @param now milliseconds since 1970 */
export function receiptOf(entry: Entry | undefined, now: number): Receipt {
  if (entry === undefined || now - entry.askedAt > RECEIPT_MS) return { kind: "out-of-date" };
  if (entry.result === "overruled") return { kind: "out-of-date" };
  const state = shownState(entry);
  if (state === undefined) return { kind: "out-of-date" };
  const { scope, other } = entry;
  const undoMs = canUndo(entry, now) ? entry.askedAt + UNDO_MS - now : 0;
  const address = other?.includes("@") ? other : undefined;
  return { kind: "current", scope, state, undoMs, address };
}

/** @returns `undefined` if the person is on the list again, so that "you have left" would not be true */
function shownState({
  state,
  result,
}: Entry): Extract<Receipt, { kind: "current" }>["state"] | undefined {
  switch (state) {
    case "done":
    case "forgotten":
      return result === "no-contact" ? "no-contact" : "done";
    case "undone":
      return result === "canceled" ? "canceled" : "undone";
    case "dead":
      return "dead-letter";
    case "re-added":
      return undefined;
    case "queued":
    case "undoing":
      return state;
  }
}

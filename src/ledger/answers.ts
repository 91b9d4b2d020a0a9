/** What the Ledger answers about an entry: to the request, to its receipt, and to the sender. */

import type { Resend } from "../resend/client.ts";
import type { Receipt, Subscription, UnsubscribeOutcome } from "./asking.ts";
import type { Entry } from "./entry.ts";
import { shareTarget } from "./record.ts";
import { canUndo } from "./undo.ts";
import type { Context } from "./context.ts";

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
  return { kind: "current", scope: entry.scope, state, canUndo: canUndo(entry, now) };
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

/**
 * Records that a person has signed up again. Their earlier requests for this list, and for everything, end: those that
 * are queued are canceled, and no token can undo those that are done.
 *
 * @returns how many entries ended; `undefined` if the contact could not be read from Resend, so that entries under its
 *   other name may remain
 */
export async function endForJoined(
  { list, contact }: Subscription,
  resend: Pick<Resend, "readContact">,
  { entries, locks, settings, clock }: Context,
): Promise<number | undefined> {
  const read = await resend.readContact(contact);
  const { id, email } = read.kind === "found" ? read.value : { id: contact, email: contact };
  const release = await locks.acquire([contact, id, email]);
  try {
    const isAbout = (entry: Entry) =>
      entry.scope === "everything" || shareTarget(entry.list, list, settings);
    const ended = entries
      .ofPerson(id, email)
      .filter((entry) => entry.state !== "undone" && isAbout(entry));
    for (const entry of ended) entries.undone(entry.id, "joined", clock.now());
    return read.kind === "found" || read.kind === "missing" ? ended.length : undefined;
  } finally {
    release?.();
  }
}

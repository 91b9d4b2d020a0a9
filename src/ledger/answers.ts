/** What the Ledger says of an entry: to whoever asks, to who reads a receipt, and to the sender. */

import type { Resend } from "../resend/client.ts";
import type { Receipt, Subscription, UnsubscribeOutcome } from "./asking.ts";
import type { Entry } from "./entries.ts";
import { canUndo } from "./undo.ts";
import type { Context } from "./context.ts";

/** A receipt tells what became of a request for this time. */
const RECEIPT_MS = 30 * 24 * 3_600_000;

/** What somebody is asked to wait when it is not known that their request is stored. */
export const RETRY_AFTER_SECONDS = 60;

/**
 * What became of an asking.
 *
 * @param asking its ID
 * @param entry as it is now; `undefined` where the operator has dropped it
 */
export function outcomeOf(asking: string, entry: Entry | undefined): UnsubscribeOutcome {
  switch (entry?.state) {
    case "done":
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
  return {
    kind: "current",
    scope: entry.scope,
    state: shownState(entry),
    canUndo: canUndo(entry, now),
  };
}

function shownState({ state, result }: Entry): Extract<Receipt, { kind: "current" }>["state"] {
  switch (state) {
    case "done":
      return result === "no-contact" ? "no-contact" : "done";
    case "undone":
      return result === "canceled" ? "canceled" : "undone";
    case "dead":
      return "dead-letter";
    case "queued":
    case "undoing":
      return state;
  }
}

/**
 * The sender says that a person has signed up again: what they asked for before is over, done or queued, and no token
 * undoes it. What was asked for from everything is over, too.
 *
 * @returns how many entries that were; `undefined` where Resend could not tell the person's other name, so that what
 *   stands under it is not over yet
 */
export async function endForJoined(
  { list, contact }: Subscription,
  resend: Pick<Resend, "readContact">,
  { entries, locks, segmentOf, clock }: Context,
): Promise<number | undefined> {
  const read = await resend.readContact(contact);
  const { id, email } = read.kind === "found" ? read.value : { id: contact, email: contact };
  const release = await locks.acquire([contact, id, email]);
  try {
    const segment = segmentOf(list);
    const isAbout = ({ scope, list: own }: Entry) =>
      scope === "everything" ||
      own === list ||
      (segment !== undefined && segmentOf(own) === segment);
    const ended = entries
      .ofPerson(id, email)
      .filter((entry) => entry.state !== "undone" && isAbout(entry));
    for (const entry of ended) entries.undone(entry.id, "joined", clock.now());
    return read.kind === "found" || read.kind === "missing" ? ended.length : undefined;
  } finally {
    release?.();
  }
}

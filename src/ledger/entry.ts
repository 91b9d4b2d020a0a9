/**
 * An entry as it is stored: its fields, their columns, and what follows from them alone, such as what the Ledger answers to
 * its request and to its receipt.
 */

import type { Channel, Receipt, Scope, Subscription, UnsubscribeOutcome } from "./asking.ts";

/** The value of `entries.scope` for everything. */
export const EVERYTHING = "*";

/** `forgotten`: its names are deleted. */
type State = "queued" | "undoing" | "done" | "re-added" | "dead" | "undone" | "forgotten";

/** `resend` and `complaint`: Resend has heard it. `import`: an earlier tool knew it. Nothing was done about these. */
export type RecordChannel = Channel | "resend" | "complaint" | "import";

/** Times are milliseconds since 1970; 0 means never. */
export interface Entry extends Subscription {
  id: number;
  scope: Scope;
  /** The contact's other name, ID or address, if it is known. */
  other: string | null;
  state: State;
  /** `re-added` while it is queued because of the audit, and not of an asking. */
  result: "" | "done" | "no-contact" | "re-added" | "canceled" | "undone" | "overruled" | "joined";
  /** The ID of the latest asking; `token` is the same ID while it can be undone. */
  asking: string;
  token: string | null;
  /** Of the latest change. */
  seq: number;
  channel: RecordChannel;
  hash: string;
  askedAt: number;
  askedSeq: number;
  /** When it was last done; 0 again after an undo. */
  doneAt: number;
  doneSeq: number;
  freshUntil: number;
  /** When a removal was sent whose result is unknown. */
  maybeAppliedAt: number;
  /** The targets that the latest asking changes, separated by spaces. */
  changed: string;
  /** When the queue may try it; of an undone entry: when it was undone. */
  dueAt: number;
  attempts: number;
  fault: string | null;
  counted: number;
  undoDay: number;
  undos: number;
}

export const COLUMNS = `id, iif(scope = '${EVERYTHING}', 'everything', 'list') AS scope, list, contact, other, state, result,
  asking, token, seq, channel, hash, asked_at AS askedAt, asked_seq AS askedSeq, done_at AS doneAt, done_seq AS doneSeq,
  fresh_until AS freshUntil, maybe_applied_at AS maybeAppliedAt,
  changed, due_at AS dueAt, attempts, fault, counted,
  undo_day AS undoDay, undos`;

/** Whether an entry has used up its undos of the day. */
export function undoneTooOften({ undoDay, undos }: Entry, now: number): boolean {
  return undoDay === dayOf(now) && undos >= UNDOS_A_DAY;
}

const UNDOS_A_DAY = 5;
export const DAY_MS = 24 * 3_600_000;

/** The number of the day; days begin at midnight UTC. */
export function dayOf(now: number): number {
  return Math.floor(now / DAY_MS);
}

/** The known names of an entry's contact, which its operations lock. */
export function namesOf({ contact, other }: Entry): string[] {
  return other === null ? [contact] : [contact, other];
}

/** Whether it was accepted and is not done. */
export function isOpen({ state }: Entry): boolean {
  return state === "queued" || state === "dead";
}

/** How long an asking can be undone. */
export const UNDO_MS = 30 * 60_000;

/** Whether the token of an entry's latest asking can still be used. */
function canUndo(entry: Entry, now: number): boolean {
  return (
    entry.token === entry.asking &&
    (isOpen(entry) || entry.state === "done" || entry.state === "re-added") &&
    now <= entry.askedAt + UNDO_MS &&
    !undoneTooOften(entry, now)
  );
}

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

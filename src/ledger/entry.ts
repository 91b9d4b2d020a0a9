/** An entry as it is stored: its fields, their columns, and what follows from them alone. */

import type { Channel, Scope, Subscription } from "./asking.ts";

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

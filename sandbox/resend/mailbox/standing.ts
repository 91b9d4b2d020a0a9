/**
 * How far the request of one letter's reader has come, in view of all that the mailbox can see:
 * Resend's segments, the Ledger's report, and what the Unsubscribe button was last told. Pure.
 */

import { SAMPLE_LISTS } from "../samples.ts";
import type { World } from "../world.ts";
import type { LedgerView } from "./ledger-watch.ts";
import type { Letter } from "./letters.ts";

export type Standing =
  /** On the list. */
  | "stays"
  /** Off the list: Resend says so. */
  | "left"
  /** On the list, and the request is stored. */
  | "queued"
  /** On the list, and the request can never be done. */
  | "dead-letter";

/** Where the letter's reader stands. */
export function standingOf(letter: Letter, world: World, ledger: LedgerView): Standing {
  const { list } = letter.newsletter;
  const reader = world.store.contact(letter.mintedFrom.contact);
  if (reader === undefined || !world.store.isMember(reader.id, SAMPLE_LISTS[list].segment)) {
    return "left";
  }
  const answer = world.answers.get(letter.id);
  const stored = answer?.kind === "answered" && answer.status === 202;
  if (ledger.kind !== "report") return stored ? "queued" : "stays";
  const { deadLetters, queuedByList } = ledger.report;
  const names = new Set<string>([reader.id, reader.email]);
  const isDead = deadLetters.some((dead) => dead.list === list && names.has(dead.contact));
  if (isDead) return "dead-letter";
  // The report does not say who is queued; where nobody is, this reader is not either.
  return stored && (queuedByList[list] ?? 0) > 0 ? "queued" : "stays";
}

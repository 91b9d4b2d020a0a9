/**
 * How far the leave of one letter's reader has come, in view of all that the mailbox can see:
 * Resend's memberships, the Outbox's report, and what the Unsubscribe button was last told. Pure.
 */

import { SAMPLE_LISTS } from "../samples.ts";
import type { World } from "../world.ts";
import type { Letter } from "./letters.ts";
import type { OutboxView } from "./outbox-watch.ts";

export type Standing =
  /** On the list. */
  | "stays"
  /** Off the list: Resend says so. */
  | "left"
  /** On the list, and the leave is stored. */
  | "leaving"
  /** On the list, and the leave can never be done. */
  | "set-aside";

/** Where the letter's reader stands. */
export function standingOf(letter: Letter, world: World, outbox: OutboxView): Standing {
  const { list } = letter.newsletter;
  const reader = world.store.contact(letter.mintedFrom.contact);
  if (reader === undefined || !world.store.isMember(reader.id, SAMPLE_LISTS[list].segment)) {
    return "left";
  }
  const answer = world.answers.get(letter.id);
  const stored = answer?.kind === "answered" && answer.status === 202;
  if (outbox.kind !== "report") return stored ? "leaving" : "stays";
  const { setAside, waitingByList } = outbox.report;
  const isSetAside = setAside.some(
    (row) => row.list === list && (row.contact === reader.id || row.contact === reader.email),
  );
  if (isSetAside) return "set-aside";
  // The report does not say who waits; where nobody does, this reader does not either.
  return stored && (waitingByList[list] ?? 0) > 0 ? "leaving" : "stays";
}

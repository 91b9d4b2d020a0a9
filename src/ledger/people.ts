/** What the sender says of a person: that they signed up again, or that they are to be forgotten. Both apply to all their names. */

import type { Failure } from "../resend/answer.ts";
import type { Resend } from "../resend/client.ts";
import type { Subscription } from "./asking.ts";
import type { Context } from "./context.ts";
import { EVERYTHING, type Entry } from "./entry.ts";
import { forgetNames, noteRestored } from "./keep-out.ts";
import { isLeft, namesFrom, scopeOf, shareTarget } from "./record.ts";
import { MAY_STILL_ARRIVE_MS } from "./undo.ts";

type Reader = Pick<Resend, "readContact">;

/**
 * Records that a person has signed up again. Their earlier requests for this list, and for everything, end: those that
 * are queued are canceled, and no token can undo those that are done.
 *
 * @returns how many entries ended; `undefined` if the contact could not be read from Resend, so that entries under its
 *   other name may remain, or if a removal that timed out may still arrive
 */
export async function endForJoined(
  { list, contact }: Subscription,
  resend: Reader,
  { entries, marks, locks, sql, settings, clock }: Context,
): Promise<number | undefined> {
  const { names, failure } = await readNames(contact, resend, entries);
  const hashed = await marks.hash(names);
  const isAbout = (scope: string) => scope === EVERYTHING || shareTarget(scope, list, settings);
  const release = await locks.acquire(names);
  try {
    const now = clock.now();
    const about = entries.ofPeople(names).filter((entry) => isAbout(scopeOf(entry)));
    const ended = about.filter(isLeft);
    sql.transaction(() => {
      for (const { id } of ended) entries.undone(id, "joined", now);
      noteRestored(names, now, sql);
      const marked = marks.find(hashed).map(({ scope }) => scope);
      for (const scope of new Set([list, EVERYTHING, ...marked.filter(isAbout)])) {
        marks.put(hashed, { scope, joinedAt: now });
      }
    });
    const isSettled = !about.some((entry) => mayStillArrive(entry, now));
    return failure === undefined && isSettled ? ended.length : undefined;
  } finally {
    release?.();
  }
}

/** Whether a removal whose answer was lost may still take the person off. A mark from the asking's time says nothing. */
function mayStillArrive({ maybeAppliedAt, askedAt }: Entry, now: number): boolean {
  return maybeAppliedAt > askedAt && now < maybeAppliedAt + MAY_STILL_ARRIVE_MS;
}

/** `open`: a request is not done yet, and nothing was changed. `unread`: Resend did not say both names. */
export type Forgotten =
  | { kind: "forgotten"; entries: number }
  | { kind: "open"; entry: number; state: Entry["state"] }
  | { kind: "unread" };

/**
 * Forgets a person: their names go from all entries. A hash of each name stays for what they left, so that they are not
 * mailed again, and for what they came back to, so that no import overrides it.
 */
export async function forget(
  contact: string,
  resend: Reader,
  { entries, marks, locks, sql }: Context,
): Promise<Forgotten> {
  const known = namesFrom([contact], entries);
  const open = openOf(known, entries);
  if (open !== undefined) return open;
  const isWhole = known.some(isAddress) && !known.every(isAddress);
  const { names, failure } = isWhole
    ? { names: known, failure: undefined }
    : await readNames(contact, resend, entries);
  if (failure !== undefined) return { kind: "unread" };
  const hashed = await marks.hash(names);
  const release = await locks.acquire(names);
  try {
    const all = entries.ofPeople(names);
    const openSince = openOf(names, entries);
    if (openSince !== undefined) return openSince;
    sql.transaction(() => {
      // What they left has the last word about a list that they left by one name alone.
      for (const entry of all.toSorted(
        (one, other) => Number(isLeft(one)) - Number(isLeft(other)),
      )) {
        marks.put(hashed, { scope: scopeOf(entry), joinedAt: isLeft(entry) ? 0 : entry.dueAt });
        entries.change(
          entry.id,
          "state = 'forgotten', contact = ?, other = NULL, hash = '', asking = '', token = NULL",
          // Its key in the index, which no link can name.
          [`forgotten ${entry.id}`],
        );
      }
      entries.settleUndo(names);
      forgetNames(names, sql);
    });
    return { kind: "forgotten", entries: all.length };
  } finally {
    release?.();
  }
}

const OPEN = new Set<Entry["state"]>(["queued", "undoing", "dead"]);

/** A request of a person that is not done yet. */
function openOf(names: readonly string[], entries: Context["entries"]): Forgotten | undefined {
  const open = entries.ofPeople(names).find(({ state }) => OPEN.has(state));
  return open && { kind: "open", entry: open.id, state: open.state };
}

const isAddress = (name: string) => name.includes("@");

/** Reads a contact's names. One that Resend does not know has those of the record. */
export async function readNames(
  contact: string,
  resend: Reader,
  entries: Context["entries"],
): Promise<{ names: string[]; failure: Failure | undefined }> {
  const read = await resend.readContact(contact);
  const found = read.kind === "found" ? [read.value.id, read.value.email] : [];
  const names = namesFrom([contact, ...found], entries);
  return { names, failure: read.kind === "found" || read.kind === "missing" ? undefined : read };
}

/**
 * Leaves that the Ledger did not carry out: what Resend has heard itself, and what an earlier tool knew. They are entered
 * into the record, unless it knows better, and nothing is sent.
 */

import type { Resend } from "../resend/client.ts";
import { newAskingId } from "./asking.ts";
import type { Context } from "./context.ts";
import { type Entry, EVERYTHING, type RecordChannel } from "./entry.ts";
import type { Mark } from "./marks.ts";
import { readNames } from "./people.ts";
import { isLeft, namesFrom, scopeOf, shareTarget, timeIn } from "./record.ts";

/** What an event of Resend's webhook says about a person. At least one name is known. */
export interface Heard {
  id: string | undefined;
  email: string | undefined;
  channel: Extract<RecordChannel, "resend" | "complaint">;
  /** The topics that they have left; `everything` for all mailings. */
  left: "everything" | readonly string[];
  /** When it happened (ISO 8601). */
  at: string;
}

/** A row of an import. */
export interface ImportRow {
  /** Its number in the request. */
  row: number;
  /** `undefined` for everything. */
  list: string | undefined;
  /** A contact ID, an address, or both. */
  names: readonly string[];
  /** ISO 8601; `undefined` if it is not known. */
  leftAt: string | undefined;
}

export interface Imported {
  imported: number;
  unchanged: number;
  refused: { row: number; error: string }[];
}

/** A clock may differ from Resend's by this much, and a sender may take so long from `joined` to the change at Resend. */
const SLACK_MS = 60_000;

/** What may be entered. */
interface Leave {
  names: readonly string[];
  /** The list as links name it; empty for everything. */
  list: string;
  channel: RecordChannel;
  at: number;
}

/**
 * Enters what Resend has heard.
 *
 * @returns how many entries have changed; `undefined` if the contact must be read, and could not be
 */
export async function hear(
  { id, email, channel, left, at }: Heard,
  resend: Pick<Resend, "readContact">,
  context: Context,
): Promise<number | undefined> {
  const { entries, marks, settings, sql, clock } = context;
  const lists = [...settings].filter(
    ([, { topic = "" }]) => left !== "everything" && left.includes(topic),
  );
  const abouts = left === "everything" ? [""] : lists.map(([list]) => list);
  const time = Math.min(timeIn(at) ?? Infinity, clock.now());
  const given = [id, email].filter((name) => name !== undefined);
  let names = namesFrom(given, entries);
  const leaves = () => abouts.map((list) => ({ list, names, channel, at: time }));
  if (names.every((name) => name.includes("@"))) {
    // The event of our own change names only the address, and the entry may be by ID.
    if (!leaves().some((leave) => isNew(leave, [], context))) return 0;
    const read = await readNames(given[0] ?? "", resend, entries);
    if (read.failure !== undefined) return undefined;
    ({ names } = read);
  }
  const hashed = await marks.hash(names);
  return sql.transaction(() => leaves().filter((leave) => enter(leave, hashed, context)).length);
}

/** Enters who left with an earlier tool. What the record knows from later is never overridden. */
export async function enterImport(
  rows: readonly ImportRow[],
  isList: (list: string) => boolean,
  context: Context,
): Promise<Imported> {
  const { entries, marks, sql, clock } = context;
  const result: Imported = { imported: 0, unchanged: 0, refused: [] };
  for (const { row, list = "", names: given, leftAt } of rows) {
    const at = leftAt === undefined ? 0 : timeIn(leftAt);
    const error =
      at === undefined
        ? "`left_at` must be an ISO 8601 time, such as 2025-03-01T09:00:00Z"
        : list !== "" && !isList(list) && "no list has this name";
    if (at === undefined || error) {
      result.refused.push({ row, error: error || "" });
      continue;
    }
    const names = namesFrom(given, entries);
    const hashed = await marks.hash(names);
    const leave: Leave = { names, list, channel: "import", at: Math.min(at, clock.now()) };
    const isEntered = sql.transaction(() => enter(leave, hashed, context));
    result[isEntered ? "imported" : "unchanged"] += 1;
  }
  return result;
}

/** Whether the record does not know a leave, and nothing that came later speaks against it. */
function isNew(leave: Leave, marks: readonly Mark[], context: Context): boolean {
  const about = entriesAbout(leave, context);
  const marked = marks.filter(({ scope }) => isAbout(scope, leave, context));
  if (about.some(isLeft) || marked.some(({ joinedAt }) => joinedAt === 0)) return false;
  const later = [...about.map(({ dueAt }) => dueAt), ...marked.map(({ joinedAt }) => joinedAt)];
  const slackMs = leave.channel === "import" ? 0 : SLACK_MS;
  return later.every((time) => leave.at > time + slackMs);
}

/**
 * Enters a leave as done, if it is new. Of a person who was forgotten, only the hash is kept.
 *
 * @returns whether the record has changed
 */
function enter(leave: Leave, hashed: readonly string[], context: Context): boolean {
  const { entries, sql, lists, marks, clock } = context;
  const { names, list, channel } = leave;
  const marked = marks.find(hashed);
  if (!isNew(leave, marked, context)) return false;
  const stored = list || EVERYTHING;
  if (list !== "") lists.add(list);
  if (marked.some(({ joinedAt }) => joinedAt === 0)) {
    marks.put(hashed, { scope: stored, joinedAt: 0 });
    return true;
  }
  // What an earlier tool knew came before all askings here.
  const order = channel === "import" ? 0 : entries.nextSeq();
  const at = leave.at || clock.now();
  const done = [channel, newAskingId(), at, order, at, order];
  const otherOf = (contact: string) =>
    names.find((name) => name.includes("@") !== contact.includes("@")) ?? null;
  const before = entriesAbout(leave, context).find((entry) => scopeOf(entry) === stored);
  if (before !== undefined) {
    entries.change(
      before.id,
      `state = 'done', result = 'done', token = NULL, channel = ?, asking = ?,
       asked_at = ?, asked_seq = ?, done_at = ?, done_seq = ?, other = ifnull(other, ?)`,
      [...done, otherOf(before.contact)],
    );
    return true;
  }
  const contact = names.find((name) => !name.includes("@")) ?? names[0] ?? "";
  const seq = entries.nextSeq();
  sql.run(
    `INSERT INTO entries (id, scope, list, contact, other, state, result, seq, hash, due_at, channel, asking,
     asked_at, asked_seq, done_at, done_seq) VALUES (?, ?, ?, ?, ?, 'done', 'done', ?, '', 0, ?, ?, ?, ?, ?, ?)`,
    seq,
    stored,
    list,
    contact,
    otherOf(contact),
    seq,
    ...done,
  );
  return true;
}

/** The person's entries about the same list, or for everything. */
function entriesAbout(leave: Leave, context: Context): Entry[] {
  return context.entries
    .ofPeople(leave.names)
    .filter((entry) => entry.state !== "forgotten" && isAbout(scopeOf(entry), leave, context));
}

function isAbout(stored: string, { list }: Leave, { settings }: Context): boolean {
  return list === "" || stored === EVERYTHING
    ? (list || EVERYTHING) === stored
    : shareTarget(stored, list, settings);
}

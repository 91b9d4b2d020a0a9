/**
 * The record of who left, to read: page by page in the order of changes, or one person. It changes nothing, and each call
 * reads a bounded number of rows. docs/record.md has the fields.
 */

import type { List } from "../settings/lists.ts";
import { isSegmentId } from "../links/names.ts";
import type { Scope } from "./asking.ts";
import { COLUMNS, type Entry, EVERYTHING, namesOf } from "./entry.ts";
import type { Entries } from "./entries.ts";
import type { Marks } from "./marks.ts";
import type { Sql } from "./sql.ts";
import { targetsOf } from "./target.ts";

export interface RecordItem {
  id: number;
  /** Of its latest change. */
  seq: number;
  /** The list as its link names it. For everything: the list of the link, or `null`. */
  list: string | null;
  operation: Scope;
  channel: Entry["channel"];
  /** As the link names it; `null` if the person is forgotten. */
  contact: string | null;
  contact_id: string | null;
  email: string | null;
  /** ISO 8601. */
  asked_at: string;
  done_at: string | null;
  state: Entry["state"];
}

/** A page, as Resend's API returns lists. @see https://resend.com/docs/api-reference/pagination */
export interface RecordPage {
  object: "list";
  data: RecordItem[];
  has_more: boolean;
}

export interface PageInput {
  /** `undefined` for all. */
  list: string | undefined;
  /** The `seq` of the last item of the page before; 0 for the first page. */
  after: number;
  limit: number;
}

/** May this person be mailed? */
export interface Mailable {
  mailable: boolean;
  /** `left`: they left. `asked`: they asked to, and it is not done yet. `forgotten`: they left, and their names are deleted. */
  reason: "left" | "asked" | "forgotten" | null;
  /** What says so; `null` if they are mailable or forgotten. */
  entry: RecordItem | null;
}

export interface RecordInput {
  sql: Sql;
  settings: ReadonlyMap<string, List>;
}

/** A page of all entries, or of those that concern a list: by any of its names, and for everything. `undefined`: no such list. */
export function readPage(input: RecordInput, { list, after, limit }: PageInput) {
  const scopes = list === undefined ? allScopes(input.sql) : scopesOf(list, input);
  if (scopes === undefined) return undefined;
  const entries = changes(input.sql, scopes, after, limit + 1);
  const data = entries.slice(0, limit).map(itemOf);
  return { object: "list", data, has_more: entries.length > limit } satisfies RecordPage;
}

/** Whether a person may be mailed about a list, by ID or address. `undefined`: no such list. */
export async function readMailable(
  list: string,
  contact: string,
  { entries, marks, ...input }: RecordInput & { entries: Entries; marks: Marks },
): Promise<Mailable | undefined> {
  const scopes = scopesOf(list, input);
  if (scopes === undefined) return undefined;
  const names = namesFrom([contact], entries);
  const [entry] = entries
    .ofPeople(names)
    .filter((one) => isLeft(one) && scopes.includes(scopeOf(one)))
    .toSorted((one, other) => other.seq - one.seq);
  if (entry !== undefined) {
    const isDone = ["done", "re-added"].includes(stateOf(entry));
    const reason = isDone ? "left" : "asked";
    return { mailable: false, reason, entry: itemOf(entry) };
  }
  const marked = marks.find(await marks.hash(names));
  const isForgotten = marked.some(
    ({ scope, joinedAt }) => joinedAt === 0 && scopes.includes(scope),
  );
  return { mailable: !isForgotten, reason: isForgotten ? "forgotten" : null, entry: null };
}

/** Which of these names are of people who left a list, or any, and were forgotten. `undefined`: no such list. */
export async function readForgotten(
  list: string | undefined,
  contacts: readonly string[],
  { marks, ...input }: RecordInput & { marks: Marks },
): Promise<string[] | undefined> {
  const scopes = list === undefined ? undefined : scopesOf(list, input);
  if (list !== undefined && scopes === undefined) return undefined;
  const names = [...new Set(contacts.map((contact) => contact.toLowerCase()))];
  const hashed = await marks.hash(names);
  const forgotten = marks.findForgotten(hashed, scopes);
  return names.filter((_, index) => forgotten.has(hashed[index] ?? ""));
}

/** Whether an entry keeps its person off its list. What was done before a canceled asking still does. */
export function isLeft({ state, doneAt }: Entry): boolean {
  return state === "undone" ? doneAt > 0 : state !== "forgotten";
}

/** Every name of a person that the record knows, with those given. */
export function namesFrom(given: readonly string[], entries: Entries): string[] {
  const names = new Set(given);
  for (let known = 0; known < names.size;) {
    known = names.size;
    for (const entry of entries.ofPeople([...names])) {
      for (const name of namesOf(entry)) names.add(name);
    }
  }
  return [...names];
}

/** An entry's scope as it is stored. */
export function scopeOf({ scope, list }: Pick<Entry, "scope" | "list">): string {
  return scope === "everything" ? EVERYTHING : list;
}

/** Whether two lists, as links name them, share a target: a person who leaves one has left the other. */
export function shareTarget(
  one: string,
  other: string,
  settings: RecordInput["settings"],
): boolean {
  const ids = new Set<string>(targetsOf(other, settings).map(({ id }) => id));
  return one === other || targetsOf(one, settings).some(({ id }) => ids.has(id));
}

/** Every scope that has entries. */
export function allScopes(sql: Sql): string[] {
  const lists = sql.all<{ list: string }>("SELECT list FROM lists");
  return [EVERYTHING, ...lists.map(({ list }) => list)];
}

/** The scopes that concern a list; `undefined` if there is no such list: no setting, and no entry, names it. */
export function scopesOf(list: string, { sql, settings }: RecordInput): string[] | undefined {
  const scopes = allScopes(sql);
  if (!scopes.includes(list) && !settings.has(list) && !isSegmentId(list)) return undefined;
  return scopes.filter((scope) => scope === EVERYTHING || shareTarget(scope, list, settings));
}

/** The first entries of these scopes that were changed after a `seq`, in the order of their changes. */
export function changes(sql: Sql, scopes: readonly string[], after: number, most: number): Entry[] {
  const size = Math.ceil(most / scopes.length);
  const streams = scopes.map((scope) => {
    const entries = changesOf(sql, scope, after, size);
    return { entries, first: entries.next().value };
  });
  const found: Entry[] = [];
  while (found.length < most) {
    let next: (typeof streams)[number] | undefined;
    for (const stream of streams) {
      if ((stream.first?.seq ?? Infinity) < (next?.first?.seq ?? Infinity)) next = stream;
    }
    if (next?.first === undefined) break;
    found.push(next.first);
    next.first = next.entries.next().value;
  }
  return found;
}

function* changesOf(
  sql: Sql,
  scope: string,
  after: number,
  size: number,
): Generator<Entry, undefined> {
  for (let from = after, count = size; count === size;) {
    const entries = sql.all<Entry>(
      `SELECT ${COLUMNS} FROM entries WHERE scope = ? AND seq > ? ORDER BY seq LIMIT ?`,
      scope,
      from,
      size,
    );
    yield* entries;
    count = entries.length;
    from = entries.at(-1)?.seq ?? from;
  }
  return undefined;
}

function itemOf(entry: Entry): RecordItem {
  const { id, seq, list, scope, channel, contact, other, askedAt, doneAt } = entry;
  const state = stateOf(entry);
  const isKnown = state !== "forgotten";
  const [contactId, email] = contact.includes("@") ? [other, contact] : [contact, other];
  return {
    id,
    seq,
    list: list || null,
    operation: scope,
    channel,
    contact: isKnown ? contact : null,
    contact_id: isKnown ? contactId : null,
    email: isKnown ? email : null,
    asked_at: new Date(askedAt).toISOString(),
    done_at: doneAt > 0 ? new Date(doneAt).toISOString() : null,
    state,
  };
}

function stateOf(entry: Entry): Entry["state"] {
  return entry.state === "undone" && isLeft(entry) ? "done" : entry.state;
}

/** A time of ISO 8601 in milliseconds since 1970; `undefined` if the text is not a time. */
export function timeIn(text: string): number | undefined {
  const time = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}

/**
 * The record's upkeep, which comes after all leaves: reads the names that its entries lack, and deletes the entries of lists
 * with `record = false`. Both follow the order of changes, so that each step reads a bounded number of rows.
 */

import { isSegmentId } from "../links/names.ts";
import type { Resend } from "../resend/client.ts";
import type { List } from "../settings/lists.ts";
import type { Entries } from "./entries.ts";
import { DAY_MS, type Entry } from "./entry.ts";
import { allScopes, changes } from "./record.ts";
import type { Sql } from "./sql.ts";
import { otherName } from "./target.ts";
import { readContact } from "./undo.ts";

/** Names are read some at a time, since each alarm costs a row. */
const READ_AFTER_MS = 3_600_000;
const NAMES_A_STEP = 3;

/** How long entries are kept after they are done, if the list is not recorded. */
const KEPT_MS = 30 * DAY_MS;

/** The most entries that a step reads. */
const MOST_READ = 30;

/** How far the place in the record moves before it is stored. */
const STORED_EVERY = 500;

/** After Resend could not be read. */
const PAUSE_MS = 600_000;

export interface UpkeepServices {
  sql: Sql;
  entries: Entries;
  settings: ReadonlyMap<string, List>;
  now: () => number;
}

export class Upkeep {
  readonly #services: UpkeepServices;
  #pausedUntil = 0;
  /** Up to this `seq`, no entry lacks a name; and up to which it is on disk. */
  #named: { to: number; stored: number };
  /** The next entries that lack one, and when it is due; `undefined` until they are looked for. */
  #unnamed: { entries: Entry[]; due: number; seq: number } | undefined;
  /** By scope: up to this `seq`, its entries were deleted, or are not over. */
  readonly #deleted = new Map<string, number>();

  constructor(services: UpkeepServices) {
    this.#services = services;
    const { to } = services.sql.one<{ to: number }>('SELECT named_to AS "to" FROM record');
    this.#named = { to, stored: to };
  }

  /** When there is something to do, in milliseconds since 1970; `undefined` for never. */
  nextDue(): number | undefined {
    const names = Math.max(this.#whenNames(), this.#pausedUntil);
    const oldest = this.#unkeptScopes().flatMap((scope) => this.#oldest(scope, 1));
    const due = Math.min(names, ...oldest.map((entry) => changedAt(entry) + KEPT_MS));
    return due === Infinity ? undefined : due;
  }

  /** Deletes what is due, and reads some names. @returns whether there may be more to read */
  async step(resend: Resend): Promise<boolean> {
    const now = this.#services.now();
    if ((this.nextDue() ?? Infinity) > now) return false;
    for (const scope of this.#unkeptScopes()) this.#deleteOld(scope, now);
    if (Math.max(this.#whenNames(), this.#pausedUntil) > now) return false;
    return this.#readNames(resend);
  }

  #whenNames(): number {
    const { sql, entries } = this.#services;
    const known = this.#unnamed;
    // If there was none, there may be one after each change.
    if (known !== undefined && (known.due < Infinity || known.seq === entries.seq))
      return known.due;
    const seen = changes(sql, allScopes(sql), this.#named.to, MOST_READ);
    const unnamed = seen.filter(needsName).slice(0, NAMES_A_STEP);
    const named = unnamed[0] === undefined ? seen : seen.slice(0, seen.indexOf(unnamed[0]));
    this.#moveTo(named.at(-1)?.seq ?? this.#named.to);
    const next = unnamed[0] ?? seen[MOST_READ - 1];
    const due = next === undefined ? Infinity : changedAt(next) + READ_AFTER_MS;
    this.#unnamed = { entries: unnamed, due, seq: entries.seq };
    return due;
  }

  #moveTo(to: number): void {
    const { stored } = this.#named;
    const isFar = to >= stored + STORED_EVERY;
    if (isFar) this.#services.sql.run("UPDATE record SET named_to = ?", to);
    this.#named = { to, stored: isFar ? to : stored };
  }

  async #readNames(resend: Resend): Promise<boolean> {
    const { entries: unnamed = [] } = this.#unnamed ?? {};
    this.#unnamed = undefined;
    const reads = await Promise.all(unnamed.map(({ contact }) => readContact(resend, contact)));
    for (const [index, { id, seq, contact }] of unnamed.entries()) {
      const read = reads[index];
      if (read?.kind === "found") this.#services.entries.learn(id, otherName(contact, read.value));
      // Whom Resend does not know, or does not want to name, has one name.
      else if (read?.kind !== "missing" && read?.kind !== "permanent") {
        this.#pausedUntil = this.#services.now() + PAUSE_MS;
        return false;
      }
      this.#moveTo(seq);
    }
    return unnamed.length > 0;
  }

  /** The scopes whose entries are not kept. A link by segment ID is one to the lists with that segment. */
  #unkeptScopes(): string[] {
    const { settings, sql } = this.#services;
    const lists = [...settings];
    if (lists.every(([, { record }]) => record)) return [];
    return allScopes(sql).filter((scope) => {
      const own = lists.filter(
        ([list, { segment }]) => list === scope || (isSegmentId(scope) && segment === scope),
      );
      return own.length > 0 && own.every(([, { record }]) => !record);
    });
  }

  #oldest(scope: string, most: number): Entry[] {
    return changes(this.#services.sql, [scope], this.#deleted.get(scope) ?? 0, most);
  }

  #deleteOld(scope: string, now: number): void {
    const oldest = this.#oldest(scope, MOST_READ);
    const young = oldest.findIndex((entry) => isOver(entry) && changedAt(entry) + KEPT_MS > now);
    const old = young === -1 ? oldest : oldest.slice(0, young);
    if (old.some(isOver)) this.#services.entries.delete(old.filter(isOver).map(({ id }) => id));
    // What is still queued, or a dead letter, gets a new `seq` when it changes.
    const last = old.at(-1);
    if (last !== undefined) this.#deleted.set(scope, last.seq);
  }
}

function isOver({ state }: Pick<Entry, "state">): boolean {
  return state !== "queued" && state !== "undoing" && state !== "dead";
}

function needsName({ state, result, other }: Entry): boolean {
  const isNamed = other !== null || result === "no-contact" || state === "forgotten";
  return !isNamed && isOver({ state });
}

/** When an entry was done or undone; when it was asked for, if neither. */
function changedAt({ state, askedAt, doneAt, dueAt }: Entry): number {
  return doneAt || (state === "undone" ? dueAt : askedAt);
}

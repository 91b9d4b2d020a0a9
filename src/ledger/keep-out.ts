/**
 * When the audit may take a person off a list again: never soon after an undo or `joined`, and at most twice a day, since it
 * must not fight another system. Reads no clock, and sends nothing.
 */

import { DAY_MS, type Entry, namesOf, UNDO_MS } from "./entry.ts";
import type { Sql } from "./sql.ts";

/** The least time between the two sightings that a removal needs. */
const SIGHTINGS_APART_MS = 15 * 60_000;

/** By then, an undo that arrived in time is over. */
const UNDO_OVER_MS = UNDO_MS + 60_000;

/** A removal that could not be carried out within this time needs a new sighting. */
const DONE_WITHIN_MS = 3_600_000;

/** From one removal to the one after the next. Removals may be closer together than their decisions. */
const TWO_WITHIN_MS = DAY_MS + 2 * DONE_WITHIN_MS;

const MOST_FORGOTTEN_AT_ONCE = 100;

/**
 * What may be done about a person who was first seen on a list again at `firstAt`: when they may be taken off, whether
 * another system adds them as often as that, and whether a removal that is queued may still be carried out.
 */
export function rulesFor(entry: Entry, firstAt: number, now: number, sql: Sql) {
  const { restoredAt, keptOutAt, keptOutBefore } = sql.one<Record<string, number>>(
    `SELECT ifnull(max(restored_at), 0) AS restoredAt, ifnull(max(kept_out_at), 0) AS keptOutAt,
     ifnull(max(kept_out_before), 0) AS keptOutBefore
     FROM audited_people WHERE name IN (SELECT lower(value) FROM json_each(?))`,
    JSON.stringify(namesOf(entry)),
  ) as Record<"restoredAt" | "keptOutAt" | "keptOutBefore", number>;
  const undoOverAt = entry.token === null ? 0 : entry.askedAt + UNDO_OVER_MS;
  const calmAt = Math.max(undoOverAt, restoredAt + DAY_MS);
  const againAt = keptOutBefore + TWO_WITHIN_MS;
  return {
    allowedAt: Math.max(firstAt + SIGHTINGS_APART_MS, calmAt, againAt),
    isFought: againAt > now,
    isStillAllowed: calmAt <= now && keptOutAt + DONE_WITHIN_MS > now,
  };
}

/** Notes a removal by the audit, before it is queued. */
export function noteKeptOut(entry: Entry, now: number, sql: Sql): void {
  const set = "kept_out_before = kept_out_at, kept_out_at = excluded.kept_out_at";
  note("kept_out_at", set, namesOf(entry), now, sql);
}

/** Notes that the person with these names came back by an undo or `joined`. */
export function noteRestored(names: Iterable<string>, now: number, sql: Sql): void {
  note("restored_at", "restored_at = excluded.restored_at", names, now, sql);
}

function note(column: string, set: string, names: Iterable<string>, now: number, sql: Sql): void {
  for (const name of names) {
    sql.run(
      `INSERT INTO audited_people (name, ${column}, noted_at) VALUES (lower(?1), ?2, ?2)
       ON CONFLICT DO UPDATE SET ${set}, noted_at = excluded.noted_at`,
      name,
      now,
    );
  }
}

/** Forgets a person. */
export function forgetNames(names: readonly string[], sql: Sql): void {
  const among = "(SELECT lower(value) FROM json_each(?))";
  sql.run(`DELETE FROM audited_people WHERE name IN ${among}`, JSON.stringify(names));
}

/** Forgets people about whom nothing was noted for two days, a bounded number at a time. */
export function forgetOld(now: number, sql: Sql): void {
  const old = `SELECT name FROM audited_people WHERE noted_at < ? LIMIT ${MOST_FORGOTTEN_AT_ONCE}`;
  sql.run(`DELETE FROM audited_people WHERE name IN (${old})`, now - 2 * DAY_MS);
}

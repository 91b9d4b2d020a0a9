/**
 * When the audit may take a person off a list again. Never soon after they came back by an undo or `joined`, and at most
 * twice a day, since it must not fight another system. Reads no clock, and sends nothing.
 */

import { DAY_MS, type Entry } from "./entry.ts";
import type { Sql } from "./sql.ts";
import { namesOf, UNDO_MS } from "./undo.ts";

/** The least time between the two sightings that a removal needs. */
const SIGHTINGS_APART_MS = 15 * 60_000;

/** By then, an undo that arrived in time is over. */
const UNDO_OVER_MS = UNDO_MS + 60_000;

/** A removal that could not be carried out within this time needs a new sighting. */
const DONE_WITHIN_MS = 3_600_000;

/** From one removal to the one after the next, which may be that much closer together than their decisions. */
const TWO_WITHIN_MS = DAY_MS + 2 * DONE_WITHIN_MS;

const MOST_FORGOTTEN_AT_ONCE = 100;

/** Times are milliseconds since 1970; 0 means never. */
interface History {
  /** The last undo or `joined`. */
  restoredAt: number;
  /** The audit's last removal, and the one before it. */
  keptOutAt: number;
  keptOutBefore: number;
}

/** When a contact may be taken off again who was first seen at `firstAt`. */
export function allowedAt(entry: Entry, firstAt: number, sql: Sql): number {
  const { restoredAt, keptOutBefore } = history(entry, sql);
  return Math.max(
    firstAt + SIGHTINGS_APART_MS,
    entry.token === null ? 0 : entry.askedAt + UNDO_OVER_MS,
    restoredAt + DAY_MS,
    keptOutBefore + TWO_WITHIN_MS,
  );
}

/** Whether another system adds the person as often as the audit may remove them. */
export function isFought(entry: Entry, now: number, sql: Sql): boolean {
  return history(entry, sql).keptOutBefore + TWO_WITHIN_MS > now;
}

/** Whether a removal that was queued may still be carried out. */
export function isStillAllowed(entry: Entry, now: number, sql: Sql): boolean {
  const { restoredAt, keptOutAt } = history(entry, sql);
  return restoredAt + DAY_MS <= now && keptOutAt + DONE_WITHIN_MS > now;
}

/** Notes a removal by the audit, before it is queued. */
export function noteKeptOut(entry: Entry, now: number, sql: Sql): void {
  for (const name of namesOf(entry)) {
    sql.run(
      `INSERT INTO audited_people (name, kept_out_at, noted_at) VALUES (lower(?1), ?2, ?2)
       ON CONFLICT DO UPDATE SET kept_out_before = kept_out_at, kept_out_at = ?2, noted_at = ?2`,
      name,
      now,
    );
  }
}

/** Notes that the person with these names came back by an undo or `joined`. */
export function noteRestored(names: Iterable<string>, now: number, sql: Sql): void {
  for (const name of names) {
    sql.run(
      `INSERT INTO audited_people (name, restored_at, noted_at) VALUES (lower(?1), ?2, ?2)
       ON CONFLICT DO UPDATE SET restored_at = ?2, noted_at = ?2`,
      name,
      now,
    );
  }
}

/** Forgets a person. */
export function forgetNames(names: readonly string[], sql: Sql): void {
  sql.run(
    "DELETE FROM audited_people WHERE name IN (SELECT lower(value) FROM json_each(?))",
    JSON.stringify(names),
  );
}

/** Forgets people about whom nothing was noted for two days, a bounded number at a time. */
export function forgetOld(now: number, sql: Sql): void {
  sql.run(
    `DELETE FROM audited_people WHERE name IN
     (SELECT name FROM audited_people WHERE noted_at < ? LIMIT ${MOST_FORGOTTEN_AT_ONCE})`,
    now - 2 * DAY_MS,
  );
}

function history(entry: Entry, sql: Sql): History {
  return sql.one<History>(
    `SELECT ifnull(max(restored_at), 0) AS restoredAt, ifnull(max(kept_out_at), 0) AS keptOutAt,
     ifnull(max(kept_out_before), 0) AS keptOutBefore
     FROM audited_people WHERE name IN (SELECT lower(value) FROM json_each(?))`,
    JSON.stringify(namesOf(entry)),
  );
}

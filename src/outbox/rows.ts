/**
 * The Outbox's tables: what waits, what is set aside, which lists are held, and how Resend is doing.
 * SQL and nothing else: it reads no clock, sends nothing, and decides nothing.
 */

import { type Health, readHealth, writeHealth } from "./health.ts";
import { SCHEMA } from "./schema.ts";

/** What a row asks for: to leave one list, or to get nothing from this sender any more. */
export type Operation = "leave" | "everything";

/** A request that could not be done at once. */
export interface Entry {
  operation: Operation;
  /** The list as its link names it. */
  list: string;
  contact: string;
}

/** "Everything" is about no list, so it stands under none, and is held by none. */
const keyOf = ({ operation, list }: Entry) => (operation === "everything" ? "*" : list);

/** A row that waits. Times are milliseconds since 1970. */
export interface Row extends Entry {
  id: number;
  acceptedAt: number;
  /** Tries that Resend did not confirm. */
  attempts: number;
  /** How often it was asked for. */
  asked: number;
}

const ROW = `id, operation, waiting.list, contact, accepted_at AS acceptedAt, attempts, asked`;

/** The first row of a list: one look into the index, however many wait. */
const FIRST_DUE = `SELECT id FROM waiting AS first
  WHERE first.list = lists.list AND first.set_aside_at IS NULL ORDER BY first.due_at LIMIT 1`;

export class Rows {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(SCHEMA);
  }

  /**
   * Stores an entry. One that waits already keeps its place; one that was set aside goes back in line,
   * and is as old as this request.
   *
   * @param dueAt when it may be tried first
   * @param uncertain whether Resend may have done it all the same
   * @returns the row's number
   */
  add(entry: Entry, now: number, dueAt = now, uncertain = false): number {
    const { operation, contact } = entry;
    const list = keyOf(entry);
    this.#sql.exec("INSERT OR IGNORE INTO lists (list) VALUES (?)", list);
    const { id } = this.#sql
      .exec<{ id: number }>(
        `INSERT INTO waiting (operation, list, contact, accepted_at, due_at, uncertain)
         VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET
           accepted_at = iif(set_aside_at IS NULL, accepted_at, excluded.accepted_at),
           due_at = iif(set_aside_at IS NULL, due_at, excluded.due_at),
           set_aside_at = NULL,
           asked = asked + 1,
           uncertain = max(uncertain, excluded.uncertain)
         RETURNING id`,
        operation,
        list,
        contact,
        now,
        dueAt,
        Number(uncertain),
      )
      .one();
    return id;
  }

  /** The row that has been due the longest, of all lists that are not held. */
  next(now: number): Row | undefined {
    const [row] = this.#sql.exec<Row & Record<string, SqlStorageValue>>(
      `SELECT ${ROW} FROM lists JOIN waiting ON id = (${FIRST_DUE})
       WHERE held_until <= ? AND due_at <= ? ORDER BY due_at, id LIMIT 1`,
      now,
      now,
    );
    return row;
  }

  /** When the next row can be sent, pauses aside; `undefined` when none waits. */
  nextDue(): number | undefined {
    const { due } = this.#sql
      .exec<{ due: number | null }>(
        `SELECT min(max(held_until, due_at)) AS due FROM lists JOIN waiting ON id = (${FIRST_DUE})`,
      )
      .one();
    return due ?? undefined;
  }

  /** The row of an entry, and whether Resend may have carried it out already. */
  find(entry: Entry): { id: number; asked: number; uncertain: boolean } | undefined {
    const [row] = this.#sql.exec<{ id: number; asked: number; uncertain: number }>(
      "SELECT id, asked, uncertain FROM waiting WHERE list = ? AND contact = ? AND operation = ?",
      keyOf(entry),
      entry.contact,
      entry.operation,
    );
    return row && { ...row, uncertain: row.uncertain === 1 };
  }

  /** Forgets a row: the operator dropped it. */
  drop(id: number): boolean {
    return this.#sql.exec("DELETE FROM waiting WHERE id = ?", id).rowsWritten > 0;
  }

  /** Forgets a row that is done or withdrawn, unless it was asked for again since it was read. */
  remove({ id, asked }: Pick<Row, "id" | "asked">): boolean {
    const query = "DELETE FROM waiting WHERE id = ? AND asked = ?";
    return this.#sql.exec(query, id, asked).rowsWritten > 0;
  }

  /** Remembers which row is being tried, so that a try that is cut off counts as uncertain. */
  begin(id: number): void {
    this.#sql.exec("UPDATE health SET in_flight = ?", id);
  }

  /** Marks the row whose try was cut off. For a start. */
  recover(): void {
    this.#sql.exec(
      "UPDATE waiting SET uncertain = 1 WHERE id = (SELECT in_flight FROM health) AND uncertain = 0",
    );
  }

  /**
   * Counts a try that was not confirmed, and puts the row back in line.
   *
   * @param uncertain whether Resend may have done it all the same
   */
  delay(id: number, fault: string, dueAt: number, uncertain = false): void {
    this.#sql.exec(
      `UPDATE waiting SET attempts = attempts + 1, fault = ?, due_at = ?,
       uncertain = max(uncertain, ?) WHERE id = ?`,
      fault,
      dueAt,
      Number(uncertain),
      id,
    );
  }

  /** Takes a row out of the line until the operator decides. */
  setAside(id: number, fault: string, now: number): void {
    this.#sql.exec(
      "UPDATE waiting SET attempts = attempts + 1, fault = ?, set_aside_at = ? WHERE id = ?",
      fault,
      now,
      id,
    );
  }

  /** Puts what was set aside back in line, if it was accepted since then. */
  retry(acceptedSince: number, now: number): number {
    return this.#sql
      .exec(
        `UPDATE waiting SET set_aside_at = NULL, due_at = ?
         WHERE set_aside_at IS NOT NULL AND accepted_at >= ? RETURNING id`,
        now,
        acceptedSince,
      )
      .toArray().length;
  }

  /** Lets every row of a list wait. */
  hold(list: string, until: number): void {
    this.#sql.exec("UPDATE lists SET held_until = ? WHERE list = ?", until, list);
  }

  /**
   * Releases every list that is held if the settings are others than last time.
   *
   * @returns whether they are
   */
  settingsAre(fingerprint: string): boolean {
    const update = "UPDATE health SET settings = ? WHERE settings IS NOT ?";
    const changed = this.#sql.exec(update, fingerprint, fingerprint).rowsWritten > 0;
    if (changed) this.#sql.exec("UPDATE lists SET held_until = 0");
    return changed;
  }

  get health(): Health {
    return readHealth(this.#sql, "health");
  }

  set health(next: Health) {
    writeHealth(this.#sql, "health", next);
  }
}

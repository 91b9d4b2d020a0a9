/**
 * The Ledger's lists: how many entries of each are queued or dead letters, whether it is held, and which entry is due.
 * The queue and the report read one row for each list, however much is queued.
 */

import type { Sql } from "./sql.ts";

/** The first entry of a list's queue: one row of the index. */
const FIRST_DUE = `SELECT id FROM entries AS first
  WHERE first.list = lists.list AND first.state IN ('queued', 'undoing') ORDER BY first.due_at LIMIT 1`;

export class Lists {
  readonly #sql: Sql;
  /** The lists that are held, and perhaps some that no longer are. */
  readonly #held: Set<string>;

  constructor(sql: Sql) {
    this.#sql = sql;
    const held = sql.all<{ list: string }>("SELECT list FROM lists WHERE held_for IS NOT NULL");
    this.#held = new Set(held.map(({ list }) => list));
  }

  /** Adds a list's row, by which the queue finds its entries. Whether it is there is on disk alone: a transaction may fail. */
  add(list: string): void {
    this.#sql.run("INSERT OR IGNORE INTO lists (list) VALUES (?)", list);
  }

  count(list: string, what: "queued" | "dead", change: 1 | -1): void {
    this.#sql.run(`UPDATE lists SET ${what} = ${what} + ? WHERE list = ?`, change, list);
  }

  /** Holds a list until the operator fixes it. */
  hold(list: string, fault: string, until: number): void {
    this.add(list);
    this.#held.add(list);
    this.#sql.run(
      "UPDATE lists SET held_until = ?, held_for = ? WHERE list = ?",
      until,
      fault,
      list,
    );
  }

  /** Whether a list is held. */
  isHeld(list: string, now: number): boolean {
    if (!this.#held.has(list)) return false;
    const query = "SELECT 1 FROM lists WHERE list = ? AND held_until > ?";
    return this.#sql.first(query, list, now) !== undefined;
  }

  /** Releases a held list, or all of them. */
  release(list?: string): void {
    if (list !== undefined && !this.#held.has(list)) return;
    this.#sql.run(
      "UPDATE lists SET held_until = 0, held_for = NULL WHERE held_for IS NOT NULL AND (list = ?1 OR ?1 IS NULL)",
      list ?? null,
    );
  }

  /** Releases a held list that has no queued entry left. */
  releaseEmpty(list: string): void {
    this.#sql.run(
      "UPDATE lists SET held_until = 0, held_for = NULL WHERE list = ? AND queued = 0",
      list,
    );
  }

  /** The entry that has been due the longest, of all lists that are not held. */
  firstDue(now: number): number | undefined {
    const due = this.#sql.first<{ id: number }>(
      `SELECT id FROM lists JOIN entries ON id = (${FIRST_DUE})
       WHERE held_until <= ? AND due_at <= ? ORDER BY due_at LIMIT 1`,
      now,
      now,
    );
    return due?.id;
  }

  /** When the queue can continue, in milliseconds since 1970; `undefined` if it is empty. */
  nextDue(): number | undefined {
    const { due } = this.#sql.one<{ due: number | null }>(
      `SELECT min(max(held_until, due_at)) AS due FROM lists JOIN entries ON id = (${FIRST_DUE})`,
    );
    return due ?? undefined;
  }
}

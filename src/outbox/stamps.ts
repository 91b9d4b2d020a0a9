/**
 * The Outbox's table of stamps: contacts whose links are to stand in their properties. One row a
 * contact, apart from what waits to leave. SQL and a little memory; it sends nothing, and decides nothing.
 */

import { type Health, readHealth, writeHealth } from "./health.ts";

/** A contact whose links are to be looked after. */
export interface Stamp {
  /** A Resend contact ID. */
  contact: string;
  /** The names of the lists that it is on; `undefined`: Resend must be asked. */
  lists: readonly string[] | undefined;
}

/** What Resend has said of a contact since its turn began; forgotten with the isolate. */
export interface Known {
  properties?: Readonly<Record<string, unknown>>;
  segments?: readonly string[];
}

/** A stamp whose turn it is. */
export interface DueStamp extends Stamp {
  /** Tries that failed. */
  attempts: number;
  known: Known;
}

interface Turn {
  contact: string;
  known: Known;
  /** Asked for again since the turn began. */
  again: boolean;
}

export class Stamps {
  readonly #sql: SqlStorage;
  #turn: Turn | undefined;
  /** How often each contact was written since this isolate began. */
  readonly writes = new Map<string, number>();

  /** @param sql has the tables of `SCHEMA` */
  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Stores a stamp. Where two disagree about the lists, Resend is to be asked. */
  add({ contact, lists }: Stamp, dueAt: number): void {
    if (contact === this.#turn?.contact) this.#turn.again = true;
    this.#sql.exec(
      `INSERT INTO stamps (contact, lists, due_at) VALUES (?, ?, ?)
       ON CONFLICT DO UPDATE SET lists = NULL WHERE lists <> ifnull(excluded.lists, '')`,
      contact,
      lists?.join(" ") ?? null,
      dueAt,
    );
  }

  /** The stamp that has been due the longest. It keeps its turn until it is removed or delayed. */
  next(now: number): DueStamp | undefined {
    if (this.health.pausedUntil > now) return undefined;
    const [row] = this.#sql.exec<{ contact: string; lists: string | null; attempts: number }>(
      "SELECT contact, lists, attempts FROM stamps WHERE due_at <= ? ORDER BY due_at LIMIT 1",
      now,
    );
    if (row === undefined) return undefined;
    const { contact, lists, attempts } = row;
    if (this.#turn?.contact !== contact) this.#turn = { contact, known: {}, again: false };
    return { contact, lists: lists?.split(" "), attempts, known: this.#turn.known };
  }

  /** When the next stamp can be tried, pauses aside; `undefined` when none waits. */
  nextDue(): number | undefined {
    const { due } = this.#sql
      .exec<{ due: number | null }>(
        "SELECT max(paused_until, (SELECT min(due_at) FROM stamps)) AS due FROM stamping",
      )
      .one();
    return due ?? undefined;
  }

  /** Forgets a stamp that is done; one that was asked for again goes to the end of the line. */
  remove(contact: string, now: number): void {
    if (this.#turn?.again) {
      this.#sql.exec("UPDATE stamps SET due_at = ? WHERE contact = ?", now, contact);
    } else {
      this.#sql.exec("DELETE FROM stamps WHERE contact = ?", contact);
    }
    this.#turn = undefined;
  }

  /** Counts a try that failed, and puts the stamp back in line. */
  delay(contact: string, dueAt: number): void {
    const query = "UPDATE stamps SET attempts = attempts + 1, due_at = ? WHERE contact = ?";
    this.#sql.exec(query, dueAt, contact);
    this.#turn = undefined;
  }

  count(): number {
    return this.#sql.exec<{ count: number }>("SELECT count(*) AS count FROM stamps").one().count;
  }

  /** How Resend takes stamps; a leave does not wait for that. */
  get health(): Health {
    return readHealth(this.#sql, "stamping");
  }

  set health(next: Health) {
    writeHealth(this.#sql, "stamping", next);
  }
}

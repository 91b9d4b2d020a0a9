/**
 * The Ledger's entries: one for each subscription that a request was about, and one for each "everything". The SQL, and
 * the rules for what a request changes (docs/ledger.md). It sends nothing and reads no clock.
 */

import type { SqlStorageValue } from "@cloudflare/workers-types";

import { type Asking, newAskingId, type Scope, type Subscription } from "./asking.ts";
import { COLUMNS, dayOf, type Entry, EVERYTHING, namesOf } from "./entry.ts";
import { noteRestored } from "./keep-out.ts";
import type { Lists } from "./lists.ts";
import type { Sql } from "./sql.ts";

/** A new asking within this time after the last one was done costs no call. */
const FRESH_MS = 60_000;

/** How long the queue does not touch an entry that is being attempted. */
export const LEASE_MS = 30_000;

/** The most dead letters that one call queues again. */
const MAX_RETRIED = 500;

/** How an asking relates to its entry. */
export interface Asked {
  /** `same`: a repetition. `fresh`: already done less than a minute ago. `new`: to be done. */
  kind: "same" | "fresh" | "new";
  entry: Entry;
}

export class Entries {
  readonly #sql: Sql;
  #seq: number;
  readonly #lists: Lists;
  /** Lists whose row was added outside of a transaction, and so stays. */
  readonly #asked = new Set<string>();
  /** Whether the undos have had a row since the object started. */
  #mayHaveUndos: boolean;

  constructor(sql: Sql, lists: Lists) {
    this.#sql = sql;
    this.#lists = lists;
    this.#seq = sql.one<{ seq: number }>(
      `SELECT max(record.seq, ifnull(max((SELECT max(seq) FROM entries WHERE scope = scopes.scope)), 0)) AS seq
       FROM record, (SELECT list AS scope FROM lists UNION ALL SELECT '${EVERYTHING}') AS scopes`,
    ).seq;
    this.#mayHaveUndos = sql.first("SELECT 1 FROM undos LIMIT 1") !== undefined;
  }

  /**
   * Stores an asking. After this returns, no output leaves the object before the asking is on disk.
   *
   * @param settingsAt when the settings changed last; milliseconds since 1970
   * @param waits whether a new entry is for the queue
   */
  ask(
    asking: Asking,
    now: number,
    { settingsAt, waits }: { settingsAt: number; waits: boolean },
  ): Asked {
    if (!this.#asked.has(asking.list)) this.#lists.add(asking.list);
    this.#asked.add(asking.list);
    const entry = this.#insert(asking, now, waits);
    if (entry !== undefined) return { kind: "new", entry };
    return this.#sql.transaction(() => this.#askAgain(asking, now, settingsAt));
  }

  #askAgain(asking: Asking, now: number, settingsAt: number): Asked {
    const { scope, list, contact } = asking;
    const entry = this.find(scope, { list, contact });
    if (entry === undefined) throw new Error("an entry that is there was not found");
    const isUndone = entry.state === "undone" || entry.state === "undoing";
    const isReAdded = entry.state === "re-added";
    const isRepeated = entry.asking === asking.id;
    if (isRepeated && !isUndone && !isReAdded) return { kind: "same", entry };
    const id = isRepeated ? newAskingId() : asking.id;
    const isFresh = entry.state === "done" && entry.freshUntil > now && entry.doneAt > settingsAt;
    // If it is queued, an earlier asking still applies, so this one cannot be undone.
    const isOver = isUndone || isReAdded || entry.state === "done";
    const canUndo = asking.channel === "page" && isOver && !isFresh;
    const token = canUndo && entry.state !== "undoing" ? id : null;
    this.change(
      entry.id,
      "asking = ?, token = ?, channel = ?, hash = ?, asked_at = ?, asked_seq = ?",
      [id, token, asking.channel, asking.hash, now, this.#seq + 1],
    );
    if (!isFresh) this.#queue(entry, list, token, now);
    return { kind: isFresh ? "fresh" : "new", entry: this.get(entry.id) };
  }

  #queue(entry: Entry, list: string, token: string | null, now: number): void {
    // If this asking is canceled, what an earlier one has done still applies.
    const keepsDone = entry.state !== "undoing";
    if (entry.state === "dead") this.#lists.count(entry.list, "dead", -1);
    if (entry.counted && entry.list !== list) {
      this.#lists.count(entry.list, "queued", -1);
      this.#lists.count(list, "queued", 1);
    }
    this.#sql.run(
      `UPDATE entries SET state = 'queued', result = '', list = ?, due_at = ?, attempts = 0, fault = NULL,
       changed = '', maybe_applied_at = ?, done_at = ?, done_seq = ?, fresh_until = 0 WHERE id = ?`,
      list,
      now + LEASE_MS,
      maybeAppliedFrom(token, now),
      keepsDone ? entry.doneAt : 0,
      keepsDone ? entry.doneSeq : 0,
      entry.id,
    );
  }

  /** Adds an entry; `undefined` if there is one. */
  #insert(asking: Asking, now: number, waits: boolean): Entry | undefined {
    const { id, scope, list, contact, channel, hash } = asking;
    const seq = this.#seq + 1;
    const token = channel === "page" ? id : null;
    const entry = this.#sql.first<Entry>(
      `INSERT INTO entries
       (id, scope, list, contact, state, seq, asking, token, maybe_applied_at, channel, hash, asked_at, asked_seq,
       due_at, counted)
       VALUES (?, ?, ?, ?, 'queued', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (lower(contact), scope, contact) DO NOTHING RETURNING ${COLUMNS}`,
      seq,
      scope === "everything" ? EVERYTHING : list,
      list,
      contact,
      seq,
      id,
      token,
      maybeAppliedFrom(token, now),
      channel,
      hash,
      now,
      seq,
      waits ? now : now + LEASE_MS,
      Number(waits),
    );
    if (entry !== undefined) this.#seq = seq;
    return entry;
  }

  find(scope: Scope, { list, contact }: Subscription): Entry | undefined {
    return this.#sql.first<Entry>(
      `SELECT ${COLUMNS} FROM entries WHERE lower(contact) = lower(?) AND scope = ? AND contact = ?`,
      contact,
      scope === "everything" ? EVERYTHING : list,
      contact,
    );
  }

  /** The entry, for the list or for everything, whose latest asking has this ID. */
  findAsking(subscription: Subscription, asking: string): Entry | undefined {
    const entries = [this.find("list", subscription), this.find("everything", subscription)];
    return entries.find((entry) => entry?.asking === asking);
  }

  lookUp(id: number): Entry | undefined {
    return this.#sql.first<Entry>(`SELECT ${COLUMNS} FROM entries WHERE id = ?`, id);
  }

  /** @throws Error if no entry has this ID */
  get(id: number): Entry {
    return this.#sql.one<Entry>(`SELECT ${COLUMNS} FROM entries WHERE id = ?`, id);
  }

  /** Every entry of a person, by both names. */
  ofPerson(id: string, email: string): Entry[] {
    return this.ofPeople([id, email]);
  }

  /** Every entry that has one of these names, as its link names the contact or as the contact's other name. */
  ofPeople(names: readonly string[]): Entry[] {
    const among = "IN (SELECT lower(value) FROM json_each(?1))";
    return this.#sql.all<Entry>(
      `SELECT ${COLUMNS} FROM entries WHERE lower(contact) ${among} OR (other IS NOT NULL AND lower(other) ${among})`,
      JSON.stringify(names),
    );
  }

  /** Stores which targets the person is on, before a removal is sent that can be undone. */
  begin(id: number, on: readonly string[], now: number): void {
    const { changed, token } = this.get(id);
    const all = [...new Set([...changed.split(" ").filter(Boolean), ...on])];
    this.#sql.run(
      "UPDATE entries SET maybe_applied_at = ?, changed = ?, token = ? WHERE id = ?",
      now,
      all.join(" "),
      all.length > 0 ? token : null,
      id,
    );
  }

  /**
   * Marks an entry as done, or its contact as unknown to Resend.
   *
   * @param lostAt when an earlier removal was sent that may still arrive; 0 for never
   */
  done(
    { id, counted, list }: Entry,
    {
      result,
      other,
      lostAt,
    }: { result: "done" | "no-contact"; other: string | undefined; lostAt: number },
    now: number,
  ): void {
    if (counted) this.#lists.count(list, "queued", -1);
    this.change(
      id,
      `state = 'done', result = ?, other = ifnull(?, other), counted = 0, maybe_applied_at = ?, fault = NULL,
       done_at = ?, done_seq = iif(result = 're-added', done_seq, ?), fresh_until = ?${result === "done" ? "" : ", token = NULL"}`,
      [result, other ?? null, lostAt, now, this.#seq + 1, now + FRESH_MS],
    );
  }

  /** Schedules another attempt. */
  delay(
    id: number,
    change: { fault: string | null; dueAt: number; attempts: number; maybeAppliedAt: number },
  ): void {
    const { counted, list, state, result } = this.get(id);
    if (state !== "queued" && state !== "undoing") return;
    // The audit's removals are no requests that wait.
    const counts = result !== "re-added";
    if (!counted && counts) this.#lists.count(list, "queued", 1);
    this.#sql.run(
      `UPDATE entries SET fault = ?, due_at = ?, attempts = ?, maybe_applied_at = ?, counted = ? WHERE id = ?`,
      change.fault,
      change.dueAt,
      change.attempts,
      change.maybeAppliedAt,
      Number(counted || counts),
      id,
    );
  }

  /** Makes an entry a dead letter, since Resend will never accept it. */
  deadLetter(id: number, fault: string, maybeAppliedAt: number): void {
    const { counted, list } = this.get(id);
    if (counted) this.#lists.count(list, "queued", -1);
    this.#lists.count(list, "dead", 1);
    this.change(id, "state = 'dead', fault = ?, counted = 0, maybe_applied_at = ?", [
      fault,
      maybeAppliedAt,
    ]);
  }

  /** Stores that an undo is in flight, under all names of its person, before it is sent. */
  beginUndo({ id, state }: Entry, names: readonly string[], now: number): void {
    if (state !== "undoing") this.#countUndo(id, now);
    noteRestored(names, now, this.#sql);
    this.#mayHaveUndos = true;
    for (const name of names) {
      this.#sql.run("INSERT OR REPLACE INTO undos (name, left_at) VALUES (lower(?), ?)", name, now);
    }
    this.change(id, "state = 'undoing', due_at = ?, attempts = 0", [now + LEASE_MS]);
  }

  /** Notes that the result of an undo is known. */
  settleUndo(names: readonly string[]): void {
    for (const name of names) this.#sql.run("DELETE FROM undos WHERE name = lower(?)", name);
  }

  /** When an undo of this person was sent whose result is unknown; 0 for never. */
  undoLeftAt(name: string): number {
    if (!this.#mayHaveUndos) return 0;
    const query = "SELECT left_at AS leftAt FROM undos WHERE name = lower(?)";
    return this.#sql.first<{ leftAt: number }>(query, name)?.leftAt ?? 0;
  }

  /** Gives up an undo that may have been applied: the removal is repeated. */
  redo(id: number, now: number): void {
    this.change(id, "state = 'queued', result = '', token = NULL, due_at = ?, attempts = 0", [now]);
  }

  /** Takes back an undo that Resend has refused. */
  refuseUndo(id: number): void {
    const { result, undos } = this.get(id);
    this.change(id, "state = ?, undos = ?", [result === "" ? "queued" : "done", undos - 1]);
  }

  /** @param result `canceled`: no call was made; `overruled`: someone asked again in the meantime */
  undone(id: number, result: "canceled" | "undone" | "overruled" | "joined", now: number): void {
    const entry = this.get(id);
    const { counted, list, state } = entry;
    if (counted) this.#lists.count(list, "queued", -1);
    if (state === "dead") this.#lists.count(list, "dead", -1);
    if (result === "canceled") {
      this.#countUndo(id, now);
      noteRestored(namesOf(entry), now, this.#sql);
    }
    this.change(
      id,
      `state = 'undone', result = ?, token = NULL, counted = 0, fresh_until = 0, due_at = ?
       ${result === "joined" ? "" : ", maybe_applied_at = 0"}
       ${result === "canceled" ? "" : ", done_at = 0, done_seq = 0"}`,
      [result, now],
    );
  }

  /** Marks a done entry whose contact is on one of its targets again, without a word to the Ledger; or is off it. */
  markReAdded(id: number, isOn: boolean): void {
    const state = isOn ? "re-added" : "done";
    this.change(id, "state = ?, result = 'done', fresh_until = 0", [state]);
  }

  /** Queues the removal of a contact who was re-added. It is no asking: it never counts as made or done later than another. */
  keepOut(id: number, now: number): void {
    this.change(
      id,
      `state = 'queued', result = 're-added', token = NULL, changed = '', maybe_applied_at = asked_at, due_at = ?, attempts = 0, fault = NULL`,
      [now],
    );
  }

  /** Ends the minute in which another asking costs no call, because another entry's undo changed a target of this one. */
  expire(id: number): void {
    this.#sql.run("UPDATE entries SET fresh_until = 0 WHERE id = ?", id);
  }

  /** Remembers the contact's other name. */
  learn(id: number, other: string): void {
    const entry = this.lookUp(id);
    if (entry?.state !== "forgotten" && entry?.other !== other)
      this.change(id, "other = ?", [other]);
  }

  /** Takes the entry that has been due longest, of all lists that are not held, and leases it. */
  lease(now: number): Entry | undefined {
    const id = this.#lists.firstDue(now);
    if (id === undefined) return undefined;
    this.#sql.run("UPDATE entries SET due_at = ? WHERE id = ?", now + LEASE_MS, id);
    return this.get(id);
  }

  /**
   * Queues dead letters again, a bounded number at a time.
   *
   * @param askedSince skips those that were asked for earlier; milliseconds since 1970
   */
  retry(askedSince: number, now: number): number {
    const retried = this.#sql.all<{ id: number; list: string }>(
      `SELECT id, list FROM entries WHERE state = 'dead' AND asked_at >= ? ORDER BY asked_at LIMIT ${MAX_RETRIED}`,
      askedSince,
    );
    for (const { id, list } of retried) {
      this.#lists.count(list, "dead", -1);
      this.#lists.count(list, "queued", 1);
      this.change(id, "state = 'queued', due_at = ?, attempts = 0, fault = NULL, counted = 1", [
        now,
      ]);
    }
    return retried.length;
  }

  /** Permanently drops an entry that is queued or a dead letter. @returns whether there was one */
  drop(id: number): boolean {
    const entry = this.lookUp(id);
    if (entry?.state !== "dead" && entry?.state !== "queued") return false;
    if (entry.state === "dead") this.#lists.count(entry.list, "dead", -1);
    if (entry.counted) this.#lists.count(entry.list, "queued", -1);
    this.delete([id]);
    this.#lists.releaseEmpty(entry.list);
    return true;
  }

  /** Deletes entries. Their `seq` is not given out again, since a poller may go on from it. */
  delete(ids: readonly number[]): void {
    for (const id of ids) this.#sql.run("DELETE FROM entries WHERE id = ?", id);
    this.#sql.run("UPDATE record SET seq = ?", this.#seq);
  }

  #countUndo(id: number, now: number): void {
    const { undoDay, undos } = this.get(id);
    const day = dayOf(now);
    this.#sql.run(
      "UPDATE entries SET undo_day = ?, undos = ? WHERE id = ?",
      day,
      undoDay === day ? undos + 1 : 1,
      id,
    );
  }

  /** Of the latest asking or change. */
  get seq(): number {
    return this.#seq;
  }

  /** The next number for an asking, or for a change of the record. */
  nextSeq(): number {
    return ++this.#seq;
  }

  /** Changes an entry, and gives the change the next `seq`. */
  change(id: number, changes: string, values: SqlStorageValue[]): void {
    this.#sql.run(
      `UPDATE entries SET ${changes}, seq = ? WHERE id = ?`,
      ...values,
      ++this.#seq,
      id,
    );
  }
}

/** A request that cannot be undone is marked as maybe applied from the start. Only undo reads the mark, and it saves a row. */
function maybeAppliedFrom(token: string | null, now: number): number {
  return token === null ? now : 0;
}

/**
 * The audit: finds people who left a list and are on it again, without a word to the Ledger. Webhook events say whom to look
 * at, and walks through the lists' segments see everyone. It comes last in the budget, and its failures delay it alone.
 */

import type { ContactId } from "../links/names.ts";
import type { Failure } from "../resend/answer.ts";
import type { Found, Resend } from "../resend/client.ts";
import type { List } from "../settings/lists.ts";
import type { Count, Log } from "../telemetry.ts";
import type { Entries } from "./entries.ts";
import { DAY_MS, type Entry, namesOf } from "./entry.ts";
import { forgetOld, noteKeptOut, rulesFor } from "./keep-out.ts";
import type { Sql } from "./sql.ts";
import { isOn, type ListTarget, otherName, type Target, targetsFor } from "./target.ts";
import { type Seen, Walks } from "./walks.ts";

/** What a webhook event says about a contact; `undefined` where it says nothing. */
export interface ChangedContact {
  /** At least one name is known. */
  id: ContactId | undefined;
  email: string | undefined;
  unsubscribed: boolean | undefined;
  segments: readonly string[] | undefined;
  /** The topics that they were opted in to, if the event is about nothing else. */
  optedIn?: readonly string[];
}

export interface AuditServices {
  sql: Sql;
  entries: Entries;
  settings: ReadonlyMap<string, List>;
  targetsOf: (list: string) => readonly ListTarget[];
  now: () => number;
  log: Log;
  count: Count;
}

/** After a failure: for the audit, and for the entry that it was about. */
const PAUSE_MS = 600_000;
const REFUSED_MS = 3_600_000;

/** When the budget had no room in time. */
const NO_ROOM_MS = 5_000;

/** The longest time until a person who is only reported is looked at again. */
const LONGEST_BETWEEN_MS = 30 * DAY_MS;

export class Audit {
  readonly walks: Walks;
  readonly #services: AuditServices;

  constructor(services: AuditServices) {
    this.#services = services;
    this.walks = new Walks(services);
  }

  /** How many people were found and taken off since the Ledger's first day. */
  counts(): { reAdded: number; keptOut: number } {
    return this.#services.sql.one("SELECT re_added AS reAdded, kept_out AS keptOut FROM audit");
  }

  /** When the audit can continue, in milliseconds since 1970; `undefined` if there is nothing to compare with Resend. */
  nextDue(): number | undefined {
    const { due } = this.#services.sql.one<{ due: number | null }>(
      `SELECT max(paused_until, (SELECT min(due_at) FROM
       (SELECT min(due_at) AS due_at FROM sightings UNION ALL SELECT min(due_at) FROM walks))) AS due
       FROM audit WHERE EXISTS (SELECT 1 FROM entries) UNION ALL SELECT NULL`,
    );
    return due ?? undefined;
  }

  /** Notes a contact who was created or changed, if they may be on something again that they left. @returns whether they may */
  notice({ id, email, unsubscribed, segments, optedIn }: ChangedContact): boolean {
    const { sql, entries, now } = this.#services;
    const all = entries.ofPeople([id, email].filter((name) => name !== undefined));
    const back = this.#leftOf(all, (target) => {
      if (optedIn !== undefined) return target.kind === "topic" && optedIn.includes(target.id);
      return target.kind === "everything"
        ? unsubscribed !== true
        : target.kind === "topic" || segments?.includes(target.id) !== false;
    });
    // People can opt in on Resend's own page, which is no reason to take them off.
    const left = back.filter((entry) => optedIn === undefined || !this.#keepsOut(entry));
    for (const entry of left) {
      if (id !== undefined && email !== undefined)
        entries.learn(entry.id, otherName(entry.contact, { id, email }));
      // Until they were looked at, no one is told that they have left.
      entries.expire(entry.id);
      sql.run("INSERT OR REPLACE INTO sightings (entry, due_at) VALUES (?, ?)", entry.id, now());
    }
    return left.length > 0;
  }

  /** Looks at one person, or reads one page of a segment. @returns whether there was something to do */
  async step(resend: Resend): Promise<boolean> {
    const { sql, now } = this.#services;
    if ((this.nextDue() ?? Infinity) > now()) return false;
    const sighting = sql.first<{ entry: number; firstAt: number }>(
      "SELECT entry, first_at AS firstAt FROM sightings WHERE due_at <= ? ORDER BY due_at LIMIT 1",
      now(),
    );
    if (sighting !== undefined) {
      await this.#look(sighting.entry, sighting.firstAt, resend);
      return true;
    }
    forgetOld(now(), sql);
    const seen = await this.walks.read(resend);
    if (seen !== undefined && "fault" in seen) this.#fail(seen);
    else if (seen !== undefined) this.#see(seen);
    return true;
  }

  /** Looks at a person. @param firstAt when they were first seen on a list again; 0 if only an event says so */
  async #look(id: number, firstAt: number, resend: Resend): Promise<void> {
    const { entries, sql, now } = this.#services;
    const requestedAt = now();
    const before = entries.lookUp(id);
    const on = before && isOver(before) ? await this.#isOn(before, resend) : undefined;
    if (on !== undefined && "fault" in on) {
      const dueAt = on.fault === "not-sent" ? requestedAt : now() + REFUSED_MS;
      sql.run("UPDATE sightings SET due_at = ? WHERE entry = ?", dueAt, id);
      return this.#fail(on);
    }
    sql.run("DELETE FROM sightings WHERE entry = ?", id);
    const entry = entries.lookUp(id);
    if (entry === undefined || !isOver(entry)) return;
    const stands = isDoneBefore(requestedAt, entry) && this.#isLastWord(entry);
    const isBack = on?.kind === "found" && on.value && stands;
    const isReAdded = entry.state === "re-added";
    if (!isBack && isReAdded) entries.markReAdded(id, false);
    if (isBack && !isReAdded) this.#report(entry, "event", requestedAt);
    if (!isBack || !isReAdded) return;
    const { allowedAt } = rulesFor(entry, firstAt, requestedAt, sql);
    if (!this.#keepsOut(entry) || allowedAt > requestedAt) return this.#lookAgain(entry, firstAt);
    noteKeptOut(entry, now(), sql);
    entries.keepOut(id, now());
  }

  /** Compares a page of a segment's contacts with the record. */
  #see({ contacts, segment, at }: Seen): void {
    const { entries } = this.#services;
    const byName = new Map<string, Entry[]>();
    for (const entry of entries.ofPeople(contacts.flatMap(({ id, email }) => [id, email]))) {
      for (const name of namesOf(entry).map(lower)) {
        byName.set(name, [...(byName.get(name) ?? []), entry]);
      }
    }
    for (const contact of contacts) {
      const names = [contact.id, contact.email].map(lower);
      const all = [...new Set(names.flatMap((name) => byName.get(name) ?? []))];
      const back = this.#leftOf(all, (target) =>
        target.kind === "everything" ? !contact.unsubscribed : target.id === segment,
      );
      for (const entry of back.filter((one) => isDoneBefore(at, one))) {
        entries.learn(entry.id, otherName(entry.contact, contact));
        this.#report(entries.get(entry.id), "walk", at);
      }
    }
  }

  #report(entry: Entry, found: "event" | "walk", seenAt: number): void {
    const { sql, entries, log, count } = this.#services;
    const { id, scope, list } = entry;
    const keepsOut = this.#keepsOut(entry);
    const isFought = keepsOut && rulesFor(entry, seenAt, seenAt, sql).isFought;
    const reaction = isFought ? "another-system" : keepsOut ? "keep-out" : "report";
    entries.markReAdded(id, true);
    this.#lookAgain(entry, seenAt);
    sql.run("UPDATE audit SET re_added = re_added + 1");
    const level = isFought ? "error" : "warn";
    log({ level, event: "re-added", entry: id, scope, list, found, reaction });
    count({ event: "audit", list, scope, outcome: reaction });
  }

  /** Schedules the next look at a person. */
  #lookAgain(entry: Entry, firstAt: number): void {
    const { sql, now } = this.#services;
    const between = Math.min(Math.max(DAY_MS, now() - firstAt), LONGEST_BETWEEN_MS);
    const { allowedAt } = rulesFor(entry, firstAt, now(), sql);
    sql.run(
      "INSERT OR REPLACE INTO sightings (entry, first_at, due_at) VALUES (?, ?, ?)",
      entry.id,
      firstAt,
      this.#keepsOut(entry) ? allowedAt : now() + between,
    );
  }

  /** Whether a removal that the audit has queued may still be carried out. If not, it is taken back. */
  mayStillKeepOut(entry: Entry): boolean {
    const { sql, entries, now } = this.#services;
    const { isStillAllowed } = rulesFor(entry, 0, now(), sql);
    if (this.#keepsOut(entry) && isStillAllowed && this.#isLastWord(entry)) return true;
    entries.markReAdded(entry.id, true);
    this.#lookAgain(entry, now());
    return false;
  }

  /** Reports a removal that the audit has queued, and that is done. */
  keptOut({ id, scope, list }: Entry): void {
    const { sql, log, count } = this.#services;
    sql.run("UPDATE audit SET kept_out = kept_out + 1");
    log({ level: "info", event: "kept-out", entry: id, scope, list });
    count({ event: "audit", list, scope, outcome: "kept-out" });
  }

  /** Whether a contact is on any of an entry's targets. */
  async #isOn(entry: Entry, resend: Resend): Promise<Found<boolean>> {
    for (const target of this.#targetsOf(entry)) {
      const on = await isOn(resend, currentName(entry), target);
      if (on.kind !== "found" || on.value) return on;
    }
    return { kind: "found", value: false };
  }

  /** What an entry's contact should not be on. Of what Resend heard itself, only what it did then. */
  #targetsOf({ scope, list, channel }: Entry): readonly Target[] {
    if (channel === "complaint") return [];
    const targets = targetsFor(scope, this.#services.targetsOf(list));
    return channel === "resend" ? targets.filter(({ kind }) => kind !== "segment") : targets;
  }

  /** A person's entries that are done, and about a target that the person is on. @param all all of the person's entries */
  #leftOf(all: readonly Entry[], isBackOn: (target: Target) => boolean): Entry[] {
    const isBack = (entry: Entry) => this.#targetsOf(entry).some(isBackOn);
    return all.filter((one) => one.state === "done" && isBack(one) && this.#isLastWord(one, all));
  }

  /** Whether the person has asked nothing later about the same. What was canceled has brought no one back. */
  #isLastWord(entry: Entry, all?: readonly Entry[]): boolean {
    const ids = new Set(this.#targetsOf(entry).map(idOf));
    const ofPerson = all ?? this.#services.entries.ofPeople(namesOf(entry));
    return !ofPerson.some(
      (other) =>
        other.askedSeq > entry.askedSeq &&
        !["canceled", "overruled"].includes(other.result) &&
        this.#targetsOf(other).some((target) => ids.has(idOf(target))),
    );
  }

  /** Whether people are taken off this list again, if a link or the sender said so. A segment ID stands for its lists. */
  #keepsOut({ list, channel }: Entry): boolean {
    if (channel === "resend") return false;
    const named = this.#services.settings.get(list);
    const lists = [...this.#services.settings.values()];
    return named?.keepOut ?? lists.some((one) => one.segment === list && one.keepOut);
  }

  #fail({ kind, fault, status, upstream }: Failure): void {
    const { sql, now, log } = this.#services;
    const isLate = fault === "not-sent";
    sql.run("UPDATE audit SET paused_until = ?", now() + (isLate ? NO_ROOM_MS : PAUSE_MS));
    if (isLate) return;
    const level = kind === "transient" ? "warn" : "error";
    log({ level, event: "audit-delayed", fault, status, upstream });
  }
}

/** The name by which to ask Resend for an entry's contact: the one that was read last. */
export function currentName({ contact, other }: Entry): string {
  return other ?? contact;
}

function isOver({ state }: Entry): boolean {
  return state === "done" || state === "re-added";
}

/** Whether an entry was done before a request about its contact was sent, so that the answer is not out of date. */
function isDoneBefore(requestedAt: number, { doneAt }: Entry): boolean {
  return doneAt > 0 && doneAt < requestedAt;
}

function idOf(target: Target): string {
  return target.kind === "everything" ? target.kind : target.id;
}

const lower = (name: string) => name.toLowerCase();

/**
 * Link sync: writes a contact's links into its properties, so that Broadcasts can print them. It runs after all leaves, one
 * request at a time, and its failures delay only link sync.
 */

import type { ContactId, SegmentId } from "../links/names.ts";
import type { List } from "../settings/lists.ts";
import type { Count, Log } from "../telemetry.ts";
import type { Classified, Contact, Failure } from "../resend/answer.ts";
import type { Found, Resend } from "../resend/client.ts";
import type { Sql } from "./sql.ts";
import { backoffMs } from "./upstream.ts";

/** A contact whose properties need its links. */
export interface LinkSyncJob {
  contact: ContactId;
  /** The names of the lists that it is on; `undefined` if Resend must be asked. */
  lists: readonly string[] | undefined;
}

export interface LinkSyncServices {
  sql: Sql;
  lists: ReadonlyMap<string, Pick<List, "segment" | "property">>;
  /** Signs the link of a contact to a list. */
  linkTo: (list: string, contact: ContactId) => Promise<string>;
  now: () => number;
  random: () => number;
  log: Log;
  count: Count;
}

/** A job that is due. */
interface DueJob extends LinkSyncJob {
  attempts: number;
}

interface Health {
  pausedUntil: number;
  failures: number;
  queued: number;
  /** Contacts whose links were written since the object started. */
  written: number;
  lastFault: string | null;
}

/** The delay before a job that Resend refused is retried; it grows each time. */
const REFUSED_MS = 3_600_000;

/** If a contact is written more often while the object lives, it is in a loop with another system. */
const MAX_WRITES = 3;
const MAX_REMEMBERED = 10_000;

export class LinkSync {
  readonly #services: LinkSyncServices;
  /** How often each contact was written since the object started. */
  readonly #writes = new Map<string, number>();
  #written = 0;
  /** The current contact, and whether it was queued again in the meantime. */
  #turn: { contact: string; again: boolean } | undefined;

  constructor(services: LinkSyncServices) {
    this.#services = services;
  }

  /** Stores a job. If two jobs disagree about the lists, Resend will be asked. */
  add({ contact, lists }: LinkSyncJob, dueAt: number): void {
    if (contact === this.#turn?.contact) this.#turn.again = true;
    const { sql } = this.#services;
    const known = sql.first("SELECT 1 FROM link_sync_jobs WHERE contact = ?", contact);
    sql.run(
      `INSERT INTO link_sync_jobs (contact, lists, due_at) VALUES (?, ?, ?)
       ON CONFLICT DO UPDATE SET lists = NULL WHERE lists <> ifnull(excluded.lists, '')`,
      contact,
      lists?.join(" ") ?? null,
      dueAt,
    );
    if (known === undefined) sql.run("UPDATE link_sync SET queued = queued + 1");
  }

  /** How many jobs are queued, and why the last failed attempt failed. */
  readHealth(): Health {
    const stored = this.#services.sql.one<Omit<Health, "written">>(
      `SELECT paused_until AS pausedUntil, failures, queued, last_fault AS lastFault FROM link_sync`,
    );
    return { ...stored, written: this.#written };
  }

  /** When the next job can be tried, in milliseconds since 1970; `undefined` if none is queued. */
  nextDue(): number | undefined {
    const { due } = this.#services.sql.one<{ due: number | null }>(
      "SELECT max(paused_until, (SELECT min(due_at) FROM link_sync_jobs)) AS due FROM link_sync",
    );
    return due ?? undefined;
  }

  /**
   * Runs the job that has been due the longest.
   *
   * @returns whether there was one
   */
  async step(resend: Resend): Promise<boolean> {
    const { sql, now } = this.#services;
    if (this.readHealth().pausedUntil > now()) return false;
    const row = sql.first<{ contact: ContactId; lists: string | null; attempts: number }>(
      "SELECT contact, lists, attempts FROM link_sync_jobs WHERE due_at <= ? ORDER BY due_at LIMIT 1",
      now(),
    );
    if (row === undefined) return false;
    const job = { ...row, lists: row.lists?.split(" ") };
    this.#turn = { contact: job.contact, again: false };
    const failure = await this.#sync(job, resend);
    if (failure === undefined) this.#finish(job);
    else this.#fail(failure, job);
    this.#turn = undefined;
    return true;
  }

  /** @returns why it could not be done; `undefined` if it is done, or if there is nothing to do */
  async #sync({ contact, lists }: DueJob, resend: Resend): Promise<Failure | undefined> {
    const read = await resend.readContact(contact);
    if (read.kind !== "found") return failureOf(read);
    const segments = lists === undefined ? await resend.readSegments(contact) : undefined;
    if (segments !== undefined && segments.kind !== "found") return failureOf(segments);
    const missing = await this.#missing(contact, read.value, (list, segment) =>
      segments === undefined ? lists?.includes(list) : segments.value.includes(segment),
    );
    const properties = Object.keys(missing);
    if (properties.length === 0) return undefined;
    const count = (this.#writes.get(contact) ?? 0) + 1;
    if (count > MAX_WRITES) {
      this.#services.log({ level: "error", event: "link-sync-lost", properties });
      return undefined;
    }
    const answer: Classified = await resend.setProperties(contact, missing);
    if (answer.kind === "not-found") return undefined;
    if (answer.kind !== "done") return answer;
    if (this.#writes.size >= MAX_REMEMBERED) this.#writes.clear();
    this.#writes.set(contact, count);
    this.#written += 1;
    this.#services.log({ level: "info", event: "links-synced", properties });
    for (const [list, { property = "" }] of this.#services.lists) {
      if (property in missing) this.#services.count({ event: "link-sync", list });
    }
    return undefined;
  }

  /** The links that are missing from the contact's properties, by property. */
  async #missing(
    contact: ContactId,
    { properties }: Contact,
    isOn: (list: string, segment: SegmentId) => boolean | undefined,
  ): Promise<Record<string, string>> {
    const missing: Record<string, string> = {};
    for (const [list, { property, segment }] of this.#services.lists) {
      if (property === undefined || segment === undefined || !isOn(list, segment)) continue;
      const link = await this.#services.linkTo(list, contact);
      if (properties[property] !== link) missing[property] = link;
    }
    return missing;
  }

  /** Deletes a finished job; if it was queued again in the meantime, it goes to the end of the queue. */
  #finish({ contact }: DueJob): void {
    const { sql, now } = this.#services;
    if (this.#turn?.again) {
      sql.run("UPDATE link_sync_jobs SET due_at = ? WHERE contact = ?", now(), contact);
    } else {
      sql.run("DELETE FROM link_sync_jobs WHERE contact = ?", contact);
      sql.run("UPDATE link_sync SET queued = queued - 1");
    }
    sql.run("UPDATE link_sync SET paused_until = 0, failures = 0 WHERE failures > 0");
  }

  /** Backs off, and puts this job after the others, so that one that always fails does not block them. */
  #fail({ kind, fault, status, upstream }: Failure, { contact, attempts }: DueJob): void {
    const { sql, now, random, log } = this.#services;
    // It says nothing about Resend.
    const isLocked = fault === "locked";
    const failures = isLocked ? attempts + 1 : this.readHealth().failures + 1;
    const pausedUntil = now() + backoffMs(failures, random());
    sql.run(
      "UPDATE link_sync_jobs SET attempts = attempts + 1, due_at = ? WHERE contact = ?",
      kind === "permanent" ? now() + REFUSED_MS * (attempts + 1) : pausedUntil,
      contact,
    );
    if (!isLocked) {
      sql.run(
        "UPDATE link_sync SET paused_until = ?, failures = ?, last_fault = ?",
        pausedUntil,
        failures,
        fault,
      );
    }
    const level = kind === "transient" ? "warn" : "error";
    const attempt = { attempts: attempts + 1, status, upstream, fault, failures };
    log({ level, event: "link-sync-delayed", ...attempt });
  }
}

/** A contact that is gone has no links. */
function failureOf(read: Exclude<Found<unknown>, { kind: "found" }>): Failure | undefined {
  return read.kind === "missing" ? undefined : read;
}

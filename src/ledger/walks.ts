/**
 * Walks through the lists' segments, about once a day and page by page, so that the audit sees every contact on them. The
 * cursor is on disk; if Resend no longer knows it, the walk starts over.
 */

import type { SegmentId } from "../links/names.ts";
import type { Failure } from "../resend/answer.ts";
import type { Resend, SegmentContact } from "../resend/client.ts";
import type { List } from "../settings/lists.ts";
import type { Log } from "../telemetry.ts";
import { DAY_MS } from "./entry.ts";
import type { Sql } from "./sql.ts";

/** After a failure, and before a new list is walked through. */
const LATER_MS = 3_600_000;

const START_OVER_MS = 600_000;

interface Walk {
  segment: SegmentId;
  /** The ID of the last contact that was seen; `null` at the start. */
  cursor: string | null;
  startedAt: number;
  contacts: number;
}

export interface WalksServices {
  sql: Sql;
  settings: ReadonlyMap<string, List>;
  now: () => number;
  log: Log;
}

/** A page of a segment's contacts, and when it was requested. */
export interface Seen {
  contacts: readonly SegmentContact[];
  segment: SegmentId;
  at: number;
}

export class Walks {
  readonly #services: WalksServices;

  constructor(services: WalksServices) {
    this.#services = services;
    const { sql, settings, now } = services;
    const segments = JSON.stringify([...settings.values()].map(({ segment }) => segment ?? ""));
    sql.run("DELETE FROM walks WHERE segment NOT IN (SELECT value FROM json_each(?))", segments);
    sql.run(
      "INSERT OR IGNORE INTO walks (segment, due_at) SELECT value, ? FROM json_each(?) WHERE value <> ''",
      now() + LATER_MS,
      segments,
    );
  }

  /** Since when every segment was walked through, in milliseconds since 1970; 0 if one never was. */
  walkedAt(): number {
    const query = "SELECT ifnull(min(walked_at), 0) AS at FROM walks";
    return this.#services.sql.one<{ at: number }>(query).at;
  }

  /** Starts the walks that are not under way. */
  start(): void {
    const { sql, now } = this.#services;
    sql.run("UPDATE walks SET due_at = ? WHERE cursor IS NULL", now());
  }

  /** When the next page is due; `undefined` if the record has no entry to compare it with. */
  nextDue(): number | undefined {
    const { due } = this.#services.sql.one<{ due: number | null }>(
      "SELECT min(due_at) AS due FROM walks WHERE EXISTS (SELECT 1 FROM entries)",
    );
    return due ?? undefined;
  }

  /** Reads the page that has been due the longest. @returns `undefined` if no segment is there to be read */
  async read(resend: Resend): Promise<Seen | Failure | undefined> {
    const { sql, now } = this.#services;
    const walk = sql.one<Walk>(
      "SELECT segment, cursor, started_at AS startedAt, contacts FROM walks ORDER BY due_at LIMIT 1",
    );
    const at = now();
    const { segment, cursor } = walk;
    const page = await resend.readSegmentContacts(segment, cursor ?? undefined);
    const isFound = page.kind === "found";
    // After a page that had more, an empty one does not mean that there is no more.
    const isLost = isFound ? page.value.items.length === 0 : page.kind === "permanent";
    if (page.kind === "missing" || (isLost && cursor !== null)) {
      this.#keep(
        { segment, cursor: null, startedAt: 0, contacts: 0 },
        now() + (cursor === null ? LATER_MS : START_OVER_MS),
      );
      return undefined;
    }
    if (!isFound) {
      if (page.fault !== "not-sent") this.#keep(walk, now() + LATER_MS);
      return page;
    }
    const { items, hasMore } = page.value;
    this.#advance({ ...walk, startedAt: walk.startedAt || at }, items, hasMore);
    return { contacts: items, segment, at };
  }

  #advance(walk: Walk, items: readonly SegmentContact[], hasMore: boolean): void {
    const { sql, now, settings, log } = this.#services;
    const { segment, startedAt } = walk;
    const contacts = walk.contacts + items.length;
    const last = hasMore ? items.at(-1)?.id : undefined;
    if (last !== undefined) return this.#keep({ ...walk, cursor: last, contacts }, now());
    this.#keep({ segment, cursor: null, startedAt: 0, contacts: 0 }, startedAt + DAY_MS);
    sql.run("UPDATE walks SET walked_at = ? WHERE segment = ?", startedAt, segment);
    const lists = [...settings].filter(([, list]) => list.segment === segment);
    log({ level: "info", event: "audited", lists: lists.map(([name]) => name), contacts });
  }

  #keep({ segment, cursor, startedAt, contacts }: Walk, dueAt: number): void {
    this.#services.sql.run(
      "UPDATE walks SET cursor = ?, started_at = ?, contacts = ?, due_at = ? WHERE segment = ?",
      cursor,
      startedAt,
      contacts,
      dueAt,
      segment,
    );
  }
}

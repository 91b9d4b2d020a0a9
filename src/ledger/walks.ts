/**
 * Walks through the lists' segments, about once a day and page by page, so that the audit sees every contact on them. The
 * cursor is on disk; if Resend no longer knows it, the walk starts over.
 */

import type { SegmentId } from "../links/names.ts";
import type { Failure } from "../resend/answer.ts";
import type { Resend, SegmentContact } from "../resend/client.ts";
import type { AuditServices } from "./audit.ts";
import { DAY_MS } from "./entry.ts";

/** After a failure, and before a new list is walked through. */
const LATER_MS = 3_600_000;

const START_OVER_MS = 600_000;

/** A walk through a segment. `cursor`: the ID of the last contact that was seen, `null` at the start. */
interface Walk {
  segment: SegmentId;
  cursor: string | null;
  startedAt: number;
  contacts: number;
}

/** A page of a segment's contacts, and when it was requested. */
export interface Seen {
  contacts: readonly SegmentContact[];
  segment: SegmentId;
  at: number;
}

export class Walks {
  readonly #services: AuditServices;

  constructor(services: AuditServices) {
    this.#services = services;
    const { sql, settings, now } = services;
    const segments = [...settings.values()].flatMap(({ segment }) => segment ?? []);
    const all = "(SELECT value FROM json_each(?))";
    sql.run(`DELETE FROM walks WHERE segment NOT IN ${all}`, JSON.stringify(segments));
    for (const segment of segments) {
      const insert = "INSERT OR IGNORE INTO walks (segment, due_at) VALUES (?, ?)";
      sql.run(insert, segment, now() + LATER_MS);
    }
  }

  /** Starts the walks that are not under way. */
  start(): void {
    const { sql, now } = this.#services;
    sql.run("UPDATE walks SET due_at = ? WHERE cursor IS NULL", now());
  }

  /** Reads the page that has been due the longest; `undefined` if no page is due, or if the walk has to start over. */
  async read(resend: Resend): Promise<Seen | Failure | undefined> {
    const { sql, now } = this.#services;
    const walk = sql.first<Walk>(
      `SELECT segment, cursor, started_at AS startedAt, contacts FROM walks WHERE due_at <= ?
       ORDER BY due_at LIMIT 1`,
      now(),
    );
    if (walk === undefined) return undefined;
    const { segment, cursor } = walk;
    const at = now();
    const page = await resend.readSegmentContacts(segment, cursor ?? undefined);
    const isFound = page.kind === "found";
    // After a page that had more, an empty one does not mean that there is no more.
    const isLost = isFound ? page.value.items.length === 0 : page.kind === "permanent";
    if (page.kind === "missing" || (isLost && cursor !== null)) {
      this.#restart(segment, now() + (cursor === null ? DAY_MS : START_OVER_MS));
      return undefined;
    }
    if (!isFound) {
      if (page.fault !== "not-sent") this.#keep(walk, now() + LATER_MS);
      return page;
    }
    const { items, hasMore } = page.value;
    const [startedAt, contacts] = [walk.startedAt || at, walk.contacts + items.length];
    const last = hasMore ? items.at(-1)?.id : undefined;
    if (last !== undefined) this.#keep({ segment, cursor: last, startedAt, contacts }, now());
    else this.#finish(segment, startedAt, contacts);
    return { contacts: items, segment, at };
  }

  #finish(segment: SegmentId, startedAt: number, contacts: number): void {
    const { settings, log } = this.#services;
    this.#restart(segment, startedAt + DAY_MS);
    const lists = [...settings].filter(([, list]) => list.segment === segment);
    log({ level: "info", event: "audited", lists: lists.map(([name]) => name), contacts });
  }

  #restart(segment: SegmentId, dueAt: number): void {
    this.#keep({ segment, cursor: null, startedAt: 0, contacts: 0 }, dueAt);
  }

  #keep({ segment, cursor, startedAt, contacts }: Walk, dueAt: number): void {
    const set = "UPDATE walks SET cursor = ?, started_at = ?, contacts = ?, due_at = ?";
    const values = [cursor, startedAt, contacts, dueAt, segment];
    this.#services.sql.run(`${set} WHERE segment = ?`, ...values);
  }
}

/** What the operator reads about the Outbox. Queries alone; they change nothing. */

import type { LogLevel } from "../log.ts";
import type { Rows } from "./rows.ts";
import type { Stamps } from "./stamps.ts";

/** A row that Resend will never take; only the operator can help. */
export interface SetAside {
  row: number;
  operation: string;
  list: string;
  contact: string;
  /** Why. */
  fault: string;
  /** Seconds since it was accepted. */
  ageSeconds: number;
}

export interface Report {
  /** How many wait to be sent. */
  waiting: number;
  /** Seconds that the oldest of them has waited. */
  oldestSeconds: number;
  waitingByList: Record<string, number>;
  setAsideCount: number;
  /** The oldest of them, at most `MAX_SET_ASIDE`. */
  setAside: SetAside[];
  /** Why the last try failed; `null` when none has. */
  lastFault: string | null;
  /** Until when Resend is left alone (ISO 8601); `null` when it is not. */
  pausedUntil: string | null;
  /** Contacts whose links wait to be looked after, apart from all that is above. */
  stamps: {
    waiting: number;
    /** Why the last try failed; `null` when none has. */
    lastFault: string | null;
  };
}

const MAX_SET_ASIDE = 100;

/** @param now milliseconds since 1970 */
export function report(sql: SqlStorage, { health }: Rows, stamps: Stamps, now: number): Report {
  const seconds = (since: number) => Math.floor((now - since) / 1000);
  const lists = sql
    .exec<{ list: string; waiting: number; oldest: number }>(
      `SELECT list, count(*) AS waiting, min(accepted_at) AS oldest FROM waiting
       WHERE set_aside_at IS NULL GROUP BY list`,
    )
    .toArray();
  const setAside = sql
    .exec<{
      row: number;
      operation: string;
      list: string;
      contact: string;
      fault: string;
      since: number;
    }>(
      `SELECT id AS row, operation, list, contact, fault, accepted_at AS since FROM waiting
       WHERE set_aside_at IS NOT NULL ORDER BY accepted_at LIMIT ${MAX_SET_ASIDE}`,
    )
    .toArray();
  const { setAsideCount } = sql
    .exec<{ setAsideCount: number }>(
      "SELECT count(*) AS setAsideCount FROM waiting WHERE set_aside_at IS NOT NULL",
    )
    .one();
  return {
    waiting: lists.reduce((sum, { waiting }) => sum + waiting, 0),
    oldestSeconds: lists.length === 0 ? 0 : seconds(Math.min(...lists.map(({ oldest }) => oldest))),
    waitingByList: Object.fromEntries(lists.map(({ list, waiting }) => [list, waiting])),
    setAsideCount,
    setAside: setAside.map(({ since, ...row }) =>
      Object.assign(row, { ageSeconds: seconds(since) }),
    ),
    lastFault: health.lastFault,
    pausedUntil: health.pausedUntil > now ? new Date(health.pausedUntil).toISOString() : null,
    stamps: { waiting: stamps.count(), lastFault: stamps.health.lastFault },
  };
}

/** The same as one line of the log. */
export function summary(of: Report): [LogLevel, object] {
  const { waiting, oldestSeconds, setAsideCount: setAside, stamps, lastFault } = of;
  const level = setAside > 0 ? "error" : waiting > 0 ? "warn" : "info";
  const counts = { waiting, oldestSeconds, setAside, stamps: stamps.waiting };
  return [level, { event: "outbox", ...counts, lastFault }];
}

/**
 * The SQL: what `src/telemetry.ts` writes, added up by day. A row may stand for many data points
 * (`_sample_interval`), so it is never the rows that are counted.
 * https://developers.cloudflare.com/analytics/analytics-engine/sql-reference/
 */

import type { Wanted } from "./task.ts";

const DAY_MS = 86_400_000;

/** The days asked for, oldest first, such as `2026-11-23`; they begin at midnight UTC. */
export function daysUntil(nowMs: number, days: number): readonly string[] {
  return Array.from({ length: days }, (_, index) =>
    new Date(nowMs - (days - 1 - index) * DAY_MS).toISOString().slice(0, 10),
  );
}

/** Every name and number in it has been checked: nothing in it needs quoting. */
export function statsQuery({ dataset, list }: Wanted, firstDay: string): string {
  // Order is made here, not there: the dialect sorts by few things.
  return `SELECT
  toStartOfInterval(timestamp, INTERVAL '1' DAY) AS day,
  blob1 AS event,
  blob2 AS list,
  blob3 AS scope,
  blob4 AS channel,
  blob5 AS outcome,
  blob6 AS client,
  sum(_sample_interval) AS points,
  sum(_sample_interval * double1) AS milliseconds,
  max(_sample_interval) AS widest
FROM ${dataset}
WHERE timestamp >= toDateTime('${firstDay} 00:00:00')${list === undefined ? "" : ` AND blob2 = '${list}'`}
GROUP BY day, event, list, scope, channel, outcome, client
FORMAT JSON`;
}

/** What is known about Resend: one row, in a table of `SCHEMA`. SQL and nothing else. */

/** Times are milliseconds since 1970. */
export interface Health {
  /** No request before this time. */
  pausedUntil: number;
  /** Failures since the last success. */
  failures: number;
  /** Requests a second that the whole team has. */
  limitPerSecond: number;
  lastFault: string | null;
}

/** @param table `health` is about Resend as a whole, `stamping` about what is asked of it for stamps */
export function readHealth(sql: SqlStorage, table: "health" | "stamping"): Health {
  return sql
    .exec<Health & Record<string, SqlStorageValue>>(
      `SELECT paused_until AS pausedUntil, failures, limit_per_second AS limitPerSecond,
       last_fault AS lastFault FROM ${table}`,
    )
    .one();
}

export function writeHealth(sql: SqlStorage, table: "health" | "stamping", next: Health): void {
  // Most requests change nothing, and a row that is not written costs nothing.
  if (JSON.stringify(next) === JSON.stringify(readHealth(sql, table))) return;
  sql.exec(
    `UPDATE ${table} SET paused_until = ?, failures = ?, limit_per_second = ?, last_fault = ?`,
    next.pausedUntil,
    next.failures,
    next.limitPerSecond,
    next.lastFault,
  );
}

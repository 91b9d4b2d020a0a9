/** The Outbox's tables. A statement that has run once changes nothing when it runs again. */

/** What Resend allows a team of which nothing is known. */
const ASSUMED_LIMIT_PER_SECOND = 2;

/** Columns of `health.ts`; `in_flight` and `settings` are of leaves alone. */
const HEALTH = `
    one INTEGER PRIMARY KEY CHECK (one = 1),
    paused_until INTEGER NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0,
    limit_per_second INTEGER NOT NULL DEFAULT ${ASSUMED_LIMIT_PER_SECOND},
    last_fault TEXT,
    in_flight INTEGER,
    settings TEXT`;

export const SCHEMA = `
  CREATE TABLE IF NOT EXISTS waiting (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    operation TEXT NOT NULL,
    list TEXT NOT NULL,
    contact TEXT NOT NULL,
    accepted_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    fault TEXT,
    uncertain INTEGER NOT NULL DEFAULT 0,
    asked INTEGER NOT NULL DEFAULT 1,
    set_aside_at INTEGER,
    UNIQUE (list, contact, operation)
  );
  CREATE INDEX IF NOT EXISTS due ON waiting (list, due_at) WHERE set_aside_at IS NULL;
  CREATE TABLE IF NOT EXISTS lists (
    list TEXT PRIMARY KEY,
    held_until INTEGER NOT NULL DEFAULT 0
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS health (${HEALTH});
  INSERT OR IGNORE INTO health (one) VALUES (1);
  CREATE TABLE IF NOT EXISTS stamps (
    contact TEXT PRIMARY KEY,
    lists TEXT,
    due_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS stamps_due ON stamps (due_at);
  CREATE TABLE IF NOT EXISTS stamping (${HEALTH});
  INSERT OR IGNORE INTO stamping (one) VALUES (1);
`;

/** The Ledger's tables. Running a statement again changes nothing. */

import { ASSUMED_LIMIT_PER_SECOND } from "./budget.ts";

/** Times are milliseconds since 1970; 0 means never. */
export const SCHEMA = `
  CREATE TABLE IF NOT EXISTS entries (
    id INTEGER PRIMARY KEY,          -- the seq of its first asking
    scope TEXT NOT NULL,             -- the list as its links name it; '*' for everything
    list TEXT NOT NULL,              -- the list of the latest link
    contact TEXT NOT NULL,           -- as its links name it
    other TEXT,                      -- the contact's other name, ID or address, once it was read
    state TEXT NOT NULL,             -- queued, undoing, done, re-added, dead, undone, forgotten
    result TEXT NOT NULL DEFAULT '', -- done: done, no-contact; undone: canceled, undone, overruled, joined; queued: re-added
    seq INTEGER NOT NULL,            -- of the latest change
    asking TEXT NOT NULL,            -- the latest one's ID
    token TEXT,                      -- the same ID while it can be undone
    channel TEXT NOT NULL,
    hash TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    asked_seq INTEGER NOT NULL,
    done_at INTEGER NOT NULL DEFAULT 0,
    done_seq INTEGER NOT NULL DEFAULT 0,
    fresh_until INTEGER NOT NULL DEFAULT 0,      -- another asking before then costs no call
    maybe_applied_at INTEGER NOT NULL DEFAULT 0, -- when a removal left that nothing definite is known of
    changed TEXT NOT NULL DEFAULT '',            -- the targets that the person was on before, by spaces
    due_at INTEGER NOT NULL,         -- when the queue may try it; of an undone entry: when it was undone
    attempts INTEGER NOT NULL DEFAULT 0,
    fault TEXT,
    counted INTEGER NOT NULL DEFAULT 0,          -- 1 while lists.queued includes it
    undo_day INTEGER NOT NULL DEFAULT 0,
    undos INTEGER NOT NULL DEFAULT 0
  );
  CREATE UNIQUE INDEX IF NOT EXISTS entry_of ON entries (lower(contact), scope, contact);
  CREATE INDEX IF NOT EXISTS other_name ON entries (lower(other)) WHERE other IS NOT NULL;
  DROP INDEX IF EXISTS by_seq;
  CREATE INDEX IF NOT EXISTS changes ON entries (scope, seq);
  CREATE INDEX IF NOT EXISTS queue ON entries (list, due_at) WHERE state IN ('queued', 'undoing');
  CREATE INDEX IF NOT EXISTS oldest ON entries (asked_at) WHERE counted = 1;
  CREATE INDEX IF NOT EXISTS dead_letters ON entries (asked_at) WHERE state = 'dead';

  CREATE TABLE IF NOT EXISTS record (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    seq INTEGER NOT NULL DEFAULT 0,              -- the last one when an entry was deleted; none is given out twice
    named_to INTEGER NOT NULL DEFAULT 0,         -- up to this seq, the contacts' other names were read
    key TEXT NOT NULL DEFAULT ''                 -- what the names in marks are hashed with
  );
  INSERT OR IGNORE INTO record (one) VALUES (1);

  -- What is known of people by a hash of their name alone, in both spellings.
  CREATE TABLE IF NOT EXISTS marks (
    name TEXT NOT NULL,
    scope TEXT NOT NULL,
    joined_at INTEGER NOT NULL,                  -- when they signed up, or undid; 0: they left, and were forgotten
    names TEXT NOT NULL,                         -- all hashes of the person, by spaces
    PRIMARY KEY (name, scope)
  ) WITHOUT ROWID;

  -- Undos that have left and that nothing definite is known of, by both names of the person.
  CREATE TABLE IF NOT EXISTS undos (
    name TEXT PRIMARY KEY,
    left_at INTEGER NOT NULL
  ) WITHOUT ROWID;

  CREATE TABLE IF NOT EXISTS lists (
    list TEXT PRIMARY KEY,
    held_until INTEGER NOT NULL DEFAULT 0,
    held_for TEXT,
    queued INTEGER NOT NULL DEFAULT 0,
    dead INTEGER NOT NULL DEFAULT 0
  ) WITHOUT ROWID;

  -- In one statement with the entry, so that both are stored or neither.
  CREATE TRIGGER IF NOT EXISTS count_queued AFTER INSERT ON entries WHEN new.counted = 1 BEGIN
    UPDATE lists SET queued = queued + 1 WHERE list = new.list;
  END;

  CREATE TABLE IF NOT EXISTS targets (
    target TEXT PRIMARY KEY,
    found INTEGER NOT NULL,
    checked_at INTEGER NOT NULL
  ) WITHOUT ROWID;

  CREATE TABLE IF NOT EXISTS resend (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    limit_per_second INTEGER NOT NULL DEFAULT ${ASSUMED_LIMIT_PER_SECOND},
    cooldown_until INTEGER NOT NULL DEFAULT 0,
    noted_at INTEGER NOT NULL DEFAULT 0,
    noted_starts INTEGER NOT NULL DEFAULT 0,
    noted_left INTEGER NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0,         -- since the last success
    probe_at INTEGER NOT NULL DEFAULT 0,
    last_fault TEXT,
    key TEXT NOT NULL DEFAULT '',                -- what the targets were checked with
    settings TEXT NOT NULL DEFAULT '',
    settings_at INTEGER NOT NULL DEFAULT 0,
    canary TEXT NOT NULL DEFAULT '',             -- proof, or no-proof
    canary_at INTEGER NOT NULL DEFAULT 0
  );
  INSERT OR IGNORE INTO resend (one) VALUES (1);

  CREATE TABLE IF NOT EXISTS link_sync_jobs (
    contact TEXT PRIMARY KEY,
    lists TEXT,
    due_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS link_sync_due ON link_sync_jobs (due_at);
  CREATE TABLE IF NOT EXISTS link_sync (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    paused_until INTEGER NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0,
    queued INTEGER NOT NULL DEFAULT 0,
    last_fault TEXT
  );
  INSERT OR IGNORE INTO link_sync (one) VALUES (1);

  CREATE TABLE IF NOT EXISTS audit (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    paused_until INTEGER NOT NULL DEFAULT 0,
    re_added INTEGER NOT NULL DEFAULT 0,         -- findings, and removals by the audit, since the first day
    kept_out INTEGER NOT NULL DEFAULT 0
  );
  INSERT OR IGNORE INTO audit (one) VALUES (1);
  CREATE TABLE IF NOT EXISTS walks (
    segment TEXT PRIMARY KEY,
    cursor TEXT,                                 -- the last contact that was seen; null between walks
    started_at INTEGER NOT NULL DEFAULT 0,
    contacts INTEGER NOT NULL DEFAULT 0,
    due_at INTEGER NOT NULL
  ) WITHOUT ROWID;
  -- Whom to look at: entries that are re-added, and those that an event says may be.
  CREATE TABLE IF NOT EXISTS sightings (
    entry INTEGER PRIMARY KEY,
    first_at INTEGER NOT NULL DEFAULT 0,         -- when the person was first seen; 0: only an event says so
    due_at INTEGER NOT NULL
  );
  CREATE INDEX IF NOT EXISTS sightings_due ON sightings (due_at);
  -- For two days, by a person's names in lower case: whom the audit has to leave alone.
  CREATE TABLE IF NOT EXISTS audited_people (
    name TEXT PRIMARY KEY,
    restored_at INTEGER NOT NULL DEFAULT 0,      -- the last undo or joined
    kept_out_at INTEGER NOT NULL DEFAULT 0,      -- the audit's last removal, and the one before it
    kept_out_before INTEGER NOT NULL DEFAULT 0,
    noted_at INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS audited_people_noted ON audited_people (noted_at);
`;

/** The report and the health of the Ledger, for the operator and an uptime monitor. It only reads, and only a bounded number of rows. */

import type { LogLine } from "../telemetry.ts";
import type { Fault } from "../settings/fault.ts";
import type { Scope } from "./asking.ts";
import type { Audit } from "./audit.ts";
import type { Context } from "./context.ts";
import type { LinkSync } from "./link-sync.ts";
import type { Sql } from "./sql.ts";
import { UNKNOWN } from "./target.ts";

/** A request that Resend will never accept. */
interface DeadLetter {
  id: number;
  scope: Scope;
  list: string;
  contact: string;
  /** Why. */
  fault: string;
  /** Seconds since it was asked for. */
  ageSeconds: number;
}

export interface Report {
  /** How many are stored and not yet done. */
  queued: number;
  /** Seconds since the oldest of them was asked for. */
  oldestSeconds: number;
  queuedByList: Record<string, number>;
  /** Lists that are held, why, and when each is tried next (ISO 8601). */
  held: { list: string; fault: string; retryAt: string }[];
  deadLetterCount: number;
  /** The oldest of them, at most 100. */
  deadLetters: DeadLetter[];
  /** Why the last failed attempt failed; `null` if none has. */
  lastFault: string | null;
  /** Until when nothing is sent to Resend (ISO 8601); `null` if there is no such time. */
  cooldownUntil: string | null;
  /** Requests a second that Resend allows the whole team. */
  limitPerSecond: number;
  /** Link sync jobs, which are not counted above, and contacts whose links were written since the object started. */
  linkSync: { queued: number; written: number; lastFault: string | null };
  /** How many people were found on a list again, and taken off again, since the first day. */
  audit: { reAdded: number; keptOut: number };
  /** Rows read and written since the object started: what Cloudflare bills. */
  rows: { read: number; written: number };
}

const MAX_DEAD_LETTERS = 100;

export interface ReportInput {
  sql: Sql;
  linkSync: LinkSync | undefined;
  audit: Audit | undefined;
  /** Milliseconds since 1970. */
  now: number;
  lastFault: string | null;
  quietUntil: number;
  limitPerSecond: number;
}

/** Reads the report. */
export function report(input: ReportInput): Report {
  const { sql, linkSync, audit, now, lastFault, quietUntil, limitPerSecond } = input;
  const lists = sql.all<{
    list: string;
    queued: number;
    dead: number;
    heldUntil: number;
    heldFor: string | null;
  }>(
    `SELECT list, queued, dead, held_until AS heldUntil, held_for AS heldFor FROM lists
     WHERE queued > 0 OR dead > 0 OR held_for IS NOT NULL`,
  );
  const deadLetters = sql.all<Omit<DeadLetter, "ageSeconds"> & { askedAt: number }>(
    `SELECT id, iif(scope = '*', 'everything', 'list') AS scope, list, contact, fault, asked_at AS askedAt
     FROM entries WHERE state = 'dead' ORDER BY asked_at LIMIT ${MAX_DEAD_LETTERS}`,
  );
  const queuedLists = lists.filter(({ queued }) => queued > 0);
  const {
    queued: syncs = 0,
    written = 0,
    lastFault: syncFault = null,
  } = linkSync?.readHealth() ?? {};
  return {
    queued: sum(lists.map(({ queued }) => queued)),
    oldestSeconds: oldestSeconds(sql, now),
    queuedByList: Object.fromEntries(queuedLists.map(({ list, queued }) => [list, queued])),
    held: lists.flatMap(({ list, heldFor, heldUntil }) =>
      heldFor === null
        ? []
        : [{ list, fault: heldFor, retryAt: new Date(heldUntil).toISOString() }],
    ),
    deadLetterCount: sum(lists.map(({ dead }) => dead)),
    deadLetters: deadLetters.map(({ askedAt, ...letter }) =>
      Object.assign(letter, { ageSeconds: Math.floor((now - askedAt) / 1000) }),
    ),
    lastFault,
    cooldownUntil: quietUntil > now ? new Date(quietUntil).toISOString() : null,
    limitPerSecond,
    linkSync: { queued: syncs, written, lastFault: syncFault },
    audit: audit?.counts() ?? { reAdded: 0, keptOut: 0 },
    rows: { ...sql.rows },
  };
}

/** Seconds since the oldest queued request was made; 0 if none is queued. */
function oldestSeconds(sql: Sql, now: number): number {
  const oldest = sql.first<{ askedAt: number }>(
    "SELECT asked_at AS askedAt FROM entries WHERE counted = 1 ORDER BY asked_at LIMIT 1",
  );
  return oldest === undefined ? 0 : Math.floor((now - oldest.askedAt) / 1000);
}

/** The report as one log line. */
export function summary(of: Report): LogLine {
  const { queued, oldestSeconds: oldest, deadLetterCount, held, linkSync, lastFault } = of;
  const level = deadLetterCount + held.length > 0 ? "error" : queued > 0 ? "warn" : "info";
  const counts = { queued, oldestSeconds: oldest, deadLetters: deadLetterCount, held: held.length };
  return { level, event: "ledger", ...counts, linkSync: linkSync.queued, lastFault };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** What an uptime monitor reads: settings that Resend does not know, and a queue that does not move. */
export interface Health {
  /** Whether Resend has shown every list's segment and topic. */
  isVerified: boolean;
  faults: Fault[];
}

const TOO_LONG_SECONDS = 3_600;

/** @param now milliseconds since 1970 */
export function readHealth(sql: Sql, now: number, context: Context | undefined): Health {
  const faults: Fault[] = [];
  const { settings, targets, allTargets, upstream } = context ?? {};
  const held = sql.all<{ list: string; fault: string }>(
    "SELECT list, held_for AS fault FROM lists WHERE held_for IS NOT NULL",
  );
  for (const { list, fault } of held) faults.push(heldFault(list, fault));
  for (const list of settings?.keys() ?? []) {
    for (const target of context?.targetsOf(list) ?? []) {
      const fault = heldFault(list, UNKNOWN[target.kind]);
      const isNamed = faults.some(({ setting }) => setting === fault.setting);
      if (!isNamed && targets?.isFound(target) === false) faults.push(fault);
    }
  }
  if (upstream?.isDown && upstream.lastFault === "key-refused") {
    faults.push({
      setting: "RESEND_API_KEY",
      problem:
        "is refused by Resend; set a full-access key with `wrangler secret put RESEND_API_KEY`",
    });
  }
  if (
    upstream?.isDown &&
    (upstream.lastFault === "redirected" || upstream.lastFault === "refused")
  ) {
    faults.push({ setting: "RESEND_BASE_URL", problem: "does not answer as Resend's API does" });
  }
  const oldest = oldestSeconds(sql, now);
  if (oldest > TOO_LONG_SECONDS) {
    faults.push({
      setting: "LEDGER",
      problem: `has queued a request for ${Math.floor(oldest / 60)} minutes; read why on /leave/-/ledger`,
    });
  }
  const isVerified = allTargets?.every((target) => targets?.isFound(target) === true) ?? false;
  return { isVerified, faults };
}

function heldFault(list: string, fault: string): Fault {
  if (fault === "list-unknown") {
    const problem =
      "is missing; links name this list, and their requests are queued until it is back";
    return { setting: `LISTS.${list}`, problem };
  }
  const [part, page] = fault === UNKNOWN.topic ? ["topic", "Topics"] : ["segment", "Segments"];
  const remedy = `copy the ID from Resend's ${page} page, or use the key of the team that has it`;
  const problem = `is not known to Resend with this API key; ${remedy}`;
  return { setting: `LISTS.${list}.${part}`, problem };
}

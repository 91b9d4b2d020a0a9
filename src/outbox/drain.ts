/**
 * Sends what waits: oldest first, one at a time, a bounded number a call; stamps where no leave is due. A failure of Resend pauses
 * everything, a failure of one list holds that list, a failure of one row delays or sets aside that
 * row. Everything it touches comes in as an argument.
 */

import { type FaultName, isUncertain, type Resend, type ResendResult } from "../resend.ts";
import { backoffMs } from "./backoff.ts";
import { heeding } from "./pace.ts";
import type { Row, Rows } from "./rows.ts";
import { type StampServices, stampStep } from "./stamp.ts";
import type { Stamps } from "./stamps.ts";

export interface DrainServices extends StampServices {
  /** Spaces its requests out by itself. */
  resend: Resend;
  /** The segment behind a list; `undefined` when no setting names it. */
  segmentOf: (list: string) => string | undefined;
  /** Told of each try; it is under way until the promise settles. */
  attempting?: (attempt: Promise<unknown>) => void;
}

type Failed = Extract<ResendResult, { fault: FaultName }>;

/** A row costs one request, and five at the most; an invocation on the free plan may make fifty. */
const MAX_ROWS = 10;

/** What the operator must mend is tried again after this time; a list, whenever settings change as well. */
const HOLD_MS = 3_600_000;

/** Sends until nothing is due, Resend needs a pause, or `MAX_ROWS` rows have been tried. */
export async function drain(services: DrainServices): Promise<void> {
  const { rows, stamps, now, attempting } = services;
  for (let tried = 0; tried < MAX_ROWS; tried++) {
    if (rows.health.pausedUntil > now()) return;
    const row = rows.next(now());
    if (row !== undefined) {
      rows.begin(row.id);
      const attempt = tryRow(row, services);
      attempting?.(attempt);
      await attempt;
      continue;
    }
    const stamp = stamps.next(now());
    if (stamp === undefined) return;
    await stampStep(stamp, services);
  }
}

async function tryRow(row: Row, services: DrainServices): Promise<void> {
  const { resend, segmentOf } = services;
  const { contact } = row;
  if (row.operation === "everything") {
    return settle(row, await resend.setUnsubscribed(contact, true), services);
  }
  const segment = segmentOf(row.list);
  if (segment === undefined) return hold(row, "list-unknown", services);
  return settle(row, await resend.removeFromSegment({ contact, segment }), services);
}

/** When the next drain has something to do; `undefined` when nothing waits. Milliseconds since 1970. */
export function nextDrain(rows: Rows, stamps: Stamps): number | undefined {
  const due = Math.min(rows.nextDue() ?? Infinity, stamps.nextDue() ?? Infinity);
  return due === Infinity ? undefined : Math.max(due, rows.health.pausedUntil);
}

function settle(row: Row, result: ResendResult, services: DrainServices): void {
  const { rows, now, log } = services;
  switch (result.outcome) {
    case "done":
    case "nobody":
      rows.remove(row);
      recovered(result, services);
      return log("info", {
        event: "drained",
        ...lineOf(row, result, now()),
        outcome: result.outcome === "nobody" ? "nobody" : "left",
      });
    case "never":
      rows.setAside(row.id, result.fault, now());
      recovered(result, services);
      return log("error", { event: "set-aside", ...lineOf(row, result, now()) });
    case "misconfigured":
      if (result.fault === "segment-unknown") return hold(row, result.fault, services, result);
      if (result.fault === "not-found") return waitAlone(row, result, HOLD_MS, "error", services);
      return failed(row, result, "error", services);
    case "later":
      // A locked contact says nothing about Resend.
      if (result.fault === "locked") return waitAlone(row, result, 0, "warn", services);
      return failed(row, result, "warn", services);
  }
}

/** Resend answers: what waits goes on at the full pace, after a pause if it asks for one. */
function recovered({ pace }: ResendResult, { rows, now }: DrainServices): void {
  rows.health = { ...heeding(rows.health, pace, now()), failures: 0 };
}

/** Resend is down or refuses the key: nothing goes out until a probe gets through. */
function failed(row: Row, result: Failed, level: "warn" | "error", services: DrainServices): void {
  const { rows, now, random } = services;
  const health = heeding(rows.health, result.pace, now());
  const failures = health.failures + 1;
  rows.health = {
    ...health,
    pausedUntil: Math.max(health.pausedUntil, now() + backoffMs(failures, random())),
    failures,
    lastFault: result.fault,
  };
  // The next probe takes another row, so that one that always fails stops nobody.
  waitAlone(row, result, 0, level, services);
}

/** This row waits, ever longer and at least so long; the others go on. */
function waitAlone(
  row: Row,
  result: Failed,
  leastMs: number,
  level: "warn" | "error",
  { rows, now, random, log }: DrainServices,
): void {
  const waitMs = Math.max(leastMs, backoffMs(row.attempts + 1, random()));
  rows.delay(row.id, result.fault, now() + waitMs, isUncertain(result.fault));
  log(level, { event: "delayed", ...lineOf(row, result, now()), failures: rows.health.failures });
}

/** The operator must mend this list; the others go on. */
function hold(
  row: Row,
  fault: string,
  { rows, now, log }: DrainServices,
  result?: ResendResult,
): void {
  // When the list is released, another row is tried first.
  rows.delay(row.id, fault, now());
  rows.hold(row.list, now() + HOLD_MS);
  rows.health = { ...rows.health, lastFault: fault };
  log("error", { event: "held", ...lineOf(row, result, now()), fault });
}

/** What a log line says of a row; the row's number stands for the contact. */
function lineOf(row: Row, result: ResendResult | undefined, now: number): object {
  return {
    row: row.id,
    operation: row.operation,
    list: row.list,
    attempts: row.attempts + 1,
    ageSeconds: Math.floor((now - row.acceptedAt) / 1000),
    ...(result && { status: result.status, upstream: result.upstream }),
    ...(result && "fault" in result && { fault: result.fault }),
  };
}

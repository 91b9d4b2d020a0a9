/**
 * One attempt at one entry: waits until no other operation on this person is running, reads the entry again, calls Resend,
 * and stores the result.
 */

import { type Failure, unasked } from "../resend/answer.ts";
import type { Resend } from "../resend/client.ts";
import { currentName } from "./audit.ts";
import { type Entry, namesOf } from "./entry.ts";
import { remove, type Removal } from "./removal.ts";
import { targetsFor, textOf } from "./target.ts";
import { finishUndo, MAY_STILL_ARRIVE_MS, type UndoServices } from "./undo.ts";
import { backoffMs } from "./upstream.ts";
import type { Context } from "./context.ts";

/** How long a misconfigured list is held before it is tried again, unless the settings change first. */
export const HOLD_MS = 3_600_000;

/** An entry that has waited this long for a held list is not carried out: the person may have signed up again. */
const TOO_OLD_MS = 30 * 24 * 3_600_000;

const OF_THE_LIST = new Set<string | null>(["list-unknown", "segment-unknown", "topic-unknown"]);

/**
 * Attempts an entry, unless it was done, canceled, or dropped in the meantime.
 *
 * @param resend a client for the attempt's lane
 * @param deadline the latest time to start; milliseconds since 1970
 * @returns why it failed; `undefined` if it was done, or if there was nothing to do
 */
export async function attempt(
  { id, ...known }: Entry,
  resend: Resend,
  context: Context,
  deadline?: number,
): Promise<Failure | undefined> {
  const { entries, locks } = context;
  const release = await locks.acquire(namesOf({ id, ...known }), deadline);
  if (release === undefined) {
    entries.delay(id, { ...known, dueAt: context.clock.now() });
    return unasked("transient", "not-sent");
  }
  try {
    const entry = entries.lookUp(id);
    if (entry?.state === "undoing") return await finish(entry, resend, context);
    if (entry?.state !== "queued") return undefined;
    if (isByAudit(entry) && !context.audit.mayStillKeepOut(entry)) return undefined;
    const removal = await carryOut(entry, resend, context);
    await context.sql.commit(() => settle(entry, removal, context));
    return "fault" in removal ? removal : undefined;
  } finally {
    release();
  }
}

async function carryOut(entry: Entry, resend: Resend, context: Context): Promise<Removal> {
  const { entries, targets, clock } = context;
  const { id, scope, contact, token, fault, askedAt } = entry;
  const list = context.targetsOf(entry.list);
  if (list.length === 0) return unasked("misconfigured", "list-unknown");
  return remove(
    {
      contact: isByAudit(entry) ? currentName(entry) : contact,
      targets: targetsFor(scope, list),
      list,
      readsFirst: token !== null,
      isTooOld: !isByAudit(entry) && OF_THE_LIST.has(fault) && clock.now() - askedAt > TOO_OLD_MS,
    },
    {
      resend,
      targets,
      begin: (on) => entries.begin(id, on.map(textOf), clock.now()),
    },
  );
}

/** Whether the audit has queued it, and not an asking. */
function isByAudit({ result }: Entry): boolean {
  return result === "re-added";
}

/** @param before the entry before the attempt */
function settle(before: Entry, removal: Removal, context: Context): void {
  const { entries, lists, upstream, clock, random, log } = context;
  const { id, list } = before;
  const now = clock.now();
  const entry = entries.lookUp(id);
  // The operator may have dropped it in the meantime.
  if (entry === undefined) return;
  const mayComeBack = entries.undoLeftAt(before.contact) + MAY_STILL_ARRIVE_MS;
  if (!("fault" in removal) && now < mayComeBack) {
    // An undo that was cut off may still arrive after this removal.
    const again = { fault: "undo-may-arrive", dueAt: mayComeBack, maybeAppliedAt: now };
    return entries.delay(id, { ...before, ...again });
  }
  if (!("fault" in removal)) {
    const { kind: result } = removal;
    const other = isByAudit(before) ? undefined : removal.other;
    entries.done(entry, { result, other, lostAt: before.maybeAppliedAt }, now);
    lists.release(list);
    if (isByAudit(before)) return context.audit.keptOut(before);
    return log({ level: "info", event: "drained", ...attemptOf(before, now), outcome: result });
  }

  const { kind, fault, status, upstream: words } = removal;
  const failed = { ...attemptOf(before, now), fault, status, upstream: words };
  const maybeAppliedAt = removal.maybeApplied ? now : before.maybeAppliedAt;
  const attempts = before.attempts + 1;
  if (fault === "not-sent") {
    return entries.delay(id, { ...before, dueAt: now, maybeAppliedAt });
  }
  if (kind === "permanent") {
    entries.deadLetter(id, fault, maybeAppliedAt);
    return log({ level: "error", event: "dead-letter", ...failed });
  }
  if (OF_THE_LIST.has(fault)) {
    lists.hold(list, fault, now + HOLD_MS);
    entries.delay(id, { fault, dueAt: now, attempts, maybeAppliedAt });
    return log({ level: "error", event: "held", ...failed });
  }
  if (kind === "misconfigured") upstream.fail(fault);
  // Schedules it after the others, so that an entry that always fails does not block them.
  const dueAt = now + backoffMs(attempts, random());
  entries.delay(id, { fault, dueAt, attempts, maybeAppliedAt });
  log({ level: kind === "transient" ? "warn" : "error", event: "delayed", ...failed });
}

/** Finishes an undo that was cut off. */
async function finish(
  entry: Entry,
  resend: Resend,
  context: Context,
): Promise<Failure | undefined> {
  const { entries, clock, random, log } = context;
  const services: UndoServices = { ...context, resend };
  const outcome = await finishUndo(entry, services);
  log({
    level: "info",
    event: "undo",
    scope: entry.scope,
    list: entry.list,
    outcome: outcome.kind,
  });
  const left = entries.lookUp(entry.id);
  if (left?.state !== "undoing") return undefined;
  const attempts = entry.attempts + 1;
  const dueAt = clock.now() + backoffMs(attempts, random());
  entries.delay(entry.id, { ...entry, dueAt, attempts });
  return unasked("transient", "unavailable");
}

/** What a log line says about an attempt; the entry's number identifies the contact. */
function attemptOf({ id, scope, list, attempts, askedAt }: Entry, now: number) {
  const ageSeconds = Math.floor((now - askedAt) / 1000);
  return { entry: id, scope, list, attempts: attempts + 1, ageSeconds };
}

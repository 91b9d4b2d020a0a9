/**
 * What an alarm does: verifies the targets that are due, sends the canary, works through the queue within the request
 * limit, then syncs links, audits, and keeps up the record.
 */

import type { Resend } from "../resend/client.ts";
import { attempt, HOLD_MS } from "./attempt.ts";
import type { Context } from "./context.ts";
import { UNKNOWN } from "./target.ts";

/** On the free plan, an invocation may make fifty requests. */
const MAX_REQUESTS = 40;

/** The most requests that one entry or one link sync can take; most take one or two. */
const MOST_PER_STEP = 7;

/** The most steps of the audit, each of which looks at one person or reads one page of contacts. */
const MAX_AUDITS = 10;

/** The audit starts within this time or gives way, so that the queue never waits longer for it. */
const AUDIT_START_WITHIN_MS = 2_000;

/** Entries attempted at once, so that slow answers do not leave the budget unused. */
const AT_ONCE = 5;

/** Works until nothing is due, Resend asks for a pause, or the request limit is reached. */
export async function drain(context: Context): Promise<void> {
  const { entries, upstream, clock, linkSync, audit, upkeep } = context;
  let left = MAX_REQUESTS;
  const onStart = () => void (left -= 1);
  const resend = upstream.client("background", undefined, onStart);
  const spare = upstream.client("spare", undefined, onStart);
  const isQuiet = () => upstream.quietUntil > clock.now();
  const nextEntry = async () => {
    const entry = entries.lease(clock.now());
    if (entry !== undefined) await attempt(entry, resend, context);
    return entry !== undefined;
  };

  // While Resend is down, send one probe; continue if it succeeds.
  if (upstream.isDown && !isQuiet() && (await nextEntry()) && upstream.isDown) return;
  if (!isQuiet()) await checkTargets(context, resend, () => isQuiet() || left < MOST_PER_STEP);

  let reserved = 0;
  const repeat = async (step: () => Promise<boolean>) => {
    for (let goesOn = true; goesOn && !isQuiet() && left - reserved >= MOST_PER_STEP;) {
      reserved += MOST_PER_STEP;
      goesOn = await step().finally(() => void (reserved -= MOST_PER_STEP));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, () => repeat(nextEntry)));
  let audits = MAX_AUDITS;
  const nextAudit = () =>
    audits-- > 0 &&
    audit.step(upstream.client("spare", clock.now() + AUDIT_START_WITHIN_MS, onStart));
  await repeat(
    async () =>
      (await nextEntry()) ||
      (await linkSync.step(spare)) ||
      (await nextAudit()) ||
      upkeep.step(spare),
  );
}

/** Verifies the targets that are due: holds lists of which one is missing, and releases the others. */
async function checkTargets(
  { lists, targets, upstream, clock, settings, targetsOf, allTargets }: Context,
  resend: Resend,
  isOver: () => boolean,
): Promise<void> {
  for (const target of targets.due(allTargets)) {
    if (isOver()) return;
    const found = await targets.verify(target, resend, true);
    for (const list of settings.keys()) {
      const own = targetsOf(list);
      if (!own.some(({ id }) => id === target.id)) continue;
      if (found.kind === "missing") lists.hold(list, UNKNOWN[target.kind], clock.now() + HOLD_MS);
      if (own.every((one) => targets.isFound(one))) lists.release(list);
    }
    if (found.kind === "misconfigured") upstream.fail(found.fault);
  }
  const verified = targets.canaryDue(allTargets);
  if (verified !== undefined && !isOver()) await targets.sendCanary(verified, resend);
}

/**
 * What an alarm does: asks for the targets that are due, sends the canary, empties the queue as far as its requests
 * reach, then looks after links.
 */

import type { Resend } from "../resend/client.ts";
import { attempt, HOLD_MS } from "./attempt.ts";
import type { Context } from "./context.ts";

/** An invocation on the free plan may make fifty. */
const MAX_REQUESTS = 40;

/** What one entry, or one link sync, takes at most; few take more than two. */
const MOST_PER_STEP = 7;

/** Steps under way at once, so that the budget is used up whatever time an answer takes. */
const AT_ONCE = 5;

/** Works until nothing is due, Resend needs a pause, or the requests are used up. */
export async function drain(context: Context): Promise<void> {
  const { entries, upstream, clock, linkSync } = context;
  let left = MAX_REQUESTS;
  const onStart = () => void (left -= 1);
  const resend = upstream.client("background", undefined, onStart);
  const resendForLinks = upstream.client("spare", undefined, onStart);
  const isQuiet = () => upstream.quietUntil > clock.now();
  const nextEntry = async () => {
    const entry = entries.lease(clock.now());
    if (entry !== undefined) await attempt(entry, resend, context);
    return entry !== undefined;
  };

  // While Resend is down, one probe goes out; where it succeeds, the rest follows.
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
  await repeat(async () => (await nextEntry()) || linkSync.step(resendForLinks));
}

/** Asks for the targets that are due, holds the lists whose segment is not there, and lets the others go on. */
async function checkTargets(
  { lists, targets, upstream, clock, settings }: Context,
  resend: Resend,
  isOver: () => boolean,
): Promise<void> {
  const segments = [...settings.values()].map(({ segment }) => segment);
  for (const segment of targets.due(segments)) {
    if (isOver()) return;
    const found = await targets.verify(segment, resend, true);
    for (const [list, { segment: own }] of settings) {
      if (own !== segment) continue;
      if (found.kind === "missing") lists.hold(list, "segment-unknown", clock.now() + HOLD_MS);
      if (found.kind === "found") lists.release(list);
    }
    if (found.kind === "misconfigured") upstream.fail(found.fault);
  }
  const verified = targets.canaryDue(segments);
  if (verified !== undefined && !isOver()) await targets.sendCanary(verified, resend);
}

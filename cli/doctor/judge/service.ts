/** How fast it answers, and whether the Worker reaches Resend. Pure. */

import { type Finding, findingsOf, findingsOfCause } from "../finding.ts";
import type { Exchange } from "../probes.ts";
import { LOOK_AT_LOG } from "../remedies.ts";
import { tally } from "../tally.ts";

const speed = findingsOfCause("speed");
const upstream = findingsOf("worker-to-resend", "The Worker reaches Resend");

const SLOW_MS = 3_000;

/** Providers do not say how long they wait; a few seconds is what they may be relied on for. */
export function judgeSpeed(exchanges: readonly Exchange[]): Finding {
  const times = exchanges.map(({ outcome }) => outcome.ms).toSorted((a, b) => a - b);
  const median = times[Math.floor(times.length / 2)] ?? 0;
  const slowest = times.at(-1) ?? 0;
  const lost = exchanges.filter(({ outcome }) => outcome.kind === "lost");
  const saw = `Half within ${median} ms, the slowest took ${slowest} ms.`;
  if (lost.length > 0) {
    return speed.failure(
      tally(lost, exchanges),
      "Something in front of the Worker drops them, or the Worker does not end: `npx wrangler tail` shows whether they arrive.",
    );
  }
  if (slowest < SLOW_MS) return speed.ok(saw);
  const slow = exchanges.filter(({ outcome }) => outcome.ms >= SLOW_MS);
  return speed.warning(
    `${saw} ${slow.length} of ${exchanges.length} took ${SLOW_MS / 1000} s or more.`,
    `The Worker gives Resend five seconds, then the request is queued. If it is Resend that is slow, it passes. ${LOOK_AT_LOG}`,
  );
}

/** A request that was done at once is 200; one that is queued, or a dead letter, is 202. */
export function judgeUpstream(posts: readonly Exchange[]): Finding {
  const status = (wanted: number) =>
    posts.filter(({ outcome }) => outcome.kind === "answer" && outcome.status === wanted).length;
  const [done, queued] = [status(200), status(202)];
  if (queued > 0) {
    return upstream.warning(
      `${queued} of ${done + queued} requests were queued (202): Resend was down, over its limit, or refused the Worker's key; or the deployed LISTS have no such list.`,
      `Nothing is lost, and what is queued is done later. If it stays so, \`npx wrangler secret put RESEND_API_KEY\` with a full-access key. ${LOOK_AT_LOG}`,
    );
  }
  if (done === 0) return upstream.skipped("No POST was taken.");
  return upstream.ok(`${done} of ${done} requests were done at once (200).`);
}

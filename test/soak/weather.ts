/** What goes wrong at Resend, and what comes next: every fault in turn, in an order that chance decides. */

import { setTimeout as sleep } from "node:timers/promises";

import { type Fault, FAULTS } from "../resend/faults.ts";
import type { Random } from "./random.ts";

/** Milliseconds that one fault lasts, from and up to. */
const LASTS_MS = [1_000, 2_000] as const;

/** A request that hangs holds its client for seconds longer. */
const HANG_LASTS_MS = [300, 600] as const;

/**
 * Changes the fault until it is told to end; then everything is well.
 *
 * @param change tells Resend what to do wrong
 */
export async function changeFaults(
  change: (fault: Fault) => Promise<void>,
  random: Random,
  end: AbortSignal,
): Promise<void> {
  const all = Object.keys(FAULTS) as Fault[];
  let coming: Fault[] = [];
  while (!end.aborted) {
    if (coming.length === 0) coming = random.shuffled(all);
    const fault = coming.shift() ?? "none";
    await change(fault);
    const [least, most] = fault === "hang" ? HANG_LASTS_MS : LASTS_MS;
    await sleep(random.between(least, most), undefined, { signal: end }).catch(() => undefined);
  }
  await change("none");
}

/** Watches from Resend's end how fast an Outbox drains. */

import { setTimeout as sleep } from "node:timers/promises";

import { cpuMicroseconds } from "./cpu.ts";
import type { Upstream } from "./upstream-process.ts";

export interface DrainSample {
  msPerRow: number;
  /** Of the Worker's process, for one row. */
  cpuMicroseconds: number | undefined;
}

const LOOK_EVERY_MS = 5;
const WITHIN_MS = 120_000;

/**
 * Waits for the first row, then times so many rows so many times.
 *
 * @throws Error when nothing comes for two minutes
 */
export async function drainFrom(
  upstream: Upstream,
  pid: number,
  rows: number,
  times: number,
): Promise<DrainSample[]> {
  const look = async () => ({
    count: await upstream.count(),
    at: performance.now(),
    cpu: cpuMicroseconds(pid),
  });
  const reach = async (count: number) => {
    const deadline = performance.now() + WITHIN_MS;
    for (;;) {
      const seen = await look();
      if (seen.count >= count) return seen;
      if (seen.at > deadline) throw new Error("the Outbox does not drain");
      await sleep(LOOK_EVERY_MS);
    }
  };

  const samples: DrainSample[] = [];
  let from = await reach((await upstream.count()) + 1);
  for (let time = 0; time < times; time++) {
    const to = await reach(from.count + rows);
    const sent = to.count - from.count;
    samples.push({
      msPerRow: (to.at - from.at) / sent,
      cpuMicroseconds:
        to.cpu === undefined || from.cpu === undefined ? undefined : (to.cpu - from.cpu) / sent,
    });
    from = to;
  }
  return samples;
}

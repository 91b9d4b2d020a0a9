/** The chaos: a fault schedule for Resend, and a Worker that is killed and comes back with the same storage. */

import { setTimeout as sleep } from "node:timers/promises";

import * as fc from "fast-check";

import { type Fault, FAULTS } from "../../sandbox/resend/switches.ts";
import { OPERATOR_TOKEN } from "../../sandbox/settings.ts";
import type { StandInProcess } from "../../sandbox/stand-in-process.ts";
import { startWorker, type WorkerOptions } from "../../sandbox/worker-process.ts";

/** Those that pass: `422` makes dead letters, and `other-team` holds the list for an hour. */
const PASSING = (Object.keys(FAULTS) as Fault[]).filter(
  (fault) => fault !== "422" && fault !== "other-team",
);

const SCHEDULED = fc.record({
  fault: fc.constantFrom(...PASSING),
  lastsMs: fc.integer({ min: 1_000, max: 2_000 }),
  /** When a late removal lands: an undo that came first would be lost. */
  afterMs: fc.integer({ min: 1_000, max: 12_000 }),
});

/** Follows a fault schedule until it is told to end; Resend is well then. */
export async function followFaultSchedule(
  standIn: StandInProcess,
  seed: number,
  end: AbortSignal,
  onFault: (fault: Fault) => void,
): Promise<void> {
  for (const { fault, lastsMs, afterMs } of fc.sample(SCHEDULED, { seed, numRuns: 3_600 })) {
    if (end.aborted) break;
    // The Ledger waits for a removal that may still land, and not for a restoration.
    await standIn.fault(fault, fault === "late" ? { only: "DELETE", afterMs } : {});
    onFault(fault);
    await sleep(lastsMs, undefined, { signal: end }).catch(() => undefined);
  }
  await standIn.fault("none");
}

export type MortalWorker = ReturnType<typeof startMortalWorker>;

/** Starts a Worker at a fixed address. */
export function startMortalWorker(
  options: Required<Pick<WorkerOptions, "port" | "persistTo" | "resendBaseUrl">>,
) {
  const start = () => startWorker({ ...options, vars: { OPERATOR_TOKEN } });
  let running = start();
  return {
    /** Settles when it runs. */
    up: () => running,
    /** Ends it as a power cut would, and starts it again. */
    async kill() {
      const worker = await running;
      running = worker.kill().then(start);
      await running;
    },
    async stop() {
      const worker = await running;
      await worker.stop();
    },
  };
}

/** The bad hour: Resend fails in every way, and the Worker is killed, until everybody is through. */

import { setTimeout as sleep } from "node:timers/promises";

import type { Fault } from "../../sandbox/resend/faults.ts";
import type { StandInProcess } from "../../sandbox/stand-in-process.ts";
import type { MortalWorker } from "./mortal-worker.ts";
import type { SoakOptions } from "./options.ts";
import type { Progress } from "./progress.ts";
import type { Random } from "./random.ts";
import type { Visits } from "./visits.ts";

/** What a run works with. */
export interface Sandbox {
  options: SoakOptions;
  worker: MortalWorker;
  standIn: StandInProcess;
  random: Random;
  progress: Progress;
  /** Gives up. */
  signal: AbortSignal;
}

/** How often the Worker and the Ledger are looked at. */
export const LOOK_EVERY_MS = 250;

/** All that pass: `422` makes dead letters, and `other-team` holds the list for an hour. */
const FAULTS = [
  "none",
  "429",
  "500",
  "503",
  "html",
  "html-200",
  "hang",
  "drop",
  "lost",
  "late",
  "revoked-key",
  "not-deleted",
  "reworded",
] as const satisfies readonly Fault[];

/** Milliseconds that one fault lasts, from and up to. */
const LASTS_MS = [1_000, 2_000] as const;

/** Milliseconds until a late removal lands, from and up to: an undo that came first would be lost. */
const LATE_MS = [1_000, 12_000] as const;

/** Ends with Resend well and the Worker up. @returns how often the Worker was killed */
export async function chaos(sandbox: Sandbox, visits: Visits): Promise<number> {
  const { options, worker, random, progress, signal } = sandbox;
  const calm = new AbortController();
  let now: Fault = "none";
  const schedule = options.faults
    ? changeFaults(sandbox, (fault) => (now = fault), AbortSignal.any([calm.signal, signal]))
    : Promise.resolve();
  heardLater(schedule);

  // A kill comes when so large a share is through.
  const shares = Array.from({ length: options.kills }, () => random.next());
  const moments = shares.toSorted((a, b) => a - b);
  let kills = 0;
  let killing: Promise<void> | undefined;
  const kill = async () => {
    moments.shift();
    kills += 1;
    await worker.kill();
    killing = undefined;
  };
  const look = () => {
    const share = visits.finished.length / options.leaves;
    if (killing === undefined && share >= (moments[0] ?? Number.POSITIVE_INFINITY)) {
      killing = kill();
      heardLater(killing);
    }
    const through = `${visits.finished.length} of ${options.leaves} are through`;
    progress.show(share, `${through}  Resend: ${now}  kills: ${kills}`);
  };
  const looking = setInterval(look, LOOK_EVERY_MS);
  try {
    await visits.done;
    await killing;
    while (moments.length > 0) await kill();
  } finally {
    clearInterval(looking);
    calm.abort();
    await schedule;
  }
  progress.end();
  return kills;
}

/** Every fault in turn, in an order that chance decides, until it is told to end; then Resend is well. */
async function changeFaults(
  { standIn, random }: Sandbox,
  tell: (fault: Fault) => void,
  end: AbortSignal,
): Promise<void> {
  let coming: Fault[] = [];
  while (!end.aborted) {
    if (coming.length === 0) coming = random.shuffled(FAULTS);
    const fault = coming.shift() ?? "none";
    // The Ledger waits for a removal that may still land, and not for a restoration.
    const late = { only: "DELETE", afterMs: random.between(...LATE_MS) } as const;
    await standIn.fault(fault, fault === "late" ? late : {});
    tell(fault);
    await sleep(random.between(...LASTS_MS), undefined, { signal: end }).catch(() => undefined);
  }
  await standIn.fault("none");
}

/** Its error is met where it is awaited, and is nobody's before that. */
export function heardLater(promise: Promise<unknown>): void {
  promise.catch(() => undefined);
}

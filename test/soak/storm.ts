/** The bad hour: Resend fails in every way, and the Worker is killed, until everybody has an answer. */

import type { Fault } from "../resend/faults.ts";
import type { StandInProcess } from "../sandbox/stand-in-process.ts";
import type { Clicks } from "./clicks.ts";
import type { MortalWorker } from "./mortal-worker.ts";
import type { SoakOptions } from "./options.ts";
import type { Progress } from "./progress.ts";
import type { Random } from "./random.ts";
import { changeFaults } from "./weather.ts";

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

/** How often the Worker and the Outbox are looked at. */
export const LOOK_EVERY_MS = 250;

/** Ends with Resend well and the Worker up. @returns how often the Worker was killed */
export async function storm(sandbox: Sandbox, clicks: Clicks): Promise<number> {
  const { options, worker, standIn, random, progress, signal } = sandbox;
  const calm = new AbortController();
  let now: Fault = "none";
  const change = async (fault: Fault) => {
    await standIn.fault(fault);
    now = fault;
  };
  const over = AbortSignal.any([calm.signal, signal]);
  const weather = options.faults ? changeFaults(change, random, over) : Promise.resolve();
  heardLater(weather);

  // A kill comes when so large a share has an answer.
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
    const share = clicks.receipts.size / options.leaves;
    if (killing === undefined && share >= (moments[0] ?? Number.POSITIVE_INFINITY)) {
      killing = kill();
      heardLater(killing);
    }
    const answered = `${clicks.receipts.size} of ${options.leaves} answered`;
    progress.show(share, `${answered}  Resend: ${now}  kills: ${kills}`);
  };
  const looking = setInterval(look, LOOK_EVERY_MS);
  try {
    await clicks.done;
    await killing;
    while (moments.length > 0) await kill();
  } finally {
    clearInterval(looking);
    calm.abort();
    await weather;
  }
  progress.end();
  return kills;
}

/** Its error is met where it is awaited, and is nobody's before that. */
export function heardLater(promise: Promise<unknown>): void {
  promise.catch(() => undefined);
}

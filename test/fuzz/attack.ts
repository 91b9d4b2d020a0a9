/** Volley after volley until the time is up or something is found; what is found is made as small as it gets. */

import { setTimeout as sleep } from "node:timers/promises";

import * as fc from "fast-check";

import type { Progress } from "./progress.ts";
import type { Attempt } from "./attempt.ts";
import { brokenPromise, censusFault } from "./census.ts";
import { attemptsOn } from "./make/attempts.ts";
import type { FuzzOptions } from "./options.ts";
import type { People } from "./people.ts";
import { Permits } from "./permits.ts";
import { Tally } from "./tally.ts";
import { type Round, type Target, Violation, volley } from "./volley.ts";

export interface Field {
  people: People;
  target: Target;
  progress: Progress;
  /** Gives up. */
  signal: AbortSignal;
  /** Milliseconds since 1970. */
  now: () => number;
}

export interface Findings {
  tally: Tally;
  /** What was found; `undefined` when there was nothing. */
  fault: string | undefined;
  /** Where it was found, for `--path`. */
  path: string | undefined;
}

const AT_ONCE = 16;

/** Looks at everybody's memberships after so many volleys. */
const CENSUS_EVERY = 100;

/** How long a fault is made smaller once it is found. */
const SHRINK_MS = 20_000;

/** Log lines and what was hung up on come a little later. */
const SETTLED_MS = 1_500;
const LATE_MS = 300;

/** Attacks. */
export async function attack(options: FuzzOptions, field: Field): Promise<Findings> {
  const { people, signal, now } = field;
  const round = { ...field, permits: new Permits(), tally: new Tally() };
  const attempts = fc.array(attemptsOn(people, now()), { minLength: 1, maxLength: AT_ONCE });
  const durationMs = options.minutes * 60_000;
  const checked = await fc.check(fc.asyncProperty(attempts, oneVolley(round, durationMs)), {
    seed: options.seed,
    ...(options.path !== undefined && { path: options.path }),
    numRuns: Number.MAX_SAFE_INTEGER,
    interruptAfterTimeLimit: durationMs,
    markInterruptAsFailure: false,
  });
  signal.throwIfAborted();
  const { tally } = round;
  if (!checked.failed) return { tally, fault: await lastFault(round), path: undefined };
  const { errorInstance: error, counterexamplePath } = checked;
  if (!(error instanceof Violation)) throw error;
  return { tally, fault: error.message, path: counterexamplePath ?? undefined };
}

function oneVolley(
  round: Round & Pick<Field, "progress" | "signal" | "now">,
  durationMs: number,
): (attempts: readonly Attempt[]) => Promise<void> {
  const { now, progress, signal, tally } = round;
  const startedAt = now();
  let endsAt = startedAt + durationMs;
  let volleys = 0;
  let found = false;
  return async (attempts) => {
    signal.throwIfAborted();
    if (now() > endsAt) return;
    try {
      await volley(attempts, round);
      // Whoever is gone stays gone: that says nothing of what is tried afterwards.
      if (!found && volleys++ % CENSUS_EVERY === 0) await census(round);
    } catch (error) {
      found = true;
      await forget(round.target);
      endsAt = Math.min(endsAt, now() + SHRINK_MS);
      throw error;
    }
    progress.show((now() - startedAt) / durationMs, `${tally.attempts} requests`);
  };
}

/** What still comes of a volley is not held against the next. */
async function forget(target: Target): Promise<void> {
  await sleep(LATE_MS);
  await target.takeCalls();
  target.takeComplaints();
}

async function census({ target, people, permits }: Round): Promise<void> {
  const fault = censusFault(await target.census(), people, permits);
  if (fault !== undefined) throw new Violation(fault);
}

/** What shows only at the end. */
async function lastFault(round: Round): Promise<string | undefined> {
  await sleep(SETTLED_MS);
  try {
    const stuck = await round.target.drained();
    if (stuck !== undefined) return stuck;
    await volley([], round);
    await census(round);
    const broken = brokenPromise(await round.target.census(), round.people, round.permits);
    if (broken !== undefined) return broken;
  } catch (error) {
    if (error instanceof Violation) return error.message;
    throw error;
  }
  return round.tally.removals === 0 ? "nobody was removed at all: that shows nothing" : undefined;
}

/** From the start of the process to the first byte of its first answer. */

import type { Arena } from "./arena.ts";
import { inRounds } from "./rounds.ts";
import type { Measure } from "./section.ts";
import { type Spread, spreadOf } from "./statistics.ts";

export interface Start {
  name: string;
  ms: Spread;
}

const STARTED = ["limit-page", "usual", "ours"] as const;
const STARTS = 15;

/** Starts each Worker again and again, in turns. */
export async function starts(arena: Arena, { quick, say }: Measure): Promise<Start[]> {
  const times = quick ? 1 : STARTS;
  const measured = await inRounds(STARTED, times, async (name, round) => {
    say(`start, round ${round + 1} of ${times}: ${name}`);
    const worker = await arena.start(arena.ready[name]);
    await worker.stop();
    return worker.startMs;
  });
  return STARTED.map((name) => ({ name, ms: spreadOf(measured[name]) }));
}

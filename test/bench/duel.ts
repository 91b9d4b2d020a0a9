/** Contenders under the same load, in turns: one is loaded, the others are idle. */

import type { Arena } from "./arena.ts";
import type { Contender } from "./contenders.ts";
import { type Figures, figuresOf } from "./figures.ts";
import { inRounds } from "./rounds.ts";
import { type Measure, warmUpSeconds } from "./section.ts";
import type { Workerd } from "./workerd.ts";

/** What the contenders have shown with so many connections; the first is what they are compared with. */
export interface Duel {
  connections: number;
  contenders: { name: Contender; figures: Figures }[];
}

const CONNECTIONS = [1, 32] as const;

export const DUELS = {
  page: { method: "GET", contenders: ["limit-page", "usual", "ours"] },
  leave: { method: "POST", contenders: ["limit-call", "limit-leave", "usual", "ours"] },
} as const;

/** Measures the page or the leave. */
export async function duel(
  arena: Arena,
  name: keyof typeof DUELS,
  { rounds, seconds, quick, say }: Measure,
): Promise<Duel[]> {
  const { method, contenders } = DUELS[name];
  const workers = new Map<Contender, Workerd>();
  for (const contender of contenders) {
    workers.set(contender, await arena.start(arena.ready[contender]));
  }
  const duels: Duel[] = [];
  for (const connections of CONNECTIONS) {
    const measured = await inRounds(contenders, rounds, async (contender, round) => {
      say(`${name}, ${connections} at once, round ${round + 1} of ${rounds}: ${contender}`);
      const worker = workers.get(contender);
      if (worker === undefined) throw new Error(`${contender} does not run`);
      return arena.load.run({
        url: worker.url,
        method,
        pool: contender === "usual" ? "usual" : "ours",
        connections,
        warmUpSeconds: warmUpSeconds(quick),
        seconds,
        pids: [worker.pid, arena.upstream.pid],
      });
    });
    const limit = measured[contenders[0]];
    duels.push({
      connections,
      contenders: contenders.map((contender) => ({
        name: contender,
        figures: figuresOf(measured[contender], limit),
      })),
    });
  }
  for (const worker of workers.values()) await worker.stop();
  return duels;
}

/** Contenders under the same load, in turns: one is loaded, the others are idle. */

import type { Arena } from "./arena.ts";
import type { Contender } from "./contenders.ts";
import { type Figures, figuresOf } from "./figures.ts";
import { newPeople, settle } from "./ledger.ts";
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
  ledger: { method: "POST", contenders: ["limit-ledger", "limit-call", "ours", "ours-one-call"] },
} as const;

/** Requests to Resend that a leave takes, of those that remember who has left. */
const CALLS: Partial<Record<Contender, number>> = { ours: 2, "ours-one-call": 1 };

/** Measures the page or the leave. Whoever leaves through the Ledger has never asked before. */
export async function duel(
  arena: Arena,
  name: keyof typeof DUELS,
  { rounds, seconds, quick, say }: Measure,
): Promise<Duel[]> {
  const { method, contenders } = DUELS[name];
  const workers = new Map<Contender, Workerd>();
  for (const contender of contenders) {
    const worker = await arena.start(arena.ready[contender]);
    workers.set(contender, worker);
    const calls = method === "POST" ? CALLS[contender] : undefined;
    if (calls !== undefined) await settle(worker, arena.upstream, calls);
  }
  const duels: Duel[] = [];
  for (const connections of CONNECTIONS) {
    const measured = await inRounds(contenders, rounds, async (contender, round) => {
      say(`${name}, ${connections} at once, round ${round + 1} of ${rounds}: ${contender}`);
      const worker = workers.get(contender);
      if (worker === undefined) throw new Error(`${contender} does not run`);
      const once = method === "POST" && contender in CALLS;
      const pool = once ? contender : contender === "usual" ? "usual" : "ours";
      if (once) arena.load.pool(pool, await newPeople(warmUpSeconds(quick) + seconds));
      return arena.load.run({
        url: worker.url,
        method,
        pool,
        once,
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

/** Contenders under the same load, in turns: one is loaded, the others are idle. */

import type { Arena, Contender } from "./arena.ts";
import type { LoadMeasured } from "./load-process.ts";
import { inRounds } from "./rounds.ts";
import { type Spread, spreadOf } from "./statistics.ts";

export interface DuelOptions {
  rounds: number;
  /** Of one measurement, after its warm-up. */
  seconds: number;
  say: (what: string) => void;
}

/** What one contender has shown with so many connections. */
export interface Figures {
  requestsPerSecond: Spread;
  p50Ms: Spread;
  p99Ms: Spread;
  /** Microseconds of the workerd process for one request; `null` where there is no `/proc`. */
  cpuMicroseconds: Spread | null;
  /** Of one answer, headers and all. */
  responseBytes: number;
  /** Shares of one core that were busy: the contender, the stub, the load generator. */
  busy: { worker: number | null; upstream: number | null; load: number | null };
}

export interface Duel {
  name: "page" | "leave";
  /** By connections, then by contender. */
  figures: Record<string, Partial<Record<Contender, Figures>>>;
}

const CONNECTIONS = [1, 32] as const;
const WARM_UP_SECONDS = 0.5;

const DUELS = {
  page: { method: "GET", contenders: ["limit-page", "usual", "ours"] },
  leave: { method: "POST", contenders: ["limit-call", "usual", "ours"] },
} as const;

/** Measures the page or the leave. */
export async function duel(
  arena: Arena,
  name: Duel["name"],
  { rounds, seconds, say }: DuelOptions,
): Promise<Duel> {
  const { method, contenders } = DUELS[name];
  const workers = new Map<Contender, { url: string; pid: number; stop(): Promise<void> }>();
  for (const contender of contenders) {
    workers.set(contender, await arena.start(arena.ready[contender]));
  }
  const figures: Duel["figures"] = {};
  for (const connections of CONNECTIONS) {
    const measured = await inRounds(contenders, rounds, async (contender, round) => {
      say(`${name}, ${connections} connections, round ${round + 1} of ${rounds}: ${contender}`);
      const worker = workers.get(contender);
      if (worker === undefined) throw new Error(`${contender} does not run`);
      return arena.load.run({
        url: worker.url,
        method,
        pool: contender === "usual" ? "usual" : "ours",
        connections,
        warmUpSeconds: WARM_UP_SECONDS,
        seconds,
        pids: [worker.pid, arena.upstream.pid],
      });
    });
    figures[connections] = Object.fromEntries(
      contenders.map((contender) => [contender, figuresOf(measured[contender])]),
    );
  }
  for (const worker of workers.values()) await worker.stop();
  return { name, figures };
}

/** Puts the rounds of one contender together. */
export function figuresOf(rounds: readonly LoadMeasured[]): Figures {
  const each = (figure: (round: LoadMeasured) => number) => spreadOf(rounds.map(figure));
  const known = (figure: (round: LoadMeasured) => number | null) => {
    const values = rounds.map(figure).filter((value) => value !== null);
    return values.length === rounds.length ? spreadOf(values) : null;
  };
  const share = (cpu: (round: LoadMeasured) => number | null | undefined) =>
    known((round) => {
      const microseconds = cpu(round) ?? null;
      return microseconds === null ? null : microseconds / 1e6 / round.seconds;
    })?.median ?? null;
  return {
    requestsPerSecond: each(({ requests, seconds }) => requests / seconds),
    p50Ms: each(({ p50Ms }) => p50Ms),
    p99Ms: each(({ p99Ms }) => p99Ms),
    cpuMicroseconds: known(({ cpu: [worker = null], requests }) =>
      worker === null ? null : worker / requests,
    ),
    responseBytes: rounds.at(-1)?.responseBytes ?? 0,
    busy: {
      worker: share(({ cpu }) => cpu[0]),
      upstream: share(({ cpu }) => cpu[1]),
      load: share(({ ownCpu }) => ownCpu),
    },
  };
}

/** What several rounds of load have shown of one Worker. Pure. */

import type { LoadMeasured } from "./load-process.ts";
import { ratioOf, type Spread, spreadOf } from "./statistics.ts";

export interface Figures {
  requestsPerSecond: Spread;
  p50Ms: Spread;
  p99Ms: Spread;
  /** Microseconds of the workerd process for one request; `null` where there is no `/proc`. */
  cpuMicroseconds: Spread | null;
  /** Of one answer, headers and all. */
  responseBytes: number;
  /** Shares of one core that were busy; `null` where there is no `/proc`. */
  busy: { worker: number | null; upstream: number | null; load: number | null };
  /** Beside what it is compared with, round by round. */
  beside: { requestsPerSecond: Spread; cpuMicroseconds: Spread | null };
}

type Rounds = readonly LoadMeasured[];

/** @param other what it is compared with, in the same rounds */
export function figuresOf(rounds: Rounds, other: Rounds): Figures {
  const cpu = cpuIn(rounds);
  const otherCpu = cpuIn(other);
  return {
    requestsPerSecond: spreadOf(rateIn(rounds)),
    p50Ms: spreadOf(rounds.map(({ p50Ms }) => p50Ms)),
    p99Ms: spreadOf(rounds.map(({ p99Ms }) => p99Ms)),
    cpuMicroseconds: cpu && spreadOf(cpu),
    responseBytes: rounds.at(-1)?.responseBytes ?? 0,
    busy: {
      worker: busyIn(rounds, ({ cpu: [worker] }) => worker),
      upstream: busyIn(rounds, ({ cpu: [, upstream] }) => upstream),
      load: busyIn(rounds, ({ ownCpu }) => ownCpu),
    },
    beside: {
      requestsPerSecond: ratioOf(rateIn(rounds), rateIn(other)),
      cpuMicroseconds: cpu && otherCpu && ratioOf(cpu, otherCpu),
    },
  };
}

function rateIn(rounds: Rounds): number[] {
  return rounds.map(({ requests, seconds }) => requests / seconds);
}

/** Microseconds of the Worker for one request, in each round. */
function cpuIn(rounds: Rounds): number[] | null {
  const values = rounds.flatMap(({ cpu: [worker], requests }) =>
    typeof worker === "number" ? [worker / requests] : [],
  );
  return values.length === rounds.length ? values : null;
}

function busyIn(
  rounds: Rounds,
  cpu: (round: LoadMeasured) => number | null | undefined,
): number | null {
  const values = rounds.flatMap((round) => {
    const microseconds = cpu(round);
    return typeof microseconds === "number" ? [microseconds / 1e6 / round.seconds] : [];
  });
  return values.length === rounds.length ? spreadOf(values).median : null;
}

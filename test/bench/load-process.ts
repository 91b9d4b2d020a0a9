/** The load generator's handle: what it is told, and what it answers. */

import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

export interface LoadOrder {
  kind: "load";
  url: string;
  method: "GET" | "POST";
  /** Name of the pool of paths to ask for in turn. */
  pool: string;
  /** Headers besides the usual ones. */
  headers?: Record<string, string>;
  connections: number;
  warmUpSeconds: number;
  seconds: number;
  /** Processes whose CPU time is taken. */
  pids: number[];
}

export type LoadRequest = LoadOrder | { kind: "pool"; name: string; paths: string[] };

export interface LoadMeasured {
  kind: "measured";
  requests: number;
  /** Of the window, without the warm-up. */
  seconds: number;
  p50Ms: number;
  p99Ms: number;
  /** Of one answer, headers and all. */
  responseBytes: number;
  /** Microseconds of each process that was named; `null` where there is no `/proc`. */
  cpu: (number | null)[];
  /** Of the load generator. */
  ownCpu: number | null;
}

export type LoadAnswer = LoadMeasured | { kind: "failed"; why: string };

export interface LoadProcess {
  /** Hands over paths, to be asked for by that name. */
  pool(name: string, paths: string[]): void;
  /** @throws Error when any answer was not 2xx */
  run(order: Omit<LoadOrder, "kind">): Promise<LoadMeasured>;
  stop(): void;
}

/** Starts it. One run at a time. */
export function startLoad(): LoadProcess {
  const child = fork(fileURLToPath(new URL("load.ts", import.meta.url)), { execArgv: [] });
  return {
    pool(name, paths) {
      child.send({ kind: "pool", name, paths } satisfies LoadRequest);
    },
    run(order) {
      return new Promise((resolve, reject) => {
        const ended = () => reject(new Error("the load generator has ended"));
        child.once("exit", ended);
        child.once("message", (answer: LoadAnswer) => {
          child.off("exit", ended);
          if (answer.kind === "measured") resolve(answer);
          else reject(new Error(answer.why));
        });
        child.send({ kind: "load", ...order } satisfies LoadRequest);
      });
    },
    stop() {
      child.disconnect();
    },
  };
}

/** The load generator's handle: what it is told, and what it answers. */

import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

export interface LoadOrder {
  kind: "load";
  url: string;
  method: "GET" | "POST";
  /** Name of the pool of paths to ask for in turn. */
  pool: string;
  /** Whether it is a failure to ask for a path twice. */
  once?: boolean;
  /** Headers besides the usual ones. */
  headers?: Record<string, string>;
  connections: number;
  warmUpSeconds: number;
  seconds: number;
  /** Processes whose CPU time is taken. */
  pids: number[];
}

/** So many requests, however long they take. */
export interface AmountOrder extends Pick<LoadOrder, "url" | "method" | "pool" | "connections"> {
  kind: "amount";
  requests: number;
}

export type LoadRequest = LoadOrder | AmountOrder | { kind: "pool"; name: string; paths: string[] };

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

export type LoadAnswer = LoadMeasured | { kind: "asked" } | { kind: "failed"; why: string };

export interface LoadProcess {
  /** Hands over paths, to be asked for by that name. */
  pool(name: string, paths: string[]): void;
  /** @throws Error when any answer was not 200 */
  run(order: Omit<LoadOrder, "kind">): Promise<LoadMeasured>;
  /** @throws Error when any answer was not 200 */
  ask(order: Omit<AmountOrder, "kind">): Promise<void>;
  stop(): void;
}

/** Starts it. One run at a time. */
export function startLoad(): LoadProcess {
  const child = fork(fileURLToPath(new URL("load.ts", import.meta.url)), { execArgv: [] });
  const tell = (request: LoadOrder | AmountOrder) =>
    new Promise<LoadAnswer>((resolve, reject) => {
      const ended = () => reject(new Error("the load generator has ended"));
      child.once("exit", ended);
      child.once("message", (answer: LoadAnswer) => {
        child.off("exit", ended);
        if (answer.kind === "failed") reject(new Error(answer.why));
        else resolve(answer);
      });
      child.send(request satisfies LoadRequest);
    });
  return {
    pool(name, paths) {
      child.send({ kind: "pool", name, paths } satisfies LoadRequest);
    },
    async run(order) {
      const answer = await tell({ kind: "load", ...order });
      if (answer.kind !== "measured") throw new Error("the load generator has measured nothing");
      return answer;
    },
    async ask(order) {
      await tell({ kind: "amount", ...order });
    },
    stop() {
      child.disconnect();
    },
  };
}

/** A Worker that is killed and comes back, at the same address and with the same storage. */

import { OPERATOR_TOKEN } from "../../sandbox/ledger.ts";
import {
  startWorker,
  type WorkerOptions,
  type WorkerProcess,
} from "../../sandbox/worker-process.ts";

export interface MortalWorker {
  url: string;
  /** Settles when it runs. */
  up(): Promise<unknown>;
  /** Ends it as a power cut would, and starts it again, unless it has been stopped. */
  kill(): Promise<void>;
  /** Rejects when it ends without having been killed. */
  failed: Promise<never>;
  stop(): Promise<void>;
}

type Given = Required<Pick<WorkerOptions, "port" | "persistTo" | "resendBaseUrl" | "signal">>;

/** Starts it. */
export async function startMortalWorker(options: Given): Promise<MortalWorker> {
  const failure = Promise.withResolvers<never>();
  // Whoever waits for it hears of it; until then it is nobody's.
  failure.promise.catch(() => undefined);
  const meantToEnd = new WeakSet<WorkerProcess>();

  async function start(): Promise<WorkerProcess> {
    const worker = await startWorker({ ...options, vars: { OPERATOR_TOKEN } });
    void watch(worker);
    return worker;
  }

  async function watch(worker: WorkerProcess): Promise<void> {
    const code = await worker.exited;
    if (meantToEnd.has(worker)) return;
    failure.reject(new Error(`The Worker ended by itself (${code}).\n${worker.output()}`));
  }

  const first = await start();
  let running: Promise<WorkerProcess> = Promise.resolve(first);
  let stopped = false;

  return {
    url: first.url,
    failed: failure.promise,
    up: () => running,
    async kill() {
      const worker = await running;
      if (stopped) return;
      meantToEnd.add(worker);
      running = worker.kill().then(start);
      await running;
    },
    async stop() {
      stopped = true;
      // A start that was given up has taken its Worker down itself.
      const worker = await running.catch(() => undefined);
      if (worker === undefined) return;
      meantToEnd.add(worker);
      await worker.stop();
    },
  };
}

/** One run on real processes: the Worker, and the stand-in for Resend. Stops what it has started, however it ends. */

import { broadcastVars, OPERATOR_TOKEN } from "../../sandbox/settings.ts";
import { ledgerReport, until } from "../../sandbox/ledger.ts";
import { freePort } from "../../sandbox/processes.ts";
import { type StandInProcess, startStandInProcess } from "../../sandbox/stand-in-process.ts";
import { startWorker } from "../../sandbox/worker-process.ts";
import type { Progress } from "./progress.ts";
import { attack, type Findings } from "./attack.ts";
import { logFault, printedFault } from "./checks.ts";
import type { FuzzOptions } from "./options.ts";
import { invitePeople } from "./people.ts";
import type { Target } from "./volley.ts";
import { exchangeBytes, handOver } from "./wire.ts";

const NO_LIMIT = 100_000;

const READY_MS = 20_000;
const DRAINED_MS = 120_000;

/** @param signal gives up */
export async function fuzz(
  options: FuzzOptions,
  progress: Progress,
  signal: AbortSignal,
): Promise<Findings> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const standIn = await startStandInProcess(origin, { requestsPerSecond: NO_LIMIT });
  try {
    const people = await invitePeople(standIn.url);
    const complaints: string[] = [];
    const complain = (fault: string | undefined) => fault !== undefined && complaints.push(fault);
    const worker = await startWorker({
      port,
      resendBaseUrl: standIn.url,
      vars: { OPERATOR_TOKEN, ...broadcastVars(origin) },
      signal,
      onLog: (line) => complain(logFault(line)),
      onPrint: (printed) => complain(printedFault(printed)),
    });
    void worker.exited.then((code) => complain(`the Worker ended by itself (${code})`));
    try {
      await lookedAround(origin, standIn);
      const target = targetOf(port, standIn, complaints);
      return await attack(options, { people, target, progress, signal, now: () => Date.now() });
    } finally {
      await worker.stop();
    }
  } finally {
    progress.end();
    await standIn.stop();
  }
}

/** Waits until the Worker has asked Resend what it asks unprompted, its canary last of all. */
async function lookedAround(origin: string, standIn: StandInProcess): Promise<void> {
  const isCanary = ({ method }: { method: string }) => method === "DELETE";
  const isDone = async () => {
    const { status } = (await (await fetch(`${origin}/leave/-/health`)).json()) as {
      status: string;
    };
    return status === "ok" && (await standIn.requests()).some(isCanary);
  };
  await until("the Worker has seen its lists", isDone, READY_MS);
  await standIn.forget();
}

function targetOf(port: number, standIn: StandInProcess, complaints: string[]): Target {
  return {
    send: ({ bytes, requests, hangsUp }) =>
      exchangeBytes({ port, bytes, hangsUp, methods: requests.map(({ method }) => method) }),
    mail: (mail) => handOver(port, mail),
    async takeCalls() {
      const calls = await standIn.requests();
      await standIn.forget();
      return calls.map(({ method, url }) => `${method} ${url.replace(/\?.*$/, "")}`);
    },
    takeComplaints: () => complaints.splice(0),
    census: () => standIn.state(),
    async drained() {
      const report = () => ledgerReport(`http://127.0.0.1:${port}`);
      await until("nothing is queued", async () => (await report()).queued === 0, DRAINED_MS);
      const { held, deadLetters } = await report();
      const [stuck] = [...held, ...deadLetters];
      return stuck && `will never be done: ${stuck.list}, ${stuck.fault}`;
    },
  };
}

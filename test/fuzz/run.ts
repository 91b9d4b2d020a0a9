/** One run on real processes: the Worker, and the stand-in for Resend. Stops what it has started, however it ends. */

import { broadcastVars } from "../sandbox/broadcasts.ts";
import { OUTBOX_TOKEN } from "../sandbox/outbox.ts";
import { freePort } from "../sandbox/ports.ts";
import { type StandInProcess, startStandInProcess } from "../sandbox/stand-in-process.ts";
import { startWorker } from "../sandbox/worker-process.ts";
import type { Progress } from "../soak/progress.ts";
import { attack, type Findings } from "./attack.ts";
import { logFault, printedFault } from "./checks.ts";
import type { FuzzOptions } from "./options.ts";
import { invitePeople } from "./people.ts";
import type { Target } from "./volley.ts";
import { exchangeBytes, handOver } from "./wire.ts";

const NO_LIMIT = 100_000;

/** @param signal gives up */
export async function fuzz(
  options: FuzzOptions,
  progress: Progress,
  signal: AbortSignal,
): Promise<Findings> {
  const port = await freePort();
  const standIn = await startStandInProcess(`http://127.0.0.1:${port}`);
  try {
    await standIn.rateLimit(NO_LIMIT);
    const people = await invitePeople(standIn.url);
    await standIn.forget();
    const complaints: string[] = [];
    const complain = (fault: string | undefined) => fault !== undefined && complaints.push(fault);
    const worker = await startWorker({
      port,
      resendBaseUrl: standIn.url,
      vars: { OUTBOX_TOKEN, ...broadcastVars(`http://127.0.0.1:${port}`) },
      signal,
      onLog: (line) => complain(logFault(line)),
      onPrint: (printed) => complain(printedFault(printed)),
    });
    void worker.exited.then((code) => complain(`the Worker ended by itself (${code})`));
    try {
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
  };
}

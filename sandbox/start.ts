/**
 * `npm start`: the Worker and, beside it, the stand-in for Resend with its mailbox. Prints where
 * they are, opens nothing, keeps nothing, and takes everything down on Ctrl-C.
 */

import { writeLetters } from "./resend/mailbox/letters.ts";
import { startStandIn } from "./resend/server.ts";
import { broadcastVars, PROPERTY, webhookTo } from "./broadcasts.ts";
import { API_KEY, LINK_SECRET } from "./keys.ts";
import { OPERATOR_TOKEN } from "./ledger.ts";
import { logView } from "./log-view.ts";
import { paintFor } from "./paint.ts";
import { freePort } from "./ports.ts";
import { summaryText } from "./summary.ts";
import { isNoise, type WorkerLogLine } from "./worker-log.ts";
import { startWorker } from "./worker-process.ts";

const WORKER_PORT = 8787;
const MAILBOX_PORT = 8788;

/** What Resend tells most accounts. */
const REQUESTS_PER_SECOND = 10;

const paint = paintFor(process.stdout);
const interrupted = new AbortController();

// A terminal and npm may both pass on one Ctrl-C: the second finds everything under way.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => interrupted.abort());
}

try {
  await run(interrupted.signal);
} catch (error) {
  if (!interrupted.signal.aborted) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
process.exit(0);

/** Settles when everything has ended: in good order when the signal asks for it, else with an error. */
async function run(signal: AbortSignal): Promise<void> {
  const workerPort = await freePort(WORKER_PORT);
  const mailboxPort = await freePort(MAILBOX_PORT, [workerPort]);
  const links = {
    origin: `http://127.0.0.1:${workerPort}`,
    secret: LINK_SECRET,
    operatorToken: OPERATOR_TOKEN,
    property: PROPERTY,
  };

  console.log("Starting the Worker …");
  const standIn = await startStandIn({
    port: mailboxPort,
    apiKey: API_KEY,
    requestsPerSecond: REQUESTS_PER_SECOND,
    worker: links,
    webhook: webhookTo(links.origin),
  });
  try {
    const told = { onLog: showLog, onPrint: showError, signal };
    const vars = { OPERATOR_TOKEN, ...broadcastVars(links.origin) };
    const given = { resendBaseUrl: standIn.url, vars };
    const worker = await startWorker({ port: workerPort, ...given, ...told });
    try {
      const urls = { mailboxUrl: standIn.url, workerUrl: worker.url };
      console.log(summaryText({ ...urls, letters: await writeLetters(links) }, paint));
      const ended = await Promise.race([worker.exited, aborted(signal)]);
      if (ended !== "aborted") throw new Error(`The Worker ended with code ${ended}.`);
    } finally {
      await worker.stop();
    }
  } finally {
    await standIn.close();
  }
}

function aborted(signal: AbortSignal): Promise<"aborted"> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve("aborted");
    signal.addEventListener("abort", () => resolve("aborted"));
  });
}

function showLog(line: WorkerLogLine): void {
  console.log(logView(line, new Date().toTimeString().slice(0, 8), paint));
}

/** What goes wrong in wrangler is shown as it is. */
function showError(printed: string): void {
  if (!isNoise(printed) && !interrupted.signal.aborted) console.error(printed);
}

/**
 * `npm start`: the Worker and, beside it, the stand-in for Resend with its mailbox. Prints where
 * they are, opens nothing, keeps nothing, and stops everything on Ctrl-C.
 */

import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { styleText } from "node:util";

import { Command } from "commander";

import { type Letter, writeLetters } from "./resend/mailbox/letters.ts";
import { startStandIn } from "./resend/server.ts";
import { freePort, onceOrphaned } from "./processes.ts";
import { BRAND, OPERATOR_TOKEN, sandboxVars } from "./settings.ts";
import { startWorker, type WorkerLogLine } from "./worker-process.ts";

const WORKER_PORT = 8787;
const MAILBOX_PORT = 8788;

const EXIT_USAGE = 2;
const LOOK_EVERY_MS = 500;

/** What Resend tells most accounts. */
const REQUESTS_PER_SECOND = 10;

/** Styles for a terminal; none where the output goes to a file or a pipe, or `NO_COLOR` is set. */
const paint = (style: "bold" | "dim" | "green" | "yellow" | "red" | "cyan", text: string) =>
  styleText(style, text, { stream: process.stdout });

/** How each level of the log is styled. */
const LEVELS = { info: "green", warn: "yellow", error: "red" } as const;

const HELP = `
The Worker takes port ${WORKER_PORT} and the mailbox port ${MAILBOX_PORT} of 127.0.0.1, or free ones if these are in use.
Nothing is sent, nothing is kept, and no file of settings is read. Ctrl-C stops everything.`;

new Command("npm start")
  .usage("[-- --help]")
  .description(
    "Runs the Worker, a stand-in for Resend, and a mailbox with letters to unsubscribe from.",
  )
  .addHelpText("after", HELP)
  .helpOption("-h, --help", "shows this help")
  .showSuggestionAfterError(false)
  .exitOverride(({ exitCode }) => process.exit(exitCode && EXIT_USAGE))
  .parse();

const interrupted = new AbortController();

// A terminal and npm may both pass on one Ctrl-C: the second one changes nothing.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => interrupted.abort());
}
onceOrphaned(() => interrupted.abort());

try {
  await run(interrupted.signal);
} catch (error) {
  if (!interrupted.signal.aborted) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
process.exit(0);

/** Settles when everything has ended: without an error only when the signal asks for it. */
async function run(signal: AbortSignal): Promise<void> {
  const workerPort = await freePort(WORKER_PORT);
  const mailboxPort = await freePort(MAILBOX_PORT);
  const origin = `http://127.0.0.1:${workerPort}`;

  const port = (taken: number, wanted: number) =>
    taken === wanted ? `${taken}` : `${taken} (${wanted} is in use)`;
  console.log(
    `Starting the Worker on port ${port(workerPort, WORKER_PORT)}, and the mailbox on port ${port(mailboxPort, MAILBOX_PORT)} …`,
  );
  // Wrangler's warnings come after what a newcomer should read first; its errors end the start, and are in the error.
  let early: string[] | undefined = [];
  await using scope = new AsyncDisposableStack();
  const standIn = await startStandIn({
    port: mailboxPort,
    requestsPerSecond: REQUESTS_PER_SECOND,
    worker: origin,
  });
  scope.defer(() => standIn.close());
  const worker = await startWorker({
    port: workerPort,
    resendBaseUrl: standIn.url,
    vars: { OPERATOR_TOKEN, BRAND: JSON.stringify(BRAND), ...sandboxVars(origin) },
    signal,
    onLog: showLog,
    onPrint(printed) {
      if (early !== undefined) early.push(printed);
      else if (!signal.aborted) console.error(printed);
    },
  });
  scope.defer(() => worker.stop());
  console.log(summary(standIn.url, worker.url, await writeLetters(origin)));
  for (const printed of early) console.error(printed);
  early = undefined;
  const ended = worker.exited.then((code) => {
    throw new Error(`The Worker ended with code ${code}, so everything was stopped.`);
  });
  const unreachable = stopsListening(workerPort, signal).then(() => {
    throw new Error("The Worker stopped listening, so everything was stopped.");
  });
  await Promise.race([ended, unreachable, signal.aborted || once(signal, "abort")]);
}

/** Settles once nothing listens at a port. After SIGTERM, workerd does not, and may not end, either. */
async function stopsListening(port: number, signal: AbortSignal): Promise<void> {
  for (let isOpen = true; isOpen;) {
    await sleep(LOOK_EVERY_MS, undefined, { signal });
    const socket = connect(port, "127.0.0.1");
    isOpen = await once(socket, "connect").then(Boolean, () => false);
    socket.destroy();
  }
}

/** Prints the time of day, what happened, and the fields. */
function showLog({ level, line: { event, ...fields } }: WorkerLogLine): void {
  const shown = Object.entries(fields).map(
    ([name, value]) => `${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`,
  );
  const time = paint("dim", new Date().toTimeString().slice(0, 8));
  console.log(`  ${time}  ${[paint(LEVELS[level], event), ...shown].join("  ")}`);
}

/** What a person reads once everything runs: where to look, what to click, how to stop. */
function summary(mailboxUrl: string, workerUrl: string, letters: readonly Letter[]): string {
  return [
    "",
    `  ${paint("bold", "leave-this-list")} ${paint("dim", "· nothing here leaves this computer")}`,
    "",
    `  Mailbox  ${paint("cyan", mailboxUrl)}`,
    "           Start here: open it, and press Unsubscribe in the first letter.",
    `  Worker   ${paint("cyan", workerUrl)}`,
    "           Opens the links below and those in the mailbox. Each may be used again.",
    "",
    ...letters.flatMap(({ to, from, contactId, url }) => {
      const rest = `${from.replace(/ <.*/, "")}, link by ${contactId === null ? "address" : "ID"}`;
      return [`  ${paint("bold", to)}  ${paint("dim", rest)}`, `  ${paint("cyan", url)}`, ""];
    }),
    `  ${paint("bold", "Ctrl-C")} stops everything. What the Worker logs follows.`,
    "",
  ].join("\n");
}

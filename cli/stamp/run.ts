/** The command `stamp`: arguments in, an exit code out. */

import type { Writable } from "node:stream";

import { createTransport } from "../../src/resend/transport.ts";
import { EXIT_BAD, EXIT_OK, exitCodeOf, type Terminal } from "../terminal.ts";
import { createKnock, type Knock, Stopped } from "./knock.ts";
import { stampList } from "./list.ts";
import { showProgress } from "./progress.ts";
import { readSettings, type StampSettings } from "./settings.ts";
import { failureLines, type Run, summaryJson, summaryText } from "./summary.ts";
import { Tally } from "./tally.ts";
import { readTask, type Task } from "./task.ts";

/** Interrupted by a person, as a shell reports SIGINT. */
export const EXIT_INTERRUPTED = 130;

export interface StampTerminal extends Pick<Terminal, "env" | "stdout"> {
  stderr: Writable & { isTTY?: boolean };
}

/**
 * Does what the arguments ask for.
 *
 * @param interrupt ends the run after the requests under way
 */
export function runStamp(
  args: readonly string[],
  terminal: StampTerminal,
  interrupt: AbortSignal,
): Promise<number> {
  return exitCodeOf(async () => {
    const task = readTask(args, terminal);
    if (typeof task === "number") return task;
    const settings = readSettings(task, terminal.env);
    const transport = createTransport({ ...settings.resend, now: () => Date.now() });
    const knock = createKnock(transport, interrupt);
    const startedAt = knock.now();
    const tallies: Tally[] = [];
    let interrupted = false;
    try {
      await stampLists(task, settings, knock, tallies, terminal);
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
      interrupted = true;
    } finally {
      const seconds = (knock.now() - startedAt) / 1000;
      const run = { dryRun: task.dryRun, interrupted, seconds, requests: knock.count(), tallies };
      report(run, task, terminal);
    }
    if (interrupted) return EXIT_INTERRUPTED;
    return tallies.some(({ failed }) => failed > 0) ? EXIT_BAD : EXIT_OK;
  }, terminal);
}

async function stampLists(
  { dryRun, after }: Task,
  settings: StampSettings,
  knock: Knock,
  tallies: Tally[],
  { stderr }: StampTerminal,
): Promise<void> {
  for (const list of settings.lists) {
    const tally = new Tally(list, after);
    tallies.push(tally);
    const progress = showProgress(list.name, stderr, knock.now);
    try {
      await stampList({ knock, list, settings, dryRun, after, tally, progress });
    } finally {
      progress.end();
    }
  }
}

function report(run: Run, { json }: Task, { stdout, stderr }: StampTerminal): void {
  for (const line of failureLines(run.tallies)) stderr.write(`${line}\n`);
  stdout.write(`${json ? summaryJson(run) : summaryText(run)}\n`);
  const last = run.tallies.at(-1);
  if (!run.interrupted || last === undefined) return;
  const resume =
    last.doneUpTo === undefined
      ? ""
      : `; with --list ${last.list} --after ${last.doneUpTo} it does not read again what is done`;
  stderr.write(`interrupted: run it again to go on${resume}\n`);
}

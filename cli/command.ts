/**
 * What all commands share: the terminal they run at, their options, exit codes and errors.
 *
 * A command throws when it cannot end well, and returns otherwise. `reportError` prints what was thrown: a
 * line for each fault on stderr, or with `--json` one line of JSON there. Stdout holds the result or nothing.
 */

import { constants } from "node:os";
import type { Readable, Writable } from "node:stream";

import { Command, CommanderError, Option } from "commander";

/** It ran, and found or could not do something. */
export const EXIT_FAILURE = 1;

/** It was used wrongly, or could not start: an option, a setting or a file that it cannot use. */
export const EXIT_USAGE = 2;

/** A person interrupted it, as a shell reports SIGINT. */
export const EXIT_INTERRUPTED = 130;

/** The parts of the process that a command may touch; tests bring their own. */
export interface Terminal {
  env: Readonly<Record<string, string | undefined>>;
  /** Where the person stands: paths that they give are relative to it. */
  cwd: string;
  /** The folder of this repository, where wrangler's file is unless `--config` names another. */
  root: string;
  stdin: Readable & { isTTY?: boolean };
  stdout: Writable & { isTTY?: boolean };
  stderr: Writable & { isTTY?: boolean };
  /** The time, in milliseconds since 1970. */
  now(): number;
  /**
   * For a command that must end in good order. From now on Ctrl-C and signals abort this, with the signal's
   * name as the reason, instead of ending the process, and a closed pipe is ignored.
   */
  catchSignals(): AbortSignal;
}

/** Ends a command with this exit code. Without a message, the command has said everything already. */
export class CommandError extends Error {
  readonly exitCode: number;

  constructor(message = "", exitCode: number = EXIT_FAILURE) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** The command was used wrongly, or could not start. Says what is wrong and the remedy, one fault a line. */
export class UsageError extends CommandError {
  constructor(message: string) {
    super(message, EXIT_USAGE);
  }
}

/** Ctrl-C or a signal ended the command before its work was done. */
export class Interrupted extends CommandError {
  /** @param signal the signal's name, which gives the exit code that shells use: 128 and its number */
  constructor(signal: unknown) {
    const { SIGINT, [signal as NodeJS.Signals]: number = SIGINT } = constants.signals;
    super("interrupted", 128 + number);
  }
}

/** The values of the common options. */
export interface CommonOptions {
  config?: string;
  env?: string;
  json?: true;
  list?: string;
  quiet?: true;
}

const COMMON = {
  config: ["--config <file>", "wrangler's file (default: the one of this repository)"],
  env: ["--env <name>", "an environment of that file (default: CLOUDFLARE_ENV)"],
  json: ["--json", "prints the result as JSON, and errors too"],
  list: ["--list <name>", "a name from LISTS, or a segment ID"],
  quiet: ["--quiet", "prints no more than it must"],
} as const;

/** An option that several commands have. Pass a description where the command means something narrower. */
export function commonOption(name: keyof CommonOptions, description?: string): Option {
  const [flags, usual] = COMMON[name];
  return new Option(flags, description ?? usual);
}

/** A subcommand, set up as all are. `npm run <name> -- [options]` is what its help shows. */
export function createCommand(name: string, description: string): Command {
  return new Command(name).usage("-- [options]").description(description);
}

/**
 * Prints what a command threw.
 *
 * @param args the command line, which may say `--json`
 * @returns the exit code
 * @throws what is a bug, and so keeps its stack
 */
export function reportError(
  error: unknown,
  args: readonly string[],
  { stderr }: Pick<Terminal, "stderr">,
): number {
  const { message, exitCode } = readError(error);
  if (message === "") return exitCode;
  if (args.includes("--json")) {
    stderr.write(`${JSON.stringify({ error: { message, exitCode } })}\n`);
  } else {
    for (const line of message.split("\n")) stderr.write(`error: ${line}\n`);
  }
  return exitCode;
}

function readError(error: unknown): { message: string; exitCode: number } {
  if (error instanceof CommandError) return error;
  if (error instanceof CommanderError) {
    // It ends `--help` with an error too.
    if (error.exitCode === 0) return { message: "", exitCode: 0 };
    const message = error.message.replace(/^error: /, "").replaceAll("\n", " ");
    return { message, exitCode: EXIT_USAGE };
  }
  // The machine refused something, such as to read a folder as a file.
  if (error instanceof Error && "syscall" in error) {
    return { message: error.message, exitCode: EXIT_USAGE };
  }
  throw error;
}

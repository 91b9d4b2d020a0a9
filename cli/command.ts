/**
 * What all commands share: the terminal, common options, exit codes, and errors.
 *
 * A command throws if it fails, and otherwise returns. `reportError` prints the error on stderr: one line for each fault,
 * or one line of JSON with `--json`. Stdout has only the result.
 */

import { constants } from "node:os";
import type { Readable, Writable } from "node:stream";

import { Command, CommanderError, InvalidArgumentError, Option } from "commander";

import { isList } from "../src/links/names.ts";

/** The command ran, and found a problem or could not do something. */
const EXIT_FAILURE = 1;

/** The command was used incorrectly, or could not start: it cannot use an option, a setting, or a file. */
export const EXIT_USAGE = 2;

/** A person interrupted the command; the code that a shell reports for SIGINT. */
export const EXIT_INTERRUPTED = 130;

/** The parts of the process that a command may use. Tests pass their own. */
export interface Terminal {
  env: Readonly<Record<string, string | undefined>>;
  /** The person's current folder. Paths in options are relative to it. */
  cwd: string;
  /** The folder of this repository, with Wrangler's file unless `--config` names another. */
  root: string;
  stdin: Readable & { isTTY?: boolean };
  stdout: Writable & { isTTY?: boolean };
  stderr: Writable & { isTTY?: boolean };
  /** The time, in milliseconds since 1970. */
  now(): number;
  /**
   * For a command that must shut down in order. From now on, Ctrl-C and signals abort the returned signal, with their name
   * as the reason, instead of ending the process. A closed pipe is ignored.
   */
  catchSignals(): AbortSignal;
}

/** Ends a command with this exit code. Without a message, nothing more is printed. */
export class CommandError extends Error {
  readonly exitCode: number;

  constructor(message = "", exitCode: number = EXIT_FAILURE) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** The command was used incorrectly, or could not start. The message has one line for each fault, with its remedy. */
export class UsageError extends CommandError {
  constructor(message: string) {
    super(message, EXIT_USAGE);
  }
}

/** Ctrl-C or a signal ended the command before its work was done. */
export class Interrupted extends CommandError {
  /** @param signal the signal's name, which gives the exit code that shells use: 128 and its number */
  constructor(signal: unknown, message = "interrupted") {
    const { SIGINT, [signal as NodeJS.Signals]: number = SIGINT } = constants.signals;
    super(message, 128 + number);
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
  config: ["--config <file>", "Wrangler's file (default: the one in this repository)"],
  env: ["--env <name>", "an environment of that file (default: CLOUDFLARE_ENV)"],
  json: ["--json", "prints the result and errors as JSON"],
  list: ["--list <name>", "a name from LISTS, or a segment ID"],
  quiet: ["--quiet", "prints no more than it must"],
} as const;

/** An option that several commands have. Pass a description if the command uses it in a narrower sense. */
export function commonOption(name: keyof CommonOptions, description?: string): Option {
  const [flags, usual] = COMMON[name];
  return new Option(flags, description ?? usual);
}

/** Makes a subcommand with the common setup. Its help shows `npm run <name> -- [options]`. */
export function createCommand(name: string, description: string): Command {
  return new Command(name).usage("-- [options]").description(description);
}

/** Makes a subcommand that reads the settings of a project, which `--config` and `--env` choose. */
export function projectCommand(name: string, description: string): Command {
  const [config, env] = [commonOption("config"), commonOption("env")];
  return createCommand(name, description).addOption(config).addOption(env);
}

/** Parses a list in an option: a name from `LISTS`, or a segment ID, in any case. */
export function readList(text: string): string {
  const list = text.toLowerCase();
  if (isList(list)) return list;
  throw new InvalidArgumentError("Give a name from LISTS, or a segment ID.");
}

/** Such as `1,200`. */
export const numeral = (count: number): string => count.toLocaleString("en");

/**
 * Prints the error that a command threw.
 *
 * @param args the command line, which may contain `--json`
 * @returns the exit code
 * @throws the error itself if it is a bug, so that its stack is printed
 */
export function reportError(error: unknown, args: readonly string[], { stderr }: Terminal): number {
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
    // Commander also throws after `--help`.
    if (error.exitCode === 0) return { message: "", exitCode: 0 };
    const message = error.message.replace(/^error: /, "").replaceAll("\n", " ");
    return { message, exitCode: EXIT_USAGE };
  }
  // The operating system refused something, such as reading a folder as a file.
  if (error instanceof Error && "syscall" in error) {
    return { message: error.message, exitCode: EXIT_USAGE };
  }
  throw error;
}

/** Reads a command's arguments with commander; a mistake is one line on stderr and exit code 2. */

import { type Command, CommanderError } from "commander";

import { EXIT_OK, EXIT_UNUSABLE, type Terminal } from "./terminal.ts";

/**
 * Parses the arguments.
 *
 * @returns `undefined` when they are read, or the exit code with which all is said: after `--help`,
 *   and after a mistake
 */
export function parseArguments(
  command: Command,
  args: readonly string[],
  { stdout, stderr }: Pick<Terminal, "stdout" | "stderr">,
): number | undefined {
  command
    .exitOverride()
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
    })
    .showHelpAfterError("(--help shows the options and examples)");
  try {
    command.parse(args, { from: "user" });
    return undefined;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? EXIT_OK : EXIT_UNUSABLE;
  }
}

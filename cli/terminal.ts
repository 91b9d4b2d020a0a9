/** What a command is given instead of the process itself, and how it ends. */

import type { Readable, Writable } from "node:stream";

/** The parts of `process` that a command may touch. */
export interface Terminal {
  env: Readonly<Record<string, string | undefined>>;
  stdin: Readable & { isTTY?: boolean };
  stdout: Writable;
  stderr: Writable;
}

/** All is well. */
export const EXIT_OK = 0;

/** It ran, and something in it is bad: rows without a link, a signature that does not hold. */
export const EXIT_BAD = 1;

/** It could not do its work: flags, settings or a file that it cannot use. */
export const EXIT_UNUSABLE = 2;

/** Why a command cannot do its work: names the thing, and the remedy. */
export class Unusable extends Error {}

/** Runs a command, and says on stderr why it could not do its work. */
export async function exitCodeOf(
  command: () => number | Promise<number>,
  { stderr }: Pick<Terminal, "stderr">,
): Promise<number> {
  try {
    return await command();
  } catch (error) {
    if (!(error instanceof Unusable) && !isSystemError(error)) throw error;
    stderr.write(`error: ${error.message}\n`);
    return EXIT_UNUSABLE;
  }
}

/** Ends the process when it cannot write: in silence when nobody reads on, as behind `| head`. */
export function endWhenNobodyReads({ stdout, stderr }: Pick<Terminal, "stdout" | "stderr">): void {
  for (const stream of [stdout, stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE") process.exit(EXIT_OK);
      if (stream === stdout) stderr.write(`error: ${error.message}\n`);
      process.exit(EXIT_UNUSABLE);
    });
  }
}

/** Whether the machine refused something, such as to write to a full disk. */
function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "syscall" in error;
}

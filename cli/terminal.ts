/** Names that commands written before `command.ts` use; it goes with the last of them. */

import { EXIT_FAILURE, EXIT_USAGE, reportError, type Terminal } from "./command.ts";

export { UsageError as Unusable } from "./command.ts";

type OldTerminal = Pick<Terminal, "env" | "stdin" | "stdout" | "stderr">;
export type { OldTerminal as Terminal };

export const EXIT_OK = 0;
export const EXIT_BAD = EXIT_FAILURE;
export const EXIT_UNUSABLE = EXIT_USAGE;

/** Runs a command, and says on stderr why it could not do its work. */
export async function exitCodeOf(
  command: () => number | Promise<number>,
  { stderr }: Pick<Terminal, "stderr">,
): Promise<number> {
  try {
    return await command();
  } catch (error) {
    return reportError(error, [], { stderr });
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

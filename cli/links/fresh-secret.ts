/** The command `secret`: 256 random bits, as the Worker and the command `link` take them. */

import { randomBytes } from "node:crypto";

import { Command } from "commander";

import { parseArguments } from "../arguments.ts";
import { EXIT_OK, type Terminal } from "../terminal.ts";

const SECRET_BYTES = 32;

const AFTER = `
To rotate, put the new secret in front and keep the old ones: the first signs, all of them verify.

  LINK_SECRETS = "<new>,<old>"`;

/** Makes a secret of letters and digits alone, which need no quotes anywhere. */
export function freshSecret(): string {
  return randomBytes(SECRET_BYTES).toString("hex");
}

/** Prints a secret. */
export function runSecret(
  args: readonly string[],
  terminal: Pick<Terminal, "stdout" | "stderr">,
): number {
  const command = new Command("npm run --silent secret")
    .description("Prints a fresh secret for LINK_SECRETS: 64 letters and digits, 256 random bits.")
    .addHelpText("after", AFTER);
  const exitCode = parseArguments(command, args, terminal);
  if (exitCode !== undefined) return exitCode;
  terminal.stdout.write(`${freshSecret()}\n`);
  return EXIT_OK;
}

/** The command `secret`: 256 random bits, in a form that the Worker and `link` take. */

import { randomBytes } from "node:crypto";

import type { Command } from "commander";

import { createCommand, type Terminal } from "./command.ts";

const SECRET_BYTES = 32;

const HELP = `
A Worker without links in the wild takes it as its LINK_SECRETS. To rotate, put the new secret in front and keep
the old ones, since links that were sent open only as long as their secret is in the list:

  LINK_SECRETS="<new>,<old>"`;

/** Makes a secret of letters and digits, which need no quotes anywhere. */
export function freshSecret(): string {
  return randomBytes(SECRET_BYTES).toString("hex");
}

/** The subcommand `secret`. */
export function secretCommand({ stdout }: Terminal): Command {
  return createCommand(
    "secret",
    "Prints a new secret for LINK_SECRETS: 64 letters and digits, 256 random bits.",
  )
    .addHelpText("after", HELP)
    .action(() => void stdout.write(`${freshSecret()}\n`));
}

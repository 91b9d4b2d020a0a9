/**
 * The command `secret`: prints 256 random bits, in a form that the Worker and `link` accept. A separate file, as each
 * command is.
 */

import { randomBytes } from "node:crypto";

import type { Command } from "commander";

import { commonOption, type CommonOptions, createCommand, type Terminal } from "./command.ts";

const SECRET_BYTES = 32;

const HELP = `
If no links have been sent yet, set it as the Worker's LINK_SECRETS. To rotate, put the new secret first and keep the
old ones, since a link opens only while the secret that signed it is in the list:

  LINK_SECRETS="<new>,<old>"`;

/** Makes a secret of letters and digits, which never needs quotes. */
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
    .addOption(commonOption("json"))
    .action(({ json }: CommonOptions) => {
      const secret = freshSecret();
      stdout.write(`${json ? JSON.stringify({ secret }) : secret}\n`);
    });
}

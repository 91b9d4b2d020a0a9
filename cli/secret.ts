/**
 * The command `secret`: prints 256 random bits, in a form that the Worker and `link` accept. Also the only place of the
 * commands that writes secrets: into temporary files for Wrangler, and into `.dev.vars`, which no other user can read.
 */

import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Command } from "commander";

import { commonOption, type CommonOptions, createCommand, type Terminal } from "./command.ts";

const SECRET_BYTES = 32;

const HELP = `
If no links have been sent yet, set it as the Worker's LINK_SECRETS. To rotate, put the new secret first and keep the
old ones, since a link opens only while the secret that signed it is in the list:

  LINK_SECRETS="<new>,<old>"`;

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

/** Makes a secret of letters and digits, which never needs quotes. */
export function freshSecret(): string {
  return randomBytes(SECRET_BYTES).toString("hex");
}

/**
 * Makes a temporary folder with mode 0700, and removes it with its content after use. It is also removed if the process
 * ends earlier, except by SIGKILL.
 */
export async function withPrivateFolder<Result>(use: (folder: string) => Promise<Result>) {
  const folder = mkdtempSync(join(tmpdir(), "leave-this-list-deploy-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.on("exit", remove);
  try {
    return await use(folder);
  } finally {
    remove();
    process.off("exit", remove);
  }
}

/** Sets `LINK_SECRETS` in `.dev.vars`, and keeps the rest of the file, with its line ends. */
export function saveLinkSecrets(file: string, secrets: string): void {
  const line = `LINK_SECRETS=${secrets}`;
  const before = existsSync(file) ? readFileSync(file, "utf8") : "";
  const pattern = /^[ \t]*(?:export[ \t]+)?LINK_SECRETS[ \t]*=.*$/m;
  const eol = before.includes("\r\n") ? "\r\n" : "\n";
  const after = pattern.test(before)
    ? before.replace(pattern, () => line)
    : `${before}${before === "" || before.endsWith("\n") ? "" : eol}${line}${eol}`;
  writeFileSync(file, after, { mode: 0o600 });
  // The mode above is for a new file only.
  chmodSync(file, 0o600);
}

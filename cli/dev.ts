/** The command `dev`: runs the Worker on this machine, with the settings of the environment that all commands would use. */

import type { Command } from "commander";

import {
  CommandError,
  type CommonOptions,
  Interrupted,
  projectCommand,
  type Terminal,
} from "./command.ts";
import { findSecrets, SECRET_NAMES } from "./deploy/settings.ts";
import { runChild, wranglerScript } from "./deploy/wrangler.ts";
import { readProject, wranglerFile } from "./project.ts";

const HELP = `
All other options are those of \`wrangler dev\`. It reads secrets from .dev.vars, or .dev.vars.<name> with --env <name>.`;

/** The subcommand `dev`. */
export function devCommand(terminal: Terminal): Command {
  return projectCommand("dev", "Runs the Worker on this machine.")
    .argument("[options...]", "options of `wrangler dev`, such as --port 8787")
    .allowUnknownOption()
    .addHelpText("after", HELP)
    .action((args: string[], options: CommonOptions) => runDev(args, options, terminal));
}

async function runDev(args: string[], options: CommonOptions, terminal: Terminal): Promise<void> {
  // Wrangler gives the Worker no variables of the shell.
  const { environment = "" } = readProject(terminal, options);
  const project = readProject({ ...terminal, env: {} }, { ...options, env: environment });
  const { path } = wranglerFile(project);
  const secrets = findSecrets(project.variables);
  for (const name of SECRET_NAMES.filter((one) => !(one in secrets))) {
    const remedy = `put it into ${project.devVars} (.dev.vars.example shows how)`;
    terminal.stderr.write(`warning: ${name}: is missing; ${remedy}\n`);
  }
  // With CLOUDFLARE_ENV alone, Wrangler would read that environment's variables, but the secrets of `.dev.vars`.
  const all = ["dev", ...args, "--config", path, "--env", environment];
  const { folder: cwd } = project;
  const { env } = terminal;
  const child = { script: wranglerScript(), args: all, cwd, env, output: "inherited" } as const;
  const signal = terminal.catchSignals();
  try {
    const { exitCode } = await runChild(child, { terminal, signal });
    if (exitCode !== 0) throw new CommandError();
  } catch (error) {
    // Ctrl-C is how people end it.
    if (!(error instanceof Interrupted)) throw error;
  }
}

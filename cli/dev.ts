/** The command `dev`: runs the Worker on this machine, with the settings of the environment that all commands would use. */

import type { Command } from "commander";

import {
  CommandError,
  type CommonOptions,
  Interrupted,
  projectCommand,
  type Terminal,
} from "./command.ts";
import { runChild } from "./deploy/child.ts";
import { findSecrets, SECRET_NAMES } from "./deploy/settings.ts";
import { wranglerScript } from "./deploy/wrangler.ts";
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
  const { exitCode } = await runChild({
    script: wranglerScript(),
    // With CLOUDFLARE_ENV alone, Wrangler would read that environment's variables, but the secrets of `.dev.vars`.
    args: ["dev", ...args, "--config", path, "--env", environment],
    cwd: project.folder,
    env: terminal.env,
    output: "inherited",
    terminal,
    signal: terminal.catchSignals(),
  }).catch((error: unknown) => {
    // Ctrl-C is how people end it.
    if (error instanceof Interrupted) return { exitCode: 0 };
    throw error;
  });
  if (exitCode !== 0) throw new CommandError();
}

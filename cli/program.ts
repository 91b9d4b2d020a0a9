/** The program, with a subcommand for each command. `npm run <name> --` is short for `node cli/main.ts <name>`. */

import { Command } from "commander";

import { commonOption, createCommand, reportError, type Terminal, UsageError } from "./command.ts";

const HELP = `
Paths are relative to the current folder. Settings come from the environment, then .dev.vars, .env, and Wrangler's
file. With --json, an error is one line on stderr: {"error":{"message":"…","exitCode":2}}.

Exit codes:
  0  done
  1  the command found a problem, or could not do something
  2  the command was used incorrectly, or could not start`;

/** What each subcommand does. */
const SUMMARIES = {
  link: "makes unsubscribe links, or explains one",
  secret: "prints a new secret for links",
  dev: "runs the Worker on this machine",
  deploy: "deploys the Worker, and checks it",
  doctor: "sends a deployed Worker what mailbox providers send, and says what to fix",
  stats: "prints how many people unsubscribed, by list, channel, and day",
  record: "prints who left, takes them out of a CSV, and imports who left earlier",
  "sync-links": "writes each contact's link into a contact property",
};

/** Loads a subcommand. Only the one that runs is loaded. */
const LOADERS: Readonly<Record<string, () => Promise<(terminal: Terminal) => Command>>> = {
  link: async () => (await import("./link.ts")).linkCommand,
  secret: async () => (await import("./secret.ts")).secretCommand,
  dev: async () => (await import("./dev.ts")).devCommand,
  deploy: async () => (await import("./deploy/command.ts")).deployCommand,
  doctor: async () => (await import("./doctor/command.ts")).doctorCommand,
  stats: async () => (await import("./stats/command.ts")).statsCommand,
  record: async () => (await import("./record/command.ts")).recordCommand,
  "sync-links": async () => (await import("./sync-links/command.ts")).syncLinksCommand,
};

/**
 * Runs a command line, such as `["link", "--open", "https://…"]`.
 *
 * @returns the exit code
 */
export async function runProgram(given: readonly string[], terminal: Terminal): Promise<number> {
  // npm takes the `--` before the options away, while pnpm and Yarn pass it on.
  const args = given.filter((arg, index) => index !== 1 || arg !== "--");
  try {
    const [wanted] = args;
    if (wanted === undefined) {
      throw new UsageError(
        `a command is missing; give one of ${Object.keys(SUMMARIES).join(", ")}`,
      );
    }
    const program = new Command("npm run")
      .usage("<command> -- [options]")
      .description("The commands of leave-this-list.")
      .addHelpText("after", HELP)
      .helpOption("-h, --help", "shows this help")
      .helpCommand(false)
      .exitOverride()
      .configureOutput({
        writeOut: (text) => terminal.stdout.write(text),
        writeErr: (text) => terminal.stderr.write(text),
        // `reportError` prints it.
        outputError: () => undefined,
      });
    for (const [name, summary] of Object.entries(SUMMARIES)) {
      const create = name === wanted ? await LOADERS[name]?.() : undefined;
      const command = create?.(terminal) ?? createCommand(name, summary);
      // Scripts may pass it to every command, also to one that prints no more than its result.
      if (!command.options.some(({ long }) => long === "--quiet")) {
        command.addOption(commonOption("quiet").hideHelp());
      }
      program.addCommand(command.summary(summary).copyInheritedSettings(program));
    }
    await program.parseAsync(args, { from: "user" });
    return 0;
  } catch (error) {
    return reportError(error, args, terminal);
  }
}

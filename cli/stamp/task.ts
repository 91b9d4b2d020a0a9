/** What `stamp` can be asked to do: its flags, and their help. */

import { Command } from "commander";

import { parseArguments } from "../arguments.ts";
import { type Terminal, Unusable } from "../terminal.ts";

export interface Task {
  /** Names from LISTS; empty for every list with a property. */
  lists: readonly string[];
  /** The path of `wrangler.toml`. */
  config: string;
  /** The ID of the contact after which to go on. */
  after: string | undefined;
  dryRun: boolean;
  json: boolean;
}

interface Flags {
  list: string[];
  config: string;
  after?: string;
  dryRun?: true;
  json?: true;
}

const AFTER = `
Each list's contact property gets the signed link of each contact in the list's segment, so that a Broadcast can say
<a href="{{{contact.leave_weekly}}}">. What is there already and right is not written again: run it as often as you like.

RESEND_API_KEY and LINK_SECRETS (the first signs) come from the environment or from .dev.vars beside wrangler.toml;
ORIGIN, RESEND_BASE_URL and LISTS, with segment and property, from wrangler.toml.

It takes at most half of your team's rate limit. Resend's lists of contacts do not tell properties, so each contact
costs one request to read and one to write: with 10 requests a second, 100,000 contacts take 12 hours when their
links are to be renewed, and 6 when the property is new or all is right already.
Ctrl-C ends it after the requests under way, and says how to go on.

Examples:
  npm run stamp -- --dry-run
  npm run stamp -- --list weekly
  npm run stamp -- --list weekly --list product-news --json

Exit codes:
  0    done
  1    some contacts could not be done; stderr names them by ID
  2    not done: a wrong flag or setting, a key that Resend refuses, no answer from Resend
  130  interrupted`;

/** Reads the arguments; a number is the exit code with which all is said already. */
export function readTask(
  args: readonly string[],
  terminal: Pick<Terminal, "stdout" | "stderr">,
): Task | number {
  const command = stampCommand();
  const exitCode = parseArguments(command, args, terminal);
  if (exitCode !== undefined) return exitCode;
  const { list, config, after, dryRun = false, json = false } = command.opts<Flags>();
  if (after !== undefined && list.length !== 1) {
    throw new Unusable("--after: needs one --list, the one in which to go on");
  }
  return { lists: [...new Set(list)], config, after, dryRun, json };
}

function stampCommand(): Command {
  return new Command("npm run stamp --")
    .usage("[options]")
    .description("Writes each contact's signed link into a contact property, for Broadcasts.")
    .option(
      "--list <name>",
      "a name from LISTS; may be repeated (default: every list with a property)",
      (name: string, names: string[]) => [...names, name],
      [],
    )
    .option("--dry-run", "counts what it would write, and writes nothing")
    .option("--after <contact id>", "goes on after this contact, as an interrupted run says")
    .option("--json", "prints the summary as JSON")
    .option("--config <path>", "the Worker's settings", "wrangler.toml")
    .addHelpText("after", AFTER);
}

/** What `stats` can be asked for: its flags, and their help. */

import { Command, InvalidArgumentError } from "commander";

import { isListName, isSegmentId } from "../../src/links/names.ts";
import { parseArguments } from "../arguments.ts";
import type { Terminal } from "../terminal.ts";

export interface Wanted {
  /** How many days, today among them. */
  days: number;
  /** One list, as its links name it; all when it is not given. */
  list?: string | undefined;
  dataset: string;
  json?: true | undefined;
}

/** `said`: all is said already, such as the help. */
export type Task = { kind: "stats"; wanted: Wanted } | { kind: "said"; exitCode: number };

/** Analytics Engine keeps three months. */
const MAX_DAYS = 90;

const AFTER = `
Two environment variables say where to ask:
  CLOUDFLARE_ACCOUNT_ID  the account that the Worker runs in: 32 characters, in the dashboard's address
  CLOUDFLARE_API_TOKEN   a token with the permission Account > Account Analytics > Read, made on
                         https://dash.cloudflare.com/profile/api-tokens

A leave counts when it was accepted: done, queued, a dead letter, or about a contact that Resend does not have
(no-contact). Whoever leaves twice counts twice. Days begin at midnight UTC. A new point takes a minute or two to show.

Examples:
  npm run --silent stats -- --days 7
  npm run --silent stats -- --days 30 --list weekly
  npm run --silent stats -- --json > stats.json

Exit codes:
  0  done, also when nothing happened in these days
  1  there is no such dataset: nothing has ever been recorded
  2  not done: a wrong flag, a missing variable, a token that Cloudflare refuses, no answer`;

/** Reads the arguments. Prints the help, and what is wrong with a flag. */
export function readTask(
  args: readonly string[],
  terminal: Pick<Terminal, "stdout" | "stderr">,
): Task {
  const command = new Command("npm run --silent stats --")
    .usage("[options]")
    .description("Prints leaves by list, channel and day, page views and undos.")
    .option("--days <number>", `how many days, today among them; at most ${MAX_DAYS}`, daysOf, 7)
    .option("--list <name>", "one list alone: a name from LISTS, or a segment ID", listOf)
    .option(
      "--dataset <name>",
      "the dataset that wrangler.toml names",
      datasetOf,
      "leave_this_list",
    )
    .option("--json", "prints every figure as JSON")
    .addHelpText("after", AFTER);
  const exitCode = parseArguments(command, args, terminal);
  if (exitCode !== undefined) return { kind: "said", exitCode };
  return { kind: "stats", wanted: command.opts<Wanted>() };
}

function daysOf(text: string): number {
  const days = /^\d+$/.test(text) ? Number(text) : 0;
  if (days < 1 || days > MAX_DAYS) {
    throw new InvalidArgumentError(`Give a number from 1 to ${MAX_DAYS}.`);
  }
  return days;
}

function listOf(text: string): string {
  const list = text.toLowerCase();
  if (isListName(list) || isSegmentId(list)) return list;
  throw new InvalidArgumentError("Give a name from LISTS, or a segment ID.");
}

function datasetOf(text: string): string {
  if (/^[a-z_]\w*$/i.test(text)) return text;
  throw new InvalidArgumentError("Give letters, digits and underscores.");
}

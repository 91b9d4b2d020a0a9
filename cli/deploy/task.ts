/** What `deploy` can be asked to do: its flags, their help, and what they add up to. */

import { Command, InvalidArgumentError, Option } from "commander";

import { isListName, isSegmentId } from "../../src/links/names.ts";
import { secureUrl } from "../../src/links/origin.ts";
import { parseArguments } from "../arguments.ts";
import type { Terminal } from "../terminal.ts";
import { SECRET_NAMES, type SecretName } from "./secrets.ts";
import type { Lists } from "./put-lists.ts";

export interface DeployTask {
  kind: "deploy";
  dryRun: boolean;
  /** Whether it may ask, where somebody can answer. */
  mayAsk: boolean;
  /** Lists to put into `wrangler.toml`. */
  lists: Lists;
  /** Secrets to set although Cloudflare holds them. */
  replace: readonly SecretName[];
  /** Where readers reach the Worker, when wrangler's words do not say. */
  origin: string | undefined;
  doctor: boolean;
}

/** `said`: all is said already, such as the help. */
export type Task = DeployTask | { kind: "said"; exitCode: number };

interface Flags {
  dryRun?: true;
  yes?: true;
  list: Lists;
  replace: SecretName[];
  origin?: string;
  doctor: boolean;
}

const AFTER = `
It asks for what is missing. Without a terminal, or with --yes, it asks nothing: it takes RESEND_API_KEY and
LINK_SECRETS from the environment or .dev.vars, the lists from wrangler.toml or --list, LEDGER_JURISDICTION from
wrangler.toml, and ends with 2 and the names of what is missing. Secrets that Cloudflare holds already are kept.

CLOUDFLARE_API_TOKEN and CLOUDFLARE_ACCOUNT_ID log in; so does \`npx wrangler login\`.

Examples:
  npm run deploy
  npm run deploy -- --dry-run
  npm run deploy -- --yes --list "weekly=78261eea-8f8b-4381-83c6-79fa7120f1cf=Weekly digest"
  npm run deploy -- --replace LINK_SECRETS

Exit codes:
  0  deployed, and the doctor found nothing
  1  deployed, and the doctor found something
  2  not deployed: something is missing or wrong, or Cloudflare refused
  130, 143  ended by Ctrl-C or a signal`;

/** Reads the arguments. Prints the help, and what is wrong with a flag. */
export function readTask(
  args: readonly string[],
  terminal: Pick<Terminal, "stdout" | "stderr">,
): Task {
  const command = deployCommand();
  const exitCode = parseArguments(command, args, terminal);
  if (exitCode !== undefined) return { kind: "said", exitCode };
  const { dryRun = false, yes = false, list, replace, origin, doctor } = command.opts<Flags>();
  return { kind: "deploy", dryRun, mayAsk: !yes, lists: list, replace, origin, doctor };
}

function deployCommand(): Command {
  return new Command("npm run deploy --")
    .usage("[options]")
    .description("Deploys the Worker to Cloudflare, and has the doctor look at it.")
    .option("--dry-run", "does everything but the deployment: what you answer is kept")
    .option("--yes", "asks nothing")
    .option(
      "--list <name=segment[=title]>",
      "puts a list into wrangler.toml, in place of the samples; may be repeated",
      addList,
      {},
    )
    .addOption(
      new Option("--replace <secret>", "sets a secret anew that Cloudflare holds; may be repeated")
        .choices(SECRET_NAMES)
        .argParser(addSecret)
        .default([], "none"),
    )
    .option("--origin <url>", "where readers reach the Worker, for the doctor", checkOrigin)
    .option("--no-doctor", "ends after the deployment")
    .addHelpText("after", AFTER);
}

function addList(text: string, lists: Lists): Lists {
  const [name = "", segment = "", ...title] = text.split("=");
  if (!isListName(name)) {
    throw new InvalidArgumentError("A list's name has a-z, 0-9 and dashes, at most 40 characters.");
  }
  if (!isSegmentId(segment)) {
    throw new InvalidArgumentError("After the list's name comes = and the ID of a Resend segment.");
  }
  return { ...lists, [name]: { segment, ...(title.length > 0 && { name: title.join("=") }) } };
}

function addSecret(text: string, others: SecretName[]): SecretName[] {
  const name = SECRET_NAMES.find((known) => known === text);
  if (name === undefined) {
    throw new InvalidArgumentError(`Allowed choices are ${SECRET_NAMES.join(", ")}.`);
  }
  return [...others, name];
}

function checkOrigin(text: string): string {
  const url = secureUrl(text);
  if (url === undefined || url.pathname !== "/" || url.search || url.hash) {
    throw new InvalidArgumentError("It is such as https://acme.com, without a path.");
  }
  return url.origin;
}

/** What `doctor` can be asked: its flags, their help, and what they add up to. */

import { Command, Option } from "commander";

import { parseArguments } from "../arguments.ts";
import { type Terminal, Unusable } from "../terminal.ts";

export interface Examination {
  kind: "examine";
  origin: string;
  /** A name from `LISTS`, or a segment ID. */
  list: string | undefined;
  /** The path of a `wrangler.toml`. */
  config: string;
  /** The path of a sent message. */
  message: string | undefined;
  /** An address or a contact ID, for what a Broadcast would print. */
  broadcast: string | undefined;
  /** The sender of a Broadcast to that contact. */
  send: string | undefined;
  postsPerSecond: number | undefined;
  json: boolean;
  /** Tells only of what is not ok. */
  quiet: boolean;
}

/** `said`: all is said already, such as the help. */
export type Task = Examination | { kind: "said"; exitCode: number };

interface Flags {
  list?: string;
  config: string;
  message?: string;
  broadcast?: string;
  send?: string;
  postsPerSecond?: string;
  json?: true;
  quiet?: true;
}

const AFTER = `
LINK_SECRETS, RESEND_API_KEY and RESEND_BASE_URL are read from the environment, else from .dev.vars, and the
lists from wrangler.toml. Without RESEND_API_KEY, what needs it is skipped.

Nobody is removed: every link is signed for a contact that nobody has, a fresh random one for each POST. Each POST
costs at least one of your team's requests to Resend, so they go out at half of its rate limit, or one a second if
it is not known.

Examples:
  npm run doctor -- https://acme.com
  npm run --silent doctor -- https://acme.com --list weekly --json
  npm run doctor -- https://acme.com --message newsletter.eml
  npm run doctor -- https://acme.com --broadcast you@acme.com --send "Acme <news@acme.com>"

Exit codes:
  0  in good health; there may be warnings
  1  something fails
  2  not examined: a wrong flag, no LINK_SECRETS, no list, a file that cannot be read`;

/** Reads the arguments. Prints the help, and what is wrong with a flag. */
export function readTask(
  args: readonly string[],
  terminal: Pick<Terminal, "stdout" | "stderr">,
): Task {
  const command = doctorCommand();
  const exitCode = parseArguments(command, args, terminal);
  if (exitCode !== undefined) return { kind: "said", exitCode };
  const flags = command.opts<Flags>();
  const { list, config, message, broadcast, send, postsPerSecond } = flags;
  if (send !== undefined && broadcast === undefined) {
    throw new Unusable("--send: needs --broadcast, the contact of yours that it goes to");
  }
  const [origin = ""] = command.processedArgs as string[];
  return {
    kind: "examine",
    // What people paste is often the health page, or ends with a slash.
    origin: URL.canParse(origin) ? new URL(origin).origin : origin,
    list,
    config,
    message,
    broadcast,
    send,
    postsPerSecond: postsPerSecond === undefined ? undefined : positive(postsPerSecond),
    json: flags.json === true,
    quiet: flags.quiet === true,
  };
}

function positive(text: string): number {
  const number = Number(text);
  if (number > 0) return number;
  throw new Unusable("--posts-per-second: must be a number above 0");
}

function doctorCommand(): Command {
  return new Command("npm run doctor --")
    .description(
      "Asks a deployed Worker what mailbox providers would ask it, and says what to mend.",
    )
    .argument("<origin>", "where the Worker answers, such as https://acme.com")
    .option("--list <name>", "a name from LISTS, or a segment ID (default: the first in LISTS)")
    .option("--config <file>", "the Worker's wrangler.toml", "wrangler.toml")
    .option(
      "--message <file>",
      "checks a sent message too: the raw source, as mail programs save it",
    )
    .option(
      "--broadcast <contact>",
      "checks what a Broadcast prints for a contact of your own: an address or ID",
    )
    .option("--send <from>", "sends that contact a Broadcast, and nobody else")
    .option("--posts-per-second <number>", "how fast to POST")
    .option("--quiet", "prints only what is not ok")
    .addOption(new Option("--json", "prints the findings as JSON").conflicts("quiet"))
    .addHelpText("after", AFTER);
}

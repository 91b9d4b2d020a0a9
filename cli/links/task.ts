/** What `link` can be asked to do: its flags, their help, and what they add up to. */

import { Command, Option } from "commander";

import { parseArguments } from "../arguments.ts";
import { type Terminal, Unusable } from "../terminal.ts";

/** What the links of one call have in common. */
export interface Sender {
  origin: string;
  list: string;
  mailtoDomain?: string | undefined;
}

/** What to print of one link. */
export type Show = "link" | "headers" | "json";

/** `said`: all is said already, such as the help. */
export type Task =
  | { kind: "one"; sender: Sender; contact: string; show: Show }
  | { kind: "csv"; sender: Sender }
  | { kind: "open"; url: string }
  | { kind: "said"; exitCode: number };

interface Flags {
  origin?: string;
  list?: string;
  contact?: string;
  mailtoDomain?: string;
  headers?: true;
  json?: true;
  csv?: true;
  open?: string;
}

const AFTER = `
The environment variable LINK_SECRETS holds the Worker's secrets: the first signs, all verify.

Examples:
  npm run --silent link -- --origin https://acme.com --list weekly --contact e169aa45-1ecf-4183-9955-b1499d5701d3
  npm run --silent link -- --origin https://acme.com --list weekly --contact mira@example.com --headers
  npm run --silent link -- --origin https://acme.com --list weekly --csv < contacts.csv > with-links.csv
  npm run --silent link -- --open https://acme.com/leave/weekly/c4fu2uri6z5ayhgkvwfez2vyb2mgyzwnqgwf6o2wl2pci73jq3nqy

--csv reads any CSV in UTF-8 with a column id (Resend contact IDs) or email, separated by commas, semicolons or
tabs. A row's id counts where it is filled, else its email. It writes every row as it was and adds the columns
link, list_unsubscribe and list_unsubscribe_post: the link, and the values of the headers List-Unsubscribe and
List-Unsubscribe-Post. A row that can have no link keeps these three empty, and stderr names its line.

Exit codes:
  0  done
  1  some rows have no link, or the signature does not hold
  2  not done: a wrong flag, no LINK_SECRETS or a short one, a file that is not such a CSV`;

/** Reads the arguments. Prints the help, and what is wrong with a flag. */
export function readTask(
  args: readonly string[],
  terminal: Pick<Terminal, "stdout" | "stderr">,
): Task {
  const command = linkCommand();
  const exitCode = parseArguments(command, args, terminal);
  if (exitCode !== undefined) return { kind: "said", exitCode };
  const { contact, csv, open, headers, json, ...sender } = command.opts<Flags>();
  if (open !== undefined) return { kind: "open", url: open };
  if (contact === undefined && csv === undefined) {
    throw new Unusable(
      "nothing to do: give --contact <id or address>, --csv or --open <url>\n(--help shows the options and examples)",
    );
  }
  const { origin, list, mailtoDomain } = sender;
  if (origin === undefined) {
    throw new Unusable("--origin: is missing; where the Worker answers, such as https://acme.com");
  }
  if (list === undefined) {
    throw new Unusable("--list: is missing; a name from LISTS, or a segment ID");
  }
  const checked = { origin, list, mailtoDomain };
  if (contact === undefined) return { kind: "csv", sender: checked };
  const show = headers ? "headers" : json ? "json" : "link";
  return { kind: "one", sender: checked, contact, show };
}

function linkCommand(): Command {
  return new Command("npm run --silent link --")
    .usage("[options]")
    .description("Makes links to leave a list, and says whose a link is.")
    .option("--origin <url>", "where the Worker answers, such as https://acme.com")
    .option("--list <name>", "a name from LISTS, or a segment ID")
    .option("--contact <id or address>", "makes the link of one contact")
    .option("--mailto-domain <domain>", "the Worker's MAILTO_DOMAIN; adds a mailto: to the headers")
    .option("--headers", "prints the two List-Unsubscribe headers instead of the link")
    .addOption(new Option("--json", "prints the link and the headers as JSON").conflicts("headers"))
    .addOption(
      new Option("--csv", "adds links to the CSV on stdin").conflicts([
        "contact",
        "headers",
        "json",
      ]),
    )
    .addOption(
      new Option(
        "--open <url>",
        "says whose link it is, and whether its signature holds",
      ).conflicts(["origin", "list", "contact", "mailtoDomain", "headers", "json", "csv"]),
    )
    .addHelpText("after", AFTER);
}

/** The command `link`: makes one unsubscribe link or a whole file of them, and shows whose a link is. */

import { type Command, Option } from "commander";

import { mintLink } from "../src/links/mint.ts";
import { isSegmentId } from "../src/links/names.ts";
import { settingTable } from "../src/settings/fault.ts";
import {
  CommandError,
  type CommonOptions,
  commonOption,
  projectCommand,
  type Terminal,
  UsageError,
} from "./command.ts";
import { linkCsv } from "./csv.ts";
import { findLink } from "./link-text.ts";
import {
  type Project,
  readLinkSecrets,
  readProject,
  readSetting,
  readSettings,
} from "./project.ts";

interface Options extends CommonOptions {
  origin?: string;
  contact?: string;
  mailtoDomain?: string;
  headers?: true;
  csv?: true;
  open?: string;
}

/** A contact ID to check the options that apply to all rows of a file. */
const ANY_CONTACT = "00000000-0000-4000-8000-000000000000";

const HELP = `
LINK_SECRETS has the Worker's secrets: the first signs, and all of them verify. It is read from the environment,
.dev.vars, or .env. If LINK_SECRET is set to a single secret, that one is used as the first.

Examples:
  npm run --silent link -- --origin https://acme.com --list weekly --contact e169aa45-1ecf-4183-9955-b1499d5701d3
  npm run --silent link -- --origin https://acme.com --list weekly --contact mira@example.com --headers
  npm run --silent link -- --origin https://acme.com --list weekly --csv < contacts.csv > with-links.csv
  npm run --silent link -- --open https://acme.com/leave/weekly/c4fu2uri6z5ayhgkvwfez2vyb2mgyzwnqgwf6o2wl2pci73jq3nqy

--open takes what a person sends you, in quotes: a link with line breaks, a List-Unsubscribe header, HTML, an address,
or a link that Safe Links, Proofpoint, or another gateway has rewritten. It says what it had to repair.

--csv reads any CSV in UTF-8 with a column id (Resend contact IDs) or email, separated by commas, semicolons, or
tabs. It uses a row's id if it has one, else its email. It writes every row unchanged, and adds the columns link,
list_unsubscribe, and list_unsubscribe_post: the link, and the values of the headers List-Unsubscribe and
List-Unsubscribe-Post. If a row cannot have a link, these columns stay empty, and stderr names its line.

Exit codes:
  0  done
  1  some rows have no link, or the signature is not valid
  2  not done: a wrong option, a missing or malformed secret, or a file that is not such a CSV`;

/** The subcommand `link`. */
export function linkCommand(terminal: Terminal): Command {
  const others = ["origin", "list", "contact", "mailtoDomain", "headers", "csv"];
  return projectCommand("link", "Makes unsubscribe links, or shows whose a link is.")
    .option("--origin <url>", "where the Worker answers (default: the setting ORIGIN)")
    .addOption(commonOption("list"))
    .option("--contact <id or address>", "makes the link of one contact")
    .option("--mailto-domain <domain>", "the Worker's MAILTO_DOMAIN; adds a mailto: to the headers")
    .addOption(
      new Option("--csv", "adds links to the CSV on stdin").conflicts([
        "contact",
        "headers",
        "json",
      ]),
    )
    .addOption(
      new Option(
        "--open <link>",
        "shows whose link it is, and whether its signature is valid; takes a link as it arrived",
      ).conflicts(others),
    )
    .option("--headers", "prints the two List-Unsubscribe headers instead of the link")
    .addOption(commonOption("json").conflicts("headers"))
    .addOption(commonOption("quiet", "with --csv, reports only rows without a link"))
    .addHelpText("after", HELP)
    .action((options: Options) => runLink(options, terminal));
}

async function runLink(options: Options, terminal: Terminal): Promise<void> {
  const { contact, csv, open, json, mailtoDomain } = options;
  if (contact === undefined && csv === undefined && open === undefined) {
    throw new UsageError(
      "nothing to do; give --contact <id or address>, --csv or --open <link> (--help shows examples)",
    );
  }
  const project = readProject(terminal, options);
  const secrets = readLinkSecrets(project);
  if (open !== undefined) return explain(open, secrets, json === true, terminal);

  const origin = options.origin ?? readSetting(project, "ORIGIN");
  if (origin === undefined) {
    throw new UsageError(
      "--origin: is missing; give the Worker's address, such as https://acme.com",
    );
  }
  if (options.list === undefined) {
    throw new UsageError("--list: is missing; give a name from LISTS, or a segment ID");
  }
  const signer = { origin, list: options.list, mailtoDomain, secret: secrets[0] };
  const minted = await mint({ ...signer, contact: contact ?? ANY_CONTACT });
  warnOfList(options.list, project, json === true, terminal);
  if (csv === undefined) {
    terminal.stdout.write(`${shown(minted, options)}\n`);
    return;
  }
  if (terminal.stdin.isTTY) {
    throw new UsageError("--csv: reads stdin; add `< contacts.csv` to the command");
  }
  const badRows = await linkCsv(signer, terminal, options.quiet === true);
  if (badRows > 0) throw new CommandError();
}

/** Warns about a list that the Worker would not know: a typo, or settings that are not the Worker's. */
function warnOfList(list: string, project: Project, json: boolean, { stderr }: Terminal): void {
  const names = Object.keys(settingTable(readSettings(project)["LISTS"]) ?? {});
  if (names.length === 0 || names.includes(list) || isSegmentId(list)) return;
  const message = `\`${list}\` is not in LISTS, so the Worker would hold requests from this link until it is; LISTS has ${names.join(", ")}`;
  stderr.write(json ? `${JSON.stringify({ warning: { message } })}\n` : `warning: ${message}\n`);
}

function shown(
  { url, headers }: Awaited<ReturnType<typeof mintLink>>,
  as: Pick<Options, "headers" | "json">,
): string {
  if (as.json) return JSON.stringify({ link: url, headers }, null, 2);
  if (!as.headers) return url;
  return Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join("\n");
}

/** Makes a link. Errors use the names of the options. */
async function mint(input: Parameters<typeof mintLink>[0]): ReturnType<typeof mintLink> {
  try {
    return await mintLink(input);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const asOptions = error.message.replace(/^(?!mailtoDomain)/, "--");
    throw new UsageError(asOptions.replaceAll("mailtoDomain", "--mailto-domain"));
  }
}

/**
 * Prints whose link it is, which secret signed it, and what had to be repaired.
 *
 * @param text a link or an address, as it arrived, or a text that contains one
 */
async function explain(
  text: string,
  secrets: readonly string[],
  json: boolean,
  { stdout }: Terminal,
): Promise<void> {
  const found = await findLink(text, secrets);
  if (found === undefined) {
    throw new CommandError(
      "--open: is not an unsubscribe link such as https://acme.com/leave/weekly/c4fu2…; copy the whole link, or the whole List-Unsubscribe header",
    );
  }
  const { list, contact, secret, repaired } = found;
  const valid = secret !== undefined;
  if (json) {
    const opened = { contact, list, valid, secret: valid ? secret + 1 : null, repaired };
    stdout.write(`${JSON.stringify(opened, null, 2)}\n`);
  } else {
    const claims = valid ? "" : "claims ";
    const which =
      secret === 0
        ? "the first secret, which signs new links"
        : `secret ${Number(secret) + 1} of ${secrets.length}; new links are signed with the first`;
    const signature = valid
      ? `valid (${which})`
      : `not valid: none of the ${secrets.length} secrets in LINK_SECRETS signed it`;
    const repairs = repaired.length === 0 ? "" : `repaired   ${repaired.join(", ")}\n`;
    stdout.write(
      `contact    ${claims}${contact}\nlist       ${claims}${list}\nsignature  ${signature}\n${repairs}`,
    );
  }
  if (!valid) throw new CommandError();
}

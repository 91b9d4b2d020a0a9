/** The command `doctor`: reads options and settings, and prints a report. */

import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import type { Command } from "commander";

import { isListName } from "../../src/links/names.ts";
import { type List, readLists } from "../../src/settings/lists.ts";
import {
  CommandError,
  commonOption,
  type CommonOptions,
  projectCommand,
  type Terminal,
  UsageError,
} from "../command.ts";
import {
  type Project,
  readConfig,
  readLinkSecrets,
  readProject,
  readSetting,
  readSettings,
  requireSetting,
} from "../project.ts";
import { connectResend } from "../resend.ts";
import { runContract } from "./contract.ts";
import { examine } from "./examine.ts";
import { TIMEOUT_MS } from "./exchange.ts";
import { isHealthy, reportText } from "./finding.ts";

interface Options extends CommonOptions {
  message?: string[];
  broadcast?: string;
  resendContract?: true;
  contact?: string;
  save?: string;
}

/** Resend is asked without links. */
const NO_LINKS = "resend-is-asked-without-links-0123456789";

const AFTER = `
No one is unsubscribed: all requests use one link, signed for a contact that does not exist. They create one entry in
the Ledger, with the result \`no-contact\`.

LINK_SECRETS and RESEND_API_KEY must be the deployed Worker's. Without RESEND_API_KEY, the checks that need it are
skipped.

Examples:
  npm run doctor -- https://acme.com
  npm run --silent doctor -- https://acme.com --list weekly --json
  npm run doctor -- https://acme.com --message newsletter.eml another.eml
  npm run doctor -- https://acme.com --broadcast you@acme.com
  npm run doctor -- --resend-contract --contact you@acme.com

--resend-contract needs no Worker. It changes your contact for a while, and puts everything back. If it is killed, the
next run does so first.

Exit codes:
  0  no check fails; there may be warnings
  1  a check fails; with --resend-contract, the Worker would tell people something untrue
  2  nothing was checked: an option, a setting, or a file cannot be used`;

/** Makes the subcommand. */
export function doctorCommand(terminal: Terminal): Command {
  return projectCommand(
    "doctor",
    "Sends a deployed Worker what mailbox providers, mail programs, and scanners send, and says what to fix.",
  )
    .usage("-- <origin> [options]")
    .argument("[origin]", "where the Worker answers, such as https://acme.com")
    .addOption(
      commonOption("list", "a name from LISTS, or a segment ID (default: the first in LISTS)"),
    )
    .option("--message <files...>", "checks the source of sent messages, as mail programs save it")
    .option(
      "--broadcast <contact>",
      "checks what a Broadcast would print for your own contact (address or ID)",
    )
    .option("--resend-contract", "asks Resend what its documents leave open")
    .option("--contact <contact>", "for --resend-contract: a test contact of your own")
    .option("--save <file>", "for --resend-contract: writes what Resend answered")
    .addOption(commonOption("quiet", "prints only what is not ok"))
    .addOption(commonOption("json").conflicts("quiet"))
    .addHelpText("after", AFTER)
    .action((origin: string | undefined, options: Options) => {
      if (options.resendContract) return askResend(options, terminal);
      if (options.contact ?? options.save) throw new UsageError("--resend-contract: is missing");
      // `--message` takes all that follows it, also an origin.
      const message = [...(options.message ?? [])];
      const given = origin ?? (/^https?:/i.test(message.at(-1) ?? "") ? message.pop() : undefined);
      if (given === undefined) throw new UsageError("missing required argument 'origin'");
      return runDoctor(given, { ...options, message }, terminal);
    });
}

async function askResend(options: Options, terminal: Terminal): Promise<void> {
  const project = readProject(terminal, options);
  requireSetting(project, "RESEND_API_KEY");
  await runContract(readAccount(project), options, terminal);
}

async function runDoctor(given: string, options: Options, terminal: Terminal): Promise<void> {
  const project = readProject(terminal, options);
  const secrets = readLinkSecrets(project);
  // The Worker's health reports what is wrong with LISTS.
  const lists = readLists(readSettings(project)["LISTS"], () => undefined);
  const list = chooseList(options.list, lists);
  // People paste the address of a page, or one that ends with a slash.
  const origin = URL.canParse(given) ? new URL(given).origin : given;
  const { message = [], broadcast } = options;
  const read = (name: string) => ({ name, bytes: readFileSync(resolve(terminal.cwd, name)) });
  const messages = message.map(read);
  const hasKey = readSetting(project, "RESEND_API_KEY") !== undefined;
  const connection = hasKey
    ? connectResend(readAccount(project), { timeoutMs: TIMEOUT_MS })
    : undefined;
  const examination = { origin, list, secrets, lists, connection, messages, broadcast };

  const findings = await examine(examination, terminal.now(), terminal.stderr).catch(asUsageError);
  const healthy = isHealthy(findings);
  terminal.stdout.write(
    options.json === true
      ? `${JSON.stringify({ origin, list, healthy, findings }, null, 2)}\n`
      : reportText([origin, list], findings, options.quiet === true, terminal.stdout),
  );
  if (!healthy) throw new CommandError();
}

/** Chooses a list that the Worker knows. Otherwise, its Ledger would queue the requests and hold the list. */
function chooseList(wanted: string | undefined, lists: ReadonlyMap<string, List>): string {
  const list = wanted ?? [...lists.keys()][0];
  if (list === undefined) {
    throw new UsageError("--list: is missing, and LISTS has no list; give a name or a segment ID");
  }
  if (isListName(list) && !lists.has(list)) {
    const known = [...lists.keys()].join(", ") || "none";
    throw new UsageError(`--list: ${list} is not in LISTS, which has ${known}`);
  }
  return list;
}

/** Checks the settings of the account as the Worker does. */
function readAccount(project: Project) {
  const [RESEND_API_KEY, RESEND_BASE_URL] = ["RESEND_API_KEY", "RESEND_BASE_URL"].map((name) =>
    readSetting(project, name),
  );
  return readConfig({ RESEND_API_KEY, RESEND_BASE_URL, LINK_SECRETS: NO_LINKS }).resend;
}

/** Turns errors about the origin or the list into errors about the command's arguments. */
function asUsageError(error: unknown): never {
  if (!(error instanceof TypeError) || !/^(?:origin|list): /.test(error.message)) throw error;
  throw new UsageError(error.message.replace(/^list/, "--list"));
}

/** The command `sync-links`: options and settings in, a summary out. */

import type { Command } from "commander";

import {
  CommandError,
  type CommonOptions,
  commonOption,
  projectCommand,
  EXIT_INTERRUPTED,
  Interrupted,
  type Terminal,
  UsageError,
} from "../command.ts";
import {
  readConfig,
  readLinkSecrets,
  readProject,
  readSetting,
  readSettings,
  requireSetting,
} from "../project.ts";
import { connectResend } from "../resend.ts";
import { probeOrigin, requestsAbout, type SyncedList } from "./links.ts";
import { syncList } from "./list.ts";
import {
  failureLines,
  type Progress,
  type Run,
  runJson,
  runText,
  showProgress,
  Summary,
} from "./report.ts";

interface Options extends Omit<CommonOptions, "list"> {
  list: string[];
  after?: string;
  dryRun?: true;
}

const NOTES = `
Writes the signed link of each contact in a list's segment into the list's contact property, so that a Broadcast can
use <a href="{{{contact.leave_weekly}}}">. Links that are already right are not written again, so you can run it as
often as you like.

Use the deployed Worker's settings: RESEND_API_KEY, LINK_SECRETS (the first signs), ORIGIN, and LISTS with segment and
property. Secrets come from the environment or .dev.vars. Before it starts, the command opens one new link at ORIGIN: if
the Worker there does not open it, no contact gets such a link.

The command uses at most half of your team's rate limit. Resend's lists of contacts do not include properties, so each
contact takes one request to read and one to write. With 10 requests a second, 100,000 contacts take 12 hours if all
links change, and 6 if the property is new or all links are right.
Ctrl-C stops it after the requests in flight. It then says how to continue.

Examples:
  npm run sync-links -- --dry-run
  npm run sync-links -- --list weekly
  npm run sync-links -- --list weekly --list product-news --json

Exit codes:
  0    done
  1    some contacts failed; stderr names them by ID
  2    not done: a wrong option or setting, a key that Resend refuses, no answer from Resend, or a link that does not open
  130  interrupted`;

/** Makes the subcommand. */
export function syncLinksCommand(terminal: Terminal): Command {
  const listHelp = "a name from LISTS; can be repeated";
  return projectCommand(
    "sync-links",
    "Writes each contact's signed link into a contact property, for Broadcasts.",
  )
    .addOption(
      commonOption("list", listHelp)
        .default([], "every list with a property")
        .argParser((name: string, names: string[]) => [...names, name]),
    )
    .option("--dry-run", "counts what it would write, and writes nothing")
    .option(
      "--after <contact id>",
      "continues after this contact, as printed by an interrupted run",
    )
    .addOption(commonOption("json"))
    .addOption(commonOption("quiet", "shows no progress"))
    .addHelpText("after", NOTES)
    .action((options: Options) => syncLinks(options, terminal));
}

async function syncLinks(options: Options, terminal: Terminal): Promise<void> {
  const { after, dryRun = false, quiet = false } = options;
  if (after !== undefined && options.list.length !== 1) {
    throw new UsageError("--after: needs exactly one --list, the list to continue");
  }
  const { resend, lists, ...links } = readWorkerSettings(options, terminal);
  let progress: Progress | undefined;
  const connection = connectResend(resend, {
    signal: terminal.catchSignals(),
    report: (line) => progress?.print(line),
  });
  const startedAt = terminal.now();
  const summaries: Summary[] = [];
  const report = (interrupted: boolean) => {
    const seconds = (terminal.now() - startedAt) / 1000;
    const requests = connection.requests();
    reportRun({ dryRun, interrupted, seconds, requests, summaries }, options, terminal);
  };
  try {
    for (const list of lists) {
      const services = { requests: requestsAbout(list, connection), ...links, dryRun };
      await probeOrigin(services);
      const summary = new Summary(list, after);
      summaries.push(summary);
      if (!quiet) progress = showProgress(list.name, terminal.stderr);
      try {
        await syncList({ ...services, after, summary, progress });
      } finally {
        progress?.end();
      }
    }
  } catch (error) {
    const isInterrupted = error instanceof Interrupted;
    // The run may have taken hours, so it always says how to continue.
    if (isInterrupted || summaries.some(({ counts }) => counts.contacts > 0)) report(true);
    throw isInterrupted ? new CommandError("", EXIT_INTERRUPTED) : error;
  }
  report(false);
  if (summaries.some(({ counts }) => counts.failed > 0)) throw new CommandError();
}

function reportRun(run: Run, { json }: Options, { stdout, stderr }: Terminal): void {
  stdout.write(`${json ? runJson(run) : runText(run)}\n`);
  if (json) return;
  for (const line of failureLines(run.summaries)) stderr.write(`${line}\n`);
  const last = run.summaries.at(-1);
  if (!run.interrupted || last === undefined) return;
  const { list, doneUpTo } = last;
  const hint =
    doneUpTo === undefined ? "" : `; with --list ${list} --after ${doneUpTo} it skips what is done`;
  stderr.write(`interrupted: run it again to continue${hint}\n`);
}

/** @throws UsageError that lists every missing or malformed setting */
function readWorkerSettings(options: Options, terminal: Terminal) {
  const project = readProject(terminal, options);
  requireSetting(project, "RESEND_API_KEY");
  const secrets = readLinkSecrets(project);
  const settings = { ...readSettings(project), LINK_SECRETS: secrets.join(" ") };
  const { resend, origin, lists } = readConfig(settings);
  const synced = [...lists].flatMap(([name, { segment, property }]) =>
    property === undefined || segment === undefined ? [] : [{ name, segment, property }],
  );
  const chosen = chooseLists(options.list, synced, [...lists.keys()]);
  // The check requires it if a list has a property.
  if (origin === undefined) throw new UsageError("ORIGIN: is missing");
  const name = readSetting(project, "LINK_SECRET") === undefined ? "LINK_SECRETS" : "LINK_SECRET";
  const source = `${name} in ${terminal.env[name]?.trim() ? "the environment" : `${project.devVars} or .env`}`;
  return { resend, origin, secret: secrets[0], source, lists: chosen };
}

function chooseLists(
  wanted: readonly string[],
  synced: readonly SyncedList[],
  known: readonly string[],
): readonly SyncedList[] {
  if (wanted.length === 0) {
    if (synced.length > 0) return synced;
    throw new UsageError(
      'LISTS: no list has a property; add one, such as property = "leave_weekly" under [vars.LISTS.weekly]',
    );
  }
  return [...new Set(wanted)].map((name) => {
    const list = synced.find((other) => other.name === name);
    if (list !== undefined) return list;
    if (!known.includes(name)) {
      throw new UsageError(
        `--list: LISTS has no ${name}; it has ${known.join(", ") || "no lists"}`,
      );
    }
    const example = `leave_${name.replaceAll("-", "_").slice(0, 44)}`;
    throw new UsageError(
      `LISTS.${name}.property: is missing; set it to the contact property for the links, such as ${example}`,
    );
  });
}

/** The command `record`: reads who left from a deployed Worker, compares a CSV with it, and imports who left before. */

import { resolve } from "node:path";
import { pipeline } from "node:stream/promises";

import { type Command, InvalidArgumentError, Option } from "commander";
import { stringify } from "csv-stringify";

import type { RecordItem } from "../../src/ledger/record.ts";
import { secureOrigin } from "../../src/links/origin.ts";
import {
  CommandError,
  type CommonOptions,
  commonOption,
  numeral,
  projectCommand,
  readList,
  type Terminal,
  UsageError,
} from "../command.ts";
import { readProject, requireSetting } from "../project.ts";
import { filterCsv, importCsv, readDeparted } from "./files.ts";
import { connectWorker } from "./worker.ts";

interface Options extends CommonOptions {
  csv?: true;
  since?: number;
  filter?: string;
  dropped?: string;
  allowUnresolved?: true;
  import?: string;
}

const HELP = `
OPERATOR_TOKEN must be the deployed Worker's. It is read from the environment, .dev.vars, or .env. Without --csv, --json,
--filter, or --import, it prints how many entries each list has, by state. docs/record.md explains the rest.

--filter leaves out the people who left any list, or the one of --list, or everything. It compares the columns id (or
contact_id) and email, and copies the other rows unchanged. A row without a valid ID or address is left out, too, and
makes the exit code 1, unless --allow-unresolved keeps it.

--import reads the same columns, and left_at if there is one. It changes nothing at Resend.

Examples:
  npm run --silent record -- https://acme.com
  npm run --silent record -- https://acme.com --csv > left.csv
  npm run --silent record -- https://acme.com --filter import.csv --dropped left-out.csv > clean.csv
  npm run --silent record -- https://acme.com --import left.csv --list weekly

Exit codes:
  0  done
  1  some rows were not resolved or not imported; stderr names their lines
  2  not done: a wrong option, setting, or file, or the Worker does not answer with its record`;

/** The columns of --csv. */
const COLUMNS =
  "id seq list operation channel contact contact_id email asked_at done_at state".split(" ");

/** Makes the subcommand. */
export function recordCommand(terminal: Terminal): Command {
  const others = ["csv", "json", "filter", "import"];
  const one = (flags: string, description: string, name: string) =>
    new Option(flags, description).conflicts(others.filter((other) => other !== name));
  return projectCommand(
    "record",
    "Prints who left, takes them out of a CSV, and imports who left earlier.",
  )
    .usage("-- <origin> [options]")
    .argument("<origin>", "where the Worker answers, such as https://acme.com", readOrigin)
    .addOption(one("--csv", "prints all entries as CSV", "csv"))
    .addOption(commonOption("json", "prints all entries as lines of JSON, and errors as JSON"))
    .addOption(one("--filter <file>", "prints this CSV without the people who left", "filter"))
    .option("--dropped <file>", "with --filter, writes the rows that are left out to this file")
    .option("--allow-unresolved", "with --filter, keeps rows without a valid ID or address")
    .addOption(one("--import <file>", "enters the people of this CSV, who left earlier", "import"))
    .addOption(commonOption("list").argParser(readList))
    .option("--since <date>", "only what was asked for or done since, such as 2026-11-01", readDate)
    .addOption(commonOption("quiet", "shows no progress"))
    .addHelpText("after", HELP)
    .action((origin: string, options: Options) => runRecord(origin, options, terminal));
}

async function runRecord(origin: string, options: Options, terminal: Terminal): Promise<void> {
  const { stdout, stderr, cwd } = terminal;
  const token = requireSetting(readProject(terminal, options), "OPERATOR_TOKEN");
  const report = (line: string) => void stderr.write(`${line}\n`);
  const progress = options.quiet ? () => undefined : report;
  const worker = connectWorker(origin, token);
  const { list, since = 0, allowUnresolved = false } = options;
  const [filter, dropped, toImport] = [options.filter, options.dropped, options.import].map(
    (file) => (file === undefined ? file : resolve(cwd, file)),
  );
  if (filter === undefined && (dropped !== undefined || allowUnresolved)) {
    throw new UsageError("--dropped and --allow-unresolved: need --filter <file>");
  }
  if (since > 0 && (filter ?? toImport) !== undefined) {
    throw new UsageError("--since: cannot be used with --filter or --import");
  }
  if (filter !== undefined) {
    if (filter === dropped)
      throw new UsageError("--dropped: is the same file as --filter; name another one");
    const departed = await readDeparted(worker.entries(list, progress));
    const askForgotten = (names: string[]) => worker.forgotten(names, list);
    const given = { file: filter, dropped, allowUnresolved, askForgotten, report };
    const unresolved = await filterCsv(departed, given, stdout);
    if (unresolved > 0 && !allowUnresolved) throw new CommandError();
  } else if (toImport !== undefined) {
    const failed = await importCsv(worker, { file: toImport, list, report, progress });
    if (failed > 0) throw new CommandError();
  } else {
    const entries = entriesSince(since, worker.entries(list, progress));
    const csv = stringify({ header: true, columns: COLUMNS });
    const form = options.csv ? csv : options.json ? jsonLines : summary;
    await pipeline(entries, form, stdout, { end: false });
  }
}

async function* entriesSince(since: number, entries: AsyncIterable<RecordItem>) {
  for await (const entry of entries) {
    const times = [entry.asked_at, entry.done_at ?? ""].map((time) => Date.parse(time));
    if (since === 0 || times.some((time) => time >= since)) yield entry;
  }
}

async function* jsonLines(entries: AsyncIterable<RecordItem>) {
  for await (const entry of entries) yield `${JSON.stringify(entry)}\n`;
}

/** Counts entries by state, a line for each list. */
async function* summary(entries: AsyncIterable<RecordItem>) {
  const lists = new Map<string, Map<string, number>>();
  for await (const { list, state, operation } of entries) {
    const name = operation === "everything" ? operation : (list ?? "");
    const states = lists.get(name) ?? new Map<string, number>();
    lists.set(name, states.set(state, (states.get(state) ?? 0) + 1));
  }
  for (const [name, states] of lists) {
    yield `${name}: ${[...states].map(([state, count]) => `${numeral(count)} ${state}`).join(", ")}\n`;
  }
  if (lists.size === 0) yield "no entries\n";
}

function readOrigin(text: string): string {
  const origin = secureOrigin(URL.canParse(text) ? new URL(text).origin : text);
  if (origin !== undefined) return origin;
  throw new InvalidArgumentError("Give https and a host, such as https://acme.com.");
}

function readDate(text: string): number {
  const time = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(time)) return time;
  throw new InvalidArgumentError("Give a date such as 2026-11-01, in UTC.");
}

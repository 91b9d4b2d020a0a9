/** The command `record`: reads who left from a deployed Worker, compares a CSV with it, and brings in who left before. */

import { resolve } from "node:path";
import { pipeline } from "node:stream/promises";

import { type Command, InvalidArgumentError, Option } from "commander";
import { stringify } from "csv-stringify";

import { isList } from "../../src/links/names.ts";
import { secureOrigin } from "../../src/links/origin.ts";
import {
  CommandError,
  type CommonOptions,
  commonOption,
  numeral,
  projectCommand,
  type Terminal,
  UsageError,
} from "../command.ts";
import { readProject, readSetting } from "../project.ts";
import { type Departed, type Filtered, filterCsv, readDeparted } from "./filter.ts";
import { importCsv } from "./import.ts";
import { connectWorker, type Entry, type Worker } from "./worker.ts";

interface Options extends CommonOptions {
  csv?: true;
  since?: number;
  filter?: string;
  dropped?: string;
  allowUnresolved?: true;
  import?: string;
}

const HELP = `
OPERATOR_TOKEN must be the deployed Worker's. It is read from the environment, .dev.vars, or .env.

Without --csv, --json, --filter, or --import, it prints how many entries each list has, by state. --csv prints a row,
and --json a line of JSON, for each entry, in the order of the latest change. An entry that changes meanwhile comes
again; its last row applies.

--filter copies a CSV to stdout without the people who left any list, or the one of --list, or everything. It needs a
column email, id, or contact_id, and compares both names, addresses in any case. The rows that stay are copied as they
are. A row that names no one is left out, and makes the exit code 1, unless --allow-unresolved keeps it.

--import brings in who left with an earlier tool: every row of a CSV with the same columns. They are not removed from
anything at Resend.

Examples:
  npm run --silent record -- https://acme.com
  npm run --silent record -- https://acme.com --csv > left.csv
  npm run --silent record -- https://acme.com --filter import.csv --dropped left-out.csv > clean.csv
  npm run --silent record -- https://acme.com --import left.csv --list weekly

Exit codes:
  0  done
  1  some rows could not be resolved, or not be brought in; stderr names them by line
  2  not done: a wrong option, setting, or file, or the Worker does not give its record`;

/** The columns of --csv. */
const COLUMNS = [
  "id",
  "seq",
  "list",
  "operation",
  "channel",
  "contact",
  "contact_id",
  "email",
  "asked_at",
  "done_at",
  "state",
] as const satisfies readonly (keyof Entry)[];

/** How many entries there are between two progress reports. */
const PROGRESS = 10_000;

/** Makes the subcommand. */
export function recordCommand(terminal: Terminal): Command {
  const others = ["csv", "json", "filter", "import"];
  const one = (flags: string, description: string, name: string) =>
    new Option(flags, description).conflicts(others.filter((other) => other !== name));
  return projectCommand("record", "Prints who left, and keeps them out of what you import.")
    .usage("-- <origin> [options]")
    .argument("<origin>", "where the Worker answers, such as https://acme.com", readOrigin)
    .addOption(one("--csv", "prints all entries as CSV", "csv"))
    .addOption(commonOption("json", "prints all entries as lines of JSON, and errors as JSON"))
    .addOption(one("--filter <file>", "prints this CSV without the people who left", "filter"))
    .option("--dropped <file>", "with --filter, writes the rows that are left out to this file")
    .option("--allow-unresolved", "with --filter, keeps rows that name no one")
    .addOption(
      one("--import <file>", "brings in the people of this CSV, who left earlier", "import"),
    )
    .addOption(commonOption("list").argParser(readList))
    .option("--since <date>", "only what was asked for or done since, such as 2026-11-01", readDate)
    .addOption(commonOption("quiet", "shows no progress"))
    .addHelpText("after", HELP)
    .action((origin: string, options: Options) => runRecord(origin, options, terminal));
}

async function runRecord(origin: string, options: Options, terminal: Terminal): Promise<void> {
  const { stdout, stderr } = terminal;
  const token = readSetting(readProject(terminal, options), "OPERATOR_TOKEN");
  if (token === undefined) {
    throw new UsageError(
      "OPERATOR_TOKEN: is missing; put the deployed Worker's OPERATOR_TOKEN into .dev.vars or the environment",
    );
  }
  const report = (line: string) => void stderr.write(`${line}\n`);
  const progress = options.quiet ? () => undefined : report;
  const worker = connectWorker(origin, token);
  if (options.filter !== undefined) return filter(worker, options, terminal, progress);
  if (options.import !== undefined) {
    const file = resolve(terminal.cwd, options.import);
    const failed = await importCsv(worker, { file, list: options.list, report, progress });
    if (failed > 0) throw new CommandError();
    return;
  }
  const entries = readEntries(worker, options, progress);
  if (options.csv) {
    const columns = [...COLUMNS];
    await pipeline(entries, stringify({ header: true, columns }), stdout, { end: false });
  } else if (options.json) {
    async function* lines() {
      for await (const entry of entries) yield `${JSON.stringify(entry)}\n`;
    }
    await pipeline(lines, stdout, { end: false });
  } else stdout.write(await summary(entries));
}

async function* readEntries(
  worker: Worker,
  { list, since = 0 }: { list?: string | undefined; since?: number },
  progress: (line: string) => void,
): AsyncGenerator<Entry, void, undefined> {
  let read = 0;
  for await (const page of worker.entries(list)) {
    for (const entry of page) {
      const times = [entry.asked_at, entry.done_at ?? ""].map((time) => Date.parse(time));
      if (since === 0 || times.some((time) => time >= since)) yield entry;
      read += 1;
      if (read % PROGRESS === 0) progress(`${numeral(read)} entries …`);
    }
  }
}

/** A line for each list. */
async function summary(entries: AsyncIterable<Entry>): Promise<string> {
  const lists = new Map<string, Map<string, number>>();
  for await (const { list, state, operation } of entries) {
    const name = operation === "everything" ? operation : (list ?? "");
    const states = lists.get(name) ?? new Map<string, number>();
    lists.set(name, states.set(state, (states.get(state) ?? 0) + 1));
  }
  const lines = [...lists].map(([name, states]) => {
    return `${name}: ${[...states].map(([state, count]) => `${numeral(count)} ${state}`).join(", ")}\n`;
  });
  return lines.join("") || "no entries\n";
}

async function filter(
  worker: Worker,
  { filter: file = "", dropped, allowUnresolved, list, since }: Options,
  terminal: Terminal,
  progress: (line: string) => void,
): Promise<void> {
  if (since !== undefined)
    throw new UsageError("--since: cannot be used with --filter, which needs the whole record");
  const [from, to] = [file, dropped].map((name) => name && resolve(terminal.cwd, name));
  if (from === to) throw new UsageError("--dropped: is the file of --filter; name another one");
  const departed = await readDeparted(readEntries(worker, { list }, progress));
  const report = (line: string) => void terminal.stderr.write(`${line}\n`);
  const options = {
    file: from ?? "",
    dropped: to,
    allowUnresolved: allowUnresolved === true,
    report,
  };
  const counts = await filterCsv(departed, options, terminal);
  for (const line of outcome(counts, departed)) report(line);
  if (counts.unresolved > 0 && !allowUnresolved) throw new CommandError();
}

function outcome({ rows, left, unresolved, only }: Filtered, departed: Departed): string[] {
  const stay = rows - left - unresolved;
  const lines = [
    `${numeral(rows)} rows: ${numeral(stay)} stay, ${numeral(left)} have left, ${numeral(unresolved)} could not be resolved (${numeral(departed.entries)} entries)`,
  ];
  const warn = (rowsWith: number, name: string, entries: number, column: string) => {
    if (rowsWith === 0 || entries === 0) return;
    lines.push(
      `warning: ${numeral(rowsWith)} of those who stay have only an ${name}, and ${numeral(entries)} entries have none yet; add a column ${column}, or try again when the Worker has read the rest, within a day`,
    );
  };
  warn(only.email, "address", departed.only.id, "id");
  warn(only.id, "ID", departed.only.email, "email");
  return lines;
}

function readOrigin(text: string): string {
  const origin = secureOrigin(URL.canParse(text) ? new URL(text).origin : text);
  if (origin !== undefined) return origin;
  throw new InvalidArgumentError("Give https and a host, such as https://acme.com.");
}

function readList(text: string): string {
  const list = text.toLowerCase();
  if (isList(list)) return list;
  throw new InvalidArgumentError("Give a name from LISTS, or a segment ID.");
}

function readDate(text: string): number {
  const time = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(time)) return time;
  throw new InvalidArgumentError("Give a date such as 2026-11-01, in UTC.");
}

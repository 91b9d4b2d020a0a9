/** The command `stats`: prints the Worker's metrics from Workers Analytics Engine. */

import { type Command, InvalidArgumentError } from "commander";

import {
  CommandError,
  type CommonOptions,
  commonOption,
  projectCommand,
  readList,
  type Terminal,
  UsageError,
} from "../command.ts";
import { listOf, type Project, readProject } from "../project.ts";
import { type Account, askSql, readAccount } from "./cloudflare.ts";
import { daysUntil, figuresJson, figuresText, readFigures, statsQuery } from "./figures.ts";

interface Options extends CommonOptions {
  days: number;
  dataset?: string;
}

/** Analytics Engine keeps three months. */
const MAX_DAYS = 90;

/** The dataset that the repository's wrangler file names. */
const DEFAULT_DATASET = "leave_this_list";

/** A name that needs no quotes in SQL. */
const DATASET = /^[a-z_]\w*$/i;

/** An error that Analytics Engine may return if there is no row in these days. */
const NO_ROWS = /unable to find type of column/;

const HELP = `
Two settings are required. They are read from the environment, .dev.vars, or .env:
  CLOUDFLARE_ACCOUNT_ID  the Worker's account: 32 characters, in the dashboard's URL
  CLOUDFLARE_API_TOKEN   a token with the permission Account > Account Analytics > Read; create it at
                         https://dash.cloudflare.com/profile/api-tokens

A leave counts when it was accepted: done, queued, a dead letter, or about a contact that Resend does not have
(no-contact). A person who unsubscribes twice counts twice. Days begin at midnight UTC. A new point takes a minute
or two to show.

Examples:
  npm run --silent stats -- --days 7
  npm run --silent stats -- --days 30 --list weekly
  npm run --silent stats -- --json > stats.json

Exit codes:
  0  done, even if nothing happened in these days
  1  the dataset does not exist: nothing has ever been recorded
  2  not done: a wrong option, a missing setting, a token that Cloudflare refuses, or no answer`;

/** The subcommand `stats`. */
export function statsCommand(terminal: Terminal): Command {
  return projectCommand("stats", "Prints leaves by list, channel, and day, page views, and undos.")
    .option("--days <number>", `how many days, including today; at most ${MAX_DAYS}`, readDays, 7)
    .addOption(
      commonOption("list", "only this list: a name from LISTS, or a segment ID").argParser(
        readList,
      ),
    )
    .option(
      "--dataset <name>",
      "the dataset (default: that of the binding METRICS in Wrangler's file)",
      readDataset,
    )
    .addOption(commonOption("json", "prints all figures and errors as JSON"))
    .addHelpText("after", HELP)
    .action((options: Options) => runStats(options, terminal));
}

async function runStats(options: Options, terminal: Terminal): Promise<void> {
  const project = readProject(terminal, options);
  const account = readAccount(project);
  const dataset = options.dataset ?? configuredDataset(project);
  const days = daysUntil(terminal.now(), options.days);
  const query = statsQuery(dataset, days[0] ?? "", options.list);
  const figures = readFigures(await fetchRows(query, dataset, account));
  const subject = options.list === undefined ? dataset : `${dataset}, list ${options.list}`;
  terminal.stdout.write(
    options.json
      ? figuresJson(figures, dataset, days)
      : `${subject}: ${days.at(0)} to ${days.at(-1)}\n${figuresText(figures, days)}`,
  );
}

/** @throws CommandError when the dataset does not exist */
async function fetchRows(query: string, dataset: string, account: Account) {
  const answer = await askSql(query, account);
  if (answer.kind === "rows") return answer.rows;
  const tables = await askSql("SHOW TABLES FORMAT JSON", account);
  if (tables.kind === "rows") {
    const names = tables.rows.flatMap((row) => Object.values(row));
    if (!names.includes(dataset)) {
      throw new CommandError(
        `dataset ${dataset}: does not exist, since nothing has been recorded yet; deploy with the binding METRICS in Wrangler's file, open a link, and try again in a few minutes`,
      );
    }
    if (NO_ROWS.test(answer.words)) return [];
  }
  throw new UsageError(
    `Cloudflare's SQL API refuses the query (${answer.status}: ${answer.words})`,
  );
}

/** The dataset's name; if the file has none, Wrangler uses the name of the binding. */
function configuredDataset({ config, environment, file }: Project): string {
  const datasets = listOf(config["analytics_engine_datasets"]);
  const metrics = datasets.find(({ binding }) => binding === "METRICS");
  if (metrics === undefined && environment !== undefined) {
    throw new UsageError(
      `${file?.name}: env.${environment} has no METRICS, so nothing is counted; copy analytics_engine_datasets from the top level, and give it a dataset of its own`,
    );
  }
  if (metrics === undefined) return DEFAULT_DATASET;
  const { dataset = "METRICS" } = metrics;
  if (typeof dataset === "string" && DATASET.test(dataset)) return dataset;
  throw new UsageError(
    `${file?.name}: the dataset of METRICS must have only letters, digits, and underscores; correct it`,
  );
}

function readDays(value: string): number {
  const days = /^\d+$/.test(value) ? Number(value) : 0;
  if (days < 1 || days > MAX_DAYS) {
    throw new InvalidArgumentError(`Give a number from 1 to ${MAX_DAYS}.`);
  }
  return days;
}

function readDataset(value: string): string {
  if (DATASET.test(value)) return value;
  throw new InvalidArgumentError("Give letters, digits and underscores.");
}

/** The command `stats`: arguments in, an exit code out. */

import { EXIT_BAD, EXIT_OK, exitCodeOf, type Terminal, Unusable } from "../terminal.ts";
import { type Account, readAccount } from "./account.ts";
import { ask, type Row } from "./cloudflare.ts";
import { type Figures, figuresOf } from "./figures.ts";
import { asJson } from "./json.ts";
import { daysUntil, statsQuery } from "./query.ts";
import { report } from "./report.ts";
import { readTask, type Wanted } from "./task.ts";

/** What Analytics Engine also says of a column when no row of it is in the days asked for. */
const NO_ROWS = /unable to find type of column/;

/** Does what the arguments ask for. */
export function runStats(
  args: readonly string[],
  terminal: Terminal,
  nowMs: number,
): Promise<number> {
  return exitCodeOf(async () => {
    const task = readTask(args, terminal);
    if (task.kind === "said") return task.exitCode;
    const { wanted } = task;
    const days = daysUntil(nowMs, wanted.days);
    const rows = await rowsOf(wanted, days[0] ?? "", readAccount(terminal.env));
    if (rows === undefined) {
      terminal.stderr.write(`${noDataset(wanted.dataset)}\n`);
      return EXIT_BAD;
    }
    const figures = figuresOf(rows);
    terminal.stdout.write(
      wanted.json ? asJson(figures, wanted.dataset, days) : text(figures, wanted, days),
    );
    return EXIT_OK;
  }, terminal);
}

/** @returns `undefined` when there is no such dataset */
async function rowsOf(
  wanted: Wanted,
  firstDay: string,
  account: Account,
): Promise<readonly Row[] | undefined> {
  const answer = await ask(statsQuery(wanted, firstDay), account);
  if (answer.kind === "rows") return answer.rows;
  const tables = await ask("SHOW TABLES FORMAT JSON", account);
  if (tables.kind === "rows") {
    const names = tables.rows.flatMap((row) => Object.values(row));
    if (!names.includes(wanted.dataset)) return undefined;
    if (NO_ROWS.test(answer.words)) return [];
  }
  throw new Unusable(`Cloudflare's SQL API refuses the query (${answer.status}: ${answer.words})`);
}

function text(figures: Figures, { dataset, list }: Wanted, days: readonly string[]): string {
  const { leaves, undos, views } = figures;
  const whose = list === undefined ? dataset : `${dataset}, list ${list}`;
  const title = `${whose}: ${days.at(0)} to ${days.at(-1)}`;
  if (leaves.length + undos.length + views.length === 0) {
    return `${title}\nNothing was recorded: no leave, no undo, no page view.\n`;
  }
  return `${title}\n\n${report(figures, days)}`;
}

function noDataset(dataset: string): string {
  return `dataset ${dataset}: does not exist; nothing has been recorded yet. Cloudflare makes it with the first data point that a Worker writes: deploy with the binding METRICS in wrangler.toml under [[analytics_engine_datasets]], open a link, and ask again in a few minutes.`;
}

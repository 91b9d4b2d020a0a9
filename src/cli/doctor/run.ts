/** The command `doctor`: arguments in, a report and an exit code out. */

import { readFileSync } from "node:fs";

import { isListName } from "../../link.ts";
import { EXIT_BAD, EXIT_OK, exitCodeOf, type Terminal, Unusable } from "../terminal.ts";
import { examine } from "./examine.ts";
import { examineMessage } from "./message.ts";
import { isHealthy, reportJson, reportText } from "./report.ts";
import { readSettings, type Settings } from "./settings.ts";
import { readTask } from "./task.ts";

/** Examines what the arguments name. */
export function runDoctor(
  args: readonly string[],
  terminal: Pick<Terminal, "env" | "stdout" | "stderr">,
): Promise<number> {
  return exitCodeOf(async () => {
    const task = readTask(args, terminal);
    if (task.kind === "said") return task.exitCode;
    const { origin, postsPerSecond, json, quiet } = task;
    const settings = readSettings(terminal.env, task.config);
    const list = readList(task.list, settings, task.config);
    const message = task.message === undefined ? undefined : readFileSync(task.message);

    const subject = { origin, list, secrets: settings.secrets };
    const endpoint = await asFlags(() =>
      examine({ ...subject, ...settings, postsPerSecond }, terminal.stderr),
    );
    const sent = message === undefined ? [] : await examineMessage(message, subject);
    const report = { origin, list, findings: [...endpoint, ...sent] };
    terminal.stdout.write(json ? reportJson(report) : reportText(report, quiet, terminal.stdout));
    return isHealthy(report.findings) ? EXIT_OK : EXIT_BAD;
  }, terminal);
}

/** A list that the Worker does not know would fill its Outbox with leaves that wait for it. */
function readList(list: string | undefined, { lists }: Settings, config: string): string {
  const [first] = lists.keys();
  const known = list ?? first;
  if (known === undefined) {
    throw new Unusable(
      `--list: is missing, and ${config} has no well-formed list under [vars.LISTS]; give a list's name or a segment ID`,
    );
  }
  if (isListName(known) && !lists.has(known)) {
    throw new Unusable(
      `--list: is not in ${config}, under [vars.LISTS]; there are ${[...lists.keys()].join(", ") || "none"}`,
    );
  }
  return known;
}

/** Names what is wrong with an origin or a list as the command's arguments are named. */
async function asFlags<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof TypeError) || !/^(?:origin|list): /.test(error.message)) throw error;
    throw new Unusable(error.message.replace(/^list/, "--list"));
  }
}

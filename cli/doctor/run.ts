/** The command `doctor`: arguments in, a report and an exit code out. */

import { readFileSync } from "node:fs";

import { isListName } from "../../src/links/names.ts";
import { EXIT_BAD, EXIT_OK, exitCodeOf, type Terminal, Unusable } from "../terminal.ts";
import { examineBroadcast } from "./broadcast.ts";
import { examine } from "./examine.ts";
import { asking } from "./exchange.ts";
import type { Finding } from "./finding.ts";
import { examineMessage } from "./message.ts";
import type { Sender } from "./probes.ts";
import { isHealthy, reportJson, reportText } from "./report.ts";
import { readSettings, type Settings } from "./settings.ts";
import { type Examination, readTask } from "./task.ts";

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
    const broadcast = await examineContact(task, settings, subject);
    const kind = task.broadcast === undefined ? "email" : "broadcast";
    const sent = message === undefined ? [] : await examineMessage(message, subject, kind);
    const report = { origin, list, findings: [...endpoint, ...broadcast, ...sent] };
    terminal.stdout.write(json ? reportJson(report) : reportText(report, quiet, terminal.stdout));
    return isHealthy(report.findings) ? EXIT_OK : EXIT_BAD;
  }, terminal);
}

async function examineContact(
  { broadcast, send }: Examination,
  { account, lists, properties }: Settings,
  subject: Sender,
): Promise<Finding[]> {
  if (broadcast === undefined) return [];
  const { origin, list } = subject;
  const [segment, property] = [lists.get(list), properties.get(list)];
  const test = { contact: broadcast, account, segment, property, sendFrom: send };
  return examineBroadcast(test, subject, asking(origin));
}

/** Requests about a list that the Worker does not know would be queued in its Ledger, and the list held. */
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

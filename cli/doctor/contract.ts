/**
 * `doctor --resend-contract`: asks the real Resend what its documents leave open, with a contact of the sender's own, and
 * says what the Worker makes of each answer. It touches no other contact, and puts everything back.
 */

import { randomBytes, randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Writable } from "node:stream";
import { styleText } from "node:util";

import type { SegmentId, TopicId } from "../../src/links/names.ts";
import type { Contact } from "../../src/resend/answer.ts";
import { CommandError, type CommonOptions, type Terminal, UsageError } from "../command.ts";
import { type Connection, connectResend } from "../resend.ts";
import { checkRefusal } from "./checks/resend.ts";
import { noteFile, PATHS, putBack, readBefore, readNote, writeNote } from "./contract-account.ts";
import { type Exchange, Journal, recordingsOf, shown } from "./contract-journal.ts";
import { type Asking, NOT_ASKED, QUESTIONS, Unclear, type Verdict } from "./contract-questions.ts";
import { TIMEOUT_MS } from "./exchange.ts";
import { MARKS, wrap } from "./finding.ts";

export interface ContractOptions extends CommonOptions {
  contact?: string;
  save?: string;
}

interface Answered extends Verdict {
  check: string;
  question: string;
  request: string;
  answer: string;
  /** Words for a bug report. */
  report?: string;
}

const PATIENCE_MS = 10_000;
const UNANSWERED = { request: "No request", answer: "no answer" };

/** Of a line, without its indentation. */
const WIDTH = 96;

/**
 * Asks everything, and prints it.
 *
 * @throws UsageError if it cannot start; CommandError if the Worker would tell readers something untrue, or
 * if not everything could be put back
 */
export async function runContract(
  account: { apiKey: string; baseUrl: string },
  { contact: wanted, json, quiet, save }: ContractOptions,
  terminal: Terminal,
): Promise<void> {
  if (wanted === undefined) {
    throw new UsageError("--contact: is missing; give a test contact of your own (address or ID)");
  }
  const { baseUrl } = account;
  const { stdout, stderr } = terminal;
  const file = noteFile(terminal.env);
  const earlier = readNote(file, baseUrl);
  const journal = new Journal();
  const signal = terminal.catchSignals();
  const options = { signal, timeoutMs: TIMEOUT_MS, part: 5, fetch: journal.fetch } as const;
  const connection = connectResend(account, options);
  const listed = await connection.resend.listSegments();
  if (listed.kind !== "found") {
    const { found, remedy = "" } = checkRefusal(listed);
    const setting = listed.kind === "misconfigured" ? "RESEND_API_KEY" : "RESEND_BASE_URL";
    throw new UsageError(`${setting}: ${found} ${remedy}`);
  }
  if (earlier !== undefined) {
    await putBack(connection, file, earlier);
    stderr.write("An earlier run was cut off. What it had changed is put back.\n");
  }
  const found = await connection.resend.readContact(wanted);
  if (found.kind !== "found") {
    const why = found.kind === "missing" ? "has no such contact" : "does not show it";
    throw new UsageError(`--contact: Resend ${why}; create a test contact of your own there first`);
  }
  const before = await readBefore(connection, found.value.id);
  const name = `leave_this_list_contract_${randomBytes(4).toString("hex")}`;
  const note = { baseUrl, name, before };
  const limitPerSecond = connection.limitPerSecond() ?? 2;
  const limit = `${limitPerSecond} requests a second, of which this run uses ${limitPerSecond / 5}`;
  if (!json) stdout.write(`\n  ${baseUrl} · ${limit}\n\n`);

  const [names, answers] = [new Map<string, string>(), [] as Answered[]];
  const start = journal.exchanges.length;
  let recorded = "";
  writeNote(file, note);
  try {
    for await (const answer of askAll({ connection, journal, contact: found.value, name, names })) {
      answers.push(answer);
      if (!json && (!quiet || answer.status !== "ok")) stdout.write(textOf(answer, stdout));
    }
    recorded = recordingsOf(journal.exchanges.slice(start), names);
  } finally {
    connection.ignoreSignal();
    await putBack(connection, file, note);
  }
  if (save !== undefined) writeFileSync(resolve(terminal.cwd, save), recorded);
  const failures = answers.filter(({ status }) => status === "failure").length;
  const healthy = failures === 0;
  const report = { baseUrl, limitPerSecond, healthy, answers, notAsked: NOT_ASKED };
  stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : ending(failures, quiet === true));
  if (!healthy) throw new CommandError();
}

interface Run {
  connection: Connection;
  journal: Journal;
  contact: Contact;
  /** Of the temporary things. */
  name: string;
  /** What reports call this run's IDs. It is filled as they become known. */
  names: Map<string, string>;
}

/** Makes the temporary things, and asks one question after the other. */
async function* askAll({ connection, journal, contact, name, names }: Run) {
  const { resend, retry } = connection;
  const unknown = randomUUID() as SegmentId & TopicId;
  names.set(contact.id, "{contact}").set(contact.email, "{address}");
  names.set(unknown, "{unknown}").set(name, "{name}");
  const make = async (kind: keyof typeof PATHS, body: object): Promise<string> => {
    const made = await retry(() => resend.request("POST", PATHS[kind], body), PATIENCE_MS);
    if (made.kind !== "found") {
      throw new CommandError(
        `Resend did not create a temporary ${kind}; check whether your plan has room for one more`,
      );
    }
    const id = String(made.value["id"]);
    names.set(id, `{${kind}}`);
    return id;
  };

  let exchange: Exchange | undefined;
  const privately = { default_subscription: "opt_in", visibility: "private" };
  await make("property", { key: name, type: "string" });
  const asking: Asking = {
    resend,
    async ask(attempt) {
      let first = 0;
      const result = await retry(() => {
        first = journal.exchanges.length;
        return attempt();
      }, PATIENCE_MS);
      exchange = journal.exchanges[first];
      return result;
    },
    withWrongKey: (attempt) => journal.withWrongKey(attempt),
    contact,
    segment: (await make("segment", { name })) as SegmentId,
    topic: (await make("topic", { name, ...privately })) as TopicId,
    property: name,
    unknown,
    proves: false,
  };
  for (const [check, [question, answerTo]] of Object.entries(QUESTIONS)) {
    const { status, worker } = await answerTo(asking).catch((error: unknown): Verdict => {
      if (!(error instanceof Unclear)) throw error;
      return { status: "warning", worker: "Not known: Resend did not show what became of it." };
    });
    const { request, answer } = exchange ? shown(exchange, names) : UNANSWERED;
    const answered: Answered = { check, question, request, answer, status, worker };
    if (status === "failure") {
      const what = `${check}: on ${exchange?.at.slice(0, 10)}, Resend answered ${answer}`;
      answered.report = `Please open an issue: "${what} to ${request}. ${worker}"`;
    }
    yield answered;
  }
}

function textOf(answered: Answered, stream: Writable): string {
  const { status, question, request, answer, worker, report } = answered;
  const { mark, color } = MARKS[status];
  const [code = "", body = ""] = answer.split(/ (.*)/s);
  const lines = [
    `${request}: ${code}`,
    body.length > WIDTH ? `${body.slice(0, WIDTH - 1)}…` : body,
    ...wrap(`Worker: ${worker}`, WIDTH),
    ...wrap(report ?? "", WIDTH).filter(Boolean),
  ];
  const head = `  ${styleText(color, mark, { stream })} ${question}\n`;
  return head + lines.map((line) => `    ${line}\n`).join("");
}

function ending(failures: number, quiet: boolean): string {
  const notAsked = quiet ? "" : NOT_ASKED.map((question) => `  – ${question}\n`).join("");
  const many = failures === 1 ? "1 answer makes" : `${failures} answers make`;
  const said = failures === 0 ? "No answer makes" : many;
  return `${notAsked}\n  ${said} the Worker tell readers something untrue. Everything is put back.\n`;
}

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
import { type Connection, type ConnectionOptions, connectResend } from "../resend.ts";
import { checkRefusal } from "./checks/resend.ts";
import { noteFile, PATHS, putBack, readBefore, readNote, writeNote } from "./contract-account.ts";
import { type Exchange, journaling, recordingsOf, shown, WRONG_KEY } from "./contract-journal.ts";
import { type Asking, NOT_ASKED, QUESTIONS, Unclear, type Verdict } from "./contract-questions.ts";
import { TIMEOUT_MS } from "./exchange.ts";
import { MARKS, wrap } from "./finding.ts";

interface ContractOptions extends CommonOptions {
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
  const exchanges: Exchange[] = [];
  const options: ConnectionOptions = {
    signal: terminal.catchSignals(),
    timeoutMs: TIMEOUT_MS,
    part: 5,
    fetch: journaling(exchanges),
    report: (line) => void stderr.write(`${line}\n`),
  };
  const connection = connectResend(account, options);
  await checkKey(connection);
  if (earlier !== undefined) {
    await putBack(connection, file, earlier);
    stderr.write("An earlier run was cut off. What it had changed is put back.\n");
  }
  const contact = await findContact(connection, wanted);
  const before = await readBefore(connection, contact.id);
  const name = `leave_this_list_contract_${randomBytes(4).toString("hex")}`;
  const note = { baseUrl, name, before };
  const limitPerSecond = connection.limitPerSecond() ?? 2;
  const limit = `${limitPerSecond} requests a second, of which this run uses ${limitPerSecond / 5}`;
  if (!json) stdout.write(`\n  ${baseUrl} · ${limit}\n\n`);

  const stranger = connectResend({ baseUrl, apiKey: WRONG_KEY }, options).resend;
  const run: Run = { connection, stranger, contact, name, exchanges, names: new Map() };
  const answers: Answered[] = [];
  let recorded = "";
  writeNote(file, note);
  exchanges.length = 0;
  try {
    for await (const answer of askAll(run)) {
      answers.push(answer);
      if (!json && (!quiet || answer.status !== "ok")) stdout.write(textOf(answer, stdout));
    }
    recorded = recordingsOf(exchanges, run.names);
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

async function checkKey({ resend }: Connection): Promise<void> {
  const listed = await resend.listSegments();
  if (listed.kind === "found") return;
  const { found, remedy = "" } = checkRefusal(listed);
  const setting = listed.kind === "misconfigured" ? "RESEND_API_KEY" : "RESEND_BASE_URL";
  throw new UsageError(`${setting}: ${found} ${remedy}`);
}

async function findContact({ resend }: Connection, wanted: string): Promise<Contact> {
  const found = await resend.readContact(wanted);
  if (found.kind === "found") return found.value;
  const why = found.kind === "missing" ? "has no such contact" : "does not show it";
  throw new UsageError(`--contact: Resend ${why}; create a test contact of your own there first`);
}

interface Run {
  connection: Connection;
  stranger: Connection["resend"];
  contact: Contact;
  /** Of the temporary things. */
  name: string;
  exchanges: readonly Exchange[];
  /** What reports call this run's IDs. It is filled as they become known. */
  names: Map<string, string>;
}

/** Makes the temporary things, and asks one question after the other. */
async function* askAll({ connection, stranger, contact, name, exchanges, names }: Run) {
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
  await make("property", { key: name, type: "string" });
  const segment = (await make("segment", { name })) as SegmentId;
  const privately = { default_subscription: "opt_in", visibility: "private" };
  const topic = (await make("topic", { name, ...privately })) as TopicId;
  let asked = -1;
  const ask: Asking["ask"] = (attempt) =>
    retry(() => {
      asked = exchanges.length;
      return attempt();
    }, PATIENCE_MS);
  const temporary = { segment, topic, property: name, unknown };
  const asking: Asking = { resend, stranger, ask, contact, ...temporary, proves: false };
  for (const [check, [question, answerTo]] of Object.entries(QUESTIONS)) {
    const verdict = await answerTo(asking).catch((error: unknown): Verdict => {
      if (!(error instanceof Unclear)) throw error;
      return { status: "warning", worker: "Not known: Resend did not show what became of it." };
    });
    const exchange = exchanges[asked];
    const seen = exchange ? shown(exchange, names) : UNANSWERED;
    const answered: Answered = { check, question, ...seen, ...verdict };
    if (verdict.status === "failure") {
      const what = `${check}: on ${exchange?.at.slice(0, 10)}, Resend answered ${seen.answer}`;
      answered.report = `Please open an issue: "${what} to ${seen.request}. ${verdict.worker}"`;
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

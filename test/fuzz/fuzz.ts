/**
 * `npm run fuzz`: what `fetch` cannot send, over sockets to a running Worker: bodies that stop half-way, lengths that
 * lie, requests inside requests. The local server may refuse it; no one may be moved by it, and nothing may break.
 */

import { connect } from "node:net";

import { Command, InvalidArgumentError } from "commander";
import * as fc from "fast-check";

import { freePort } from "../../sandbox/processes.ts";
import { SAMPLE_LISTS } from "../../sandbox/resend/samples.ts";
import { LINK_SECRET, OPERATOR_TOKEN } from "../../sandbox/settings.ts";
import { startStandInProcess } from "../../sandbox/stand-in-process.ts";
import { FAILED, startWorker } from "../../sandbox/worker-process.ts";
import { type Answer, answerFault, logFault } from "./promises.ts";
import { damaged, OTHERS, POSTS, respelled, type Way } from "./requests.ts";
import { ticketFor } from "./signing.ts";

const SEGMENT: string = SAMPLE_LISTS.weekly.segment;
const AT_ONCE = 16;
const PEOPLE = 60;

/** Longer than the Worker waits for a body, and than Resend may take. */
const PATIENCE_MS = 20_000;

/** What the local server prints of requests that never reached the Worker, and of clients that hang up. */
const LOCAL =
  /Error inside ProxyWorker|Uncaught exception: workerd\/|your Worker's code had hung|Failed to drain the unused request body/;

interface Attempt {
  bytes: string;
  /** Whether it may be answered with 2xx. */
  mayClaim: boolean;
  hangsUp: boolean;
}

/** Leavers may be unsubscribed. Bystanders' links are only read, or damaged. */
function attemptsOn(leavers: readonly string[], bystanders: readonly string[]) {
  const spelled = (spellings: typeof damaged, tickets: readonly string[]) =>
    fc.tuple(spellings, fc.constantFrom(...tickets)).map(([spell, ticket]) => spell(ticket));
  const attempts = (ways: readonly Way[], target: fc.Arbitrary<string>, mayClaim: boolean) =>
    fc
      .tuple(fc.constantFrom(...ways), target, target, fc.nat({ max: 9 }))
      .map(([way, first, next, lot]) => ({
        bytes: way(first, next),
        mayClaim,
        hangsUp: lot === 9,
      }));
  return fc.oneof(
    attempts(POSTS, spelled(respelled, leavers), true),
    attempts(POSTS, spelled(damaged, bystanders), false),
    attempts(OTHERS, spelled(respelled, bystanders), true),
  );
}

/** Sends bytes over a connection of their own. @returns the answers that came back */
function exchange(port: number, { bytes, hangsUp }: Attempt): Promise<Answer[]> {
  return new Promise((resolve, reject) => {
    let received = "";
    const socket = connect(port, "127.0.0.1").setEncoding("utf8");
    socket.setTimeout(PATIENCE_MS, () => socket.destroy());
    socket.on("data", (text: string) => (received += text));
    // A server that answers before all is sent may end the connection.
    socket.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "ECONNREFUSED") reject(error);
    });
    socket.on("close", () => resolve(answersIn(received)));
    socket.write(Buffer.from(bytes, "latin1"), () => hangsUp && socket.destroy());
  });
}

function answersIn(received: string): Answer[] {
  return received.split(/^(?=HTTP\/1\.[01] [2-5])/m).flatMap((text) => {
    const [head = "", ...rest] = text.split("\r\n\r\n");
    const [first = "", ...lines] = head.split("\r\n");
    const status = Number(first.split(" ")[1]);
    if (!(status >= 200)) return [];
    const headers = new Headers(
      lines.map((line): [string, string] => {
        const colon = line.indexOf(":");
        return [line.slice(0, colon), line.slice(colon + 1).trim()];
      }),
    );
    // No page has such a line: they frame the chunks.
    const body = rest.join("\r\n\r\n").replace(/(?:^|\r\n)[0-9a-f]+\r\n(?:\r\n$)?/gi, "");
    return [{ status, headers, body }];
  });
}

/** Judges an answer; one without the Worker's headers is the local server's, which may refuse. */
function faultOf(answer: Answer, { mayClaim }: Attempt): string | undefined {
  if (answer.headers.get("x-robots-tag") === "noindex") return answerFault(answer, { mayClaim });
  return answer.status < 400 ? `${answer.status} without the Worker's headers` : undefined;
}

const { seconds, seed } = new Command("fuzz")
  .description("Sends malformed requests to a running Worker. Ends with 1 if one does harm.")
  .option("--seconds <number>", "how long", wholeNumber, 15)
  .option("--seed <number>", "repeat an earlier run's choices", wholeNumber, Date.now() % 1e6)
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .parse()
  .opts<{ seconds: number; seed: number }>();
console.log(`${seconds} seconds, seed ${seed}`);
const found = await fuzz();
console.log(found === undefined ? "No harm was done." : `Failed: ${found}`);
process.exit(found === undefined ? 0 : 1);

/** @returns the harm that was done */
async function fuzz(): Promise<string | undefined> {
  await using scope = new AsyncDisposableStack();
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const standIn = await startStandInProcess(origin, { requestsPerSecond: 100_000 });
  scope.defer(() => standIn.stop());
  const complaints: string[] = [];
  const worker = await startWorker({
    port,
    resendBaseUrl: standIn.url,
    vars: { OPERATOR_TOKEN },
    onLog: ({ line }) => complaints.push(logFault(line) ?? ""),
    onPrint: (printed) => {
      if (printed.startsWith(FAILED) && !LOCAL.test(printed)) complaints.push(printed);
    },
  });
  scope.defer(() => worker.stop());

  const seeded = await standIn.seed(SEGMENT, PEOPLE);
  const contacts = seeded.map(({ id }) => id);
  const tickets = contacts.map((contact) => ticketFor(contact, "weekly", LINK_SECRET));
  const [leavers, bystanders] = [tickets.slice(0, PEOPLE / 2), tickets.slice(PEOPLE / 2)];
  const theirs = contacts.slice(0, PEOPLE / 2).join("|");
  const mayBeAsked = new RegExp(`^/segments/|^/contacts/(?:${theirs})(?:/|$)`);

  await standIn.settled();

  const attempts = fc.array(attemptsOn(leavers, bystanders), { minLength: 1, maxLength: AT_ONCE });
  const batch = fc.asyncProperty(attempts, async (sent) => {
    const faults = sent.map(async (attempt) => {
      const answers = await exchange(port, attempt);
      const fault = answers.map((answer) => faultOf(answer, attempt)).find(Boolean);
      return fault && `${fault}: ${JSON.stringify(attempt.bytes.slice(0, 1_000))}`;
    });
    const fault = (await Promise.all(faults)).find(Boolean) ?? complaints.find(Boolean);
    if (fault !== undefined) throw new Error(fault);
    const stray = (await standIn.requests()).find(({ url }) => !mayBeAsked.test(url));
    if (stray) throw new Error(`${stray.method} ${stray.url}, which no one has asked for`);
  });
  const { failed, errorInstance, numRuns } = await fc.check(batch, {
    seed,
    numRuns: Number.MAX_SAFE_INTEGER,
    interruptAfterTimeLimit: seconds * 1000,
    markInterruptAsFailure: false,
    endOnFailure: true,
  });
  const removed = (await standIn.requests()).filter(({ method }) => method === "DELETE").length;
  console.log(`${numRuns} batches, ${removed} removals`);
  if (failed) return errorInstance instanceof Error ? errorInstance.message : "not an error";
  return removed > 0 ? undefined : "no one was unsubscribed, which shows nothing";
}

function wholeNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be a whole number.");
}

/**
 * `npm run fuzz`: what `fetch` cannot send, over sockets to a running Worker: bodies that stop half-way, lengths that
 * lie, requests inside requests. The local server may refuse it; no one may be moved by it, and nothing may break.
 */

import { connect } from "node:net";

import { Command, InvalidArgumentError } from "commander";
import * as fc from "fast-check";

import { freePort } from "../../sandbox/processes.ts";
import { LINK_SECRET, SAMPLE_LISTS } from "../../sandbox/settings.ts";
import { startStandIn } from "../../sandbox/resend/server.ts";
import { FAILED, startWorker } from "../../sandbox/worker-process.ts";
import { type Answer, answerFault, CANARY, logFault } from "./promises.ts";
import { ticketFor } from "./signing.ts";

const PEOPLE = 60;

/** What the local server prints of requests that never reached the Worker, and of clients that hang up. */
const LOCAL =
  /Error inside ProxyWorker|Uncaught exception: workerd\/|your Worker's code had hung|Failed to drain the unused request body/;

const BODY = "List-Unsubscribe=One-Click";
const LENGTH = `Content-Length: ${BODY.length}`;
const CHUNKED = "Transfer-Encoding: chunked";

const raw = (line: string, lines: readonly string[], body = "") =>
  `${[line, ...lines].join("\r\n")}\r\n\r\n${body}`;
const by = (method: string, target: string, lines: readonly string[] = [], body = "") =>
  raw(`${method} ${target} HTTP/1.1`, ["Host: acme.com", "Connection: close", ...lines], body);
const post = (target: string, lines: readonly string[] = [LENGTH], body = BODY) =>
  by("POST", target, lines, body);

/** Writes a request as a string of bytes; some ways append a second request. */
type Way = (target: string, next: string) => string;

/** Sound and broken requests that may unsubscribe, if the target is a signed link. */
const POSTS: readonly Way[] = [
  (target) => post(target),
  (target) => post(`http://evil.example${target}`),
  (target) => raw(`POST ${target} HTTP/1.0`, [LENGTH], BODY),
  (target) => raw(`POST ${target} HTTP/1.1`, ["Connection: close", LENGTH], BODY),
  (target) => raw(`POST ${target} HTTP/1.1`, [`Host: ${CANARY}`, LENGTH], BODY),
  (target) => post(target, ["Content-Length: 900"]),
  (target) => post(target, ["Content-Length: -1"]),
  (target) => post(target, [CHUNKED], `zz\r\n${BODY}`),
  (target) => post(target, ["Content-Length: 3", CHUNKED], "0\r\n\r\n"),
  (target) => post(target, ["Transfer-Encoding: gzip, xchunked"], "0\r\n\r\n"),
  // Two in a row; and a second one that a server takes for a body if it believes the length.
  (target, next) => post(target).replace("close", "keep-alive") + post(next),
  (target, next) => {
    const lies = [`Content-Length: ${post(next).length + 5}`, CHUNKED];
    return post(target, lies, `0\r\n\r\n${post(next)}`).replace("close", "keep-alive");
  },
  (target) => post(target.replace("/leave/", "/leave/\u0001")),
  (target) => post(target.replace("/leave/", "/leave/\u00e2\u0080\u00a8")),
  (target) => post(target + "a".repeat(70_000)),
  (target) => post(target, ["X-Forwarded-Host: a\rX-Fuzz: 1", LENGTH]),
  (target) => post(target, [...Array.from({ length: 4000 }, (_, i) => `X-${i}: fuzz`), LENGTH]),
  (target) => post(target, ["Expect: 100-continue", LENGTH]),
];

/** Requests that may not, whatever the target. */
const OTHERS: readonly Way[] = [
  (target) => by("GET", target, [LENGTH], BODY),
  (target) => by("GET", target, ["X-HTTP-Method-Override: POST"]),
  (target) => by("HEAD", target),
  (target) => by("CONNECT", target),
  (target) => by("LEAVE", target),
  (target) => by("post", target),
  () => by("POST", "*", [LENGTH], BODY),
  (target) => `\u0016\u0003\u0001${target}\r\n\r\n`,
  // The local server makes a GET of it.
  (target) => post(target, ["Connection: Upgrade", "Upgrade: websocket"], ""),
];

interface Attempt {
  bytes: string;
  /** Whether it may be answered with 2xx. */
  mayClaim: boolean;
  hangsUp: boolean;
}

/** Leavers may be unsubscribed. Bystanders' links are only read, or damaged. */
function attemptsOn(leavers: readonly string[], bystanders: readonly string[]) {
  const attempts = (ways: readonly Way[], targets: readonly string[], mayClaim: boolean) => {
    const [way, target] = [fc.constantFrom(...ways), fc.constantFrom(...targets)];
    const bytes = fc.tuple(way, target, target).map(([write, first, next]) => write(first, next));
    const hangsUp = fc.nat({ max: 9 }).map((lot) => lot === 9);
    return fc.record<Attempt>({ bytes, mayClaim: fc.constant(mayClaim), hangsUp });
  };
  const damaged = bystanders.flatMap((link) => [link.slice(0, -1), link.replace("weekly", "news")]);
  return fc.oneof(
    attempts(POSTS, leavers, true),
    attempts(POSTS, damaged, false),
    attempts(OTHERS, bystanders, true),
  );
}

/** Sends bytes over a connection of their own. @returns the answers that came back */
function exchange(port: number, { bytes, hangsUp }: Attempt): Promise<Answer[]> {
  return new Promise((resolve, reject) => {
    let received = "";
    const socket = connect(port, "127.0.0.1").setEncoding("utf8");
    // Longer than the Worker waits for a body, and than Resend may take.
    socket.setTimeout(20_000, () => socket.destroy());
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
    const headers = new Headers(lines.map((line) => line.split(/: *(.*)/, 2) as [string, string]));
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

/** @returns the harm that was done */
async function fuzz(seconds: number, seed: number): Promise<string | undefined> {
  await using scope = new AsyncDisposableStack();
  const port = await freePort();
  const standIn = await startStandIn({ requestsPerSecond: 100_000 });
  scope.defer(() => standIn.close());
  const complaints: string[] = [];
  const worker = await startWorker({
    port,
    resendBaseUrl: standIn.url,
    onLog: ({ line }) => complaints.push(logFault(line) ?? ""),
    onPrint: (printed) => {
      if (printed.startsWith(FAILED) && !LOCAL.test(printed)) complaints.push(printed);
    },
  });
  scope.defer(() => worker.stop());

  const contacts = (await standIn.seed(SAMPLE_LISTS.weekly.segment, PEOPLE)).map(({ id }) => id);
  const links = contacts.map((id) => `/leave/weekly/${ticketFor(id, "weekly", LINK_SECRET)}`);
  const theirs = contacts.slice(0, PEOPLE / 2).join("|");
  const mayBeAsked = new RegExp(`^/segments/|^/contacts/(?:${theirs})(?:/|$)`);
  await standIn.settled();

  const attempts = attemptsOn(links.slice(0, PEOPLE / 2), links.slice(PEOPLE / 2));
  const batches = fc.array(attempts, { minLength: 1, maxLength: 16 });
  const property = fc.asyncProperty(batches, async (sent) => {
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
  const { failed, errorInstance, numRuns } = await fc.check(property, {
    seed,
    numRuns: Number.MAX_SAFE_INTEGER,
    interruptAfterTimeLimit: seconds * 1000,
    markInterruptAsFailure: false,
    endOnFailure: true,
  });
  const removed = (await standIn.requests()).filter(({ method }) => method === "DELETE").length;
  console.log(`${numRuns} batches, ${removed} removals, seed ${seed}`);
  if (failed) return String(errorInstance);
  return removed > 0 ? undefined : "no one was unsubscribed, which shows nothing";
}

function wholeNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be a whole number.");
}

const { seconds, seed } = new Command("fuzz")
  .description("Sends malformed requests to a running Worker. Ends with 1 if one does harm.")
  .option("--seconds <number>", "how long", wholeNumber, 15)
  .option("--seed <number>", "repeat an earlier run's choices", wholeNumber, Date.now() % 1e6)
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .parse()
  .opts<{ seconds: number; seed: number }>();
const found = await fuzz(seconds, seed);
console.log(found === undefined ? "No harm was done." : `Failed: ${found}`);
process.exit(found === undefined ? 0 : 1);

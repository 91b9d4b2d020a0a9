/** Examines a deployment: sends every request, and checks every answer. */

import type { Writable } from "node:stream";

import { SingleBar } from "cli-progress";

import { checkAnswers } from "./checks/answers.ts";
import { checkBroadcast } from "./checks/broadcast.ts";
import { checkEdge } from "./checks/edge.ts";
import { checkCertificate, checkHealth, checkSpeed } from "./checks/endpoint.ts";
import { checkMessages, type Source } from "./checks/message.ts";
import { type Account, checkResend, checkWebhook, isWell } from "./checks/resend.ts";
import { type Answer, type Lost, type Send, sendTo } from "./exchange.ts";
import { type Finding, findingsOf, fitToHost } from "./finding.ts";
import {
  BROWSER,
  type Exchange,
  type Grouped,
  HEALTH_REQUEST,
  type PlannedRequest,
  planRequests,
  type Sender,
} from "./requests.ts";

const unanswered = findingsOf("requests", "GET, HEAD, POST");

interface Examination extends Sender, Account {
  /** Sent messages, as mail programs save them. */
  messages?: readonly Source[] | undefined;
  /** The sender's own contact, by address or ID, to check what a Broadcast would print. */
  broadcast?: string | undefined;
}

/**
 * Examines the endpoint, the Resend account, and the messages and the contact if they are given.
 *
 * @param now milliseconds since 1970
 * @param progress where a bar is drawn, if it is a terminal
 * @throws TypeError that begins with `origin` or `list`, when one of them is malformed
 */
export async function examine(examination: Examination, now: number, progress: Writable) {
  const { messages = [], broadcast, ...subject } = examination;
  const { origin } = subject;
  const requests = await planRequests(subject);
  const send = sendTo(origin);
  const kind = broadcast === undefined ? "email" : "broadcast";
  const account = await checkResend(subject);
  const isResendWell = isWell(account);
  const health = { request: HEALTH_REQUEST, outcome: await send(HEALTH_REQUEST) };
  const answers =
    health.outcome.kind === "answer"
      ? checkExchanges(health, await sendAll(requests, send, progress), { origin, isResendWell })
      : [checkHealth(health.outcome), unanswered.skipped("The origin does not answer.")];
  return [
    ...fitToHost([checkCertificate(origin, health.outcome, now), ...answers], origin),
    ...account,
    await checkWebhook(origin, subject, send),
    ...(broadcast === undefined ? [] : await checkBroadcast(broadcast, subject, send)),
    ...(await checkMessages(messages, subject, kind, now)),
  ];
}

async function sendAll(requests: readonly PlannedRequest[], send: Send, progress: Writable) {
  const format = "  {value} of {total} requests {bar}";
  const bar = new SingleBar({ stream: progress, clearOnComplete: true, format });
  bar.start(requests.length, 0);
  const exchanges: Exchange[] = [];
  for (const request of requests) {
    exchanges.push({ request, outcome: await sendAsBrowser(request, send) });
    bar.increment();
  }
  bar.stop();
  return exchanges;
}

/** The page's button is redirected to its receipt, and a browser follows. */
async function sendAsBrowser(request: PlannedRequest, send: Send): Promise<Answer | Lost> {
  const outcome = await send(request);
  const isRedirected =
    request.group === "body" && outcome.kind === "answer" && outcome.status === 303;
  const receipt = isRedirected ? outcome.headers.location : undefined;
  return receipt?.startsWith(`${request.linkPath}/receipt/`)
    ? send({ method: "GET", path: receipt, headers: BROWSER })
    : outcome;
}

/**
 * Checks all answers. Findings that explain others come first. Pure.
 *
 * @param health the answer to `HEALTH_REQUEST`
 * @param exchanges the answers to the requests from `planRequests`
 */
export function checkExchanges(
  health: Exchange,
  exchanges: readonly Exchange[],
  { origin, isResendWell }: { origin: string; isResendWell: boolean },
): Finding[] {
  const of: Grouped = (group) => exchanges.filter(({ request }) => request.group === group);
  const finding = checkHealth(health.outcome, isResendWell);
  const isHealthy = finding.status !== "failure";
  const [page] = of("signed-link").map(({ outcome }) => outcome);
  const isLinkRefused = page?.kind === "answer" && page.status === 404;
  const context = { isHealthy, isLinkRefused, isResendWell };
  const all = [health, ...exchanges];
  return [finding, ...checkEdge(all, origin), checkSpeed(all), ...checkAnswers(of, context)];
}

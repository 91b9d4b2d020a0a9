/**
 * What the mailbox asks of the Worker: the one-click POST of RFC 8058, the email to the `mailto:`, and the operator's
 * report of what is queued. Nothing here throws: a Worker that does not answer is a result of its own.
 */

import { randomUUID } from "node:crypto";

import type { Report } from "../../ledger.ts";
import { LEDGER_PATH } from "../../ledger.ts";
import type { WorkerLinks } from "../samples.ts";
import type { Answer } from "../world.ts";
import type { Letter } from "./letters.ts";

const TIMEOUT_MS = 30_000;
const SHOWN_CHARACTERS = 2000;

/** Sends the request of a mailbox provider's Unsubscribe button (RFC 8058 section 3.2): no cookies. */
export function sendOneClick({ headers }: Letter): Promise<Answer> {
  const [, url = ""] = /<(https?:[^>]*)>/.exec(headers["List-Unsubscribe"]) ?? [];
  return exchange("post", url, {
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      "user-agent": "mailbox/1.0",
    },
    body: headers["List-Unsubscribe-Post"],
  });
}

/** The address of the letter's `mailto:`; `undefined` when it has none. */
export function mailtoOf({ headers }: Letter): string | undefined {
  return /<mailto:([^>]*)>/.exec(headers["List-Unsubscribe"])?.[1];
}

/** Sends an email there as Apple Mail does, through wrangler's local stand-in for Email Routing. */
export function sendMail(letter: Letter, address: string): Promise<Answer> {
  const from = asciiAddress(letter.to.address);
  const query = new URLSearchParams({ from, to: address }).toString();
  const message = [
    `From: ${from}`,
    `To: ${address}`,
    `Message-ID: <${randomUUID()}@example.com>`,
    `Date: ${new Date().toUTCString()}`,
    "Subject: ",
    "X-Mailer: Apple Mail",
    "Content-Type: text/plain; charset=us-ascii",
    "",
    "",
  ].join("\r\n");
  const { origin } = new URL(letter.url);
  return exchange("mail", `${origin}/cdn-cgi/handler/email?${query}`, { body: message });
}

/** An envelope without SMTPUTF8 takes ASCII only. */
function asciiAddress(address: string): string {
  const [local = "", domain = ""] = address.split("@");
  return `${local}@${new URL(`http://${domain}`).hostname}`;
}

/** Sends a POST, and measures how long the answer took. Follows no redirect. */
async function exchange(
  by: Answer["by"],
  url: string,
  request: Pick<RequestInit, "headers" | "body">,
): Promise<Answer> {
  const startedAt = performance.now();
  const tookMs = () => Math.round(performance.now() - startedAt);
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(url, { ...request, method: "POST", redirect: "manual", signal });
    const body = (await response.text()).slice(0, SHOWN_CHARACTERS);
    return { by, kind: "answered", status: response.status, body, tookMs: tookMs() };
  } catch (error) {
    const cause = error instanceof Error ? (error.cause as { code?: string } | undefined) : null;
    const reason = `${String(error)}${cause?.code === undefined ? "" : ` (${cause.code})`}`;
    return { by, kind: "failed", reason, tookMs: tookMs() };
  }
}

/** The Ledger's report, or why there is none. */
export type LedgerView = { kind: "report"; report: Report } | { kind: "none"; problem: string };

const LEDGER_TIMEOUT_MS = 2_000;

/** Asks the Worker what is queued. */
export async function ledgerView(worker: WorkerLinks | undefined): Promise<LedgerView> {
  const none = (problem: string) => ({ kind: "none", problem }) as const;
  if (worker?.operatorToken === undefined) {
    return none("This stand-in was started without the Worker’s OPERATOR_TOKEN.");
  }
  try {
    const response = await callLedger(worker, "GET", "");
    if (response.status !== 200) return none(`The Worker answers ${response.status}.`);
    return { kind: "report", report: (await response.json()) as Report };
  } catch {
    return none("The Worker does not answer. What it has accepted is on its disk.");
  }
}

/** Queues the dead letters again. */
export async function retryDeadLetters(worker: WorkerLinks | undefined): Promise<void> {
  if (worker === undefined) return;
  await callLedger(worker, "POST", "/retry?include=old").catch(() => undefined);
}

function callLedger({ origin, operatorToken }: WorkerLinks, method: string, path: string) {
  return fetch(origin + LEDGER_PATH + path, {
    method,
    headers: { authorization: `Bearer ${operatorToken}` },
    redirect: "manual",
    signal: AbortSignal.timeout(LEDGER_TIMEOUT_MS),
  });
}

/** What must be true of every answer, every call to Resend and every line of the log. Pure: each gives what is wrong, in words. */

import type { WorkerLogLine } from "../../sandbox/worker-log.ts";
import { isWranglerError } from "../../sandbox/worker-log.ts";
import type { Answer } from "./answers.ts";
import type { Authority } from "./authority.ts";
import { markupFault } from "./markup.ts";

/** On every answer of the Worker's (DESIGN: HTTP). */
const PROMISED: Readonly<Record<string, string>> = {
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-robots-tag": "noindex",
  "x-content-type-options": "nosniff",
};

/** What a policy of a page has to hold. */
const POLICY = [
  "default-src 'none'",
  "frame-ancestors 'none'",
  "form-action 'self'",
  "base-uri 'none'",
];

/** What follows a receipt's path: an asking's ID, and the language that the link asks for. */
const RECEIPT_END = /^[0-9a-f]{32}(?:\?lang=[A-Za-z-]+)?$/;

/** What else may stand above an answer. No cookie, no HSTS, no redirect but to a receipt. */
const KNOWN = new Set([
  ...Object.keys(PROMISED),
  "access-control-allow-origin",
  "allow",
  "connection",
  "content-encoding",
  "content-language",
  "content-length",
  "content-security-policy",
  "content-type",
  "location",
  "retry-after",
  "transfer-encoding",
  "vary",
  "www-authenticate",
]);

const TYPES = /^(?:text\/(?:html|plain); ?charset=utf-8|application\/json)$/i;

/** The word in `CANARY`: no answer and no log line repeats what somebody sent. */
const SENT = /fuzz/i;

/** A signature may spell anything, that word too. */
const TICKETS = /[ce][a-z2-7]{50,}/gi;
const repeats = (text: string) => SENT.test(text.replace(TICKETS, ""));

/**
 * Judges an answer of the Worker's to one request.
 *
 * @returns what is wrong; `undefined` when nothing is
 */
export function answerFault(answer: Answer, authority: Authority): string | undefined {
  const { status, headers, body } = answer;
  const { mayClaim, receipt } = authority;
  const mayTryAgain = status === 503 && mayClaim && headers.has("retry-after");
  if (status >= 500 && !mayTryAgain) return `answered ${status}`;
  const location = headers.get("location") ?? "";
  const isReceipt =
    status === 303 &&
    receipt !== undefined &&
    location.startsWith(receipt) &&
    RECEIPT_END.test(location.slice(receipt.length));
  const isRedirect = location !== "" || (status >= 300 && status < 400);
  if (isRedirect && !isReceipt) return `a redirect: ${status}`;
  if (status < 300 && !mayClaim) return `${status} for a request that proves nothing`;
  for (const [name, value] of Object.entries(PROMISED)) {
    if (headers.get(name) !== value) return `${name} is ${headers.get(name) ?? "missing"}`;
  }
  for (const [name, value] of headers) {
    if (!KNOWN.has(name)) return `a header that nobody promised: ${name}`;
    if (repeats(value)) return `the header ${name} repeats what was sent`;
  }
  const type = headers.get("content-type") ?? "";
  if (!TYPES.test(type) && body !== "") return `an answer of the type ${type || "nothing"}`;
  if (repeats(body)) return "the body repeats what was sent";
  return type.startsWith("text/html") ? pageFault(answer) : undefined;
}

function pageFault({ headers, body }: Answer): string | undefined {
  const policy = headers.get("content-security-policy") ?? "";
  const missing = POLICY.find((directive) => !policy.split("; ").includes(directive));
  if (missing !== undefined) return `the policy lacks ${missing}`;
  return headers.has("content-encoding") ? undefined : markupFault(body);
}

/** Whether the Worker has answered, or the local server in front of it. */
export function isWorkersOwn({ headers }: Answer): boolean {
  return headers.get("x-robots-tag") === "noindex";
}

/** Judges what stopped a request in front of the Worker; there it may fail, but not claim anything. */
export function strangerFault({ status }: Answer, sound: boolean): string | undefined {
  if (sound) return `answered ${status}, and not with the Worker's headers`;
  return status < 400 ? `answered ${status} in front of the Worker` : undefined;
}

/** Judges what a mail came to: it is taken, or rejected. */
export function mailFault({ status }: Pick<Answer, "status">, { mayClaim }: Authority) {
  if (status >= 500) return `a mail was answered ${status}`;
  return status < 400 && !mayClaim ? "a mail that proves nothing was taken" : undefined;
}

/**
 * What the local server prints: of requests that never reached the Worker, of clients that hang up, and
 * now and then of a mail that was rejected as it should be. A request of the Worker's own that hung would
 * get no answer.
 */
const LOCAL =
  /Error inside ProxyWorker|Uncaught exception: workerd\/|your Worker's code had hung|Failed to drain the unused request body/;

/** Judges a printed line that is not the Worker's log. */
export function printedFault(printed: string): string | undefined {
  return isWranglerError(printed) && !LOCAL.test(printed)
    ? `printed: ${printed.trim()}`
    : undefined;
}

const ADDRESS_OR_TICKET = /@|%40|[ce][a-z2-7]{50}/i;

/** Judges a line of the Worker's log. */
export function logFault({ line }: WorkerLogLine): string | undefined {
  const text = JSON.stringify(line);
  if (line.event === "exception" || line.event === "settings") return `logged: ${text}`;
  if (SENT.test(text)) return `the log repeats what was sent: ${text}`;
  return ADDRESS_OR_TICKET.test(text) ? `the log tells who: ${text}` : undefined;
}

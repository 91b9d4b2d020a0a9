/**
 * What must be true of every answer and every line of the log, whatever was sent. Pure, in Node and in workerd; each
 * function returns what is wrong in words, or `undefined`.
 */

/** Must never come back, in any form. */
export const CANARY = `fuzz"'><fuzz onfuzz=1>`;

export interface Answer {
  status: number;
  headers: Headers;
  body: string;
}

/** What a request may be answered. */
export interface Allowed {
  /** Whether it may be answered with 2xx, or with 503 and a time to try again: it carries a signed link. */
  mayClaim: boolean;
  /** The path of the receipt that its form may be sent to, without the asking's ID. */
  receipt?: string;
}

const PROMISED: Readonly<Record<string, string>> = {
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-robots-tag": "noindex",
  "x-content-type-options": "nosniff",
};

/** No cookie, no HSTS. */
const KNOWN = new Set([
  ...Object.keys(PROMISED),
  ..."access-control-allow-origin allow connection content-encoding content-language".split(" "),
  ..."content-length content-security-policy content-type date keep-alive location".split(" "),
  ..."retry-after transfer-encoding vary www-authenticate".split(" "),
]);

const TYPES = /^(?:text\/(?:html|plain); ?charset=utf-8|application\/json)$/i;

/** What follows a receipt's path: an asking's ID, and the language that the link asks for. */
const RECEIPT_END = /^[0-9a-f]{32}(?:\?lang=[A-Za-z-]+)?$/;

/** A signature may spell anything, the canary's word too. */
const TICKETS = /[ce][a-z2-7]{50,}/gi;
const repeats = (text: string) => /fuzz/i.test(text.replace(TICKETS, ""));

/** Judges an answer of the Worker's to one request. */
export function answerFault(answer: Answer, { mayClaim, receipt }: Allowed): string | undefined {
  const { status, headers, body } = answer;
  const mayTryAgain = status === 503 && mayClaim && headers.has("retry-after");
  if (status >= 500 && !mayTryAgain) return `answered ${status}`;
  const location = headers.get("location");
  const isReceipt =
    status === 303 &&
    receipt !== undefined &&
    location?.startsWith(receipt) === true &&
    RECEIPT_END.test(location.slice(receipt.length));
  const isRedirect = location !== null || (status >= 300 && status < 400);
  if (isRedirect && !isReceipt) return `a redirect: ${status}`;
  if (status < 300 && !mayClaim) return `${status} for a request that proves nothing`;
  for (const [name, value] of Object.entries(PROMISED)) {
    if (headers.get(name) !== value) return `${name} is ${headers.get(name) ?? "missing"}`;
  }
  for (const [name, value] of headers) {
    if (!KNOWN.has(name)) return `a header that was not promised: ${name}`;
    if (repeats(value)) return `the header ${name} repeats what was sent`;
  }
  const type = headers.get("content-type") ?? "";
  if (body !== "" && !TYPES.test(type)) return `an answer of the type ${type || "nothing"}`;
  if (repeats(body)) return "the body repeats what was sent";
  if (!type.startsWith("text/html")) return undefined;
  const policy = headers.get("content-security-policy") ?? "";
  return policy.includes("default-src 'none'") ? markupFault(body) : "a page without its policy";
}

/** Where a page may lead: to itself in another language, to the menu of languages, and on with the same link. */
const ADDRESS =
  /^(?:\/leave\/[a-z0-9-]+\/[a-z0-9]+(?:\/[a-z]+(?:\/[0-9a-f]{32})?)?)?(?:\?(?:languages|lang=[A-Za-z-]+(?:&amp;languages)?))?$/;

function markupFault(html: string): string | undefined {
  for (const [tag, address = ""] of html.matchAll(/ (?:href|action)="([^"]*)"/g)) {
    if (!ADDRESS.test(address)) return `a stray address: ${tag}`;
  }
  const text = html.replace(/<style>[^<]*<\/style>/, "").replaceAll(/<[^<>]*>/g, "");
  return /[<>]/.test(text) ? "a stray < or >" : undefined;
}

/** Judges a line of the Worker's log. */
export function logFault(line: Readonly<Record<string, unknown>>): string | undefined {
  const text = JSON.stringify(line);
  if (line["event"] === "exception" || line["event"] === "settings") return `logged: ${text}`;
  if (/fuzz/i.test(text)) return `the log repeats what was sent: ${text}`;
  return /@|%40|[ce][a-z2-7]{50}/i.test(text) ? `the log says who: ${text}` : undefined;
}

/**
 * The requests that the doctor sends. All of them carry one link, signed for a random contact ID that does not
 * exist at Resend: no one is unsubscribed, and the Ledger keeps one entry for a whole run, however many POSTs ask.
 */

import { randomUUID } from "node:crypto";

import { leaveUrl } from "../../src/links/index.ts";
import type { Answer, Lost, Request } from "./exchange.ts";

/** The requests of one group are checked together. */
type Group =
  | "health"
  | "signed-link"
  | "head"
  | "secrets"
  | "damaged-links"
  | "one-click"
  | "user-agents"
  | "body"
  | "forged";

export interface PlannedRequest extends Request {
  group: Group;
  /** What is special about it. */
  name: string;
  /** The path of the link that it is about, as it was signed. */
  linkPath: string;
}

export interface Exchange {
  request: PlannedRequest;
  outcome: Answer | Lost;
}

export type Answered = Exchange & { outcome: Answer };

/** The exchanges of a group. */
export type Grouped = (group: Group) => readonly Exchange[];

/** Whether this is the page of a link, which asks for confirmation: its form posts to the link. */
export function isPageOf(linkPath: string, outcome: Answer | Lost): boolean {
  const form = `<form method="post" action="${linkPath}`;
  return outcome.kind === "answer" && outcome.status === 200 && outcome.body.includes(form);
}

export interface Sender {
  /** Such as `https://acme.com`. */
  origin: string;
  /** A name from `LISTS`, or a segment ID. */
  list: string;
  /** As in `LINK_SECRETS`. */
  secrets: readonly [string, ...(readonly string[])];
}

/** What a person opens a link with. */
export const BROWSER = {
  "user-agent":
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
  accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
  "accept-language": "en",
};

const FORM = { "content-type": "application/x-www-form-urlencoded" };

/** RFC 8058 section 3.1, and as a part of multipart/form-data. */
const ONE_CLICK = "List-Unsubscribe=One-Click";
const PART = '--X\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n';

/** A User-Agent that rules against libraries do not match: if a POST with it is refused, its body is the reason. */
const PLAIN_AGENT = "Mozilla/5.0 (compatible)";

/** The bodies that mail programs and gateways send, with their content types. */
const BODIES: readonly (readonly [name: string, contentType: string, body: string])[] = [
  ["urlencoded, as Gmail sends it", FORM["content-type"], ONE_CLICK],
  ["multipart (RFC 8058 section 3.2)", "multipart/form-data; boundary=X", `${PART}--X--\r\n`],
  ["multipart without its end", "multipart/form-data; boundary=X", PART.slice(0, -20)],
  ["multipart without a boundary", "multipart/form-data", ONE_CLICK],
  ["text/plain", "text/plain;charset=UTF-8", ONE_CLICK],
  ["no body", "", ""],
];

/** Mailbox providers and gateways unsubscribe with libraries such as these. */
const AGENTS: readonly (readonly [name: string, userAgent: string])[] = [
  ["no User-Agent", ""],
  ["Go-http-client", "Go-http-client/2.0"],
  ["Java", "Java/17.0.9"],
  ["python-requests", "python-requests/2.32.3"],
  ["curl", "curl/8.5.0"],
  ["an unknown agent", "unsubscribe"],
];

/** What mail programs, trackers, and gateways append to a link. */
const SUFFIXES: readonly (readonly [name: string, suffix: string])[] = [
  ["a full stop", "."],
  ["a comma", ","],
  ["a closing bracket", ")"],
  ["an encoded >", "%3E"],
  ["an encoded quotation mark", "%22"],
  ["a trailing slash", "/"],
  ["a tracker's query", "?utm_source=news&utm_medium=email"],
  ["an escaped ampersand", "&amp;utm_source=news"],
];

/** Sent first: it shows whether the Worker is there at all. */
export const HEALTH_REQUEST: PlannedRequest = {
  group: "health",
  name: "health",
  method: "GET",
  path: "/leave/-/health",
  headers: BROWSER,
  linkPath: "",
};

/**
 * Signs the link, and plans every request.
 *
 * @throws TypeError as `leaveUrl` does, if the origin or the list is not valid
 */
export async function planRequests({ origin, list, secrets }: Sender): Promise<PlannedRequest[]> {
  const contact = randomUUID();
  const links = await Promise.all(
    secrets.map(async (secret) => new URL(await leaveUrl({ origin, list, contact, secret }))),
  );
  const [linkPath = "", ...olderPaths] = links.map(({ pathname }) => pathname);
  const get = (group: Group, name: string, path = linkPath, signed = linkPath): PlannedRequest => {
    return { group, name, method: "GET", headers: BROWSER, path, linkPath: signed };
  };
  const post = (
    group: Group,
    name: string,
    { headers = FORM, body = ONE_CLICK, path = linkPath }: Partial<Request> = {},
  ): PlannedRequest => ({ group, name, method: "POST", headers, body, path, linkPath });
  const changed = linkPath.replace(/.(?=.{12}$)/, (digit) => (digit === "a" ? "b" : "a"));
  return [
    get("signed-link", "the page"),
    { ...get("head", "HEAD"), method: "HEAD" },
    get("secrets", "secret 1"),
    ...olderPaths.map((path, index) => get("secrets", `secret ${index + 2}`, path, path)),
    ...SUFFIXES.map(([name, suffix]) => get("damaged-links", name, linkPath + suffix)),
    get(
      "damaged-links",
      "capitals",
      linkPath.replace(/[^/]+\/[^/]+$/, (text) => text.toUpperCase()),
    ),
    ...BODIES.map(([name, type, body]) =>
      post("one-click", name, {
        headers: { "user-agent": PLAIN_AGENT, "content-type": type },
        body,
      }),
    ),
    ...AGENTS.map(([name, agent]) =>
      post("user-agents", name, { headers: { ...FORM, "user-agent": agent } }),
    ),
    post("body", "the page's button", {
      headers: { ...BROWSER, ...FORM },
      body: `view=${randomUUID().replaceAll("-", "")}&confirm=page`,
    }),
    get("forged", "GET, signature changed", changed),
    post("forged", "POST, signature changed", { path: changed }),
    post("forged", "POST, list changed", {
      path: linkPath.replace(`/${list}/`, "/not-the-signed-list/"),
    }),
  ];
}

/**
 * What a request may bring about, read off the link's format and nothing else: which calls to
 * Resend, and which claims. Whoever carries no ticket may cause none. Pure.
 */

import type { Meant } from "./attempt.ts";
import { type People, type Ticket, VIEWS } from "./people.ts";

export interface Authority {
  /** Whether it may be answered with 200, 202 or 303. */
  mayClaim: boolean;
  /** The call to Resend that it asks for: method and path. */
  asksFor?: string;
  /** The calls to Resend that it may cause, that one among them. */
  calls: readonly string[];
  /** Where it may be sent on to, with an asking's ID behind. */
  receipt?: string;
}

const NONE: Authority = { mayClaim: false, calls: [] };

/** The whole link in lower case: its list, its ticket's letters and digits, and what follows. */
const LINK = /^\/leave\/([a-z0-9-]+)\/(c[a-z2-7]{52}|e[a-z2-7]+)([^]*)$/;
const ACTION = /^(?:\/|%2f)(undo|everything|receipt)/;
const FROM_PAGE = /(?:^|[&\s])confirm=page(?![^&\s])/;
const TOKEN = /(?:^|[&\s])token=([^&\s]+)/;

/** What anybody may read. */
const OPEN = new Set(["/robots.txt", "/leave/-/health"]);

/** A list alone, before its escapes are read: the general page, the same for everybody. */
const GENERAL_PAGE = /^\/leave\/[^/]+\/?$/i;

/** Reads an HTTP request. */
export function authorityOf(meant: Meant, people: People): Authority {
  const { method, body } = meant;
  const escaped = escapedPathOf(meant.target);
  const path = percentDecoded(escaped);
  const [, list, text, rest = ""] = LINK.exec(asciiLowerCase(path)) ?? [];
  const ticket = ticketOf(list, text, people);
  if (method === "GET" || method === "HEAD") {
    const isOpen = OPEN.has(path) || GENERAL_PAGE.test(escaped);
    return { ...NONE, mayClaim: ticket !== undefined || isOpen };
  }
  if (method !== "POST" || ticket === undefined) return NONE;
  const receipt = FROM_PAGE.test(body)
    ? { receipt: `/leave/${ticket.list}/${ticket.text}/receipt/` }
    : {};
  const [, action = "leave"] = ACTION.exec(rest) ?? [];
  switch (action) {
    case "undo":
      return { ...undoing(ticket, body, people), ...receipt };
    case "everything":
      return { ...stopping(ticket), ...receipt };
    case "receipt":
      return NONE;
    default:
      return { ...leaving(ticket), ...receipt };
  }
}

const RECIPIENT = /^([a-z0-9-]+)\.([ce][a-z2-7]+)(?:\+[^@]*)?@/;

/** Reads the recipient of a mail. */
export function authorityOfMail(to: string, people: People): Authority {
  const [, list, text] = RECIPIENT.exec(asciiLowerCase(to)) ?? [];
  const ticket = ticketOf(list, text, people);
  return ticket === undefined ? NONE : leaving(ticket);
}

function ticketOf(list: string | undefined, text = "", people: People): Ticket | undefined {
  const ticket = people.tickets.get(text);
  return ticket?.list === list ? ticket : undefined;
}

function leaving(ticket: Ticket): Authority {
  return asking(ticket, `DELETE ${membershipPath(ticket)}`);
}

function stopping(ticket: Ticket): Authority {
  return asking(ticket, `PATCH ${contactPath(ticket)}`);
}

/** An undo holds with the token that a page's request of the same person has left behind. */
function undoing(ticket: Ticket, body: string, people: People): Authority {
  const [, token = ""] = TOKEN.exec(body) ?? [];
  const mayAsk = people.leavers.some(({ id }) => id === ticket.id);
  if (!mayAsk || !VIEWS.includes(token)) return NONE;
  const byId = { contact: ticket.id, segment: ticket.segment };
  const calls = [`POST ${membershipPath(byId)}`, `PATCH ${contactPath(byId)}`];
  return { mayClaim: true, calls: [...calls, ...readCalls(ticket)] };
}

function asking(ticket: Ticket, asksFor: string): Authority {
  return { mayClaim: true, asksFor, calls: [asksFor, ...readCalls(ticket)] };
}

function readCalls({ id, contact, segment }: Ticket): string[] {
  const paths = [...new Set([id, contact])].map((name) => contactPath({ contact: name }));
  const reads = paths.flatMap((path) => [`GET ${path}`, `GET ${path}/segments`]);
  return [...reads, `GET /segments/${segment}`];
}

/** Where Resend's API keeps a membership. */
export function membershipPath(ticket: Pick<Ticket, "contact" | "segment">): string {
  return `${contactPath(ticket)}/segments/${ticket.segment}`;
}

/** Where Resend's API keeps a contact. */
export function contactPath({ contact }: Pick<Ticket, "contact">): string {
  return `/contacts/${encodeURIComponent(contact)}`;
}

/** The path that a URL parser finds in a request target. */
function escapedPathOf(target: string): string {
  const text = Buffer.from(target, "latin1").toString("utf8");
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text);
  const url = URL.parse(hasScheme ? text : `http://host${text}`);
  return url === null ? "" : url.pathname;
}

function percentDecoded(text: string): string {
  return text.replace(/%([0-9a-f]{2})/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}

/** Letters outside ASCII are no letters of a link, whatever they fold onto. */
function asciiLowerCase(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

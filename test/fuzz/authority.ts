/**
 * What a request may bring about, read off the link's format and nothing else: which calls to
 * Resend, and which claims. Whoever carries no ticket may cause none. Pure.
 */

import { LINK_SECRET } from "../sandbox/keys.ts";
import type { Meant } from "./attempt.ts";
import type { People, Ticket } from "./people.ts";
import { proofFor } from "./signing.ts";

export interface Authority {
  /** Whether it may be answered with 200 or 202. */
  mayClaim: boolean;
  /** The calls to Resend that it may cause: method and path. */
  calls: readonly string[];
}

const NONE: Authority = { mayClaim: false, calls: [] };

/** The whole link in lower case: its list, its ticket's letters and digits, and what follows. */
const LINK = /^\/leave\/([a-z0-9-]+)\/(c[a-z2-7]{52}|e[a-z2-7]+)([^]*)$/;
const ACTION = /^(?:\/|%2f)(rejoin|everything)/;

/** What anybody may read. */
const OPEN = new Set(["/robots.txt", "/leave/-/health"]);

/** A list alone, before its escapes are read: the general page, the same for everybody. */
const GENERAL_PAGE = /^\/leave\/[^/]+\/?$/i;

/** Reads an HTTP request. */
export function authorityOf(meant: Meant, people: People, nowMs: number): Authority {
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
  const [, action] = ACTION.exec(rest) ?? [];
  if (action === "rejoin") return rejoining(ticket, body, nowMs);
  return action === "everything" ? stopping(ticket) : leaving(ticket);
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
  return { mayClaim: true, calls: [`DELETE ${membershipPath(ticket)}`, ...readCalls(ticket)] };
}

function stopping(ticket: Ticket): Authority {
  return { mayClaim: true, calls: [`PATCH ${contactPath(ticket)}`, ...readCalls(ticket)] };
}

const PROOF = /(leave|everything)\.(restore|reverse|cancel)\.([0-9]+)\.[a-z2-7]+/g;

function rejoining(ticket: Ticket, body: string, nowMs: number): Authority {
  const { contact, list } = ticket;
  for (const [proof, undo, grant, expiresAt] of percentDecoded(body).matchAll(PROOF)) {
    const claim = `${undo}.${grant}.${expiresAt}`;
    if (proof !== proofFor(claim, contact, list, LINK_SECRET)) continue;
    if (Number(expiresAt) * 1000 < nowMs) continue;
    const back =
      undo === "leave" ? `POST ${membershipPath(ticket)}` : `PATCH ${contactPath(ticket)}`;
    return { mayClaim: true, calls: [...(grant === "cancel" ? [] : [back]), ...readCalls(ticket)] };
  }
  return NONE;
}

function readCalls(ticket: Ticket): string[] {
  const contact = contactPath(ticket);
  return [`GET ${contact}`, `GET ${contact}/segments`, `GET /segments/${ticket.segment}`];
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

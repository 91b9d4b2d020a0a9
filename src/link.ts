/**
 * Signs links and opens them. A link is `{origin}/leave/{list}/{ticket}`; the ticket says who
 * leaves, and carries the sender's proof (docs/link-format.md).
 * Web Crypto only, no I/O and no clock: runs in Node, Deno, Bun, Workers and browsers.
 * Signing throws a `TypeError` that names what is wrong; opening never throws.
 */

import { decodeBase32, encodeBase32 } from "./link/base32.ts";
import {
  type Contact,
  type ContactKind,
  contactText,
  isUuid,
  MAX_ADDRESS_BYTES,
  parseContact,
} from "./link/contact.ts";
import { mac, MAC_BYTES, sameMac } from "./link/mac.ts";

export { isAddress } from "./link/contact.ts";
export { type Grant, openProof, type Proof, signProof } from "./link/proof.ts";

/** Characters that a link secret must have at least. */
export const MIN_SECRET_LENGTH = 32;

/** What a link asks for: the leave itself, or one of the two actions behind it. */
export type Action = "leave" | "rejoin" | "everything";

/** A link whose signature holds. */
export interface OpenedLink {
  kind: "opened";
  /** The list's name, or its segment ID; lower case. */
  list: string;
  /** A Resend contact ID (lower case, with dashes) or an e-mail address as it was signed. */
  contact: string;
  /** The ticket in its canonical spelling, without what followed it. */
  ticket: string;
  action: Action;
}

/** A link that proves nothing: it has another shape, or nobody with these secrets signed it. */
export interface RefusedLink {
  kind: "refused";
  reason: "malformed" | "forged";
}

/** What a sender signs. */
export interface LinkInput {
  /** A name from `LISTS`, or a segment ID: a lower-case UUID. */
  list: string;
  /** A Resend contact ID, or an e-mail address exactly as it should be stored in the link. */
  contact: string;
  /** The first of the Worker's `LINK_SECRETS`: at least 32 characters. */
  secret: string;
}

/** What a sender signs, and where the Worker answers. */
export interface LeaveUrlInput extends LinkInput {
  /** Scheme and host of the Worker, such as `https://acme.com`; `http` on loopback only. */
  origin: string;
}

const LIST = /^[a-z0-9][a-z0-9-]{0,39}$/;
const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

const ID_TICKET_LENGTH = 53;
const MAC_LENGTH = base32Length(MAC_BYTES);
const MIN_ADDRESS_DIGITS = base32Length("a@b".length) + MAC_LENGTH;
const MAX_ADDRESS_DIGITS = base32Length(MAX_ADDRESS_BYTES) + MAC_LENGTH;

// `i` without `u`, so that no letter outside ASCII folds onto one inside it; only then is lower-casing safe.
const PATH = /^\/leave\/([a-z0-9][a-z0-9-]{0,39})\/(.+)$/is;
const TICKET = new RegExp(
  `^(?:c[a-z2-7]{${ID_TICKET_LENGTH - 1}}|e[a-z2-7]{${MIN_ADDRESS_DIGITS},${MAX_ADDRESS_DIGITS}}(?![a-z2-7]))`,
  "i",
);
const ACTION = /^(?:\/|%2f)(rejoin|everything)/i;

/** Whether the text can be a list's name in `LISTS`. A text shaped like a segment ID cannot. */
export function isListName(text: string): boolean {
  return LIST.test(text) && !isUuid(text);
}

/** Whether the text is a Resend segment ID: a lower-case UUID. */
export function isSegmentId(text: string): boolean {
  return isUuid(text);
}

/** Reads a URL that keeps secrets on their way: `https`, or `http` that does not leave the machine. */
export function secureUrl(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const onLoopback = url?.protocol === "http:" && LOOPBACK.has(url.hostname);
  return url?.protocol === "https:" || onLoopback ? url : undefined;
}

/**
 * Signs a ticket: the last part of a link.
 *
 * @throws TypeError when the list, the contact or the secret is not what it must be
 *
 * @example
 * ```ts
 * await signTicket({
 *   list: "weekly",
 *   contact: "e169aa45-1ecf-4183-9955-b1499d5701d3",
 *   secret: "correct-horse-battery-staple-0123456789",
 * }); // "c4fu2uri6z5ayhgkvwfez2vyb2mgyzwnqgwf6o2wl2pci73jq3nqy"
 * ```
 */
export async function signTicket({ list, contact, secret }: LinkInput): Promise<string> {
  if (!LIST.test(list)) {
    throw new TypeError(
      "list: must be a name from LISTS (a-z, 0-9 and dashes, at most 40 characters) or a segment ID in lower case",
    );
  }
  if (secret.length < MIN_SECRET_LENGTH) {
    throw new TypeError(
      `secret: has ${secret.length} characters, must have at least ${MIN_SECRET_LENGTH}; use the first of the Worker's LINK_SECRETS`,
    );
  }
  const parsed = parseContact(contact);
  if (parsed === undefined) {
    throw new TypeError(
      `contact: must be a Resend contact ID, or an e-mail address of at most ${MAX_ADDRESS_BYTES} bytes without white space or control characters`,
    );
  }
  return ticketOf(list, parsed, secret);
}

/**
 * Makes the link that goes into the e-mail's body.
 *
 * @throws TypeError as `signTicket` does, and when the origin is not an `https` one
 *
 * @example
 * ```ts
 * await leaveUrl({
 *   origin: "https://acme.com",
 *   list: "weekly",
 *   contact: "e169aa45-1ecf-4183-9955-b1499d5701d3",
 *   secret: "correct-horse-battery-staple-0123456789",
 * }); // "https://acme.com/leave/weekly/c4fu2uri6z5ayhgkvwfez2vyb2mgyzwnqgwf6o2wl2pci73jq3nqy"
 * ```
 */
export async function leaveUrl({ origin, ...link }: LeaveUrlInput): Promise<string> {
  return `${checkedOrigin(origin)}/leave/${link.list}/${await signTicket(link)}`;
}

/**
 * Makes the two headers that give an e-mail its one-click unsubscribe (RFC 2369 section 3.2,
 * RFC 8058 section 3.1), ready for `resend.emails.send({ headers })`.
 *
 * @throws TypeError as `leaveUrl` does
 */
export async function leaveHeaders(
  input: LeaveUrlInput,
): Promise<{ "List-Unsubscribe": string; "List-Unsubscribe-Post": string }> {
  return {
    "List-Unsubscribe": `<${await leaveUrl(input)}>`,
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
  };
}

/**
 * Opens the path of a link: finds the ticket, ignores what clients glue behind it, and checks
 * the signature.
 *
 * @param path the URL's path, such as `/leave/weekly/c4fu2…`, percent-decoded or not
 * @param secrets the Worker's secrets; any of them may have signed
 */
export async function openLink(
  path: string,
  secrets: readonly string[],
): Promise<OpenedLink | RefusedLink> {
  const [, list, rest] = PATH.exec(path) ?? [];
  const [ticket] = TICKET.exec(rest ?? "") ?? [];
  if (list === undefined || rest === undefined || ticket === undefined) {
    return { kind: "refused", reason: "malformed" };
  }
  const action = ACTION.exec(rest.slice(ticket.length))?.[1]?.toLowerCase() ?? "leave";
  return openTicket(list.toLowerCase(), ticket.toLowerCase(), action as Action, secrets);
}

/**
 * Names a membership where its contact must not show: as a rate limit's key and in logs.
 *
 * @returns 26 letters and digits, the same for every spelling of a link
 */
export async function membershipHash({ list, contact, secret }: LinkInput): Promise<string> {
  return keyedHash(`${list}:${contact}`, secret);
}

/** Hashes a text so that nobody without the secret can try texts against it: 26 letters and digits. */
export async function keyedHash(text: string, secret: string): Promise<string> {
  return encodeBase32(await mac(secret, `hash:v1:${text}`));
}

/**
 * Compares what somebody sent with a secret, in a time that tells nothing of the secret.
 *
 * @param secret must not be empty
 */
export async function isSecret(given: string, secret: string): Promise<boolean> {
  return sameMac(await mac(secret, given), await mac(secret, secret));
}

async function openTicket(
  list: string,
  ticket: string,
  action: Action,
  secrets: readonly string[],
): Promise<OpenedLink | RefusedLink> {
  const contactBytes = decodeBase32(ticket.slice(1, -MAC_LENGTH));
  const claimedMac = decodeBase32(ticket.slice(-MAC_LENGTH));
  if (contactBytes === undefined || claimedMac === undefined) {
    return { kind: "refused", reason: "malformed" };
  }
  const contact = contactText(ticket.charAt(0) as ContactKind, contactBytes);
  if (contact === undefined) return { kind: "refused", reason: "malformed" };
  for (const secret of secrets) {
    if (sameMac(claimedMac, await mac(secret, signedText(list, contact)))) {
      return { kind: "opened", list, contact, ticket, action };
    }
  }
  return { kind: "refused", reason: "forged" };
}

async function ticketOf(list: string, { kind, text, bytes }: Contact, secret: string) {
  return kind + encodeBase32(bytes) + encodeBase32(await mac(secret, signedText(list, text)));
}

function signedText(list: string, contact: string): string {
  return `leave:v1:${list}:${contact}`;
}

function checkedOrigin(origin: string): string {
  const url = secureUrl(origin);
  if (url?.href !== `${url?.origin}/`) {
    throw new TypeError(
      "origin: must be https and a host alone, such as https://acme.com (http on localhost, 127.0.0.1 and [::1] only)",
    );
  }
  return url.origin;
}

function base32Length(bytes: number): number {
  return Math.ceil((bytes * 8) / 5);
}

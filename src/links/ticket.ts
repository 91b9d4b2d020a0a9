/**
 * The ticket, the last part of a link: the contact, and the sender's signature (docs/link-format.md). Signing expects
 * checked input; verifying accepts anything, and never throws.
 */

import { base32Length, decodeBase32, encodeBase32 } from "../crypto/encoding.ts";
import { hmac, hmacs, sameMac } from "../crypto/hmac.ts";
import {
  type Contact,
  contactText,
  isList,
  type ListName,
  MAX_ADDRESS_BYTES,
  type SegmentId,
} from "./names.ts";

/** The fewest characters of a link secret. */
const MIN_SECRET_LENGTH = 32;

/** How many bytes of the HMAC a ticket contains: too many to guess, and few enough for a `mailto:`. */
const MAC_BYTES = 16;

const MAC_LENGTH = base32Length(MAC_BYTES);

/** Quotes, brackets, and characters that a shell or a settings file interprets. */
const SECRET_MARKS = /["'`()[\]{}<>$;]/;

/** Characters of a ticket by contact ID. */
export const ID_TICKET_LENGTH = 1 + base32Length(16) + MAC_LENGTH;

const MIN_ADDRESS_LENGTH = 1 + base32Length("a@b".length) + MAC_LENGTH;
const MAX_ADDRESS_LENGTH = 1 + base32Length(MAX_ADDRESS_BYTES) + MAC_LENGTH;

/** White space of folded headers, `=` of soft line breaks, and invisible characters. */
const DROPPABLE = /[\s=\p{Default_Ignorable_Code_Point}]/gu;

/** Runs of digits, and what is dropped between them. No `i`, by which letters outside ASCII would fold onto some inside it. */
const RUNS = /([a-zA-Z2-7]+)|[\s=\p{Default_Ignorable_Code_Point}]+/guy;

/** How many shorter spellings of a ticket by address are tried, after the first run and all runs joined. */
const MAX_SHORTER = 6;

/** What a ticket claims. Not verified: show it to a person, but never act on it. */
export interface Claim {
  /** The list's name, or its segment ID; lower case. */
  list: ListName | SegmentId;
  /** A Resend contact ID (lower case, with dashes) or an email address as it was signed. */
  contact: string;
  /** The ticket in its canonical spelling, without the text after it. */
  ticket: string;
}

/** A ticket that one of the secrets has signed. */
export interface VerifiedTicket extends Claim {
  kind: "verified";
  /**
   * Identifies the subscription where its contact must not appear, such as in rate limit keys and logs. 26 letters and
   * digits, the same for every spelling of a link, whichever secret signed it.
   */
  hash: string;
  /** The text after the ticket. */
  rest: string;
}

/** A link or a ticket that is not valid: it is malformed, or none of the secrets signed it. */
export interface Refused {
  kind: "refused";
  reason: "malformed" | "forged";
}

/** Splits `LINK_SECRETS` at commas and white space. The first secret signs. */
export function splitSecrets(linkSecrets: string): string[] {
  return linkSecrets.split(/[\s,]+/).filter(Boolean);
}

/**
 * Says why a secret must not sign: it could not be set in the Worker, or a shell, a settings file, or a dashboard has
 * changed it.
 *
 * @returns the rest of a sentence, without the secret; `undefined` if it may sign
 */
export function secretProblem(secret: string): string | undefined {
  if (secret === "") return "is missing";
  if (/[\s,]/.test(secret)) return "has a comma or white space in it, and so looks like several";
  const [mark] = SECRET_MARKS.exec(secret) ?? [];
  if (mark !== undefined) return `has ${mark} in it, which shells and settings files change`;
  if (!/^[\x21-\x7e]*$/.test(secret)) return "has a character outside printable ASCII";
  if (/^[A-Za-z_][A-Za-z0-9_]*=[^=]/.test(secret)) return "starts with a variable's name and =";
  if (secret.length < MIN_SECRET_LENGTH) {
    return `has ${secret.length} characters, must have at least ${MIN_SECRET_LENGTH}`;
  }
  return undefined;
}

/**
 * Checks the secret that signs.
 *
 * @throws TypeError if it must not sign; the error does not contain it
 */
export function checkSecret(secret: string | undefined): asserts secret is string {
  const problem = typeof secret === "string" ? secretProblem(secret) : "is missing";
  if (problem === undefined) return;
  throw new TypeError(`secret: ${problem}; use the first of the Worker's LINK_SECRETS`);
}

/** Signs the ticket of each of these contacts, at most some hundreds. */
export async function signTickets(
  list: string,
  contacts: readonly Contact[],
  secret: string,
): Promise<string[]> {
  const macs = await hmacs(
    secret,
    contacts.map(({ text }) => signedText(list, text)),
  );
  return contacts.map((contact, index) => writeTicket(contact, macs[index] as Uint8Array));
}

/** Signs one ticket. */
export async function signTicket(list: string, contact: Contact, secret: string): Promise<string> {
  return writeTicket(contact, await hmac(secret, signedText(list, contact.text)));
}

function writeTicket({ kind, bytes }: Contact, mac: Uint8Array): string {
  return kind + encodeBase32(bytes) + encodeBase32(mac.subarray(0, MAC_BYTES));
}

/**
 * Verifies a ticket for a list. Characters that cannot belong to a ticket are dropped. A ticket by contact ID ends after
 * its 53rd character; a ticket by address ends where its MAC is valid.
 *
 * @param list the list's name or segment ID, in any case
 * @param text starts with the ticket, in any case; at most a few thousand characters
 * @param secrets the Worker's secrets; any of them may have signed
 */
export async function verifyTicket(
  list: string,
  text: string,
  secrets: readonly string[],
): Promise<VerifiedTicket | Refused> {
  const parsed = parseTickets(list, text);
  for (const { claim, mac, end } of parsed) {
    const message = signedText(claim.list, claim.contact);
    let hash: string | undefined;
    for (const secret of secrets) {
      const expected = await hmac(secret, message);
      // The second half reveals nothing about the first half, which must stay secret.
      hash ??= encodeBase32(expected.subarray(MAC_BYTES));
      if (sameMac(mac, expected.subarray(0, MAC_BYTES))) {
        return { kind: "verified", ...claim, hash, rest: text.slice(end) };
      }
    }
  }
  return { kind: "refused", reason: parsed.length === 0 ? "malformed" : "forged" };
}

/** Reads what a ticket claims; `undefined` if the list or the text is malformed. */
export function readClaim(list: string, text: string): Claim | undefined {
  return parseTickets(list, text)[0]?.claim;
}

/** Drops characters that cannot belong to a list's name, a ticket, or an action. */
export function withoutDroppable(text: string): string {
  return text.replaceAll(DROPPABLE, "");
}

/** One way to read a ticket from a text, and where in the text it ends. */
interface Spelling {
  ticket: string;
  end: number;
}

function parseTickets(
  list: string,
  text: string,
): { claim: Claim; mac: Uint8Array; end: number }[] {
  const bare = withoutDroppable(list);
  // As for the ticket, letters outside ASCII must not become ASCII.
  const name = /^[a-z0-9-]+$/i.test(bare) ? bare.toLowerCase() : "";
  if (!isList(name)) return [];
  return spellings(text).flatMap(({ ticket, end }) => {
    const bytes = decodeBase32(ticket.slice(1, -MAC_LENGTH));
    const mac = decodeBase32(ticket.slice(-MAC_LENGTH));
    const contact = bytes && contactText(ticket.startsWith("c") ? "c" : "e", bytes);
    if (mac === undefined || contact === undefined) return [];
    return [{ claim: { list: name, contact, ticket }, mac, end }];
  });
}

/** The spellings to try, in this order. */
function spellings(text: string): Spelling[] {
  let joined = "";
  const runs: Spelling[] = [];
  for (const { 1: digits, index } of text.matchAll(RUNS)) {
    if (digits === undefined) continue;
    const left = ID_TICKET_LENGTH - joined.length;
    joined += digits.toLowerCase();
    if (joined.startsWith("c") && digits.length >= left) {
      return [{ ticket: joined.slice(0, ID_TICKET_LENGTH), end: index + left }];
    }
    if (joined.length > MAX_ADDRESS_LENGTH) break;
    runs.push({ ticket: joined, end: index + digits.length });
  }
  if (!joined.startsWith("e")) return [];
  const first = runs.slice(0, 1);
  const all = runs.slice(1).slice(-1);
  const shorter = runs.slice(1, -1).toReversed().filter(isPossible).slice(0, MAX_SHORTER);
  return [...first, ...all, ...shorter].filter(isPossible);
}

/** Whether a ticket by address can have this length: the last group of base32 never has 1, 3, or 6 characters. */
function isPossible({ ticket: { length } }: Spelling): boolean {
  const over = (length - 1 - MAC_LENGTH) % 8;
  return length >= MIN_ADDRESS_LENGTH && length <= MAX_ADDRESS_LENGTH && ![1, 3, 6].includes(over);
}

/** The text that the MAC authenticates. */
function signedText(list: string, contact: string): string {
  return `leave:v1:${list}:${contact}`;
}

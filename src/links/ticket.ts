/** The ticket, a link's last part: the contact, and the sender's proof (docs/link-format.md). */

import { encodeBase32 } from "../crypto/base32.ts";
import { type Contact, MAX_ADDRESS_BYTES, parseContact } from "./contact.ts";
import { checkList } from "./list.ts";
import { mac, macs } from "../crypto/hmac.ts";
import { checkSecret } from "./secret.ts";

/** Characters of a ticket by contact ID. */
export const ID_TICKET_LENGTH = 53;

/** What a sender signs. */
export interface LinkInput {
  /** A name from `LISTS`, or a segment ID: a lower-case UUID. */
  list: string;
  /** A Resend contact ID, or an e-mail address exactly as it should be stored in the link. */
  contact: string;
  /** The first of the Worker's `LINK_SECRETS`: at least 32 characters. */
  secret: string;
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
  checkList(list);
  checkSecret(secret);
  return ticketOf(list, checkedContact(contact), secret);
}

/** Signs what has been checked. */
export async function ticketOf(list: string, contact: Contact, secret: string): Promise<string> {
  return written(contact, await mac(secret, signedText(list, contact.text)));
}

/** The same for many contacts of one list, at most some hundreds. */
export async function ticketsOf(
  list: string,
  contacts: readonly Contact[],
  secret: string,
): Promise<string[]> {
  const signatures = await macs(
    secret,
    contacts.map(({ text }) => signedText(list, text)),
  );
  return contacts.map((contact, index) => written(contact, signatures[index] as Uint8Array));
}

function written({ kind, bytes }: Contact, signature: Uint8Array): string {
  return kind + encodeBase32(bytes) + encodeBase32(signature);
}

/**
 * Reads a contact as a sender writes it.
 *
 * @param name what the error calls it
 * @throws TypeError when it is neither a contact ID nor an address
 */
export function checkedContact(contact: string, name = "contact"): Contact {
  const parsed = typeof contact === "string" ? parseContact(contact) : undefined;
  if (parsed === undefined) {
    throw new TypeError(
      `${name}: must be a Resend contact ID, or an e-mail address of at most ${MAX_ADDRESS_BYTES} bytes without white space or control characters`,
    );
  }
  return parsed;
}

/** What the MAC is of. */
export function signedText(list: string, contact: string): string {
  return `leave:v1:${list}:${contact}`;
}

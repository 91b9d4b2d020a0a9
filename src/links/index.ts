/**
 * What senders make: links, and the headers that carry them. The whole of the package
 * `leave-this-list/link`. Web Crypto only: runs in Node, Deno, Bun, Workers and browsers.
 * Throws a `TypeError` that names what is wrong, and never repeats a secret.
 */

import type { Contact } from "./names.ts";
import {
  checkSender,
  checkContact,
  type LeaveHeaders,
  type LeaveHeadersInput,
  type LeaveUrlInput,
  mintLink,
} from "./mint.ts";
import { signTickets } from "./ticket.ts";

export {
  type LeaveHeaders,
  type LeaveHeadersInput,
  type LeaveUrlInput,
  type LinkInput,
} from "./mint.ts";

/** What many links have in common, and whom they are for. */
export interface LeaveLinksInput extends Omit<LeaveUrlInput, "contact"> {
  /** Resend contact IDs or email addresses, in any mixture. */
  contacts: Iterable<string>;
}

/** Links that are signed at the same time: more of them only fill memory. */
const CHUNK = 200;

/**
 * Makes the link that goes into the email's body.
 *
 * @throws TypeError when the origin, the list, the contact or the secret is not what it must be
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
export async function leaveUrl({ origin, list, contact, secret }: LeaveUrlInput): Promise<string> {
  return (await mintLink({ origin, list, contact, secret })).url;
}

/**
 * Makes the two headers that give an email its one-click unsubscribe (RFC 2369 section 3.2,
 * RFC 8058 section 3.1), ready for `resend.emails.send({ headers })` and for each email of a batch.
 *
 * With a `mailtoDomain` a `mailto:` follows the link, for a contact ID on a list with a name. For an
 * address, and for a list given by segment ID, it is left out: it would not fit into the 64
 * characters that may stand before an `@`.
 *
 * @throws TypeError as `leaveUrl` does, when the `mailtoDomain` is not a domain or an address, and when the list's
 *   name is too long for a `mailto:` by contact ID: 10 characters fit
 *
 * @example
 * ```ts
 * await leaveHeaders({
 *   origin: "https://acme.com",
 *   list: "weekly",
 *   contact: "e169aa45-1ecf-4183-9955-b1499d5701d3",
 *   secret: "correct-horse-battery-staple-0123456789",
 *   mailtoDomain: "leave.acme.com",
 * });
 * // {
 * //   "List-Unsubscribe": "<https://acme.com/leave/weekly/c4fu2uri6z5ayhgkvwfez2vyb2mgyzwnqgwf6o2wl2pci73jq3nqy>, <mailto:weekly.c4fu2uri6z5ayhgkvwfez2vyb2mgyzwnqgwf6o2wl2pci73jq3nqy@leave.acme.com>",
 * //   "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
 * // }
 * ```
 */
export async function leaveHeaders(input: LeaveHeadersInput): Promise<LeaveHeaders> {
  return (await mintLink(input)).headers;
}

/**
 * Makes the links for a whole list, much faster than one after the other: 100,000 take a few
 * seconds.
 *
 * @returns the links, in the order of the contacts
 * @throws TypeError as `leaveUrl` does; a contact is named by its place, such as `contacts[17]`
 *
 * @example
 * ```ts
 * await leaveLinks({
 *   origin: "https://acme.com",
 *   list: "weekly",
 *   secret: "correct-horse-battery-staple-0123456789",
 *   contacts: ["e169aa45-1ecf-4183-9955-b1499d5701d3", "steve.wozniak@gmail.com"],
 * });
 * // [
 * //   "https://acme.com/leave/weekly/c4fu2uri6z5ayhgkvwfez2vyb2mgyzwnqgwf6o2wl2pci73jq3nqy",
 * //   "https://acme.com/leave/weekly/eon2gk5tffz3w66tonfqwwqdhnvqws3bomnxw2srkf5uxcfsn2bhtsfnugerxiom",
 * // ]
 * ```
 */
export async function leaveLinks({ contacts, ...sender }: LeaveLinksInput): Promise<string[]> {
  const { start, secret } = checkSender(sender);
  const links: string[] = [];
  let chunk: Contact[] = [];
  const signChunk = async () => {
    const tickets = await signTickets(sender.list, chunk, secret);
    for (const ticket of tickets) links.push(start + ticket);
    chunk = [];
  };
  for (const contact of contacts) {
    chunk.push(checkContact(contact, `contacts[${links.length + chunk.length}]`));
    if (chunk.length === CHUNK) await signChunk();
  }
  await signChunk();
  return links;
}

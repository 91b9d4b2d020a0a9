/**
 * The package `leave-this-list/link`: makes links, and the headers that contain them. Runs in Node, Deno, Bun, Workers,
 * and browsers, since it needs only Web Crypto. Throws a `TypeError` that says what is wrong, and never contains a secret.
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

/** What the links have in common, and the contacts that they are for. */
export interface LeaveLinksInput extends Omit<LeaveUrlInput, "contact"> {
  /** Resend contact IDs or email addresses; you can mix them. */
  contacts: Iterable<string>;
}

/** How many links are signed at the same time; more would only use memory. */
const CHUNK = 200;

/**
 * Makes the link for the email's body.
 *
 * @throws TypeError if the origin, the list, the contact, or the secret is not valid
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
 * With a `mailtoDomain`, the header also gets a `mailto:` for a contact ID on a list with a name. An address, or a list
 * given by segment ID, gets none, since it would not fit into the 64 characters before an `@`.
 *
 * @throws TypeError as `leaveUrl` does; also if the `mailtoDomain` is not a domain or an address, or if the list's name is
 *   longer than the 10 characters that fit into a `mailto:`
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
 * Makes the links for a whole list, much faster than one by one: 100,000 take a few seconds.
 *
 * @returns the links, in the order of the contacts
 * @throws TypeError as `leaveUrl` does; it names a contact by its index, such as `contacts[17]`
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

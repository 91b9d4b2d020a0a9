/**
 * The `mailto:` beside a link: for mailboxes that leave by sending a mail. The ticket is in the
 * address, because it is all of the mail that arrives everywhere. Pure.
 */

import type { Contact } from "./contact.ts";
import { isSegmentId } from "./list.ts";
import { ID_TICKET_LENGTH } from "./ticket.ts";

/** Characters before the `@` that SMTP carries (RFC 5321 section 4.5.3.1.1). */
const MAX_LOCAL_PART = 64;

/** Characters of a list's name that leave room for a dot and a ticket. */
const MAX_LIST_NAME = MAX_LOCAL_PART - 1 - ID_TICKET_LENGTH;

/** Two labels at least, and the last is not a number: an IP address is no mail domain. */
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?![0-9]+$)[a-z0-9-]{0,62}[a-z0-9]$/i;

/** Whether the text can stand behind the `@`: a domain as DNS writes it, at most 189 characters. */
export function isMailDomain(text: string): boolean {
  // RFC 5321 section 4.5.3.1.3 leaves an address 254 characters, and 65 of them are taken.
  return text.length <= 254 - MAX_LOCAL_PART - 1 && DOMAIN.test(text);
}

/** @throws TypeError when mail cannot be sent there */
export function checkMailtoDomain(mailtoDomain: string): void {
  if (typeof mailtoDomain !== "string" || !isMailDomain(mailtoDomain)) {
    throw new TypeError(
      "mailtoDomain: must be a domain alone, such as leave.acme.com (the Worker's MAILTO_DOMAIN; in its xn-- form if it has other letters than a-z)",
    );
  }
}

/**
 * Whether a link has a `mailto:` at all. One by address has none, nor has one for a segment ID:
 * they do not fit into the 64 characters before an `@`.
 *
 * @throws TypeError when it would have one, were the list's name shorter
 */
export function hasMailto(list: string, { kind }: Contact): boolean {
  if (kind !== "c" || isSegmentId(list)) return false;
  if (list.length > MAX_LIST_NAME) {
    throw new TypeError(
      `list: makes the mailto: address ${list.length + 1 + ID_TICKET_LENGTH} characters long before its @, and ${MAX_LOCAL_PART} is the limit; shorten the list's name to ${MAX_LIST_NAME} characters or less, or leave mailtoDomain out`,
    );
  }
  return true;
}

/** Makes the link and the headers of one email, with a single signature. Checks everything that it is given. */

import { type Contact, isList, isSegmentId, MAX_ADDRESS_BYTES, parseContact } from "./names.ts";
import { checkMailtoDomain, checkOrigin, MAX_LOCAL_PART } from "./origin.ts";
import { checkSecret, ID_TICKET_LENGTH, signTicket } from "./ticket.ts";

/** What a sender signs. */
export interface LinkInput {
  /** A name from `LISTS`, or a segment ID: a lower-case UUID. */
  list: string;
  /** A Resend contact ID, or an email address exactly as it should be stored in the link. */
  contact: string;
  /** The first of the Worker's `LINK_SECRETS`: at least 32 characters. */
  secret: string;
}

/** What a sender signs, and where the Worker answers. */
export interface LeaveUrlInput extends LinkInput {
  /** Scheme and host of the Worker, such as `https://acme.com`; `http` on loopback only. */
  origin: string;
}

/** What a sender signs, where the Worker answers, and where it takes mail. */
export interface LeaveHeadersInput extends LeaveUrlInput {
  /** The Worker's `MAILTO_DOMAIN`, such as `leave.acme.com`; without it there is no `mailto:`. */
  mailtoDomain?: string | undefined;
}

/** A type instead of an interface, so that it is a `Record<string, string>` too. */
export type LeaveHeaders = { "List-Unsubscribe": string; "List-Unsubscribe-Post": string };

/** Characters of a list's name that leave room for a dot and a ticket before the `@`. */
const MAX_MAILTO_LIST = MAX_LOCAL_PART - 1 - ID_TICKET_LENGTH;

/**
 * Makes the link and the headers of one email, and signs once.
 *
 * @throws TypeError that names what is wrong
 */
export async function mintLink({
  mailtoDomain,
  ...input
}: LeaveHeadersInput): Promise<{ url: string; headers: LeaveHeaders }> {
  const base = checkBase(input);
  if (mailtoDomain !== undefined) checkMailtoDomain(mailtoDomain);
  const contact = checkContact(input.contact);
  const hasMailto = mailtoDomain !== undefined && fitsMailto(input.list, contact);
  const ticket = await signTicket(input.list, contact, input.secret);
  const url = base + ticket;
  const mailto = hasMailto ? `, <mailto:${input.list}.${ticket}@${mailtoDomain}>` : "";
  return {
    url,
    headers: {
      "List-Unsubscribe": `<${url}>${mailto}`,
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    },
  };
}

/**
 * Checks what many links have in common.
 *
 * @returns the start of these links, up to their tickets
 * @throws TypeError that names what is wrong
 */
export function checkBase({ origin, list, secret }: Omit<LeaveUrlInput, "contact">): string {
  const checked = checkOrigin(origin);
  if (typeof list !== "string" || !isList(list)) {
    throw new TypeError(
      "list: must be a name from LISTS (a-z, 0-9 and dashes, at most 40 characters) or a segment ID in lower case",
    );
  }
  checkSecret(secret);
  return `${checked}/leave/${list}/`;
}

/**
 * Reads a contact as a sender writes it.
 *
 * @param name what the error calls it
 * @throws TypeError when it is not a contact ID or an address
 */
export function checkContact(contact: string, name = "contact"): Contact {
  const parsed = typeof contact === "string" ? parseContact(contact) : undefined;
  if (parsed === undefined) {
    throw new TypeError(
      `${name}: must be a Resend contact ID, or an email address of at most ${MAX_ADDRESS_BYTES} bytes without white space or control characters`,
    );
  }
  return parsed;
}

/**
 * Whether a link has a `mailto:` at all. A link by address has none, and neither has one for a segment ID: they do not
 * fit into the 64 characters before an `@`.
 *
 * @throws TypeError when the link would have one if the list's name were shorter
 */
function fitsMailto(list: string, { kind }: Contact): boolean {
  if (kind !== "c" || isSegmentId(list)) return false;
  if (list.length > MAX_MAILTO_LIST) {
    throw new TypeError(
      `list: makes the mailto: address ${list.length + 1 + ID_TICKET_LENGTH} characters long before its @, and ${MAX_LOCAL_PART} is the limit; shorten the list's name to ${MAX_MAILTO_LIST} characters or less, or leave mailtoDomain out`,
    );
  }
  return true;
}

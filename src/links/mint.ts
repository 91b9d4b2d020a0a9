/** Makes the link and the headers of one email, with a single signature. Checks all of its input. */

import { addressProblem, type Contact, isList, isSegmentId, parseContact } from "./names.ts";
import { checkMailtoDomain, checkOrigin, type MailtoTarget, MAX_LOCAL_PART } from "./origin.ts";
import { checkSecret, ID_TICKET_LENGTH, signTicket } from "./ticket.ts";

/** What a sender signs. */
export interface LinkInput {
  /** A name from `LISTS`, or a segment ID: a lower-case UUID. */
  list: string;
  /** A Resend contact ID, or an email address. The link contains it exactly as given. */
  contact: string;
  /** The first of the Worker's `LINK_SECRETS`: at least 32 characters. `undefined`, as `process.env.X` may be, is an error. */
  secret: string | undefined;
}

/** What a sender signs, and where the Worker answers. */
export interface LeaveUrlInput extends LinkInput {
  /** Scheme and host of the Worker, such as `https://acme.com`; `http` on loopback only. */
  origin: string;
}

/** What a sender signs, where the Worker answers, and where it receives mail. */
export interface LeaveHeadersInput extends LeaveUrlInput {
  /** The Worker's `MAILTO_DOMAIN`, such as `leave.acme.com` or `u@acme.com`; without it, there is no `mailto:`. */
  mailtoDomain?: string | undefined;
}

/** A type instead of an interface, so that it is assignable to `Record<string, string>`. */
export type LeaveHeaders = { "List-Unsubscribe": string; "List-Unsubscribe-Post": string };

/** The longest list name that leaves room for a dot and a ticket before the `@`. */
export const MAX_MAILTO_LIST = MAX_LOCAL_PART - 1 - ID_TICKET_LENGTH;

/**
 * Makes the link and the headers of one email, and signs once.
 *
 * @throws TypeError that says what is wrong
 */
export async function mintLink({
  mailtoDomain,
  ...input
}: LeaveHeadersInput): Promise<{ url: string; headers: LeaveHeaders }> {
  const { list } = input;
  const { start, secret } = checkSender(input);
  const target = mailtoDomain === undefined ? undefined : checkMailtoDomain(mailtoDomain);
  const contact = checkContact(input.contact);
  const mailtoStart = target && fitsMailto(list, contact, target) ? `${target.prefix}${list}` : "";
  const ticket = await signTicket(list, contact, secret);
  const url = start + ticket;
  const mailto = mailtoStart && `, <mailto:${mailtoStart}.${ticket}@${target?.domain}>`;
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
 * @returns the start of these links, up to their tickets, and the secret that signs them
 * @throws TypeError that says what is wrong
 */
export function checkSender({ origin, list, secret }: Omit<LeaveUrlInput, "contact">): {
  start: string;
  secret: string;
} {
  const checked = checkOrigin(origin);
  if (typeof list !== "string" || !isList(list)) {
    throw new TypeError(
      "list: must be a name from LISTS (a-z, 0-9 and dashes, at most 40 characters) or a segment ID in lower case",
    );
  }
  checkSecret(secret);
  return { start: `${checked}/leave/${list}/`, secret };
}

/**
 * Reads a contact as a sender writes it.
 *
 * @param name the contact's name in errors
 * @throws TypeError if it is not a contact ID or an address
 */
export function checkContact(contact: string, name = "contact"): Contact {
  const text = typeof contact === "string" ? contact : "";
  const parsed = parseContact(text);
  if (parsed?.kind === "c") return parsed;
  const problem = addressProblem(text);
  if (parsed !== undefined && problem === undefined) return parsed;
  throw new TypeError(`${name}: ${problem}`);
}

/**
 * Whether a link gets a `mailto:`. A link by address or for a segment ID does not, since it would not fit into the 64
 * characters before an `@`.
 *
 * @throws TypeError if the link would get one with a shorter list name
 */
function fitsMailto(list: string, { kind }: Contact, { prefix }: MailtoTarget): boolean {
  if (kind !== "c" || isSegmentId(list)) return false;
  const most = MAX_MAILTO_LIST - prefix.length;
  if (list.length > most) {
    const length = prefix.length + list.length + 1 + ID_TICKET_LENGTH;
    const remedy = most > 0 ? `the list's name to ${most} characters or less` : prefix;
    throw new TypeError(
      `list: makes the mailto: address ${length} characters long before its @, and ${MAX_LOCAL_PART} is the limit; shorten ${remedy}, or leave mailtoDomain out`,
    );
  }
  return true;
}

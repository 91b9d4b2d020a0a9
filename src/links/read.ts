/**
 * Reads the path of a link: finds the ticket, and ignores what clients glue behind it. Pure, bounded,
 * and never throws. What it gives is claimed, and not proven.
 */

import { decodeBase32 } from "../crypto/base32.ts";
import { type ContactKind, contactText, MAX_ADDRESS_BYTES } from "./contact.ts";
import { MAC_BYTES } from "../crypto/hmac.ts";
import { ID_TICKET_LENGTH } from "./ticket.ts";

/** What a link asks for: the leave itself, or one of the actions after it. */
export type Action = "leave" | "undo" | "everything" | "receipt";

/** What a link claims, and the MAC that would prove it. */
export interface Claim {
  list: string;
  contact: string;
  ticket: string;
  action: Action;
  /** The asking's ID that stands after `/receipt/`; empty where there is none. */
  token: string;
  mac: Uint8Array;
}

const MAC_LENGTH = base32Length(MAC_BYTES);
const MIN_ADDRESS_DIGITS = base32Length("a@b".length) + MAC_LENGTH;
const MAX_ADDRESS_DIGITS = base32Length(MAX_ADDRESS_BYTES) + MAC_LENGTH;

// `i` without `u`, so that no letter outside ASCII folds onto one inside it; only then is lower-casing safe.
const PATH = /^\/leave\/([a-z0-9][a-z0-9-]{0,39})\/(.+)$/is;
const TICKET = new RegExp(
  `^(?:c[a-z2-7]{${ID_TICKET_LENGTH - 1}}|e[a-z2-7]{${MIN_ADDRESS_DIGITS},${MAX_ADDRESS_DIGITS}}(?![a-z2-7]))`,
  "i",
);
const LIST_ALONE = /^\/leave\/[a-z0-9][a-z0-9-]{0,39}(?![a-z0-9-])[^/]*\/?$/is;
const ACTION = /^(?:\/|%2f)(undo|everything|receipt)(?:(?:\/|%2f)([0-9a-f]{32}))?/i;

/** Reads a path; `undefined` when it has not the shape of a link. */
export function readClaim(path: string): Claim | undefined {
  const parts = PATH.exec(path);
  const list = parts?.[1];
  const rest = parts?.[2];
  const ticket = rest && TICKET.exec(rest)?.[0];
  if (!list || !rest || !ticket) return undefined;
  const contactBytes = decodeBase32(ticket.slice(1, -MAC_LENGTH));
  const mac = decodeBase32(ticket.slice(-MAC_LENGTH));
  if (contactBytes === undefined || mac === undefined) return undefined;
  const contact = contactText(ticket.charAt(0).toLowerCase() as ContactKind, contactBytes);
  if (contact === undefined) return undefined;
  const [, action = "leave", token = ""] = ACTION.exec(rest.slice(ticket.length)) ?? [];
  return {
    list: list.toLowerCase(),
    contact,
    ticket: ticket.toLowerCase(),
    action: action.toLowerCase() as Action,
    token: token.toLowerCase(),
    mac,
  };
}

/** Whether a path leads to a list and names nobody: the general page, or a link that lost its end. */
export function namesNobody(path: string): boolean {
  return LIST_ALONE.test(path);
}

function base32Length(bytes: number): number {
  return Math.ceil((bytes * 8) / 5);
}

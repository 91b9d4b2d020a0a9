/**
 * Opens the path of a link: finds its parts, ignores what mail clients append, and verifies the ticket. Bounded, and
 * never throws.
 */

import {
  type Claim,
  readClaim,
  type Refused,
  type VerifiedTicket,
  verifyTicket,
} from "./ticket.ts";

/** What a link asks for: to unsubscribe from its list, or one of the actions after that. */
type Action = "leave" | "undo" | "everything" | "receipt";

/** A link whose signature holds. */
export interface OpenedLink extends Omit<VerifiedTicket, "kind" | "rest"> {
  kind: "opened";
  action: Action;
  /** The asking's ID after `/receipt/`; empty without one. */
  token: string;
}

// `i` without `u`, as for the ticket.
const PATH = /^\/leave\/([a-z0-9][a-z0-9-]{0,39})\/(.+)$/is;
const LIST_ONLY = /^\/leave\/[a-z0-9][a-z0-9-]{0,39}(?![a-z0-9-])[^/]*\/?$/is;
const ACTION = /^(?:\/|%2f)(undo|everything|receipt)(?:(?:\/|%2f)([0-9a-f]{32}))?/i;

/**
 * Opens the path of a link.
 *
 * @param path the URL's path, such as `/leave/weekly/c4fu2…`, percent-decoded or not
 * @param secrets the Worker's secrets; any of them may have signed
 */
export async function openLink(
  path: string,
  secrets: readonly string[],
): Promise<OpenedLink | Refused> {
  const [, list = "", text = ""] = PATH.exec(path) ?? [];
  const ticket = await verifyTicket(list, text, secrets);
  if (ticket.kind === "refused") return ticket;
  const { rest, ...verified } = ticket;
  const [, action = "leave", token = ""] = ACTION.exec(rest) ?? [];
  return {
    ...verified,
    kind: "opened",
    action: action.toLowerCase() as Action,
    token: token.toLowerCase(),
  };
}

/**
 * Reads what the path of a link claims, for a person who looks at a link that does not open. Nothing of it is proven:
 * never act on it.
 */
export function claimedBy(path: string): Claim | undefined {
  const [, list = "", text = ""] = PATH.exec(path) ?? [];
  return readClaim(list, text);
}

/** Whether a path leads to a list and has no ticket: the general page, or a link that lost its end. */
export function hasNoTicket(path: string): boolean {
  return LIST_ONLY.test(path);
}

/**
 * Opens the path of a link: undoes the damage of mail clients and gateways, finds the parts, and verifies the ticket. Its
 * work is bounded, and it never throws.
 */

import {
  type Claim,
  readClaim,
  type Refused,
  type VerifiedTicket,
  verifyTicket,
  withoutDroppable,
} from "./ticket.ts";

/** What a link asks for: to unsubscribe from its list, or an action that follows the ticket. */
type Action = "leave" | "undo" | "everything" | "receipt";

/** A link with a valid signature. */
export interface OpenedLink extends Omit<VerifiedTicket, "kind" | "rest"> {
  kind: "opened";
  action: Action;
  /** The asking's ID after `/receipt/`; empty in a link without one. */
  token: string;
}

/** The rest of a longer path is ignored; the longest ticket has 434 characters. */
const MAX_PATH_LENGTH = 4_096;

/** Gateways encode links that are already encoded. */
const MAX_DECODINGS = 3;

const PATH = /^\/+leave\/+([^/]+)\/+(.+)$/is;
const LIST_ONLY = /^\/+leave\/+[a-z0-9][a-z0-9-]{0,39}(?![a-z0-9-])[^/]*\/*$/is;
const ACTION = /^\/+(undo|everything|receipt)(?:\/+([0-9a-f]{32}))?/i;

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
  const [, list = "", text = ""] = PATH.exec(decode(path)) ?? [];
  const ticket = await verifyTicket(list, text, secrets);
  if (ticket.kind === "refused") return ticket;
  const { rest, ...verified } = ticket;
  if (rest === "") return { ...verified, kind: "opened", action: "leave", token: "" };
  const [, action = "leave", token = ""] = ACTION.exec(withoutDroppable(rest)) ?? [];
  return {
    ...verified,
    kind: "opened",
    action: action.toLowerCase() as Action,
    token: token.toLowerCase(),
  };
}

/**
 * Reads what the path of a link claims, to show why a link does not open. Nothing in it is verified: never act on it.
 */
export function claimedBy(path: string): Claim | undefined {
  const [, list = "", text = ""] = PATH.exec(decode(path)) ?? [];
  return readClaim(list, text);
}

/** Whether a path has a list and no ticket: the general page, or a truncated link. */
export function hasNoTicket(path: string): boolean {
  return LIST_ONLY.test(withoutDroppable(decode(path)));
}

/** Decodes percent-encoding of a path or a local part, repeatedly if necessary. Anything that is not UTF-8 stays encoded. */
export function decode(path: string): string {
  let text = path.slice(0, MAX_PATH_LENGTH);
  for (let decodings = 0; decodings < MAX_DECODINGS && text.includes("%"); decodings++) {
    text = text.replaceAll(/(?:%[0-9a-f]{2})+/gi, (encoded) => {
      try {
        return decodeURIComponent(encoded);
      } catch {
        return encoded;
      }
    });
  }
  return text;
}

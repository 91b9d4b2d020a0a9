/**
 * Signs links and opens them. A link is `{origin}/leave/{list}/{ticket}`; the ticket says who
 * leaves, and carries the sender's proof (docs/link-format.md).
 * Web Crypto only, no I/O and no clock: runs in Node, Deno, Bun, Workers and browsers.
 * Signing throws a `TypeError` that names what is wrong; opening never throws.
 */

import { encodeBase32 } from "../crypto/base32.ts";
import { sameMac, splitMac } from "../crypto/hmac.ts";
import { type Action, readClaim } from "./read.ts";
import { signedText } from "./ticket.ts";

/** A link whose signature holds. */
export interface OpenedLink {
  kind: "opened";
  /** The list's name, or its segment ID; lower case. */
  list: string;
  /** A Resend contact ID (lower case, with dashes) or an e-mail address as it was signed. */
  contact: string;
  /** The ticket in its canonical spelling, without what followed it. */
  ticket: string;
  action: Action;
  /** The asking's ID that stands after `/receipt/`; empty where there is none. */
  token: string;
  /**
   * Names the subscription where its contact must not show, as a rate limit's key and in logs: 26 letters
   * and digits, the same for every spelling of a link and whichever secret signed it.
   */
  hash: string;
}

/** A link that proves nothing: it has another shape, or nobody with these secrets signed it. */
export interface RefusedLink {
  kind: "refused";
  reason: "malformed" | "forged";
}

/**
 * Opens the path of a link: finds the ticket, ignores what clients glue behind it, and checks
 * the signature.
 *
 * @param path the URL's path, such as `/leave/weekly/c4fu2…`, percent-decoded or not
 * @param secrets the Worker's secrets; any of them may have signed
 */
export async function openLink(
  path: string,
  secrets: readonly string[],
): Promise<OpenedLink | RefusedLink> {
  const claim = readClaim(path);
  if (claim === undefined) return { kind: "refused", reason: "malformed" };
  const { list, contact, ticket, action, token } = claim;
  const message = signedText(list, contact);
  let hash: Uint8Array | undefined;
  for (const secret of secrets) {
    const { head, tail } = await splitMac(secret, message);
    hash ??= tail;
    if (sameMac(claim.mac, head)) {
      return { kind: "opened", list, contact, ticket, action, token, hash: encodeBase32(hash) };
    }
  }
  return { kind: "refused", reason: "forged" };
}

/**
 * Says what a link claims, for a person who looks at one that does not open. Nothing of it is
 * proven: never act on it.
 */
export function claimedBy(path: string): Pick<OpenedLink, "list" | "contact"> | undefined {
  const claim = readClaim(path);
  return claim && { list: claim.list, contact: claim.contact };
}

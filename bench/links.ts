/** Signed links in tens of thousands, all different, for ours and for the usual Worker. */

import { randomUUID, type webcrypto } from "node:crypto";

import { SignJWT } from "jose";

import { leaveLinks } from "../src/links/index.ts";
import { LINK_SECRET } from "../sandbox/keys.ts";

/** Any origin: only the path is asked for. */
const ORIGIN = "https://acme.com";

/** One of `wrangler.toml`. */
export const LIST = "weekly";
export const SEGMENT = "78261eea-8f8b-4381-83c6-79fa7120f1cf";

/** How the IDs of all contacts begin, so that the stub of Resend can tell them from the canary's. */
export const ID_START = "5197ed00";

export function contactIds(count: number): string[] {
  return Array.from({ length: count }, () => ID_START + randomUUID().slice(ID_START.length));
}

/** Paths of links of ours. */
export async function ourPaths(
  contacts: readonly string[],
  { secret = LINK_SECRET, list = LIST } = {},
): Promise<string[]> {
  const links = await leaveLinks({ origin: ORIGIN, list, secret, contacts });
  return links.map((link) => link.slice(ORIGIN.length));
}

/** Paths of links with a JSON Web Token. */
export async function usualPaths(contacts: readonly string[]): Promise<string[]> {
  const secret = new TextEncoder().encode(LINK_SECRET);
  return Promise.all(
    contacts.map(async (contactId) => `/leave/${await signedToken(contactId, secret)}`),
  );
}

/** A token as the usual Worker reads it. */
export function signedToken(
  contactId: string,
  secret: Uint8Array | webcrypto.CryptoKey,
): Promise<string> {
  return new SignJWT({ contactId, segmentId: SEGMENT, listName: "Weekly digest" })
    .setProtectedHeader({ alg: "HS256" })
    .sign(secret);
}

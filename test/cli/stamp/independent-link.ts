/** What a contact's link must be, worked out from docs/link-format.md with Node's own HMAC: none of the code under test. */

import { createHmac } from "node:crypto";

const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

export interface LinkParts {
  origin: string;
  list: string;
  secret: string;
}

/** The link of a contact ID. */
export function linkOf(contact: string, { origin, list, secret }: LinkParts): string {
  const id = Buffer.from(contact.replaceAll("-", ""), "hex");
  const mac = createHmac("sha256", secret).update(`leave:v1:${list}:${contact}`).digest();
  return `${origin}/leave/${list}/c${base32(id)}${base32(mac.subarray(0, 16))}`;
}

function base32(bytes: Buffer): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, "0")).join("");
  const fives = bits.match(/.{1,5}/g) ?? [];
  return fives.map((five) => ALPHABET[Number.parseInt(five.padEnd(5, "0"), 2)]).join("");
}

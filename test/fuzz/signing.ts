/** Signs tickets with Node's own crypto, since what the Worker is tested with must not come from the Worker's code. */

import { createHmac } from "node:crypto";

const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
const MAC_BYTES = 16;

/** @param contact a contact ID in lower case, or an address */
export function ticketFor(contact: string, list: string, secret: string): string {
  const isId = !contact.includes("@");
  const bytes = isId ? Buffer.from(contact.replaceAll("-", ""), "hex") : Buffer.from(contact);
  const mac = createHmac("sha256", secret).update(`leave:v1:${list}:${contact}`).digest();
  return `${isId ? "c" : "e"}${base32(bytes)}${base32(mac.subarray(0, MAC_BYTES))}`;
}

function base32(bytes: Uint8Array): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, "0")).join("");
  const digits = bits.match(/.{1,5}/g) ?? [];
  return digits.map((five) => ALPHABET[Number.parseInt(five.padEnd(5, "0"), 2)]).join("");
}

/**
 * Tickets, signed a second time with Node's own crypto: what the fuzz holds the Worker to
 * must not come from the Worker's code.
 */

import { createHmac } from "node:crypto";

const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
const MAC_BYTES = 16;

/** @param contact a contact ID in lower case, or an address */
export function ticketFor(contact: string, list: string, secret: string): string {
  const isId = !contact.includes("@");
  const bytes = isId ? Buffer.from(contact.replaceAll("-", ""), "hex") : Buffer.from(contact);
  const mac = macOf(`leave:v1:${list}:${contact}`, secret);
  return `${isId ? "c" : "e"}${base32(bytes)}${mac}`;
}

function macOf(text: string, secret: string): string {
  return base32(createHmac("sha256", secret).update(text).digest().subarray(0, MAC_BYTES));
}

function base32(bytes: Uint8Array): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, "0")).join("");
  const digits = bits.match(/.{1,5}/g) ?? [];
  return digits.map((five) => ALPHABET[Number.parseInt(five.padEnd(5, "0"), 2)]).join("");
}

/** What Svix writes into `svix-signature`. @param secret `whsec_` and base64 */
export function svixSignatureFor(
  { id, timestamp, body }: { id: string; timestamp: number; body: string },
  secret: string,
): string {
  const key = Buffer.from(secret.slice("whsec_".length), "base64");
  const mac = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
  return `v1,${mac}`;
}

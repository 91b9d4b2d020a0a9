/** HMAC-SHA-256 (RFC 2104) with Web Crypto, and constant-time comparison. Keys are cached for the isolate's lifetime. */

import { type Bytes, encodeBase32 } from "./encoding.ts";

/** `CryptoKey`, in a form that every runtime's types support. */
type Key = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

const encoder = new TextEncoder();

const keys = new Map<string | Bytes, Promise<Key>>();

/**
 * Signs a message.
 *
 * @param secret text is encoded as UTF-8; bytes must be the same object each time
 * @param message text is encoded as UTF-8
 * @returns the MAC's 32 bytes
 */
export async function hmac(secret: string | Bytes, message: string | Bytes): Promise<Uint8Array> {
  const bytes = typeof message === "string" ? encoder.encode(message) : message;
  return new Uint8Array(await crypto.subtle.sign("HMAC", await importKey(secret), bytes));
}

/**
 * Signs many messages, at most some hundreds. It takes half the time of `hmac` for each, since everything else is done
 * before the first signature, and Web Crypto's threads do not go idle between two.
 *
 * @returns the MACs, in the order of the messages
 */
export async function hmacs(secret: string, messages: readonly string[]): Promise<Uint8Array[]> {
  const key = await importKey(secret);
  const encoded = messages.map((message) => encoder.encode(message));
  const macs = await Promise.all(encoded.map((bytes) => crypto.subtle.sign("HMAC", key, bytes)));
  return macs.map((mac) => new Uint8Array(mac));
}

/** Whether two MACs are equal, in a time that depends only on their length. */
export function sameMac(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false;
  let difference = 0;
  for (let index = 0; index < left.length; index++) {
    difference |= (left[index] ?? 0) ^ (right[index] ?? 0);
  }
  return difference === 0;
}

/** Hashes a text into 26 letters and digits. No one can test guesses against the hash without the secret. */
export async function keyedHash(text: string, secret: string): Promise<string> {
  const mac = await hmac(secret, `hash:v1:${text}`);
  return encodeBase32(mac.subarray(0, 16));
}

/**
 * Compares untrusted text with a secret, in a time that reveals nothing about the secret.
 *
 * @param secret must not be empty
 */
export async function isSecret(given: string, secret: string): Promise<boolean> {
  return sameMac(await hmac(secret, given), await hmac(secret, secret));
}

function importKey(secret: string | Bytes): Promise<Key> {
  let key = keys.get(secret);
  if (key === undefined) {
    const bytes = typeof secret === "string" ? encoder.encode(secret) : secret;
    const algorithm = { name: "HMAC", hash: "SHA-256" };
    key = crypto.subtle.importKey("raw", bytes, algorithm, false, ["sign"]);
    keys.set(secret, key);
  }
  return key;
}

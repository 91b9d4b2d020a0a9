/** HMAC-SHA-256 with Web Crypto. Imported keys are kept for the life of the isolate. */

import { encodeBase32 } from "./base32.ts";

/** What a link carries of a MAC: enough that no one guesses one, short enough for a `mailto:`. */
export const MAC_BYTES = 16;

/** `CryptoKey`, by a name that every runtime's types know. */
type Key = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

const encoder = new TextEncoder();

/** Of UTF-8, for one unit of UTF-16. */
const MAX_BYTES_PER_UNIT = 3;

/** Bytes in memory of their own, by a name that every runtime's types know. */
export type Bytes = ReturnType<typeof encoder.encode>;

const keys = new Map<string | Bytes, Promise<Key>>();

/** The first 16 bytes of HMAC-SHA-256 (RFC 2104) over the message, both in UTF-8. */
export async function mac(secret: string, message: string): Promise<Uint8Array> {
  return new Uint8Array(await hmac(secret, encoder.encode(message)), 0, MAC_BYTES);
}

/**
 * `mac` of many messages, at most some hundreds. Web Crypto's threads fall asleep where signatures come with
 * gaps, so all that can be is done before the first one.
 */
export async function macs(secret: string, messages: readonly string[]): Promise<Uint8Array[]> {
  const signingKey = await key(secret);
  const encoded = encodeAll(messages);
  const signed = await Promise.all(
    encoded.map((message) => crypto.subtle.sign("HMAC", signingKey, message)),
  );
  return signed.map((whole) => new Uint8Array(whole, 0, MAC_BYTES));
}

/**
 * Both halves of HMAC-SHA-256 over the message. The head is what a link carries; the tail tells nothing
 * of it, and so may stand where a link must not.
 */
export async function splitMac(
  secret: string,
  message: string,
): Promise<{ head: Uint8Array; tail: Uint8Array }> {
  const whole = await hmac(secret, encoder.encode(message));
  return { head: new Uint8Array(whole, 0, MAC_BYTES), tail: new Uint8Array(whole, MAC_BYTES) };
}

/**
 * The whole HMAC-SHA-256 (RFC 2104) over the message.
 *
 * @param secret a text stands for its UTF-8; bytes are to be the same object each time
 */
export async function hmac(secret: string | Bytes, message: Bytes): Promise<ArrayBuffer> {
  return await crypto.subtle.sign("HMAC", await key(secret), message);
}

/** Texts in UTF-8, one behind the other in the same memory: one allocation in place of many. */
function encodeAll(texts: readonly string[]): Bytes[] {
  const units = texts.reduce((sum, text) => sum + text.length, 0);
  const memory = new Uint8Array(units * MAX_BYTES_PER_UNIT);
  let end = 0;
  return texts.map((text) => {
    const start = end;
    end += encoder.encodeInto(text, memory.subarray(start)).written;
    return memory.subarray(start, end);
  });
}

/** Whether two MACs are equal, in a time that depends on their length alone. */
export function sameMac(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false;
  let difference = 0;
  for (let index = 0; index < left.length; index++) {
    difference |= (left[index] ?? 0) ^ (right[index] ?? 0);
  }
  return difference === 0;
}

function key(secret: string | Bytes): Promise<Key> {
  let imported = keys.get(secret);
  if (imported === undefined) {
    imported = crypto.subtle.importKey(
      "raw",
      typeof secret === "string" ? encoder.encode(secret) : secret,
      { name: "HMAC", hash: "SHA-256" },
      false,
      ["sign"],
    );
    keys.set(secret, imported);
  }
  return imported;
}

/** Hashes a text so that nobody without the secret can try texts against it: 26 letters and digits. */
export async function keyedHash(text: string, secret: string): Promise<string> {
  return encodeBase32(await mac(secret, `hash:v1:${text}`));
}

/**
 * Compares what somebody sent with a secret, in a time that tells nothing of the secret.
 *
 * @param secret must not be empty
 */
export async function isSecret(given: string, secret: string): Promise<boolean> {
  return sameMac(await mac(secret, given), await mac(secret, secret));
}

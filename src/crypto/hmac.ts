/**
 * HMAC-SHA-256 (RFC 2104) with Web Crypto, constant-time comparison, and the signatures of Resend's webhooks, which use Svix's
 * format. Keys are cached for the isolate's lifetime. The time is an argument.
 *
 * @see https://docs.svix.com/receiving/verifying-payloads/how-manual
 */

import { type Bytes, decodeBase64, encodeBase32, encodeBase64 } from "./encoding.ts";

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

/** One delivery as it arrived: its headers and the bytes of its body. */
export interface Delivery {
  /** `svix-id` */
  id: string | undefined;
  /** `svix-timestamp`: seconds since 1970. */
  timestamp: string | undefined;
  /** `svix-signature`: one or more signatures, separated by spaces. */
  signatures: string | undefined;
  body: Uint8Array;
}

type DeliveryVerdict = "genuine" | "malformed" | "stale" | "forged";

/** The part after the prefix: at least 18 bytes in base64, with or without padding. Svix makes 24. */
const SECRET = /^whsec_((?:[a-zA-Z\d+/]{4}){6,}(?:[a-zA-Z\d+/]{2}(?:==)?|[a-zA-Z\d+/]{3}=?)?)$/;

/** How far a delivery's timestamp may be from now. */
const TOLERANCE_SECONDS = 5 * 60;

/** Whether a text can be a webhook's signing secret: `whsec_` and the key in base64. */
export function isWebhookSecret(text: string): boolean {
  return SECRET.test(text);
}

/**
 * Makes the function that verifies deliveries.
 *
 * @param secret a text that `isWebhookSecret` accepts
 */
export function createDeliveryCheck(
  secret: string,
): (delivery: Delivery, nowMs: number) => Promise<DeliveryVerdict> {
  const key = decodeBase64(SECRET.exec(secret)?.[1] ?? "");
  return async ({ id, timestamp, signatures, body }, nowMs) => {
    if (!id || !signatures || !/^\d{1,12}$/.test(timestamp ?? "")) return "malformed";
    if (Math.abs(nowMs / 1000 - Number(timestamp)) > TOLERANCE_SECONDS) return "stale";
    const head = encoder.encode(`${id}.${timestamp}.`);
    const message = new Uint8Array(head.length + body.length);
    message.set(head);
    message.set(body, head.length);
    const expected = encoder.encode(`v1,${encodeBase64(await hmac(key, message))}`);
    const signed = signatures.split(" ").some((one) => sameMac(encoder.encode(one), expected));
    return signed ? "genuine" : "forged";
  };
}

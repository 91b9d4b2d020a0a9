/**
 * Signs a webhook as Svix does for Resend: HMAC-SHA256 over `id.timestamp.body`
 * (https://docs.svix.com/receiving/verifying-payloads/how-manual). Pure.
 */

import { createHmac, randomInt } from "node:crypto";

const PREFIX = "whsec_";

const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** Whether a text can sign: `whsec_` and some bytes in base64. */
export function isWebhookSecret(text: string): boolean {
  const encoded = text.slice(PREFIX.length);
  return text.startsWith(PREFIX) && /^[A-Za-z0-9+/]{16,}={0,2}$/.test(encoded);
}

/** A fresh message ID, such as `msg_2pRgVvTq0sXn4yKcWb7uJd1Fh8E`. */
export function messageId(): string {
  const letters = Array.from({ length: 27 }, () => BASE62[randomInt(BASE62.length)]);
  return `msg_${letters.join("")}`;
}

/**
 * @param secret with its prefix
 * @param body as it goes over the wire
 * @param now the moment of this attempt: a repeated one is signed anew
 */
export function svixHeaders(id: string, secret: string, body: string, now: Date) {
  const timestamp = `${Math.floor(now.getTime() / 1000)}`;
  const key = Buffer.from(secret.slice(PREFIX.length), "base64");
  const mac = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
  return { "svix-id": id, "svix-timestamp": timestamp, "svix-signature": `v1,${mac}` };
}

/**
 * Verifies the signatures of Resend's webhooks, which use Svix's format. No I/O; the time is an argument.
 *
 * @see https://docs.svix.com/receiving/verifying-payloads/how-manual
 */

import { decodeBase64, encodeBase64 } from "./encoding.ts";
import { hmac, sameMac } from "./hmac.ts";

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

const encoder = new TextEncoder();

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

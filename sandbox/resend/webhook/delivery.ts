/** One event on its way to the account's webhook endpoint, and a single attempt to get it there. */

import type { ContactEventType } from "./event.ts";
import { svixHeaders } from "./signature.ts";

export interface WebhookOptions {
  /** Where events go. */
  url: string;
  /** `whsec_` and base64; signs them. */
  secret: string;
  /** Milliseconds from each failed attempt to the next; Resend's own if it is not given. */
  retryDelaysMs?: readonly number[];
  /** Attempts that may be under way at once. */
  maxInFlight?: number;
  /**
   * Whether joining and leaving a segment is a `contact.updated` too. Resend does not document it;
   * `false` unless it is given, which leaves a client the less convenient case.
   */
  membershipEvents?: boolean;
}

/** One event on its way. The words of `status` are those of Resend's API. */
export interface Delivery {
  /** The `svix-id`, the same for every attempt. */
  id: string;
  type: ContactEventType;
  contactId: string;
  /** As it goes over the wire. */
  body: string;
  status: "pending" | "attempting" | "success" | "failed";
  /** Attempts so far. */
  tries: number;
  /** What the last attempt was answered; `null` when it got no answer. */
  answered: number | null;
}

/** Svix's. */
const TIMEOUT_MS = 15_000;

/**
 * Makes one attempt. Never throws.
 *
 * @param life gives the attempt up
 * @returns the status, or `null` without an answer
 */
export async function post(
  { id, body }: Delivery,
  { url, secret }: WebhookOptions,
  life: AbortSignal,
): Promise<number | null> {
  try {
    const response = await fetch(url, {
      method: "POST",
      redirect: "manual",
      headers: {
        "content-type": "application/json",
        "user-agent": "Svix-Webhooks/1.0 (stand-in)",
        ...svixHeaders(id, secret, body, new Date()),
      },
      body,
      signal: AbortSignal.any([life, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return null;
  }
}

/**
 * One event on its way to the account's webhook endpoint: its body (https://resend.com/docs/webhooks/contacts/created),
 * its signature as Svix makes it for Resend (https://docs.svix.com/receiving/verifying-payloads/how-manual), and one
 * attempt to deliver it.
 */

import { createHmac, randomInt } from "node:crypto";

import type { Contact } from "../store.ts";

export interface WebhookOptions {
  /** Where events go. */
  url: string;
  /** `whsec_` and base64; signs them. */
  secret: string;
  /** Milliseconds from each failed attempt to the next; Resend's own if it is not given. */
  retryDelaysMs?: readonly number[];
}

export type ContactEventType =
  | "contact.created"
  | "contact.updated"
  | "contact.deleted"
  | "contact.topics.updated";

/** The words of `status` are those of Resend's API. */
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
  /** The last attempt's status; `null` when it got no answer. */
  answered: number | null;
}

/** Svix's. */
const TIMEOUT_MS = 15_000;

const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** @param segmentIds the segments that the contact is in, or was in when it was deleted */
export function newDelivery(
  type: ContactEventType,
  contact: Contact,
  segmentIds: readonly string[],
): Delivery {
  const letters = Array.from({ length: 27 }, () => BASE62[randomInt(BASE62.length)]);
  const event = {
    type,
    created_at: new Date().toISOString(),
    data: {
      id: contact.id,
      // Of the time before segments; the documentation shows a segment's ID in it.
      audience_id: segmentIds[0] ?? null,
      segment_ids: segmentIds,
      created_at: contact.createdAt,
      updated_at: contact.updatedAt,
      email: contact.email,
      first_name: contact.firstName,
      last_name: contact.lastName,
      unsubscribed: contact.unsubscribed,
    },
  };
  return {
    id: `msg_${letters.join("")}`,
    type,
    contactId: contact.id,
    body: JSON.stringify(event),
    status: "pending",
    tries: 0,
    answered: null,
  };
}

/**
 * Makes one attempt. Each is signed with its own time. Never throws.
 *
 * @param life aborts the attempt
 * @returns the status, or `null` without an answer
 */
export async function post(
  { id, body }: Delivery,
  { url, secret }: WebhookOptions,
  life: AbortSignal,
): Promise<number | null> {
  const time = `${Math.floor(Date.now() / 1000)}`;
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const mac = createHmac("sha256", key).update(`${id}.${time}.${body}`).digest("base64");
  try {
    const response = await fetch(url, {
      method: "POST",
      redirect: "manual",
      headers: {
        "content-type": "application/json",
        "user-agent": "Svix-Webhooks/1.0 (stand-in)",
        "svix-id": id,
        "svix-timestamp": time,
        "svix-signature": `v1,${mac}`,
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

/**
 * The account's webhook endpoint. Events (https://resend.com/docs/webhooks/contacts/created) leave after the call that
 * caused them, a few at a time, signed as Svix signs for Resend, and are repeated on Svix's schedule until the endpoint
 * answers 2xx. They can be held back.
 */

import { createHmac, randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

import type { Contact } from "./store.ts";

export interface WebhookOptions {
  /** Where events go. */
  url: string;
  /** `whsec_` and base64; signs them. */
  secret: string;
  /** Milliseconds from each failed attempt to the next; Resend's own if it is not given. */
  retryDelaysMs?: readonly number[];
}

/** Those that concern unsubscribing. */
export const EVENT_TYPES = [
  "contact.created",
  "contact.updated",
  "contact.deleted",
  "contact.topics.updated",
  "email.complained",
] as const;

type ContactEventType = Extract<(typeof EVENT_TYPES)[number], `contact.${string}`>;

/** The words of `status` are those of Resend's API. */
interface Delivery {
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

/** Resend's: https://resend.com/docs/webhooks/retries-and-replays. */
const RETRY_DELAYS_MS = [5, 300, 1_800, 7_200, 18_000, 36_000, 36_000].map((s) => s * 1000);

/** Svix's. */
const TIMEOUT_MS = 15_000;

const MAX_IN_FLIGHT = 10;

export class Webhook {
  readonly #options: WebhookOptions | undefined;
  readonly #life: AbortSignal;
  readonly #onChange: () => void;
  /** What became of each event, oldest first. */
  readonly deliveries: Delivery[] = [];
  /** What may be attempted now, in this order. */
  readonly #due = new Set<Delivery>();
  #inFlight = 0;
  #held = false;

  /** @param options without them, nothing is sent @param life once aborted, attempts end @param onChange called whenever a delivery has changed */
  constructor(options: WebhookOptions | undefined, life: AbortSignal, onChange: () => void) {
    this.#options = options;
    this.#life = life;
    this.#onChange = onChange;
  }

  /** Tells that a contact was created, changed, or deleted. */
  send(type: ContactEventType, contact: Contact): void {
    const { properties: _properties, topics: _topics, segments, ...shown } = contact;
    const segment_ids = [...segments];
    // `audience_id` is of the time before segments; the documentation shows a segment's ID in it.
    this.#send(type, contact.id, { ...shown, audience_id: segment_ids[0] ?? null, segment_ids });
  }

  /** Tells which topics of a contact have changed: https://resend.com/docs/webhooks/contacts/topics-updated. */
  sendTopics({ id, email }: Contact, topics: readonly object[]): void {
    this.#send("contact.topics.updated", id, { email, topics });
  }

  #send(type: ContactEventType, contactId: string, data: object): void {
    if (this.#options === undefined) return;
    const id = `msg_${randomUUID().replaceAll("-", "")}`;
    const body = JSON.stringify({ type, created_at: new Date().toISOString(), data });
    const fresh = { status: "pending", tries: 0, answered: null } as const;
    const delivery: Delivery = { id, type, contactId, body, ...fresh };
    this.deliveries.push(delivery);
    this.#enqueue(delivery);
  }

  /** Starts no further attempt. */
  hold(): void {
    this.#held = true;
  }

  #enqueue(delivery: Delivery): void {
    delivery.status = "pending";
    this.#due.add(delivery);
    this.#startAttempts();
  }

  #startAttempts(): void {
    while (!this.#held && this.#options !== undefined && this.#inFlight < MAX_IN_FLIGHT) {
      const [delivery] = this.#due;
      if (delivery === undefined) return;
      this.#due.delete(delivery);
      void this.#attempt(delivery, this.#options);
    }
  }

  async #attempt(delivery: Delivery, options: WebhookOptions): Promise<void> {
    const life = this.#life;
    const { retryDelaysMs = RETRY_DELAYS_MS } = options;
    this.#inFlight += 1;
    delivery.status = "attempting";
    delivery.tries += 1;
    const response = await post(delivery, options, life).catch(() => undefined);
    this.#inFlight -= 1;
    delivery.answered = response?.status ?? null;
    const waitMs = response?.ok ? undefined : retryDelaysMs[delivery.tries - 1];
    delivery.status = response?.ok ? "success" : waitMs === undefined ? "failed" : "pending";
    this.#onChange();
    this.#startAttempts();
    if (waitMs === undefined || life.aborted) return;
    await sleep(waitMs, undefined, { signal: life, ref: false }).catch(() => "forgotten");
    if (!life.aborted && delivery.status === "pending") this.#enqueue(delivery);
  }
}

/** Makes one attempt, signed with its own time: https://docs.svix.com/receiving/verifying-payloads/how-manual. */
async function post(
  { id, body }: Delivery,
  { url, secret }: WebhookOptions,
  life: AbortSignal,
): Promise<Response> {
  const time = `${Math.floor(Date.now() / 1000)}`;
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const mac = createHmac("sha256", key).update(`${id}.${time}.${body}`).digest("base64");
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
  return response;
}

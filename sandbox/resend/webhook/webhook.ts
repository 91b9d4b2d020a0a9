/**
 * The account's webhook endpoint. Events leave after the call that caused them, a few at a time, and are repeated
 * on Svix's schedule until the endpoint answers 2xx. They can be held back and replayed.
 */

import { setTimeout as sleep } from "node:timers/promises";

import type { Contact, Store } from "../store.ts";
import type { Behavior } from "../switches.ts";
import {
  type ContactEventType,
  type Delivery,
  newDelivery,
  post,
  type WebhookOptions,
} from "./delivery.ts";

/** Resend's: https://resend.com/docs/webhooks/retries-and-replays. */
const RETRY_DELAYS_MS = [5, 300, 1_800, 7_200, 18_000, 36_000, 36_000].map((s) => s * 1000);

const MAX_IN_FLIGHT = 10;

/** Deliveries that are remembered; the oldest are forgotten first. */
const KEPT = 20_000;

/** The account that the events are about. */
interface Account {
  readonly store: Store;
  readonly behavior: Behavior;
  /** Called whenever a delivery has changed. */
  announce(): void;
}

export class Webhook {
  readonly #account: Account;
  readonly #deliveries = new Map<string, Delivery>();
  /** What may be attempted now, in this order. */
  readonly #due = new Set<Delivery>();
  #options: WebhookOptions | undefined;
  #inFlight = 0;
  #held = false;
  #life = new AbortController();

  constructor(account: Account) {
    this.#account = account;
  }

  /** Forgets every delivery and gives up what is in flight. @param options without them, nothing is sent */
  reset(options: WebhookOptions | undefined): void {
    this.#life.abort();
    this.#life = new AbortController();
    this.#deliveries.clear();
    this.#due.clear();
    this.#held = false;
    this.#options = options;
  }

  /** Whether events are held back, how many attempts are under way, and what became of each event, oldest first. */
  report(): { held: boolean; inFlight: number; deliveries: Delivery[] } {
    const deliveries = [...this.#deliveries.values()];
    return { held: this.#held, inFlight: this.#inFlight, deliveries };
  }

  /** @param segmentIds the contact's; looked up if they are not given */
  send(type: ContactEventType, contact: Contact, segmentIds?: readonly string[]): void {
    if (this.#options === undefined) return;
    const segments = segmentIds ?? this.#account.store.segmentIdsOf(contact.id);
    const delivery = newDelivery(type, contact, segments);
    this.#deliveries.set(delivery.id, delivery);
    const [oldest] = this.#deliveries.keys();
    if (this.#deliveries.size > KEPT && oldest !== undefined) this.#deliveries.delete(oldest);
    this.#enqueue(delivery);
  }

  /** Says that a contact has joined or left a segment, where that is an event. */
  sendSegmentChange(contact: Contact): void {
    const { segmentEvents } = this.#account.behavior;
    if (segmentEvents !== "none") this.send(segmentEvents, contact);
  }

  /** Starts no attempt until `release`. */
  hold(): void {
    this.#held = true;
  }

  release(): void {
    this.#held = false;
    this.#startAttempts();
  }

  /** Sends an event once more, under its old ID. @returns whether it is known */
  replay(id: string): boolean {
    const delivery = this.#deliveries.get(id);
    if (delivery !== undefined && delivery.status !== "attempting") this.#enqueue(delivery);
    return delivery !== undefined;
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
      void this.#attempt(delivery, this.#options, this.#life.signal);
    }
  }

  async #attempt(delivery: Delivery, options: WebhookOptions, life: AbortSignal): Promise<void> {
    const { retryDelaysMs = RETRY_DELAYS_MS } = options;
    this.#inFlight += 1;
    delivery.status = "attempting";
    delivery.tries += 1;
    delivery.answered = await post(delivery, options, life);
    this.#inFlight -= 1;
    const waitMs = retryDelaysMs[delivery.tries - 1];
    const taken = delivery.answered !== null && delivery.answered >= 200 && delivery.answered < 300;
    delivery.status = taken ? "success" : waitMs === undefined ? "failed" : "pending";
    this.#account.announce();
    this.#startAttempts();
    if (taken || waitMs === undefined || life.aborted) return;
    await sleep(waitMs, undefined, { signal: life, ref: false }).catch(() => "forgotten");
    if (!life.aborted && delivery.status === "pending") this.#enqueue(delivery);
  }
}

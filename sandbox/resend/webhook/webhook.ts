/**
 * The account's webhook endpoint. Events leave after the call that caused them, a few at a time, and
 * are repeated on Svix's schedule until the endpoint answers 2xx. They can be held back and replayed.
 */

import { setTimeout as sleep } from "node:timers/promises";
import type { Contact, Store } from "../store.ts";
import { type Delivery, post, type WebhookOptions } from "./delivery.ts";
import { type ContactEventType, contactEvent } from "./event.ts";
import { messageId } from "./signature.ts";

/** Resend's: https://resend.com/docs/webhooks/retries-and-replays. */
const RETRY_DELAYS_MS = [5, 300, 1_800, 7_200, 18_000, 36_000, 36_000].map((s) => s * 1000);

const MAX_IN_FLIGHT = 10;

/** Deliveries that are remembered; the oldest are forgotten first. */
const KEPT = 20_000;

export class Webhook {
  readonly #store: Store;
  readonly #ring: () => void;
  readonly #initial: WebhookOptions | undefined;
  readonly #deliveries = new Map<string, Delivery>();
  #options: WebhookOptions | undefined;
  /** What may be attempted now, in this order. */
  readonly #due = new Set<Delivery>();
  #inFlight = 0;
  #held = false;
  /** Aborted when everything is forgotten: ends what sleeps or is under way. */
  #life = new AbortController();

  /**
   * @param options without them nothing is sent until `configure` gives some
   * @param ring told whenever a delivery has come further
   */
  constructor(store: Store, options: WebhookOptions | undefined, ring: () => void) {
    this.#store = store;
    this.#initial = options;
    this.#options = options;
    this.#ring = ring;
  }

  get options(): WebhookOptions | undefined {
    return this.#options;
  }

  get held(): boolean {
    return this.#held;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** Oldest first. */
  get deliveries(): Delivery[] {
    return [...this.#deliveries.values()];
  }

  /** Sends events elsewhere from now on, or nowhere. */
  configure(options: WebhookOptions | undefined): void {
    this.#options = options;
  }

  /** @param segmentIds the contact's; looked up if they are not given */
  tell(type: ContactEventType, contact: Contact, segmentIds?: readonly string[]): void {
    if (this.#options === undefined) return;
    const segments = segmentIds ?? this.#store.segmentsOf(contact.id).map(({ id }) => id);
    const body = JSON.stringify(contactEvent(type, contact, segments, new Date()));
    const fresh = { status: "pending", tries: 0, answered: null } as const;
    const delivery: Delivery = { id: messageId(), type, contactId: contact.id, body, ...fresh };
    this.#deliveries.set(delivery.id, delivery);
    const [oldest] = this.#deliveries.keys();
    if (this.#deliveries.size > KEPT && oldest !== undefined) this.#deliveries.delete(oldest);
    this.#enqueue(delivery);
  }

  /** Says that a contact has joined or left a segment, if that is an event at all. */
  tellOfMembership(contact: Contact): void {
    if (this.#options?.membershipEvents === true) this.tell("contact.updated", contact);
  }

  /** Starts no attempt until `release`. */
  hold(): void {
    this.#held = true;
  }

  release(): void {
    this.#held = false;
    this.#pump();
  }

  /** Sends an event once more, under its old ID. @returns whether it is known */
  replay(id: string): boolean {
    const delivery = this.#deliveries.get(id);
    if (delivery === undefined) return false;
    if (delivery.status !== "attempting") this.#enqueue(delivery);
    return true;
  }

  /** Forgets every delivery, gives up what is under way, and goes back to where it started. */
  reset(): void {
    this.#life.abort();
    this.#life = new AbortController();
    this.#deliveries.clear();
    this.#due.clear();
    this.#held = false;
    this.#options = this.#initial;
  }

  #enqueue(delivery: Delivery): void {
    delivery.status = "pending";
    this.#due.add(delivery);
    this.#pump();
  }

  #pump(): void {
    const { maxInFlight = MAX_IN_FLIGHT } = this.#options ?? {};
    while (!this.#held && this.#options !== undefined && this.#inFlight < maxInFlight) {
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
    const wait = retryDelaysMs[delivery.tries - 1];
    const taken = delivery.answered !== null && delivery.answered >= 200 && delivery.answered < 300;
    delivery.status = taken ? "success" : wait === undefined ? "failed" : "pending";
    this.#ring();
    this.#pump();
    if (taken || wait === undefined || life.aborted) return;
    await sleep(wait, undefined, { signal: life, ref: false }).catch(() => "forgotten");
    if (!life.aborted && delivery.status === "pending") this.#enqueue(delivery);
  }
}

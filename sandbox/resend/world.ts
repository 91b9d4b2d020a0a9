/**
 * Everything that the stand-in remembers: the account, what goes wrong, what it was asked. The API, the control
 * routes, and the mailbox share one world; each change is announced to the open pages of the mailbox.
 */

import { randomUUID } from "node:crypto";

import { type ActiveFault, type Behavior, DEFAULT_BEHAVIOR, NO_FAULT } from "./switches.ts";
import { SAMPLES } from "./samples.ts";
import { type Contact, type Samples, Store } from "./store.ts";
import type { WebhookOptions } from "./webhook/delivery.ts";
import { Webhook } from "./webhook/webhook.ts";

/** One request to the API. Headers and bodies are not kept. */
export interface LoggedRequest {
  /** When it came, in milliseconds since 1970. */
  time: number;
  method: string;
  /** The request target as it was sent: path and query, percent-encoding untouched. */
  url: string;
  /** `null` while there is no answer, and forever if none is given. */
  status: number | null;
  /** How long the answer took, in milliseconds. */
  tookMs: number | null;
}

/** One contact's copy of a Broadcast, or one recipient's of an email; an email has neither of the three IDs. */
export interface SentLetter {
  id: string;
  broadcastId: string | null;
  contactId: string | null;
  segmentId: string | null;
  from: string;
  to: string;
  subject: string;
  html: string | null;
  text: string | null;
  /** Those that concern unsubscribing, and the sender's own. */
  headers: Readonly<Record<string, string>>;
  /** ISO 8601 */
  sentAt: string;
}

/** What the Worker answered to the mailbox: to the one-click POST, or to the email. */
export type Answer = { by: "post" | "mail" } & (
  | { kind: "answered"; status: number; body: string; tookMs: number }
  | { kind: "failed"; reason: string; tookMs: number }
);

export interface WorldOptions {
  /** The only API key that is accepted. */
  apiKey: string;
  /** The account's rate limit; Resend's smallest, 2, if it is not given. */
  requestsPerSecond?: number;
  /** Switches that start in another position than the default. */
  behavior?: Partial<Behavior>;
  /** Where contact events go. Without it they go nowhere. */
  webhook?: WebhookOptions;
  /** What the account holds at the start, and after a reset. */
  samples?: Samples;
}

const LETTERS_KEPT = 500;
const REQUESTS_KEPT = 5_000;
const WINDOW_MS = 1_000;

export class World {
  readonly apiKey: string;
  readonly store = new Store();
  readonly webhook: Webhook;
  /** The Worker's last answer to the Unsubscribe button, by letter. */
  readonly answers = new Map<string, Answer>();
  fault: ActiveFault = NO_FAULT;
  behavior: Behavior = DEFAULT_BEHAVIOR;
  /** Contact IDs and addresses for which every call is answered with 422. */
  poison: ReadonlySet<string> = new Set();
  /** The account's rate limit. */
  perSecond = 2;
  /** Oldest first. */
  requests: LoggedRequest[] = [];
  /** What was sent, newest first. */
  letters: readonly SentLetter[] = [];
  readonly #options: WorldOptions;
  readonly #listeners = new Set<() => void>();
  #life = new AbortController();
  #window = { openedAt: Number.NEGATIVE_INFINITY, used: 0 };

  constructor(options: WorldOptions) {
    this.#options = options;
    this.apiKey = options.apiKey;
    this.webhook = new Webhook(this);
    this.reset();
  }

  /** Back to the start, with nothing going wrong and nothing logged. What is late or in flight is given up. */
  reset(): void {
    const { samples = SAMPLES, requestsPerSecond = 2, behavior, webhook } = this.#options;
    this.#life.abort();
    this.#life = new AbortController();
    this.behavior = DEFAULT_BEHAVIOR;
    this.behave({ ...behavior });
    this.store.refill(samples);
    this.webhook.reset(webhook);
    this.answers.clear();
    this.letters = [];
    this.requests = [];
    this.fault = NO_FAULT;
    this.poison = new Set();
    this.limit(requestsPerSecond);
  }

  /** Aborted by a reset. */
  get life(): AbortSignal {
    return this.#life.signal;
  }

  /** Changes some switches. */
  behave(change: Partial<Behavior>): void {
    this.behavior = { ...this.behavior, ...change };
    this.store.ignoresCase = this.behavior.addressCase === "ignored";
  }

  /** Changes the rate limit, and opens a new window. */
  limit(perSecond: number): void {
    this.perSecond = perSecond;
    this.#window = { openedAt: Number.NEGATIVE_INFINITY, used: 0 };
  }

  /** Counts one request in a window of a second. @returns how many the window has left; below 0, it is refused */
  countRequest(): { remaining: number; resetSeconds: number } {
    const now = performance.now();
    if (now - this.#window.openedAt >= WINDOW_MS) this.#window = { openedAt: now, used: 0 };
    this.#window.used += 1;
    const leftMs = WINDOW_MS - (now - this.#window.openedAt);
    return {
      remaining: this.perSecond - this.#window.used,
      resetSeconds: Math.ceil(leftMs / 1_000),
    };
  }

  /** Logs a request that has just come. @returns its entry, to be completed */
  logRequest(method: string, url: string): LoggedRequest {
    const entry: LoggedRequest = { time: Date.now(), method, url, status: null, tookMs: null };
    this.requests.push(entry);
    if (this.requests.length > REQUESTS_KEPT) this.requests.shift();
    return entry;
  }

  /** @param letters oldest first */
  addLetters(letters: readonly SentLetter[]): void {
    this.letters = [...letters.toReversed(), ...this.letters].slice(0, LETTERS_KEPT);
  }

  /**
   * Creates a contact, or replaces the one with its address, adds it to segments that exist, and sends the event.
   * What the draft does not say of topics stays.
   */
  upsertContact(
    draft: Omit<Contact, "id" | "createdAt" | "updatedAt">,
    segmentIds: readonly string[],
    event?: "without an event",
  ): Contact {
    const { store, webhook, behavior } = this;
    const known = store.contact(draft.email);
    const now = new Date().toISOString();
    const former = behavior.recreatedId === "kept" ? store.deletedIds.get(draft.email) : undefined;
    const contact = {
      ...draft,
      email: known?.email ?? draft.email,
      topics: { ...known?.topics, ...draft.topics },
      id: known?.id ?? former ?? randomUUID(),
      createdAt: known?.createdAt ?? now,
      updatedAt: now,
    };
    store.putContact(contact);
    for (const id of segmentIds) store.addToSegment(contact.id, id);
    if (event === undefined) {
      webhook.send(known === undefined ? "contact.created" : "contact.updated", contact);
    }
    return contact;
  }

  /** Announces that something changed. */
  announce(): void {
    for (const listener of this.#listeners) listener();
  }

  /** @returns a function that stops listening */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

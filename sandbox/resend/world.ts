/**
 * Everything that the stand-in remembers: the account, what goes wrong, what it was asked. The API, the control
 * routes, and the mailbox share one world. It emits `change` for the open pages of the mailbox.
 */

import { randomUUID } from "node:crypto";
import { EventEmitter } from "node:events";

import { type ActiveFault, NO_FAULT } from "./api/gate.ts";
import { SAMPLES } from "../settings.ts";
import { type Contact, type Samples, Store } from "./store.ts";
import { EVENT_TYPES, Webhook, type WebhookOptions } from "./webhook.ts";

/**
 * What no source says of Resend: every switch and its positions, of which the first is the default. Each has been
 * documented or reported somewhere, so a client has to be right with any of them; a new finding changes one line.
 */
const SWITCHES = {
  /** DELETE of what never existed. Recorded of segments, and of contacts under `/audiences`: 200. */
  deletingAbsent: ["200", "404"],
  /** DELETE of a contact from a segment that it is not in: 404 in all cases, or in only one. */
  removingAbsent: ["200", "404", "404-unknown-contact", "404-unknown-segment", "404-other-contact"],
  /** The body of that DELETE: three are documented. */
  removalBody: ["contact_segment", "id", "audience"],
  /** POST of a contact to a segment that it is in already. */
  addingAgain: ["200", "409", "422"],
  /** Whether an address is found in another case than the contact's own. */
  addressCase: ["exact", "ignored"],
  /** The ID of a contact that was deleted and is created again. */
  recreatedId: ["new", "kept"],
  /** Whether joining or leaving a segment is an event. */
  segmentEvents: ["none", "contact.updated"],
  /** The body of PATCH of a contact's topics: the OpenAPI file has an object, two SDKs send the bare array. */
  topicsBody: ["both", "object", "array"],
  /** The answer to it: the OpenAPI file has the topics, the SDK for Node has an ID alone. */
  topicsAnswer: ["topics", "id"],
  /** The list of a contact's topics: all of the account's, or those that the contact has chosen. */
  topicsListed: ["all", "chosen"],
  /** Whether `topic_id` gives an email unsubscribe headers of Resend's own. */
  topicHeaders: ["none", "added"],
  /** What a CSV import with `upsert` resets of a contact that it knows. */
  importResets: ["nothing", "unsubscribed"],
  /** The longest property value, in characters. */
  longestValue: ["unlimited", "500", "50"],
} as const;

export type Behavior = { [Name in keyof typeof SWITCHES]: (typeof SWITCHES)[Name][number] };

/** Every switch in its default position. */
export const DEFAULT_BEHAVIOR = Object.fromEntries(
  Object.entries(SWITCHES).map(([name, [first]]) => [name, first]),
) as Behavior;

/** One request to the API. Headers and bodies are not kept. */
export interface LoggedRequest {
  /** In milliseconds since 1970. */
  time: number;
  method: string;
  /** The request target as it was sent: path and query, percent-encoding untouched. */
  url: string;
  /** `null` while there is no answer, and forever if none is given. */
  status: number | null;
  /** How long the answer took, in milliseconds. */
  tookMs: number | null;
}

/** One contact's copy of a Broadcast, or one recipient's of an email; an email has none of the three IDs. */
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

/** What the Worker answered to the mailbox. */
export interface Answer {
  status: number | "No answer";
  body: string;
  tookMs: number;
  /** Whether the reader has been off the list since. */
  isDone: boolean;
}

export interface WorldOptions {
  /** The account's rate limit; 1000 if it is not given, so that it is in no test's way. */
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

export class World extends EventEmitter<{ change: [] }> {
  readonly store = new Store();
  /** Set by `reset`. */
  webhook!: Webhook;
  /** The Worker's last answer to the Unsubscribe button, by letter. */
  readonly answers = new Map<string, Answer>();
  fault: ActiveFault = NO_FAULT;
  behavior: Behavior = DEFAULT_BEHAVIOR;
  /** Contact IDs and addresses for which every call is answered with 422. */
  poison: ReadonlySet<string> = new Set();
  /** The account's rate limit. */
  perSecond = 0;
  /** Oldest first. */
  requests: LoggedRequest[] = [];
  /** What was sent, newest first. */
  letters: readonly SentLetter[] = [];
  readonly #options: WorldOptions;
  /** Aborted by a reset. */
  life = new AbortController();
  #window = { openedAt: 0, used: 0 };

  constructor(options: WorldOptions) {
    super();
    this.setMaxListeners(0);
    this.#options = options;
    this.reset();
  }

  /** Back to the start, with nothing going wrong and nothing logged. What is late or in flight is given up. */
  reset(): void {
    const { samples = SAMPLES, requestsPerSecond = 1_000, behavior, webhook } = this.#options;
    this.life.abort();
    this.life = new AbortController();
    this.behavior = DEFAULT_BEHAVIOR;
    this.behave({ ...behavior });
    this.store.refill(samples);
    if (webhook !== undefined) {
      const id = randomUUID();
      this.store.webhooks.set(id, {
        id,
        created_at: new Date().toISOString(),
        endpoint: webhook.url,
        events: EVENT_TYPES,
        status: "enabled",
        signing_secret: webhook.secret,
      });
    }
    this.webhook = new Webhook(webhook, this.life.signal, () => this.emit("change"));
    this.answers.clear();
    this.letters = [];
    this.requests = [];
    this.fault = NO_FAULT;
    this.poison = new Set();
    this.limit(requestsPerSecond);
  }

  /** Changes some switches. */
  behave(change: Partial<Behavior>): void {
    this.behavior = { ...this.behavior, ...change };
    this.store.ignoresCase = this.behavior.addressCase === "ignored";
  }

  /** Changes the rate limit, and opens a new window. */
  limit(perSecond: number): void {
    this.perSecond = perSecond;
    this.#window = { openedAt: 0, used: 0 };
  }

  /** Counts one request in a window of a second. @returns how many the window has left; below 0, it is refused */
  countRequest(): { remaining: number; resetSeconds: number } {
    const now = performance.now();
    if (now - this.#window.openedAt >= WINDOW_MS) this.#window = { openedAt: now, used: 0 };
    this.#window.used += 1;
    const leftMs = WINDOW_MS - (now - this.#window.openedAt);
    const remaining = this.perSecond - this.#window.used;
    return { remaining, resetSeconds: Math.ceil(leftMs / 1_000) };
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
    draft: Omit<Contact, "id" | "created_at" | "updated_at" | "segments">,
    segmentIds: readonly string[],
    event?: "without an event",
  ): Contact {
    const { store, behavior } = this;
    const known = store.contact(draft.email);
    const former = behavior.recreatedId === "kept" ? store.lastId(draft.email) : undefined;
    const now = new Date().toISOString();
    const contact = {
      ...draft,
      email: known?.email ?? draft.email,
      topics: { ...known?.topics, ...draft.topics },
      segments: new Set([...(known?.segments ?? []), ...segmentIds.map((id) => id.toLowerCase())]),
      id: known?.id ?? former ?? randomUUID(),
      created_at: known?.created_at ?? now,
      updated_at: now,
    };
    store.putContact(contact);
    if (event === undefined) {
      this.webhook.send(known === undefined ? "contact.created" : "contact.updated", contact);
    }
    return contact;
  }

  /** Says that a contact has joined or left a segment, where that is an event. */
  sendSegmentChange(contact: Contact): void {
    const { segmentEvents } = this.behavior;
    if (segmentEvents !== "none") this.webhook.send(segmentEvents, contact);
  }
}

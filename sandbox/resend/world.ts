/**
 * Everything that the stand-in remembers, in one place: the account, what goes wrong, what was asked.
 * The API, the control routes and the mailbox share it; whoever changes it rings the bell.
 */

import { type Behavior, USUAL } from "./behavior.ts";
import { type ActiveFault, NO_FAULT } from "./faults.ts";
import type { Answer } from "./mailbox/one-click.ts";
import { RateLimit } from "./rate-limit.ts";
import { RequestLog } from "./request-log.ts";
import { SAMPLES } from "./samples.ts";
import { type Samples, Store } from "./store.ts";
import { Sent } from "./broadcast/sent.ts";
import type { WebhookOptions } from "./webhook/delivery.ts";
import { Webhook } from "./webhook/webhook.ts";

export interface World {
  readonly apiKey: string;
  readonly store: Store;
  readonly limit: RateLimit;
  readonly log: RequestLog;
  readonly webhook: Webhook;
  /** The letters of Broadcasts that have been sent. */
  readonly sent: Sent;
  /** What goes wrong now. */
  fault: ActiveFault;
  /** What is not known of Resend, as it is for now. */
  readonly behavior: Behavior;
  /** Aborted by a reset. */
  readonly life: AbortSignal;
  /** Contact IDs and addresses for which every call is answered with 422. */
  poison: ReadonlySet<string>;
  /** What the Worker last said to the Unsubscribe button, by letter. */
  readonly answers: Map<string, Answer>;
  /** Throws some switches of the behavior. */
  behave(change: Partial<Behavior>): void;
  /** Back to the samples, with nothing going wrong and nothing logged. */
  reset(): void;
  /** Tells the listeners that something changed. */
  ring(): void;
  /** @returns a function that stops listening */
  onRing(listener: () => void): () => void;
}

export interface WorldOptions {
  apiKey: string;
  /** The limit that the account starts with. */
  requestsPerSecond: number;
  /** What the account's behavior starts with, where it is not the usual. */
  behavior?: Partial<Behavior> | undefined;
  /** The webhook that the account starts with. */
  webhook: WebhookOptions | undefined;
  /** Who and what is in the account at the start, and again after a reset. */
  samples?: Samples;
}

export function createWorld(options: WorldOptions): World {
  const { apiKey, requestsPerSecond, webhook, samples = SAMPLES } = options;
  const listeners = new Set<() => void>();
  const store = new Store(samples);
  const initial = { ...USUAL, ...options.behavior };
  let life = new AbortController();
  let behavior = initial;
  const behave = (change: Partial<Behavior>) => {
    behavior = { ...behavior, ...change };
    store.ignoresCase = behavior.addressCase === "ignored";
  };
  behave(initial);
  const ring = () => {
    for (const listener of listeners) listener();
  };
  return {
    apiKey,
    store,
    webhook: new Webhook(store, webhook, ring),
    sent: new Sent(),
    limit: new RateLimit(requestsPerSecond, () => performance.now()),
    log: new RequestLog(),
    answers: new Map(),
    fault: NO_FAULT,
    poison: new Set(),
    get behavior() {
      return behavior;
    },
    get life() {
      return life.signal;
    },
    behave,
    reset() {
      life.abort();
      life = new AbortController();
      behave(initial);
      this.store.refill(samples);
      this.webhook.reset();
      this.sent.clear();
      this.limit.reset();
      this.log.clear();
      this.answers.clear();
      this.fault = NO_FAULT;
      this.poison = new Set();
    },
    ring,
    onRing(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

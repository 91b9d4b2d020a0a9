/**
 * Everything that the stand-in remembers, in one place: the account, what goes wrong, who knocked.
 * The API, the control routes and the mailbox share it; whoever changes it rings the bell.
 */

import type { Fault } from "./faults.ts";
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
  fault: Fault;
  /** The `retry-after` of the fault `429`, as it goes over the wire: seconds or a date. */
  retryAfter: string;
  /** Contact IDs and addresses for which every call is answered with 422. */
  poison: ReadonlySet<string>;
  /** What the Worker last said to the Unsubscribe button, by letter. */
  readonly answers: Map<string, Answer>;
  /** Back to the samples, with nothing going wrong and nothing logged. */
  reset(): void;
  /** Tells the listeners that something changed. */
  ring(): void;
  /** @returns a function that stops listening */
  onRing(listener: () => void): () => void;
}

/** Seconds that the fault `429` asks for unless it is told otherwise. */
export const RETRY_AFTER = "2";

export interface WorldOptions {
  apiKey: string;
  /** The limit that the account starts with. */
  requestsPerSecond: number;
  /** The webhook that the account starts with. */
  webhook: WebhookOptions | undefined;
  /** Who and what is in the account at the start, and again after a reset. */
  samples?: Samples;
}

export function createWorld(options: WorldOptions): World {
  const { apiKey, requestsPerSecond, webhook, samples = SAMPLES } = options;
  const listeners = new Set<() => void>();
  const store = new Store(samples);
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
    fault: "none",
    retryAfter: RETRY_AFTER,
    poison: new Set(),
    reset() {
      this.store.refill(samples);
      this.webhook.reset();
      this.sent.clear();
      this.limit.reset();
      this.log.clear();
      this.answers.clear();
      this.fault = "none";
      this.retryAfter = RETRY_AFTER;
      this.poison = new Set();
    },
    ring,
    onRing(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

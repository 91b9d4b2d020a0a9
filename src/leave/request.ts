/** What leaving and coming back have in common: whom it is about, what it works with, and small steps of both. */

import type { Log } from "../log.ts";
import type { Count } from "../metrics.ts";
import type { Acceptance, Entry, Operation, Withdrawal } from "../outbox.ts";
import type { FaultName, Resend } from "../resend.ts";

/** Who leaves what. */
export interface Membership {
  /** The list as its link names it. */
  list: string;
  /** The Resend segment behind the list; `undefined` when no setting names it. */
  segment: string | undefined;
  /** A Resend contact ID or an e-mail address. */
  contact: string;
}

/** What the core works with. */
export interface LeaveServices {
  resend: Resend;
  /** Stores a request durably before it resolves; rejects when it could not. */
  accept: (acceptance: Acceptance) => Promise<number>;
  /** Withdraws what is stored; rejects when the storage could not. */
  withdraw: (entry: Entry, options: { keep: boolean }) => Promise<Withdrawal>;
  /** Counts requests by key, for `LIMIT_PERIOD_SECONDS`. */
  limit: RateLimit;
  log: Log;
  count: Count;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** Why something was not done at once. */
export type Fault = FaultName | "list-unknown";

/** The period of the `LEAVE_LIMIT` binding in `wrangler.toml`. */
const LIMIT_PERIOD_SECONDS = 60;

/** What a reader or a mailbox provider is asked to wait when storing failed. */
export const RETRY_AFTER_SECONDS = 60;

/** A part of the hash that is long enough to tell memberships apart in a log. */
export function shortHash(hash: string): string {
  return hash.slice(0, 10);
}

async function count(key: string, limit: RateLimit): Promise<boolean> {
  return (await limit.limit({ key })).success;
}

/** Counts the request. @returns what to say when there were too many; a limiter that fails costs nobody their leave */
export async function tooMany(
  hash: string,
  { limit }: Pick<LeaveServices, "limit">,
): Promise<{ kind: "too-many"; retryAfterSeconds: number } | undefined> {
  const allowed = await count(hash, limit).catch(() => true);
  return allowed ? undefined : { kind: "too-many", retryAfterSeconds: LIMIT_PERIOD_SECONDS };
}

/** Whether there is anything to leave; `undefined` when Resend does not say. */
export async function isThere(
  operation: Operation,
  { segment, contact }: Membership,
  resend: Resend,
): Promise<boolean | undefined> {
  if (operation === "everything") return resend.isSubscribed(contact);
  return segment === undefined ? undefined : resend.isMember({ contact, segment });
}

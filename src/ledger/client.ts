/**
 * How every channel calls the Ledger: checks the link's rate limit, passes the asking on, and counts the outcome. It never
 * throws, and never reports "done" or "stored" before the Ledger has.
 */

import type { LedgerSource, LedgerStub } from "../settings/env.ts";
import type { Asking, UndoOutcome, UnsubscribeOutcome } from "./asking.ts";
import type { Count, Log } from "../telemetry.ts";

/** What the channels need. */
export interface Services {
  ledger: LedgerSource;
  /** Counts requests by key, for `LIMIT_PERIOD_SECONDS`. */
  limit: RateLimit;
  log: Log;
  count: Count;
  /** Milliseconds since 1970. */
  now: () => number;
}

type TooMany = { kind: "too-many"; retryAfterSeconds: number };

/** The period of the `LEAVE_LIMIT` binding in `wrangler.toml`. */
const LIMIT_PERIOD_SECONDS = 60;

/** How long a client should wait if the Ledger did not answer. */
const RETRY_AFTER_SECONDS = 60;

const TRY_AGAIN = { kind: "try-again", retryAfterSeconds: RETRY_AFTER_SECONDS } as const;

/**
 * Asks the Ledger to unsubscribe someone, and counts the outcome.
 *
 * @returns the Ledger's answer; `try-again` if it does not answer, `too-many` if the link is used too often
 */
export async function unsubscribe(
  asking: Asking,
  services: Services,
): Promise<UnsubscribeOutcome | TooMany> {
  const { scope, list, channel, hash } = asking;
  const about = { scope, list, channel };
  const startedAt = services.now();
  const tooMany = await countAsking(channel === "page" ? `${hash} page` : hash, services);
  const answer = tooMany ?? (await call(services.ledger, (ledger) => ledger.unsubscribe(asking)));
  const outcome = answer ?? TRY_AGAIN;
  // The Ledger logs what reaches it.
  if (tooMany) services.log({ level: "warn", event: "too-many", ...about });
  if (answer === undefined) {
    const failure = { outcome: "try-again", fault: "no-ledger" } as const;
    services.log({ level: "error", event: "leave", ...about, ...failure });
  }
  const ms = services.now() - startedAt;
  services.count({ event: "leave", ...about, outcome: outcome.kind, ms });
  return outcome;
}

/** Asks the Ledger to undo the asking with the ID `token`, and counts the outcome. */
export async function undo(
  { list, contact, hash, token }: Pick<Asking, "list" | "contact" | "hash"> & { token: string },
  services: Services,
): Promise<UndoOutcome> {
  const startedAt = services.now();
  const outcome =
    (await countAsking(`${hash} undo`, services)) ??
    (await call(services.ledger, (ledger) => ledger.undo({ list, contact }, token))) ??
    TRY_AGAIN;
  services.count({ event: "undo", list, outcome: outcome.kind, ms: services.now() - startedAt });
  return outcome;
}

/** Counts a request of a link. If the rate limiter fails, unsubscribing still works. */
async function countAsking(
  key: string,
  { limit }: Pick<Services, "limit">,
): Promise<TooMany | undefined> {
  try {
    const { success } = await limit.limit({ key });
    return success ? undefined : { kind: "too-many", retryAfterSeconds: LIMIT_PERIOD_SECONDS };
  } catch {
    return undefined;
  }
}

/**
 * Calls the Ledger, and calls it again if a restart has cut off the first call. Both calls have the same asking ID, so they
 * count as one request.
 *
 * @returns its answer; `undefined` if both calls failed
 */
export async function call<Answer>(
  ledger: LedgerSource,
  ask: (stub: LedgerStub) => Promise<Answer>,
): Promise<Answer | undefined> {
  for (let tries = 0; tries < 2; tries++) {
    try {
      return await ask(ledger());
    } catch {
      // What it has stored is on disk; the second call asks for everything else.
    }
  }
  return undefined;
}

/**
 * The core: somebody asks to leave a list, and what became of that.
 * Everything it touches comes in as an argument; it never throws, and never says "left" before Resend has.
 */

import type { FaultName, RemoveResult, Resend } from "./resend.ts";

/** Who leaves what. */
export interface Membership {
  /** The list as its link names it. */
  list: string;
  /** The Resend segment behind the list; `undefined` when no setting names it. */
  segment: string | undefined;
  /** A Resend contact ID or an e-mail address. */
  contact: string;
}

/** How the request came: the body of a one-click POST, the page's form, or neither. */
export type Channel = "one-click" | "page" | "other";

export interface LeaveRequest {
  membership: Membership;
  channel: Channel;
  /** Stands for the membership where its contact must not show. */
  hash: string;
}

export type LeaveOutcome =
  /** Resend said so. */
  | { kind: "left" }
  /** Nothing was done and nothing was stored. */
  | { kind: "try-again"; retryAfterSeconds: number }
  /** This membership asked too often; Resend was not called. */
  | { kind: "too-many"; retryAfterSeconds: number };

/** One line of the operator's log. It holds no address, no ticket and no key. */
export interface LeaveLogLine {
  event: "leave";
  list: string;
  channel: Channel;
  outcome: LeaveOutcome["kind"] | "nobody";
  /** Why it was not done. */
  fault?: FaultName | "list-unknown" | undefined;
  /** Resend's HTTP status; `null` when Resend did not answer or was not asked. */
  status: number | null;
  /** Resend's own words about a fault. */
  upstream?: string | undefined;
  /** Milliseconds from the request to the outcome. */
  ms: number;
  /** The same for every request of one membership. */
  hash: string;
}

export type LogLevel = "info" | "warn" | "error";

/** What the core works with. */
export interface LeaveServices {
  resend: Resend;
  /** Counts requests by key, for `RATE_LIMIT_SECONDS`. */
  limit: RateLimit;
  log: (level: LogLevel, line: LeaveLogLine) => void;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** The period of the `LEAVE_LIMIT` binding in `wrangler.toml`. */
const LIMIT_PERIOD_SECONDS = 60;

/** What a reader or a mailbox provider is asked to wait when Resend does not say. */
const RETRY_AFTER_SECONDS = 60;

const HASH_LENGTH_IN_LOG = 10;

/** What was found out about one leave, before it is told to anybody. */
interface Finding {
  outcome: LeaveOutcome;
  level: LogLevel;
  logged: Pick<LeaveLogLine, "outcome" | "fault" | "status" | "upstream">;
}

/** Takes one person off one list, and logs one line about it. */
export async function leave(request: LeaveRequest, services: LeaveServices): Promise<LeaveOutcome> {
  const { membership, channel, hash } = request;
  const startedAt = services.now();
  const { outcome, level, logged } = await attempt(membership, hash, services);
  services.log(level, {
    event: "leave",
    list: membership.list,
    channel,
    ...logged,
    ms: services.now() - startedAt,
    hash: hash.slice(0, HASH_LENGTH_IN_LOG),
  });
  return outcome;
}

async function attempt(
  { segment, contact }: Membership,
  hash: string,
  { limit, resend }: LeaveServices,
): Promise<Finding> {
  // A limiter that fails costs nobody their leave.
  const { success } = await limit.limit({ key: hash }).catch(() => ({ success: true }));
  if (!success) {
    return {
      outcome: { kind: "too-many", retryAfterSeconds: LIMIT_PERIOD_SECONDS },
      level: "warn",
      logged: { outcome: "too-many", status: null },
    };
  }
  if (segment === undefined) {
    return {
      outcome: { kind: "try-again", retryAfterSeconds: RETRY_AFTER_SECONDS },
      level: "error",
      logged: { outcome: "try-again", fault: "list-unknown", status: null },
    };
  }
  return finding(await resend.removeFromSegment({ contact, segment }));
}

function finding(result: RemoveResult): Finding {
  const { status, upstream } = result;
  switch (result.outcome) {
    case "removed":
      return { outcome: { kind: "left" }, level: "info", logged: { outcome: "left", status } };
    case "nobody":
      return { outcome: { kind: "left" }, level: "warn", logged: { outcome: "nobody", status } };
    case "later":
    case "misconfigured":
    case "never":
      return {
        outcome: {
          kind: "try-again",
          retryAfterSeconds: result.pace.pauseSeconds ?? RETRY_AFTER_SECONDS,
        },
        level: result.outcome === "later" ? "warn" : "error",
        logged: { outcome: "try-again", fault: result.fault, status, upstream },
      };
  }
}

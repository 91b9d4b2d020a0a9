/**
 * The core: somebody asks to leave a list, and what became of that.
 * Everything it touches comes in as an argument. It never throws, never says "left" before Resend
 * has, and never says "leaving" before it is stored.
 */

import type { Log, LogLevel } from "./log.ts";
import type { Acceptance } from "./outbox.ts";
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
  /** It is stored, and will be done. */
  | { kind: "leaving" }
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
  /** Why it was not done at once. */
  fault?: Fault | undefined;
  /** Resend's HTTP status; `null` when Resend did not answer or was not asked. */
  status: number | null;
  /** Resend's own words about a fault. */
  upstream?: string | undefined;
  /** The Outbox's row that holds it. */
  row?: number | undefined;
  /** Milliseconds from the request to the outcome. */
  ms: number;
  /** The same for every request of one membership. */
  hash: string;
}

/** What the core works with. */
export interface LeaveServices {
  resend: Resend;
  /** Stores a request durably before it resolves; rejects when it could not. */
  accept: (acceptance: Acceptance) => Promise<number>;
  /** Counts requests by key, for `LIMIT_PERIOD_SECONDS`. */
  limit: RateLimit;
  log: Log;
  /** Milliseconds since 1970. */
  now: () => number;
}

type Fault = FaultName | "list-unknown";

/** What was found out about one leave, before it is told to anybody. */
interface Finding {
  outcome: LeaveOutcome;
  level: LogLevel;
  logged: Pick<LeaveLogLine, "outcome" | "fault" | "status" | "upstream" | "row">;
}

/** The period of the `LEAVE_LIMIT` binding in `wrangler.toml`. */
const LIMIT_PERIOD_SECONDS = 60;

/** What a reader or a mailbox provider is asked to wait when storing failed. */
const RETRY_AFTER_SECONDS = 60;

const HASH_LENGTH_IN_LOG = 10;

/** Takes one person off one list, now or later, and logs one line about it. */
export async function leave(request: LeaveRequest, services: LeaveServices): Promise<LeaveOutcome> {
  const { membership, channel, hash } = request;
  const startedAt = services.now();
  const { outcome, level, logged } = await attempt(membership, hash, services);
  const line: LeaveLogLine = {
    event: "leave",
    list: membership.list,
    channel,
    ...logged,
    ms: services.now() - startedAt,
    hash: hash.slice(0, HASH_LENGTH_IN_LOG),
  };
  services.log(level, line);
  return outcome;
}

async function attempt(
  membership: Membership,
  hash: string,
  services: LeaveServices,
): Promise<Finding> {
  // A limiter that fails costs nobody their leave.
  const { success } = await services.limit.limit({ key: hash }).catch(() => ({ success: true }));
  if (!success) {
    return {
      outcome: { kind: "too-many", retryAfterSeconds: LIMIT_PERIOD_SECONDS },
      level: "warn",
      logged: { outcome: "too-many", status: null },
    };
  }
  const { segment, contact } = membership;
  if (segment === undefined) return store(membership, UNKNOWN_LIST, services);

  const result = await services.resend.removeFromSegment({ contact, segment });
  switch (result.outcome) {
    case "removed":
      return found("info", "left", result);
    case "nobody":
      return found("warn", "nobody", result);
    case "later":
    case "misconfigured":
    case "never":
      return store(membership, result, services);
  }
}

/** Why a leave could not be done at once. */
type Obstacle = Pick<
  Extract<RemoveResult, { fault: FaultName }>,
  "status" | "upstream" | "pace"
> & {
  outcome: "later" | "misconfigured" | "never";
  fault: Fault;
};

const UNKNOWN_LIST: Obstacle = {
  outcome: "misconfigured",
  fault: "list-unknown",
  status: null,
  pace: {},
  upstream: undefined,
};

async function store(
  { list, contact }: Membership,
  { outcome, fault, pace, status, upstream }: Obstacle,
  { accept }: LeaveServices,
): Promise<Finding> {
  const level = outcome === "later" ? "warn" : "error";
  const entry = { operation: "leave", list, contact } as const;
  const acceptance = { entry, fault, setAside: outcome === "never", pace };
  try {
    // Storing twice is storing once, so a Durable Object that is just moving gets a second chance.
    const row = await accept(acceptance).catch(() => accept(acceptance));
    const logged = { outcome: "leaving", fault, status, upstream, row } as const;
    return { outcome: { kind: "leaving" }, level, logged };
  } catch {
    return {
      outcome: { kind: "try-again", retryAfterSeconds: pace.pauseSeconds ?? RETRY_AFTER_SECONDS },
      level: "error",
      logged: { outcome: "try-again", fault, status, upstream },
    };
  }
}

function found(level: LogLevel, outcome: "left" | "nobody", { status }: RemoveResult): Finding {
  return { outcome: { kind: "left" }, level, logged: { outcome, status } };
}

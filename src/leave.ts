/**
 * The core: somebody asks to leave one list, or all of them, and what became of that.
 * Everything it touches comes in as an argument. It never throws, never says "left" before Resend
 * has, and never says "leaving" before it is stored.
 */

import type { Grant } from "./link.ts";
import {
  type Fault,
  isThere,
  type LeaveServices,
  type Membership,
  RETRY_AFTER_SECONDS,
  shortHash,
  tooMany,
} from "./leave/request.ts";
import type { LogLevel } from "./log.ts";
import type { Operation } from "./outbox.ts";
import type { ResendResult } from "./resend.ts";

export { rejoin, type RejoinOutcome } from "./leave/rejoin.ts";
export type { LeaveServices, Membership } from "./leave/request.ts";

/** How the request came: a one-click POST, the page's form, an e-mail, or some other POST. */
export type Channel = "one-click" | "page" | "mailto" | "other";

export interface LeaveRequest {
  /** Whether it is about this list, or about everything that this sender mails. */
  operation: Operation;
  membership: Membership;
  channel: Channel;
  /** Stands for the membership where its contact must not show. */
  hash: string;
}

export type LeaveOutcome =
  /** Resend said so. */
  | { kind: "left"; undo: Grant }
  /** It is stored, and will be done. */
  | { kind: "leaving"; undo: Grant }
  /** Nothing was done and nothing was stored. */
  | { kind: "try-again"; retryAfterSeconds: number }
  /** This membership asked too often; Resend was not called. */
  | { kind: "too-many"; retryAfterSeconds: number };

/** One line of the operator's log. It holds no address, no ticket and no key. */
export interface LeaveLogLine {
  event: "leave";
  operation: Operation;
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

/** What was found out about one leave, before it is told to anybody. */
interface Finding {
  outcome: LeaveOutcome;
  level: LogLevel;
  logged: Pick<LeaveLogLine, "outcome" | "fault" | "status" | "upstream" | "row">;
}

/** Takes one person off one list or off all, now or later, logs one line about it, and counts it. */
export async function leave(request: LeaveRequest, services: LeaveServices): Promise<LeaveOutcome> {
  const { operation, membership, channel, hash } = request;
  const startedAt = services.now();
  const { outcome, level, logged } = await attempt(request, services);
  const line: LeaveLogLine = {
    event: "leave",
    operation,
    list: membership.list,
    channel,
    ...logged,
    ms: services.now() - startedAt,
    hash: shortHash(hash),
  };
  services.log(level, line);
  services.count(line);
  return outcome;
}

async function attempt(request: LeaveRequest, services: LeaveServices): Promise<Finding> {
  const { operation, membership, channel, hash } = request;
  const stop = await tooMany(hash, services);
  if (stop) return { outcome: stop, level: "warn", logged: { outcome: "too-many", status: null } };

  const { segment, contact } = membership;
  const { resend } = services;
  // Only a page can undo, so only a page needs to know how things were.
  const wasThere = channel === "page" && (await isThere(operation, membership, resend)) === true;
  const undoDone = wasThere ? "restore" : "cancel";
  const undoWaiting = wasThere ? "reverse" : "cancel";
  if (operation === "leave" && segment === undefined) {
    return store(request, UNKNOWN_LIST, undoWaiting, services);
  }
  const result = await (operation === "leave" && segment !== undefined
    ? resend.removeFromSegment({ contact, segment })
    : resend.setUnsubscribed(contact, true));
  const { status } = result;
  switch (result.outcome) {
    case "done":
      return {
        outcome: { kind: "left", undo: undoDone },
        level: "info",
        logged: { outcome: "left", status },
      };
    case "nobody":
      return {
        outcome: { kind: "left", undo: undoDone },
        level: "warn",
        logged: { outcome: "nobody", status },
      };
    case "later":
    case "misconfigured":
    case "never":
      return store(request, result, undoWaiting, services);
  }
}

/** Why a leave could not be done at once. */
type Obstacle = Pick<ResendResult, "status" | "upstream" | "pace"> & {
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
  { operation, membership }: LeaveRequest,
  { outcome, fault, pace, status, upstream }: Obstacle,
  undo: Grant,
  { accept }: LeaveServices,
): Promise<Finding> {
  const level = outcome === "later" ? "warn" : "error";
  const { list, contact } = membership;
  const entry = { operation, list, contact };
  const acceptance = { entry, fault, setAside: outcome === "never", pace };
  try {
    // Storing twice is storing once, so a Durable Object that is just moving gets a second chance.
    const row = await accept(acceptance).catch(() => accept(acceptance));
    const logged = { outcome: "leaving", fault, status, upstream, row } as const;
    return { outcome: { kind: "leaving", undo }, level, logged };
  } catch {
    return {
      outcome: { kind: "try-again", retryAfterSeconds: pace.pauseSeconds ?? RETRY_AFTER_SECONDS },
      level: "error",
      logged: { outcome: "try-again", fault, status, upstream },
    };
  }
}

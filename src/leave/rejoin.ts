/**
 * The way back: undoes what a page's POST did, and nothing else. Never queued: when it cannot be
 * done now, it says so. Everything it touches comes in as an argument.
 */

import type { Proof } from "../link.ts";
import {
  type Fault,
  isThere,
  type LeaveServices,
  type Membership,
  RETRY_AFTER_SECONDS,
  shortHash,
  tooMany,
} from "./request.ts";

export interface RejoinRequest {
  /** What the page allows its reader to undo. */
  proof: Proof;
  membership: Membership;
  /** Stands for the membership where its contact must not show. */
  hash: string;
}

export type RejoinOutcome =
  /** Resend has put the person back. */
  | { kind: "rejoined" }
  /** What waited was withdrawn before anything was changed. */
  | { kind: "cancelled" }
  /** It is done already, and this proof may not undo that. */
  | { kind: "too-late" }
  /** Nothing is claimed. */
  | { kind: "try-again"; retryAfterSeconds: number }
  /** This membership asked too often. */
  | { kind: "too-many"; retryAfterSeconds: number };

interface Finding {
  outcome: RejoinOutcome;
  fault?: Fault | undefined;
  status?: number | null;
  upstream?: string | undefined;
}

const TRY_AGAIN = { kind: "try-again", retryAfterSeconds: RETRY_AFTER_SECONDS } as const;

/** Undoes what the proof allows, logs one line about it, and counts it. */
export async function rejoin(
  request: RejoinRequest,
  services: LeaveServices,
): Promise<RejoinOutcome> {
  const startedAt = services.now();
  const { outcome, ...logged } = await attempt(request, services);
  const undone = outcome.kind === "rejoined" || outcome.kind === "cancelled";
  const line = {
    event: "rejoin",
    operation: request.proof.undo,
    list: request.membership.list,
    outcome: outcome.kind,
    ...logged,
    ms: services.now() - startedAt,
    hash: shortHash(request.hash),
  } as const;
  services.log(undone ? "info" : "warn", line);
  services.count(line);
  return outcome;
}

async function attempt(request: RejoinRequest, services: LeaveServices): Promise<Finding> {
  const { proof, membership, hash } = request;
  const stop = await tooMany(hash, services);
  if (stop) return { outcome: stop };

  const { list, contact } = membership;
  const entry = { operation: proof.undo, list, contact };
  const mayRestore = proof.grant !== "cancel";
  const withdraw = (keep: boolean) => services.withdraw(entry, { keep }).catch(() => undefined);
  const withdrawal = await withdraw(!mayRestore);
  if (withdrawal === undefined || withdrawal === "asked-again") return { outcome: TRY_AGAIN };
  if (proof.grant === "restore") return restore(request, services);
  if (mayRestore && withdrawal !== "withdrawn") return restore(request, services);

  // What was withdrawn was not carried out, but another request may have been.
  switch (await isThere(proof.undo, membership, services.resend)) {
    case true:
      if (withdrawal === "uncertain") await withdraw(false);
      return { outcome: { kind: "cancelled" } };
    case false:
      return mayRestore ? restore(request, services) : { outcome: { kind: "too-late" } };
    case undefined:
      return { outcome: withdrawal === "withdrawn" ? { kind: "cancelled" } : TRY_AGAIN };
  }
}

/** Puts back what the page's POST changed. */
async function restore(
  { proof, membership }: RejoinRequest,
  { resend }: LeaveServices,
): Promise<Finding> {
  const { segment, contact } = membership;
  if (proof.undo === "leave" && segment === undefined) {
    return { outcome: TRY_AGAIN, fault: "list-unknown" };
  }
  const result = await (proof.undo === "leave" && segment !== undefined
    ? resend.addToSegment({ contact, segment })
    : resend.setUnsubscribed(contact, false));
  const { status, upstream } = result;
  if (result.outcome === "done") return { outcome: { kind: "rejoined" }, status };
  if (result.outcome === "never") {
    return { outcome: { kind: "too-late" }, fault: result.fault, status, upstream };
  }
  const retryAfterSeconds = result.pace.pauseSeconds ?? RETRY_AFTER_SECONDS;
  const fault = "fault" in result ? result.fault : undefined;
  return { outcome: { kind: "try-again", retryAfterSeconds }, fault, status, upstream };
}

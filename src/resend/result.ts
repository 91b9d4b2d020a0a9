/** What became of an operation, as the other rooms are told. Pure. */

import { type Answer, type Failure, judge, upstreamWords, type Verdict } from "./answer.ts";
import type { Pace } from "./pace.ts";

/** What became of an operation. Only `done` and `nobody` are an end. */
export type ResendResult = (
  | { outcome: "done" }
  /** Resend knows no such contact, so nobody is there to be mailed. */
  | { outcome: "nobody" }
  | Failure
) & {
  /** Resend's HTTP status; `null` when no answer came. */
  status: number | null;
  pace: Pace;
  /** Resend's own words, for the operator's log alone. */
  upstream: string | undefined;
};

export const NOT_FOUND = { kind: "misconfigured", fault: "not-found" } as const;
export const SEGMENT_UNKNOWN = { kind: "misconfigured", fault: "segment-unknown" } as const;
export const UNREADABLE = { kind: "later", fault: "not-json" } as const;

/** Whether Resend knows no such contact. */
export function isNobody(verdict: Verdict): boolean {
  return verdict.kind === "not-found" && verdict.what === "contact";
}

/** Where a missing contact is as good as done. */
export function reportOrNobody(answer: Answer): ResendResult {
  const verdict = judge(answer);
  return isNobody(verdict) ? { ...told(answer), outcome: "nobody" } : report(answer, verdict);
}

export function report(answer: Answer, verdict: Verdict): ResendResult {
  switch (verdict.kind) {
    case "done":
      return { outcome: "done", status: answer.status, pace: answer.pace, upstream: undefined };
    // Whoever looks closer has done so before; for every other operation it is the end.
    case "not-found":
      return { ...told(answer), outcome: "never", fault: "not-found" };
    case "later":
    case "misconfigured":
    case "never":
      return { ...told(answer), outcome: verdict.kind, fault: verdict.fault };
  }
}

function told(answer: Answer): Pick<ResendResult, "status" | "pace" | "upstream"> {
  return { status: answer.status, pace: answer.pace, upstream: upstreamWords(answer) };
}

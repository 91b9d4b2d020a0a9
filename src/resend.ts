/**
 * Resend's API, as far as a leave needs it: the only HTTP that leaves the Worker.
 * Never throws, never follows a redirect, and lets no upstream text out but for the operator's log.
 */

import {
  type Answer,
  type FaultName,
  judge,
  segmentPage,
  upstreamWords,
  type Verdict,
  parseBody,
} from "./resend/answer.ts";
import { type Pace, readPace } from "./resend/pace.ts";

export type { FaultName } from "./resend/answer.ts";
export type { Pace } from "./resend/pace.ts";

/** A contact (ID or e-mail address) and a segment (ID). */
export interface SegmentMember {
  contact: string;
  segment: string;
}

/** What became of a removal. After `removed` and `nobody` this person gets no more mail; after the others they may. */
export type RemoveResult = (
  | { outcome: "removed" }
  /** Resend knows no such contact. */
  | { outcome: "nobody" }
  /** Resend is down, busy or out of reach. */
  | { outcome: "later"; fault: FaultName }
  /** It will work once the operator has mended the key, the base URL or the segment. */
  | { outcome: "misconfigured"; fault: FaultName }
  /** It can never work. */
  | { outcome: "never"; fault: FaultName }
) & {
  /** Resend's HTTP status; `null` when no answer came. */
  status: number | null;
  pace: Pace;
  /** Resend's own words, for the operator's log alone. */
  upstream: string | undefined;
};

/** What the core needs of Resend. */
export interface Resend {
  removeFromSegment(member: SegmentMember): Promise<RemoveResult>;
}

export interface ResendOptions {
  apiKey: string;
  /** Such as `https://api.resend.com`, without a slash at its end. */
  baseUrl: string;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Milliseconds that a request and its answer may take together. */
  timeoutMs?: number;
  /** Resolves when the next request may start. */
  ready?: () => Promise<void>;
}

const TIMEOUT_MS = 5_000;
const PAUSE_AFTER_TIMEOUT_SECONDS = 5;

/** The most that one page of a list may hold. */
const PAGE_SIZE = 100;
const MAX_PAGES = 10;

/** Makes the client. It keeps no state between requests. */
export function createResend(options: ResendOptions): Resend {
  const { apiKey, baseUrl, now, timeoutMs = TIMEOUT_MS, ready } = options;

  async function request(method: "DELETE" | "GET", path: string): Promise<Answer> {
    await ready?.();
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      const response = await fetch(baseUrl + path, {
        method,
        headers: {
          authorization: `Bearer ${apiKey}`,
          accept: "application/json",
          // Resend's edge refuses requests that name no agent.
          "user-agent": "leave-this-list",
        },
        redirect: "manual",
        signal,
      });
      const body = parseBody(await response.text());
      return { status: response.status, body, pace: readPace(response, now()) };
    } catch {
      return signal.aborted
        ? { status: null, lost: "timeout", pace: { pauseSeconds: PAUSE_AFTER_TIMEOUT_SECONDS } }
        : { status: null, lost: "connection", pace: {} };
    }
  }

  /** A 404 does not always say what was missing; the contact's own list of segments does. */
  async function confirmAbsence({ contact, segment }: SegmentMember): Promise<RemoveResult> {
    let cursor = "";
    for (let page = 1; page <= MAX_PAGES; page++) {
      const path = `/contacts/${encodeURIComponent(contact)}/segments?limit=${PAGE_SIZE}${cursor}`;
      const answer = await request("GET", path);
      const verdict = judge(answer);
      if (verdict.kind !== "done") return report(answer, verdict);
      const segments = segmentPage(answer.body);
      if (segments === undefined) return report(answer, { kind: "later", fault: "not-json" });
      if (segments.ids.includes(segment)) return report(answer, NOT_FOUND);
      if (!segments.more) return report(answer, verdict);
      cursor = `&after=${encodeURIComponent(segments.ids.at(-1) ?? "")}`;
    }
    return { outcome: "later", fault: "unavailable", status: 200, pace: {}, upstream: undefined };
  }

  /** Nobody is in a segment that does not exist; but then the person may well be in the one that was meant. */
  async function confirmSegment(segment: string, absent: RemoveResult): Promise<RemoveResult> {
    const answer = await request("GET", `/segments/${encodeURIComponent(segment)}`);
    const verdict = judge(answer);
    switch (verdict.kind) {
      case "later":
      case "misconfigured":
        return report(answer, verdict);
      case "not-found":
        return verdict.what === "segment"
          ? report(answer, { kind: "misconfigured", fault: "segment-unknown" })
          : absent;
      case "done":
      case "never":
        return absent;
    }
  }

  return {
    /**
     * Takes a contact out of a segment; one that was not in it counts as `removed`.
     *
     * @see https://resend.com/docs/api-reference/contacts/delete-contact-segment
     */
    async removeFromSegment(member) {
      const { contact, segment } = member;
      const path = `/contacts/${encodeURIComponent(contact)}/segments/${encodeURIComponent(segment)}`;
      const answer = await request("DELETE", path);
      const verdict = judge(answer);
      if (verdict.kind !== "not-found" || verdict.what === "contact")
        return report(answer, verdict);
      const result = await confirmAbsence(member);
      return verdict.what === "segment" && result.outcome === "removed"
        ? confirmSegment(segment, result)
        : result;
    },
  };
}

/**
 * Makes a client that does not knock while Resend has asked for a pause: it answers `later` by itself.
 * The pause is known to this client alone, and so to one isolate.
 */
export function respectPauses(resend: Resend, now: () => number): Resend {
  let pausedUntil = 0;
  return {
    async removeFromSegment(member) {
      const pauseMs = pausedUntil - now();
      if (pauseMs > 0) {
        const pace = { pauseSeconds: Math.ceil(pauseMs / 1000) };
        return { outcome: "later", fault: "paused", status: null, pace, upstream: undefined };
      }
      const result = await resend.removeFromSegment(member);
      pausedUntil = now() + (result.pace.pauseSeconds ?? 0) * 1000;
      return result;
    },
  };
}

const NOT_FOUND = { kind: "misconfigured", fault: "not-found" } as const;

function report(answer: Answer, verdict: Verdict): RemoveResult {
  const { status, pace } = answer;
  const upstream = upstreamWords(answer);
  switch (verdict.kind) {
    case "done":
      return { outcome: "removed", status, pace, upstream: undefined };
    case "not-found":
      return verdict.what === "contact"
        ? { outcome: "nobody", status, pace, upstream }
        : { outcome: "misconfigured", fault: NOT_FOUND.fault, status, pace, upstream };
    case "later":
    case "misconfigured":
    case "never":
      return { outcome: verdict.kind, fault: verdict.fault, status, pace, upstream };
  }
}

/**
 * Resend's API, as far as leaving and coming back need it: the only HTTP that leaves the Worker.
 * Each operation answers with what it means, and never throws.
 */

import {
  type Answer,
  type Failure,
  judge,
  segmentPage,
  unsubscribedIn,
  upstreamWords,
  type Verdict,
} from "./resend/answer.ts";
import type { Pace } from "./resend/pace.ts";
import type { Send } from "./resend/transport.ts";

export { type Answer, type FaultName, isUncertain, judge, upstreamWords } from "./resend/answer.ts";
export type { Pace } from "./resend/pace.ts";
export { createPace } from "./resend/spacing.ts";
export { createTransport, respectingPauses, type Send, waitingFor } from "./resend/transport.ts";

/** A contact (ID or e-mail address) and a segment (ID). */
export interface SegmentMember {
  contact: string;
  segment: string;
}

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

/** What the rooms may ask of Resend. */
export interface Resend {
  /** Takes a contact out of a segment; one that was not in it is `done` as well. */
  removeFromSegment(member: SegmentMember): Promise<ResendResult>;
  /** Puts an existing contact into a segment. Never creates one: that would resubscribe who had opted out. */
  addToSegment(member: SegmentMember): Promise<ResendResult>;
  /** Stops every broadcast to an existing contact, or lets them go on. */
  setUnsubscribed(contact: string, unsubscribed: boolean): Promise<ResendResult>;
  /** Whether a contact is in a segment; `undefined` when Resend does not say. */
  isMember(member: SegmentMember): Promise<boolean | undefined>;
  /** Whether a contact gets broadcasts; `undefined` when Resend does not say. */
  isSubscribed(contact: string): Promise<boolean | undefined>;
}

/** The most that one page of a list may hold. */
const PAGE_SIZE = 100;
const MAX_PAGES = 3;

/**
 * Makes the client. It keeps no state between operations.
 *
 * @see https://resend.com/docs/api-reference/contacts/delete-contact-segment
 * @see https://resend.com/docs/api-reference/contacts/add-contact-to-segment
 * @see https://resend.com/docs/api-reference/contacts/update-contact
 */
export function createResend(send: Send): Resend {
  return {
    async removeFromSegment(member) {
      const answer = await send("DELETE", membershipPath(member));
      const verdict = judge(answer);
      if (verdict.kind !== "not-found") return report(answer, verdict);
      if (verdict.what === "contact") return { ...told(answer), outcome: "nobody" };
      const absence = await confirmAbsence(send, member);
      const result =
        verdict.what === "segment" && absence.outcome === "done"
          ? await confirmSegment(send, member.segment, absence)
          : absence;
      // What the first answer asked for holds after the others too.
      return { ...result, pace: { ...answer.pace, ...result.pace } };
    },

    async addToSegment(member) {
      const answer = await send("POST", membershipPath(member));
      return report(answer, judge(answer));
    },

    async setUnsubscribed(contact, unsubscribed) {
      const answer = await send("PATCH", contactPath(contact), { unsubscribed });
      return report(answer, judge(answer));
    },

    async isMember(member) {
      return (await readSegments(send, member)).isMember;
    },

    async isSubscribed(contact) {
      const answer = await send("GET", contactPath(contact));
      const verdict = judge(answer);
      if (verdict.kind === "not-found" && verdict.what === "contact") return false;
      const unsubscribed = verdict.kind === "done" ? unsubscribedIn(answer.body) : undefined;
      return unsubscribed === undefined ? undefined : !unsubscribed;
    },
  };
}

/** A 404 does not always say what was missing; the contact's own list of segments does. */
async function confirmAbsence(send: Send, member: SegmentMember): Promise<ResendResult> {
  const { isMember, answer, verdict } = await readSegments(send, member);
  if (verdict.kind === "not-found" && verdict.what === "contact") {
    return { ...told(answer), outcome: "nobody" };
  }
  if (isMember === true || verdict.kind === "not-found") return report(answer, NOT_FOUND);
  if (isMember === undefined && verdict.kind === "done") return report(answer, UNREADABLE);
  return report(answer, verdict);
}

/** Nobody is in a segment that does not exist; but then the person may well be in the one that was meant. */
async function confirmSegment(
  send: Send,
  segment: string,
  absent: ResendResult,
): Promise<ResendResult> {
  const answer = await send("GET", `/segments/${encodeURIComponent(segment)}`);
  const verdict = judge(answer);
  switch (verdict.kind) {
    case "later":
    case "misconfigured":
      return report(answer, verdict);
    case "not-found":
      return verdict.what === "segment" ? report(answer, SEGMENT_UNKNOWN) : absent;
    case "done":
    case "never":
      return absent;
  }
}

/** Reads a contact's segments page by page, until one page settles it. */
async function readSegments(
  send: Send,
  { contact, segment }: SegmentMember,
): Promise<{ isMember: boolean | undefined; answer: Answer; verdict: Verdict }> {
  let cursor = "";
  for (let page = 1; ; page++) {
    const path = `${contactPath(contact)}/segments?limit=${PAGE_SIZE}${cursor}`;
    const answer = await send("GET", path);
    const verdict = judge(answer);
    if (verdict.kind !== "done") {
      const nobody = verdict.kind === "not-found" && verdict.what === "contact";
      return { isMember: nobody ? false : undefined, answer, verdict };
    }
    const segments = segmentPage(answer.body);
    const found = segments?.ids.includes(segment) === true;
    if (found || segments?.more === false) return { isMember: found, answer, verdict };
    if (segments === undefined || page === MAX_PAGES) {
      return { isMember: undefined, answer, verdict };
    }
    cursor = `&after=${encodeURIComponent(segments.ids.at(-1) ?? "")}`;
  }
}

const NOT_FOUND = { kind: "misconfigured", fault: "not-found" } as const;
const SEGMENT_UNKNOWN = { kind: "misconfigured", fault: "segment-unknown" } as const;
const UNREADABLE = { kind: "later", fault: "not-json" } as const;

function report(answer: Answer, verdict: Verdict): ResendResult {
  switch (verdict.kind) {
    case "done":
      return { ...told(answer), outcome: "done" };
    // A removal looks closer before it comes here; for every other operation it is the end.
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

function contactPath(contact: string): string {
  return `/contacts/${encodeURIComponent(contact)}`;
}

function membershipPath({ contact, segment }: SegmentMember): string {
  return `${contactPath(contact)}/segments/${encodeURIComponent(segment)}`;
}

/**
 * Resend's API, as far as leaving and coming back need it: the only HTTP that leaves the Worker.
 * Each operation answers with what it means, and never throws.
 */

import {
  type Answer,
  judge,
  propertiesIn,
  segmentPage,
  unsubscribedIn,
  type Verdict,
} from "./resend/answer.ts";
import {
  isNobody,
  NOT_FOUND,
  report,
  reportOrNobody,
  type ResendResult,
  SEGMENT_UNKNOWN,
  UNREADABLE,
} from "./resend/result.ts";
import type { Send } from "./resend/transport.ts";

export { type Answer, type FaultName, isUncertain, judge, upstreamWords } from "./resend/answer.ts";
export type { Pace } from "./resend/pace.ts";
export type { ResendResult } from "./resend/result.ts";
export { createPace } from "./resend/spacing.ts";
export { createTransport, respectingPauses, type Send, waitingFor } from "./resend/transport.ts";

/** A contact (ID or e-mail address) and a segment (ID). */
export interface SegmentMember {
  contact: string;
  segment: string;
}

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
  /** Reads a contact's properties. */
  readProperties(contact: string): Promise<ResendResult & { properties: Record<string, unknown> }>;
  /** Reads the IDs of a contact's segments. */
  readSegments(contact: string): Promise<ResendResult & { segments: string[] }>;
  /** Writes some of a contact's properties, and leaves the others alone. */
  setProperties(contact: string, properties: Record<string, string>): Promise<ResendResult>;
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
      if (verdict.what === "contact") return reportOrNobody(answer);
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
      if (isNobody(verdict)) return false;
      const unsubscribed = verdict.kind === "done" ? unsubscribedIn(answer.body) : undefined;
      return unsubscribed === undefined ? undefined : !unsubscribed;
    },

    async readProperties(contact) {
      const answer = await send("GET", contactPath(contact));
      return { ...reportOrNobody(answer), properties: propertiesIn(answer.body) };
    },

    async readSegments(contact) {
      const { ids: segments, isMember, answer, verdict } = await readSegments(send, { contact });
      const unreadable = isMember === undefined && verdict.kind === "done" && !segments.length;
      return { ...(unreadable ? report(answer, UNREADABLE) : reportOrNobody(answer)), segments };
    },

    async setProperties(contact, properties) {
      return reportOrNobody(await send("PATCH", contactPath(contact), { properties }));
    },
  };
}

/** A 404 does not always say what was missing; the contact's own list of segments does. */
async function confirmAbsence(send: Send, member: SegmentMember): Promise<ResendResult> {
  const { isMember, answer, verdict } = await readSegments(send, member);
  if (isNobody(verdict)) return reportOrNobody(answer);
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

/** Reads a contact's segments page by page, until one page settles whether a segment is among them. */
async function readSegments(
  send: Send,
  { contact, segment }: Pick<SegmentMember, "contact"> & Partial<SegmentMember>,
): Promise<{ ids: string[]; isMember: boolean | undefined; answer: Answer; verdict: Verdict }> {
  const ids: string[] = [];
  let cursor = "";
  for (let page = 1; ; page++) {
    const path = `${contactPath(contact)}/segments?limit=${PAGE_SIZE}${cursor}`;
    const answer = await send("GET", path);
    const verdict = judge(answer);
    if (verdict.kind !== "done") {
      return { ids, isMember: isNobody(verdict) ? false : undefined, answer, verdict };
    }
    const segments = segmentPage(answer.body);
    ids.push(...(segments?.ids ?? []));
    const found = segment !== undefined && ids.includes(segment);
    if (found || segments?.more === false) return { ids, isMember: found, answer, verdict };
    if (segments === undefined || page === MAX_PAGES) {
      return { ids, isMember: undefined, answer, verdict };
    }
    cursor = `&after=${encodeURIComponent(ids.at(-1) ?? "")}`;
  }
}

function contactPath(contact: string): string {
  return `/contacts/${encodeURIComponent(contact)}`;
}

function membershipPath({ contact, segment }: SegmentMember): string {
  return `${contactPath(contact)}/segments/${encodeURIComponent(segment)}`;
}

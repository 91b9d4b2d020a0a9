/**
 * Resend's API, as far as unsubscribing and undoing need it: the only HTTP that leaves the Worker.
 * Each operation answers with what it means, and never throws.
 */

import {
  type Classified,
  classify,
  type Contact,
  contactIn,
  type Failure,
  failure,
  segmentPage,
} from "./answer.ts";
import type { Send } from "./transport.ts";

/** What a read found. `missing`: Resend knows no such thing (404; for a contact by address, 422 as well). */
export type Found<Value> = { kind: "found"; value: Value } | { kind: "missing" } | Failure;

/** What the rooms may ask of Resend. A contact is an ID or an email address, a segment an ID. */
export interface Resend {
  /** Takes a contact out of a segment. */
  removeFromSegment(contact: string, segment: string): Promise<Classified>;
  /** Puts an existing contact into a segment. Never creates one: that would resubscribe who had opted out. */
  addToSegment(contact: string, segment: string): Promise<Classified>;
  /** Stops every Broadcast to an existing contact, or lets them go on. */
  setUnsubscribed(contact: string, unsubscribed: boolean): Promise<Classified>;
  /** Writes some of a contact's properties, and leaves the others alone. */
  setProperties(contact: string, properties: Record<string, string>): Promise<Classified>;
  /** Reads a contact. */
  readContact(contact: string): Promise<Found<Contact>>;
  /** Reads the IDs of a contact's segments. */
  readSegments(contact: string): Promise<Found<string[]>>;
  /** Asks whether there is such a segment. */
  findSegment(segment: string): Promise<Found<undefined>>;
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
 * @see https://resend.com/docs/api-reference/segments/get-segment
 */
export function createResend(send: Send): Resend {
  return {
    async removeFromSegment(contact, segment) {
      return classify(await send("DELETE", membershipPath(contact, segment)));
    },

    async addToSegment(contact, segment) {
      return classify(await send("POST", membershipPath(contact, segment)));
    },

    async setUnsubscribed(contact, unsubscribed) {
      return classify(await send("PATCH", contactPath(contact), { unsubscribed }));
    },

    async setProperties(contact, properties) {
      return classify(await send("PATCH", contactPath(contact), { properties }));
    },

    async readContact(contact) {
      const answer = await send("GET", contactPath(contact));
      const classified = classify(answer);
      // Resend takes some of what is signed for no address at all.
      if (answer.status === 422 && contact.includes("@")) return { kind: "missing" };
      if (classified.kind !== "done") return found(classified);
      const value = contactIn(answer.body);
      return value ? { kind: "found", value } : failure(answer, "transient", "not-json");
    },

    async readSegments(contact) {
      const ids: string[] = [];
      for (let cursor = "", page = 1; ; page++) {
        const path = `${contactPath(contact)}/segments?limit=${PAGE_SIZE}${cursor}`;
        const answer = await send("GET", path);
        const classified = classify(answer);
        if (classified.kind !== "done") return found(classified);
        const segments = segmentPage(answer.body);
        if (segments === undefined) return failure(answer, "transient", "not-json");
        ids.push(...segments.ids);
        if (!segments.more) return { kind: "found", value: ids };
        if (page === MAX_PAGES) return failure(answer, "permanent", "rejected");
        cursor = `&after=${encodeURIComponent(ids.at(-1) ?? "")}`;
      }
    },

    async findSegment(segment) {
      const answer = await send("GET", `/segments/${encodeURIComponent(segment)}`);
      const classified = classify(answer);
      if (classified.kind === "done") return { kind: "found", value: undefined };
      // A verified target has answered 2xx before, so a 400 here is about the key, whatever it says.
      if (answer.status === 400) return failure(answer, "misconfigured", "key-refused");
      // Whatever else it says, this key has not been shown the segment.
      return classified.kind === "permanent" ? { kind: "missing" } : found(classified);
    },
  };
}

function found(classified: Exclude<Classified, { kind: "done" }>): { kind: "missing" } | Failure {
  return classified.kind === "not-found" ? { kind: "missing" } : classified;
}

function contactPath(contact: string): string {
  return `/contacts/${encodeURIComponent(contact)}`;
}

function membershipPath(contact: string, segment: string): string {
  return `${contactPath(contact)}/segments/${encodeURIComponent(segment)}`;
}

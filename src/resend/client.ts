/**
 * The parts of Resend's API that the Worker needs. Each operation returns what the answer means, and never throws.
 * `lists.ts` has what only the commands need.
 */

import type { SegmentId } from "../links/names.ts";
import { classify, type Classified, contactIn, failure, fields, text, unasked } from "./answer.ts";
import type { Contact, Failure } from "./answer.ts";
import type { Send } from "./transport.ts";

/** The result of a read. `missing`: Resend has no such thing (404, or 422 for a contact by address). */
export type Found<Value> = { kind: "found"; value: Value } | { kind: "missing" } | Failure;

export type Resend = ReturnType<typeof createResend>;

const MAX_SEGMENT_PAGES = 3;

/**
 * Makes the client. It keeps no state between operations. A contact is an ID or an email address; a segment is an ID.
 *
 * @see https://resend.com/docs/api-reference/contacts/delete-contact-segment
 * @see https://resend.com/docs/api-reference/contacts/add-contact-to-segment
 * @see https://resend.com/docs/api-reference/contacts/update-contact
 * @see https://resend.com/docs/api-reference/segments/get-segment
 */
export function createResend(send: Send) {
  return {
    /** Takes a contact out of a segment. */
    async removeFromSegment(contact: string, segment: SegmentId): Promise<Classified> {
      return classify(await send("DELETE", pathOf("contacts", contact, "segments", segment)));
    },

    /** Puts an existing contact into a segment. Never creates one, since that would resubscribe people who had opted out. */
    async addToSegment(contact: string, segment: SegmentId): Promise<Classified> {
      return classify(await send("POST", pathOf("contacts", contact, "segments", segment)));
    },

    /** Stops or resumes all Broadcasts to an existing contact. */
    async setUnsubscribed(contact: string, unsubscribed: boolean): Promise<Classified> {
      return classify(await send("PATCH", pathOf("contacts", contact), { unsubscribed }));
    },

    /** Writes some of a contact's properties, and leaves the others unchanged. */
    async setProperties(contact: string, properties: Record<string, string>): Promise<Classified> {
      return classify(await send("PATCH", pathOf("contacts", contact), { properties }));
    },

    async readContact(contact: string): Promise<Found<Contact>> {
      const answer = await send("GET", pathOf("contacts", contact));
      const classified = classify(answer);
      // Resend does not accept every address that can be signed.
      if (answer.status === 422 && contact.includes("@")) return { kind: "missing" };
      if (classified.kind !== "done") return found(classified);
      const value = contactIn(answer.body);
      return value ? { kind: "found", value } : failure(answer, "transient", "not-json");
    },

    /** Reads the IDs of a contact's segments. */
    async readSegments(contact: string): Promise<Found<string[]>> {
      const segments = { send, path: pathOf("contacts", contact, "segments"), read: idIn };
      const all = await readAll(segments, MAX_SEGMENT_PAGES);
      return all.kind === "found" ? { ...all, value: all.value.map(({ id }) => id) } : all;
    },

    /** Checks whether Resend shows a segment to this key. */
    async findSegment(segment: SegmentId): Promise<Found<undefined>> {
      const answer = await send("GET", pathOf("segments", segment));
      const classified = classify(answer);
      if (classified.kind === "done") return { kind: "found", value: undefined };
      // A verified segment has answered 2xx before, so a 400 is about the key, whatever its message.
      if (answer.status === 400) return failure(answer, "misconfigured", "key-refused");
      // With any other refusal, Resend has not shown the segment to this key.
      return classified.kind === "permanent" ? { kind: "missing" } : found(classified);
    },
  };
}

export interface List<Item> {
  send: Send;
  path: string;
  /** Reads an item's fields; `undefined` if they are malformed. */
  read: (item: object) => Item | undefined;
  classify?: typeof classify;
}

export interface Page<Item> {
  items: Item[];
  hasMore: boolean;
}

/**
 * Reads one page of a list, with at most a hundred items.
 *
 * @param after the ID of the last item of the previous page
 * @see https://resend.com/docs/api-reference/pagination
 */
export async function readPage<Item>(list: List<Item>, after?: string): Promise<Found<Page<Item>>> {
  const cursor = after === undefined ? "" : `&after=${encodeURIComponent(after)}`;
  const answer = await list.send("GET", `${list.path}?limit=100${cursor}`);
  const classified = (list.classify ?? classify)(answer);
  if (classified.kind !== "done") return found(classified);
  const { data, has_more: hasMore } = fields(answer.body);
  const items = Array.isArray(data) ? data.map((item) => list.read(fields(item))) : [undefined];
  if (!items.every((item) => item !== undefined)) return failure(answer, "transient", "not-json");
  return { kind: "found", value: { items, hasMore: hasMore === true && items.length > 0 } };
}

/** Reads a whole list; `permanent` if it has more than `maxPages` pages. */
export async function readAll<Item extends { id: string }>(
  list: List<Item>,
  maxPages: number,
): Promise<Found<Item[]>> {
  const items: Item[] = [];
  for (let page = 1; page <= maxPages; page++) {
    const one = await readPage(list, items.at(-1)?.id);
    if (one.kind !== "found") return one;
    items.push(...one.value.items);
    if (!one.value.hasMore) return { kind: "found", value: items };
  }
  return unasked("permanent", "rejected");
}

export function idIn(item: object): { id: string } | undefined {
  const id = text(item, "id");
  return id ? { id } : undefined;
}

function found(classified: Exclude<Classified, { kind: "done" }>): { kind: "missing" } | Failure {
  return classified.kind === "not-found" ? { kind: "missing" } : classified;
}

/** Joins path segments, and percent-encodes each. */
export function pathOf(...parts: string[]): string {
  return parts.map((part) => `/${encodeURIComponent(part)}`).join("");
}

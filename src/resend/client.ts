/**
 * Resend's API, as far as the Worker needs it. Each operation returns what the answer means, and never throws.
 * What only the commands need is in `lists.ts`.
 */

import type { SegmentId } from "../links/names.ts";
import { classify, type Classified, contactIn, failure, fields, text, unasked } from "./answer.ts";
import type { Contact, Failure } from "./answer.ts";
import type { Send } from "./transport.ts";

/** What a read found. `missing`: Resend knows no such thing (404; for a contact by address, 422 as well). */
export type Found<Value> = { kind: "found"; value: Value } | { kind: "missing" } | Failure;

export type Resend = ReturnType<typeof createResend>;

const MAX_SEGMENT_PAGES = 3;

/**
 * Makes the client. It keeps no state between operations. A contact is an ID or an email address, a segment an ID.
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

    /** Puts an existing contact into a segment. Never creates one: that would resubscribe who had opted out. */
    async addToSegment(contact: string, segment: SegmentId): Promise<Classified> {
      return classify(await send("POST", pathOf("contacts", contact, "segments", segment)));
    },

    /** Stops every Broadcast to an existing contact, or lets them go on. */
    async setUnsubscribed(contact: string, unsubscribed: boolean): Promise<Classified> {
      return classify(await send("PATCH", pathOf("contacts", contact), { unsubscribed }));
    },

    /** Writes some of a contact's properties, and leaves the others alone. */
    async setProperties(contact: string, properties: Record<string, string>): Promise<Classified> {
      return classify(await send("PATCH", pathOf("contacts", contact), { properties }));
    },

    async readContact(contact: string): Promise<Found<Contact>> {
      const answer = await send("GET", pathOf("contacts", contact));
      const classified = classify(answer);
      // Resend does not take every address that can be signed.
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

    /** Asks whether there is such a segment. */
    async findSegment(segment: SegmentId): Promise<Found<undefined>> {
      const answer = await send("GET", pathOf("segments", segment));
      const classified = classify(answer);
      if (classified.kind === "done") return { kind: "found", value: undefined };
      // A verified target has answered 2xx before, so a 400 here is about the key, whatever it says.
      if (answer.status === 400) return failure(answer, "misconfigured", "key-refused");
      // Whatever else it says, this key has not been shown the segment.
      return classified.kind === "permanent" ? { kind: "missing" } : found(classified);
    },
  };
}

export interface List<Item> {
  send: Send;
  path: string;
  /** Reads one item's fields; `undefined` when they are not such an item's. */
  read: (item: object) => Item | undefined;
  classify?: typeof classify;
}

export interface Page<Item> {
  items: Item[];
  hasMore: boolean;
}

/**
 * Reads one page of a list, of a hundred items at most.
 *
 * @param after the ID of the item after which the page begins
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

/** Reads a list to its end; `permanent` when it has more pages than that. */
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

/** The path of these parts, each percent-encoded. */
export function pathOf(...parts: string[]): string {
  return parts.map((part) => `/${encodeURIComponent(part)}`).join("");
}

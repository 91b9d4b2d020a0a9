/**
 * Resend's API, as far as the Worker needs it. Each operation returns what the answer means, and never throws.
 * What only the commands need is in `lists.ts`.
 */

import {
  type Classified,
  classify,
  type Contact,
  contactIn,
  type Failure,
  failure,
  type Page,
  pageIn,
  text,
  unasked,
} from "./answer.ts";
import type { Send } from "./transport.ts";

/** What a read found. `missing`: Resend knows no such thing (404; for a contact by address, 422 as well). */
export type Found<Value> = { kind: "found"; value: Value } | { kind: "missing" } | Failure;

/** What the Worker may ask of Resend. A contact is an ID or an email address, a segment an ID. */
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

/** The most items that one page of a list may hold. */
const PAGE_SIZE = 100;

/** Pages of one contact's segments. */
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
      const path = `${contactPath(contact)}/segments`;
      const segments = await readAll({ send, path, read: idIn }, MAX_PAGES);
      if (segments.kind !== "found") return segments;
      return { kind: "found", value: segments.value.map(({ id }) => id) };
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

/** Reads the fields of one item of a list; `undefined` when they are not such an item's. */
export type ReadItem<Item> = (item: Record<string, unknown>) => Item | undefined;

/** A list to read. */
export interface List<Item> {
  send: Send;
  path: string;
  read: ReadItem<Item>;
  /** What an answer means; as for every other request by default. */
  classify?: typeof classify;
}

const idIn = (item: Record<string, unknown>) => ({ id: text(item, "id") });

/** Reads one page of a list. @param after the ID of the item after which the page begins */
export async function readPage<Item>(list: List<Item>, after?: string): Promise<Found<Page<Item>>> {
  const cursor = after === undefined ? "" : `&after=${encodeURIComponent(after)}`;
  const answer = await list.send("GET", `${list.path}?limit=${PAGE_SIZE}${cursor}`);
  const classified = (list.classify ?? classify)(answer);
  if (classified.kind !== "done") return found(classified);
  const value = pageIn(answer.body, list.read);
  return value ? { kind: "found", value } : failure(answer, "transient", "not-json");
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
    if (!one.value.more) return { kind: "found", value: items };
  }
  return unasked("permanent", "rejected");
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

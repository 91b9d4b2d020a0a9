/**
 * The parts of Resend's API that the Worker needs. Each operation returns what the answer means, and never throws.
 * `lists.ts` has what only the commands need.
 */

import type { SegmentId, TopicId } from "../links/names.ts";
import {
  classify,
  type Classified,
  contactIn,
  listedContactIn,
  failure,
  fields,
  text,
  unasked,
} from "./answer.ts";
import type { Answer, Contact, Failure } from "./answer.ts";
import type { Send } from "./transport.ts";

/** The result of a read. `missing`: Resend has no such thing (404, or 422 for a contact by address). */
export type Found<Value> = { kind: "found"; value: Value } | { kind: "missing" } | Failure;

export type Resend = ReturnType<typeof createResend>;

export type Subscription = "opt_in" | "opt_out";

/** The most pages of a contact's segments, or of its topics. */
/** A contact as lists show it. */
export type SegmentContact = Omit<Contact, "properties">;

const MAX_PAGES = 3;

/** Whether a change of topics is sent as an array. The API reference has an object; some of Resend's own SDKs send the array. */
export interface Memory {
  sendsTopicArray: boolean;
}

/**
 * Makes the client. A contact is an ID or an email address; a segment and a topic are IDs.
 *
 * @param memory the only state between operations
 * @see https://resend.com/docs/api-reference/contacts/delete-contact-segment
 * @see https://resend.com/docs/api-reference/contacts/add-contact-to-segment
 * @see https://resend.com/docs/api-reference/contacts/update-contact
 * @see https://resend.com/docs/api-reference/segments/get-segment
 * @see https://resend.com/docs/api-reference/contacts/update-contact-topics
 */
export function createResend(send: Send, memory: Memory = { sendsTopicArray: false }) {
  /** Reads a contact's own choices of topics; whether the list has topics that they never chose is not known. */
  async function readTopics(contact: string): Promise<Found<ContactTopic[]>> {
    return readAll({ send, path: topicsOf(contact), read: topicIn }, MAX_PAGES);
  }

  async function findTopic(topic: TopicId): Promise<Found<{ defaultSubscription: string }>> {
    const answer = await send("GET", pathOf("topics", topic));
    const shown = shownTo(answer);
    if (shown.kind !== "found") return shown;
    return {
      kind: "found",
      value: { defaultSubscription: text(answer.body, "default_subscription") },
    };
  }

  /** Whether mail of a topic reaches a contact. One who has never chosen has the topic's default. */
  async function isOptedIn(contact: string, topic: TopicId): Promise<Found<boolean>> {
    const topics = await readTopics(contact);
    if (topics.kind !== "found") return topics;
    const own = subscriptionIn(topics.value, topic);
    if (own !== "") return { kind: "found", value: own === "opt_in" };
    const read = await findTopic(topic);
    return read.kind === "found"
      ? { kind: "found", value: read.value.defaultSubscription === "opt_in" }
      : read;
  }

  /** Sends a change of one topic. `done` only if Resend shows it, in its answer or when read. */
  async function patchTopic(
    contact: string,
    change: { id: TopicId; subscription: Subscription },
    asArray: boolean,
  ): Promise<Classified> {
    const body = asArray ? [change] : { topics: [change] };
    const answer = await send("PATCH", topicsOf(contact), body);
    const classified = classify(answer);
    if (classified.kind !== "done") return classified;
    const shown = fields(answer.body)["topics"];
    const topics = Array.isArray(shown) ? shown.map((item) => topicIn(fields(item))) : [];
    if (subscriptionIn(topics, change.id) === change.subscription) return classified;
    const isIn = await isOptedIn(contact, change.id);
    if (isIn.kind === "found" && isIn.value === (change.subscription === "opt_in"))
      return classified;
    const isUnread = isIn.kind !== "found" && isIn.kind !== "missing";
    return isUnread
      ? { ...isIn, maybeApplied: true }
      : failure(answer, "transient", "still-there", true);
  }

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
      const all = await readAll(segments, MAX_PAGES);
      return all.kind === "found" ? { ...all, value: all.value.map(({ id }) => id) } : all;
    },

    /**
     * Reads one page of a segment's contacts: at most a hundred, newest first.
     *
     * @param after the ID of the last contact of the previous page
     * @see https://resend.com/docs/api-reference/contacts/list-contacts
     */
    async readSegmentContacts(
      segment: SegmentId,
      after?: string,
    ): Promise<Found<Page<SegmentContact>>> {
      const path = pathOf("segments", segment, "contacts");
      return readPage({ send, path, read: listedContactIn }, after);
    },

    /** Checks whether Resend shows a segment to this key. */
    async findSegment(segment: SegmentId): Promise<Found<undefined>> {
      return shownTo(await send("GET", pathOf("segments", segment)));
    },

    /** Checks whether Resend shows a topic to this key, and reads what contacts are who never chose. */
    findTopic,

    isOptedIn,
    readTopics,

    /**
     * Sets an existing contact's subscription to a topic. If Resend refuses one form of the body, or does not show the
     * change after it, the other form is tried, and remembered if that is done.
     */
    async setTopic(contact: string, id: TopicId, subscription: Subscription): Promise<Classified> {
      const change = { id, subscription };
      const asArray = memory.sendsTopicArray;
      const first = await patchTopic(contact, change, asArray);
      const isUnshown = "fault" in first && first.fault === "still-there";
      if (first.kind !== "permanent" && !isUnshown) return first;
      const second = await patchTopic(contact, change, !asArray);
      if (second.kind === "done") memory.sendsTopicArray = !asArray;
      const isFirstWorse = first.kind === "permanent" && second.kind !== "permanent";
      return second.kind === "done" || isFirstWorse ? second : first;
    },
  };
}

/** Whether an answer shows a segment or a topic to this key. */
function shownTo(answer: Answer): Found<undefined> {
  const classified = classify(answer);
  if (classified.kind === "done") return { kind: "found", value: undefined };
  // A verified target has answered 2xx before, so a 400 is about the key, whatever its message.
  if (answer.status === 400) return failure(answer, "misconfigured", "key-refused");
  // With any other refusal, Resend has not shown the target to this key.
  return classified.kind === "permanent" ? { kind: "missing" } : found(classified);
}

function topicsOf(contact: string): string {
  return pathOf("contacts", contact, "topics");
}

interface ContactTopic {
  id: string;
  /** Empty if the contact has not chosen. */
  subscription: string;
}

function topicIn(item: object): ContactTopic | undefined {
  const id = text(item, "id");
  return id ? { id, subscription: text(item, "subscription") } : undefined;
}

/** Empty if the topic is not among them. */
function subscriptionIn(topics: readonly (ContactTopic | undefined)[], topic: TopicId): string {
  return topics.find((one) => one?.id === topic)?.subscription ?? "";
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

export function found(
  classified: Exclude<Classified, { kind: "done" }>,
): { kind: "missing" } | Failure {
  return classified.kind === "not-found" ? { kind: "missing" } : classified;
}

/** Joins path segments, and percent-encodes each. */
export function pathOf(...parts: string[]): string {
  return parts.map((part) => `/${encodeURIComponent(part)}`).join("");
}

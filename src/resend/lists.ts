/**
 * The parts of Resend's API that only the commands need: lists with pagination, contact properties, and webhooks. Not part of
 * the Worker. As in `client.ts`, each operation returns what the answer means, and never throws.
 */

import type { SegmentId } from "../links/names.ts";
import {
  type Answer,
  classify,
  type Classified,
  type Failure,
  failure,
  fields,
  text,
} from "./answer.ts";
import { type Found, found, idIn, type Page, pathOf, readAll, readPage } from "./client.ts";
import type { Send } from "./transport.ts";

export type Segment = NonNullable<ReturnType<typeof segmentIn>>;
export type Topic = Segment;
export type Property = NonNullable<ReturnType<typeof propertyIn>>;
export type Webhook = NonNullable<ReturnType<typeof webhookIn>>;
export type ResendLists = ReturnType<typeof createResendLists>;

/** The events that the Worker acts on, or enters into its record. */
export const WEBHOOK_EVENTS = [
  "contact.created",
  "contact.updated",
  "contact.topics.updated",
  "email.complained",
] as const;

/** The most pages of a list that is read completely. */
const MAX_PAGES = 100;

/**
 * Makes the client. It keeps no state between operations.
 *
 * @see https://resend.com/docs/api-reference/segments/list-segments
 * @see https://resend.com/docs/api-reference/topics/create-topic
 * @see https://resend.com/docs/api-reference/contacts/list-contacts
 * @see https://resend.com/docs/api-reference/contact-properties/list-contact-properties
 */
export function createResendLists(send: Send) {
  const segments = { send, path: "/segments", read: segmentIn, classify: classifyRead };
  const properties = { ...segments, path: "/contact-properties", read: propertyIn };
  return {
    /** Reads all of the team's segments. */
    async listSegments(): Promise<Found<Segment[]>> {
      return readAll(segments, MAX_PAGES);
    },

    /** Reads all of the team's topics. */
    async listTopics(): Promise<Found<Topic[]>> {
      return readAll({ ...segments, path: "/topics" }, MAX_PAGES);
    },

    /** Creates a topic that everyone can see, and that everyone is opted in to until they opt out. @returns its ID */
    async createTopic(name: string): Promise<Found<string>> {
      const body = { name, default_subscription: "opt_in", visibility: "public" };
      const answer = await send("POST", "/topics", body);
      const classified = classify(answer);
      if (classified.kind !== "done") return found(classified);
      const value = text(answer.body, "id");
      return value ? { kind: "found", value } : failure(answer, "transient", "not-json", true);
    },

    /**
     * Reads one page of a segment's contacts: at most a hundred IDs, newest first.
     *
     * @param after the ID of the last contact of the previous page
     * @returns `missing` if Resend has no such segment, or does not accept this contact as a cursor
     */
    async listContacts(segment: SegmentId, after?: string): Promise<Found<Page<{ id: string }>>> {
      const path = pathOf("segments", segment, "contacts");
      if (after === undefined) return readPage({ ...segments, path, read: idIn });
      const page = await readPage({ send, path, read: idIn }, after);
      return page.kind === "permanent" ? { kind: "missing" } : page;
    },

    async findProperty(key: string): Promise<Found<Property>> {
      const all = await readAll(properties, MAX_PAGES);
      if (all.kind !== "found") return all;
      const value = all.value.find((property) => property.key === key);
      return value ? { kind: "found", value } : { kind: "missing" };
    },

    /** Creates a contact property that holds text. */
    async createProperty(key: string, fallback: string): Promise<Classified> {
      const body = { key, type: "string", fallback_value: fallback };
      return classify(await send("POST", properties.path, body));
    },

    /** Changes a property's fallback value. @param id the property's ID */
    async setFallback(id: string, fallback: string): Promise<Classified> {
      const path = pathOf("contact-properties", id);
      return classify(await send("PATCH", path, { fallback_value: fallback }));
    },

    /** Reads the IDs of all segments or topics with this name, or contact properties with this key. @param path of the list */
    async findNamed(path: string, name: string): Promise<Found<string[]>> {
      const field = path === properties.path ? "key" : "name";
      const read = (item: object) => ({ id: text(item, "id"), name: text(item, field) });
      const all = await readAll({ ...segments, path, read }, MAX_PAGES);
      if (all.kind !== "found") return all;
      return { ...all, value: all.value.filter((one) => one.name === name).map(({ id }) => id) };
    },

    /** Sends any other request. @returns the fields of the answer's body */
    async request(...request: Parameters<Send>): Promise<Found<Record<string, unknown>>> {
      const answer = await send(...request);
      const classified = classify(answer);
      return classified.kind === "done"
        ? { kind: "found", value: fields(answer.body) }
        : found(classified);
    },
  };
}

/** In a request for a whole list, only the key can be wrong, so a 400 is about the key, whatever its message. */
function classifyRead(answer: Answer): Classified {
  const isRestricted = text(answer.body, "name") === "restricted_api_key";
  if (isRestricted) return failure(answer, "misconfigured", "key-restricted");
  if (answer.status === 400) return failure(answer, "misconfigured", "key-refused");
  return classify(answer);
}

function segmentIn(item: object) {
  const [id, name] = [text(item, "id"), text(item, "name")];
  return id ? { id, name } : undefined;
}

/** `type` is `string` or `number`; `fallback` is empty if it is missing or not text. */
function propertyIn(item: object) {
  const [id, key, type] = [text(item, "id"), text(item, "key"), text(item, "type")];
  return id && key && type ? { id, key, type, fallback: text(item, "fallback_value") } : undefined;
}

/**
 * Makes the client. It keeps no state between operations.
 *
 * @see https://resend.com/docs/api-reference/webhooks/create-webhook
 * @see https://resend.com/docs/api-reference/webhooks/list-webhooks
 */
export function createResendWebhooks(send: Send) {
  return {
    /** Finds the webhook of an endpoint; one that is enabled comes before others. */
    async findWebhook(endpoint: string): Promise<Found<Webhook>> {
      const all = await readAll({ send, path: "/webhooks", read: webhookIn }, MAX_PAGES);
      if (all.kind !== "found") return all;
      const own = all.value.filter((webhook) => webhook.endpoint === endpoint);
      const value = own.find(({ isEnabled }) => isEnabled) ?? own[0];
      return value ? { kind: "found", value } : { kind: "missing" };
    },

    /** Creates a webhook for all events of the Worker. @returns its signing secret */
    async createWebhook(endpoint: string): Promise<Found<string>> {
      return secretOf(await send("POST", "/webhooks", { endpoint, events: WEBHOOK_EVENTS }));
    },

    /** Enables a webhook again, with the events that it had and those of the Worker. */
    async enableWebhook({ id, events }: Pick<Webhook, "id" | "events">): Promise<Classified> {
      const all = [...new Set([...events, ...WEBHOOK_EVENTS])];
      const body = { events: all, status: "enabled" };
      return classify(await send("PATCH", pathOf("webhooks", id), body));
    },

    /** Reads a webhook's signing secret. */
    async readWebhookSecret(id: string): Promise<Found<string>> {
      return secretOf(await send("GET", pathOf("webhooks", id)));
    },
  };
}

function secretOf(answer: Awaited<ReturnType<Send>>): Found<string> {
  const classified: Classified | Failure = classify(answer);
  if (classified.kind === "not-found") return { kind: "missing" };
  if (classified.kind !== "done") return classified;
  const value = text(answer.body, "signing_secret");
  return value ? { kind: "found", value } : failure(answer, "transient", "not-json", true);
}

/** Resend may give no list of events. */
function webhookIn(item: object) {
  const [id, endpoint] = [text(item, "id"), text(item, "endpoint")];
  const { events } = fields(item);
  const names = (Array.isArray(events) ? events : []).filter((name) => typeof name === "string");
  const isEnabled = text(item, "status") !== "disabled";
  return id && endpoint ? { id, endpoint, events: names, isEnabled } : undefined;
}

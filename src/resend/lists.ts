/**
 * What only the commands ask of Resend: the team's lists, page by page, and its contact properties. Not part of the
 * Worker. Like `client.ts`, each operation returns what the answer means, and never throws.
 */

import {
  type Answer,
  type Classified,
  classify,
  failure,
  type Page,
  propertiesIn,
  text,
} from "./answer.ts";
import { type Found, readAll, type ReadItem, readPage } from "./client.ts";
import type { Send } from "./transport.ts";

export interface Segment {
  id: string;
  name: string;
}

/** A contact as a segment's list has it. */
export interface ListedContact {
  id: string;
  /** Values by key; `undefined` when the list does not tell them. As recorded, it does not. */
  properties: Record<string, unknown> | undefined;
}

/** A contact property of the team's. */
export interface Property {
  id: string;
  key: string;
  /** `string` or `number`. */
  type: string;
  /** What a contact without a value has; `undefined` when that is empty or not text. */
  fallback: string | undefined;
}

export interface ResendLists {
  /** Reads all of the team's segments. */
  listSegments(): Promise<Found<Segment[]>>;
  /**
   * Reads one page of a segment's contacts, a hundred at most, the newest first.
   *
   * @param after the ID of the contact after which the page begins
   * @returns `missing` when Resend knows no such segment, or does not go on after this contact
   */
  listContacts(segment: string, after?: string): Promise<Found<Page<ListedContact>>>;
  /** Looks for a contact property. */
  findProperty(key: string): Promise<Found<Property>>;
  /** Creates a contact property that holds text. */
  createProperty(key: string, fallback: string): Promise<Classified>;
  /** Changes a property's fallback value. @param id the property's ID */
  setFallback(id: string, fallback: string): Promise<Classified>;
}

const PROPERTIES = "/contact-properties";

/** Pages of a list that is read to its end. */
const MAX_PAGES = 100;

/**
 * Makes the client. It keeps no state between operations.
 *
 * @see https://resend.com/docs/api-reference/segments/list-segments
 * @see https://resend.com/docs/api-reference/contacts/list-contacts
 * @see https://resend.com/docs/api-reference/contact-properties/list-contact-properties
 */
export function createResendLists(send: Send): ResendLists {
  return {
    listSegments() {
      return readAll(
        { send, path: "/segments", read: segmentIn, classify: classifyRead },
        MAX_PAGES,
      );
    },

    async listContacts(segment, after) {
      const path = `/segments/${encodeURIComponent(segment)}/contacts`;
      if (after === undefined) {
        return readPage({ send, path, read: listedContactIn, classify: classifyRead });
      }
      const page = await readPage({ send, path, read: listedContactIn }, after);
      return page.kind === "permanent" ? { kind: "missing" } : page;
    },

    async findProperty(key) {
      const list = { send, path: PROPERTIES, read: propertyIn, classify: classifyRead };
      const all = await readAll(list, MAX_PAGES);
      if (all.kind !== "found") return all;
      const value = all.value.find((property) => property.key === key);
      return value ? { kind: "found", value } : { kind: "missing" };
    },

    async createProperty(key, fallback) {
      const body = { key, type: "string", fallback_value: fallback };
      return classify(await send("POST", PROPERTIES, body));
    },

    async setFallback(id, fallback) {
      const path = `${PROPERTIES}/${encodeURIComponent(id)}`;
      return classify(await send("PATCH", path, { fallback_value: fallback }));
    },
  };
}

/** Nothing but the key can be wrong with a request for a list from its start, so a 400 is about the key. */
function classifyRead(answer: Answer): Classified {
  if (text(answer.body, "name") === "restricted_api_key") {
    return failure(answer, "misconfigured", "key-restricted");
  }
  return answer.status === 400 ? failure(answer, "misconfigured", "key-refused") : classify(answer);
}

const segmentIn: ReadItem<Segment> = (item) => {
  const id = text(item, "id");
  return id === "" ? undefined : { id, name: text(item, "name") };
};

const listedContactIn: ReadItem<ListedContact> = (item) => {
  const id = text(item, "id");
  const { properties } = item;
  if (id === "") return undefined;
  return { id, properties: properties === undefined ? undefined : propertiesIn(properties) };
};

const propertyIn: ReadItem<Property> = (item) => {
  const [id, key, type] = [text(item, "id"), text(item, "key"), text(item, "type")];
  if (id === "" || key === "" || type === "") return undefined;
  return { id, key, type, fallback: text(item, "fallback_value") || undefined };
};

/**
 * What a Resend account holds: contacts with their properties, segments, and topics. Plain data in memory, under the
 * API's names: no HTTP, no clock, no randomness.
 */

export type PropertyValue = string | number;
export type TopicSubscription = "opt_in" | "opt_out";

/** What everything has that an account holds. Times are in ISO 8601. */
interface Item {
  id: string;
  created_at: string;
}

export interface Contact extends Item {
  email: string;
  first_name: string | null;
  last_name: string | null;
  unsubscribed: boolean;
  /** The contact's own values, by the properties' keys. */
  properties: Readonly<Record<string, PropertyValue>>;
  /** The contact's own choices, by the topics' IDs. */
  topics: Readonly<Record<string, TopicSubscription>>;
  /** The IDs of the contact's segments. */
  segments: Set<string>;
  updated_at: string;
}

/** What the API makes of a contact of whom only the address is given. */
export const BLANK = {
  first_name: null,
  last_name: null,
  unsubscribed: false,
  properties: {},
  topics: {},
} as const;

export interface ContactProperty extends Item {
  key: string;
  type: "string" | "number";
  /** What a Broadcast prints for a contact without a value. */
  fallback_value: PropertyValue | null;
}

export interface Segment extends Item {
  name: string;
}

export interface Topic extends Item {
  name: string;
  description: string | null;
  /** What a contact is that has not chosen. */
  default_subscription: TopicSubscription;
}

/** Where an account wants its events. */
export interface WebhookEndpoint extends Item {
  endpoint: string;
  events: readonly string[];
  status: "enabled" | "disabled";
  signing_secret: string;
}

/** What a new store holds, oldest first. */
export interface Samples {
  segments: readonly Segment[];
  contacts: readonly Contact[];
  properties?: readonly ContactProperty[];
  topics?: readonly Topic[];
}

/** Each map is in the order of creation. */
export class Store {
  readonly contacts = new Map<string, Contact>();
  readonly segments = new Map<string, Segment>();
  readonly properties = new Map<string, ContactProperty>();
  readonly topics = new Map<string, Topic>();
  readonly webhooks = new Map<string, WebhookEndpoint>();
  /** Whether an address is found in any case. */
  ignoresCase = false;
  /** Deleted contacts are in it too. */
  readonly #idByEmail = new Map<string, string>();

  /** Forgets everything and starts again from the samples. */
  refill({ segments, contacts, properties = [], topics = [] }: Samples): void {
    const maps = [this.contacts, this.segments, this.properties, this.topics, this.webhooks];
    for (const map of [...maps, this.#idByEmail]) map.clear();
    for (const segment of segments) this.segments.set(segment.id, segment);
    for (const property of properties) this.properties.set(property.id, property);
    for (const topic of topics) this.topics.set(topic.id, topic);
    for (const contact of contacts) {
      this.putContact({ ...contact, segments: new Set(contact.segments) });
    }
  }

  /** Finds a contact by ID or by address. */
  contact(idOrEmail: string): Contact | undefined {
    const lower = idOrEmail.toLowerCase();
    const found = this.contacts.get(this.#idByEmail.get(idOrEmail) ?? lower);
    if (found !== undefined || !this.ignoresCase) return found;
    return [...this.contacts.values()].find(({ email }) => email.toLowerCase() === lower);
  }

  /** Adds a contact, or replaces the one with the same ID. Its address does not change. */
  putContact(contact: Contact): void {
    this.contacts.set(contact.id, contact);
    this.#idByEmail.set(contact.email, contact.id);
  }

  removeContact({ id }: Contact): void {
    this.contacts.delete(id);
  }

  /** The ID of the contact that has the address, or had it last. */
  lastId(email: string): string | undefined {
    return this.#idByEmail.get(email);
  }

  segment(id: string): Segment | undefined {
    return this.segments.get(id.toLowerCase());
  }

  /** Deletes a segment; its contacts stay. */
  removeSegment(id: string): void {
    this.segments.delete(id);
    for (const { segments } of this.contacts.values()) segments.delete(id);
  }

  /** A segment's contacts in the order in which they were created, not added. */
  contactsOf(segmentId: string): Contact[] {
    return [...this.contacts.values()].filter(({ segments }) => segments.has(segmentId));
  }

  /** A contact's segments, oldest first. */
  segmentsOf({ segments }: Contact): Segment[] {
    return [...this.segments.values()].filter(({ id }) => segments.has(id));
  }

  property(key: string): ContactProperty | undefined {
    return [...this.properties.values()].find((property) => property.key === key);
  }

  /** Deletes a property, and every contact's value of it. */
  removeProperty({ id, key }: ContactProperty): void {
    this.properties.delete(id);
    for (const contact of this.contacts.values()) {
      const { [key]: _gone, ...properties } = contact.properties;
      this.putContact({ ...contact, properties });
    }
  }
}

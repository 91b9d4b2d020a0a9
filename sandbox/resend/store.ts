/**
 * What a Resend account holds: contacts with their properties and topics, segments and who is in which, and
 * Broadcasts. Plain data in memory: no HTTP, no clock, no randomness.
 */

export type PropertyValue = string | number;
export type TopicSubscription = "opt_in" | "opt_out";

export interface Contact {
  id: string;
  email: string;
  firstName: string | null;
  lastName: string | null;
  unsubscribed: boolean;
  /** The contact's own values, by the properties' keys. */
  properties: Readonly<Record<string, PropertyValue>>;
  /** The contact's own choices, by the topics' IDs. */
  topics: Readonly<Record<string, TopicSubscription>>;
  /** ISO 8601, as all times here */
  createdAt: string;
  updatedAt: string;
}

export interface ContactProperty {
  id: string;
  key: string;
  type: "string" | "number";
  /** What a Broadcast prints for a contact without a value. */
  fallbackValue: PropertyValue | null;
  createdAt: string;
}

export interface Segment {
  id: string;
  name: string;
  createdAt: string;
}

export interface Topic {
  id: string;
  name: string;
  description: string | null;
  /** What a contact is that has not chosen. */
  defaultSubscription: TopicSubscription;
  createdAt: string;
}

/** One mailing to a segment. */
export interface Broadcast {
  id: string;
  name: string;
  segmentId: string;
  topicId: string | null;
  from: string;
  subject: string;
  replyTo: readonly string[] | null;
  previewText: string | null;
  html: string | null;
  text: string | null;
  status: "draft" | "sent";
  createdAt: string;
  sentAt: string | null;
}

/** A contact of a new store, with its segments. */
export interface ContactSample extends Pick<Contact, "id" | "email" | "createdAt"> {
  firstName: string;
  lastName: string;
  unsubscribed: boolean;
  segments: readonly string[];
  properties?: Contact["properties"];
}

/** What a new store holds. */
export interface Samples {
  segments: readonly Segment[];
  /** Oldest first. */
  contacts: readonly ContactSample[];
  properties?: readonly ContactProperty[];
}

/** Each map is in the order of creation. */
export class Store {
  readonly contacts = new Map<string, Contact>();
  readonly segments = new Map<string, Segment>();
  readonly properties = new Map<string, ContactProperty>();
  readonly topics = new Map<string, Topic>();
  readonly broadcasts = new Map<string, Broadcast>();
  /** The IDs of deleted contacts, by address. */
  readonly deletedIds = new Map<string, string>();
  /** Whether an address is found in any case. */
  ignoresCase = false;
  readonly #idByEmail = new Map<string, string>();
  readonly #idByLowerCase = new Map<string, string>();
  readonly #contactIds = new Map<string, Set<string>>();
  /** The same in the order of the contacts' creation, until it changes. */
  readonly #sorted = new Map<string, readonly string[]>();

  /** Forgets everything and starts again from the samples. */
  refill({ segments, contacts, properties = [] }: Samples): void {
    const maps = [this.contacts, this.segments, this.properties, this.topics, this.broadcasts];
    for (const map of maps) map.clear();
    const indexes = [this.deletedIds, this.#idByEmail, this.#idByLowerCase];
    for (const index of indexes) index.clear();
    this.#contactIds.clear();
    this.#sorted.clear();
    for (const segment of segments) this.segments.set(segment.id, segment);
    for (const property of properties) this.properties.set(property.id, property);
    for (const { segments: segmentIds, properties: values = {}, ...contact } of contacts) {
      const rest = { properties: values, topics: {}, updatedAt: contact.createdAt };
      this.putContact({ ...contact, ...rest });
      for (const segmentId of segmentIds) this.addToSegment(contact.id, segmentId);
    }
  }

  /** Finds a contact by ID or by address. */
  contact(idOrEmail: string): Contact | undefined {
    const lower = idOrEmail.toLowerCase();
    const inAnyCase = this.ignoresCase ? this.#idByLowerCase.get(lower) : undefined;
    return this.contacts.get(this.#idByEmail.get(idOrEmail) ?? inAnyCase ?? lower);
  }

  /** Adds a contact, or replaces the one with the same ID. Its address does not change. */
  putContact(contact: Contact): void {
    this.contacts.set(contact.id, contact);
    this.#idByEmail.set(contact.email, contact.id);
    this.#idByLowerCase.set(contact.email.toLowerCase(), contact.id);
  }

  /** Deletes a contact, and takes it out of its segments. */
  removeContact({ id, email }: Contact): void {
    for (const segmentId of this.segments.keys()) this.removeFromSegment(id, segmentId);
    this.contacts.delete(id);
    this.#idByEmail.delete(email);
    this.#idByLowerCase.delete(email.toLowerCase());
    this.deletedIds.set(email, id);
  }

  segment(id: string): Segment | undefined {
    return this.segments.get(id.toLowerCase());
  }

  /** Deletes a segment; its contacts stay. */
  removeSegment(id: string): void {
    this.segments.delete(id);
    this.#contactIds.delete(id);
    this.#sorted.delete(id);
  }

  /** The IDs of a segment's contacts, in the order in which these were created, not added. */
  contactIdsOf(segmentId: string): readonly string[] {
    const known = this.#sorted.get(segmentId);
    if (known !== undefined) return known;
    const ids = this.#contactIds.get(segmentId) ?? new Set();
    const sorted = [...this.contacts.keys()].filter((id) => ids.has(id));
    this.#sorted.set(segmentId, sorted);
    return sorted;
  }

  /** A segment's contacts, oldest first. */
  contactsOf(segmentId: string): Contact[] {
    return this.contactIdsOf(segmentId).flatMap((id) => this.contacts.get(id) ?? []);
  }

  /** The IDs of a contact's segments, oldest first. */
  segmentIdsOf(contactId: string): string[] {
    return [...this.segments.keys()].filter((id) => this.isInSegment(contactId, id));
  }

  isInSegment(contactId: string, segmentId: string): boolean {
    return this.#contactIds.get(segmentId)?.has(contactId) === true;
  }

  /** @returns whether the contact was not yet in the segment */
  addToSegment(contactId: string, segmentId: string): boolean {
    if (this.isInSegment(contactId, segmentId)) return false;
    const ids = this.#contactIds.get(segmentId) ?? new Set();
    this.#contactIds.set(segmentId, ids.add(contactId));
    this.#sorted.delete(segmentId);
    return true;
  }

  /** @returns whether the contact was in the segment */
  removeFromSegment(contactId: string, segmentId: string): boolean {
    const wasThere = this.#contactIds.get(segmentId)?.delete(contactId) === true;
    if (wasThere) this.#sorted.delete(segmentId);
    return wasThere;
  }

  property(key: string): ContactProperty | undefined {
    return [...this.properties.values()].find((property) => property.key === key);
  }

  /** Deletes a property, and every contact's value of it. */
  removeProperty({ id, key }: ContactProperty): void {
    this.properties.delete(id);
    for (const contact of this.contacts.values()) {
      if (!(key in contact.properties)) continue;
      const { [key]: _gone, ...properties } = contact.properties;
      this.putContact({ ...contact, properties });
    }
  }
}

/**
 * What a Resend account holds, as far as leaving a list is concerned: contacts with their properties,
 * segments, who is in which, and Broadcasts. Plain data in memory: no HTTP, no clock, no randomness.
 */

import { Shelf } from "./shelf.ts";

export type PropertyValue = string | number;

export interface Contact {
  id: string;
  email: string;
  firstName: string | null;
  lastName: string | null;
  unsubscribed: boolean;
  /** The values that this contact has, by the properties' keys. */
  properties: Readonly<Record<string, PropertyValue>>;
  /** ISO 8601 */
  createdAt: string;
  /** ISO 8601 */
  updatedAt: string;
}

/** What contacts may have a value of. */
export interface ContactProperty {
  id: string;
  key: string;
  type: "string" | "number";
  /** What a Broadcast prints for a contact without a value. */
  fallbackValue: PropertyValue | null;
  /** ISO 8601 */
  createdAt: string;
}

export interface Segment {
  id: string;
  name: string;
  /** ISO 8601 */
  createdAt: string;
}

/** A letter to everybody in a segment. */
export interface Broadcast {
  id: string;
  name: string;
  segmentId: string;
  from: string;
  subject: string;
  replyTo: readonly string[] | null;
  previewText: string | null;
  html: string | null;
  text: string | null;
  status: "draft" | "sent";
  /** ISO 8601 */
  createdAt: string;
  /** ISO 8601 */
  sentAt: string | null;
}

/** A contact as it starts out, and the segments it is put into. */
export interface ContactSample extends Omit<Contact, "properties" | "updatedAt"> {
  segments: readonly string[];
  properties?: Contact["properties"];
}

/** What fills a new store. */
export interface Samples {
  segments: readonly Segment[];
  contacts: readonly ContactSample[];
  properties?: readonly ContactProperty[];
}

export class Store {
  readonly contacts = new Shelf<Contact>();
  readonly segments = new Shelf<Segment>();
  readonly properties = new Shelf<ContactProperty>();
  readonly broadcasts = new Shelf<Broadcast>();
  /** Whether an address is found in any case. */
  ignoresCase = false;
  readonly #idByEmail = new Map<string, string>();
  readonly #idByLowerCase = new Map<string, string>();
  /** The members by segment ID, in the order in which they joined. */
  readonly #members = new Map<string, Shelf<{ id: string }>>();

  constructor(samples: Samples = { segments: [], contacts: [] }) {
    this.refill(samples);
  }

  /** Forgets everything and starts again from the samples. */
  refill({ segments, contacts, properties = [] }: Samples): void {
    const shelves = [this.contacts, this.segments, this.properties, this.broadcasts];
    for (const shelf of shelves) shelf.clear();
    this.#idByEmail.clear();
    this.#idByLowerCase.clear();
    this.#members.clear();
    for (const segment of segments) this.putSegment({ ...segment });
    for (const property of properties) this.properties.put(property);
    for (const { segments: joined, properties: values = {}, ...contact } of contacts) {
      this.putContact({ ...contact, properties: values, updatedAt: contact.createdAt });
      for (const segmentId of joined) this.join(contact.id, segmentId);
    }
  }

  /** Finds a contact by ID, or by address. */
  contact(idOrEmail: string): Contact | undefined {
    const lower = idOrEmail.toLowerCase();
    const inAnyCase = this.ignoresCase ? this.#idByLowerCase.get(lower) : undefined;
    return this.contacts.get(this.#idByEmail.get(idOrEmail) ?? inAnyCase ?? lower);
  }

  /** Adds a contact, or replaces the one with the same ID. Its address does not change. */
  putContact(contact: Contact): void {
    this.contacts.put(contact);
    this.#idByEmail.set(contact.email, contact.id);
    this.#idByLowerCase.set(contact.email.toLowerCase(), contact.id);
  }

  /** Deletes a contact and its memberships. */
  removeContact({ id, email }: Contact): void {
    this.contacts.delete(id);
    this.#idByEmail.delete(email);
    this.#idByLowerCase.delete(email.toLowerCase());
    for (const members of this.#members.values()) members.delete(id);
  }

  segment(id: string): Segment | undefined {
    return this.segments.get(id.toLowerCase());
  }

  putSegment(segment: Segment): void {
    this.segments.put(segment);
    if (!this.#members.has(segment.id)) this.#members.set(segment.id, new Shelf());
  }

  /** Deletes a segment; its contacts stay. */
  removeSegment(id: string): void {
    this.segments.delete(id);
    this.#members.delete(id);
  }

  /** The IDs of the segment's members, in the order in which they joined. */
  membersOf(segmentId: string): Shelf<{ id: string }> {
    return this.#members.get(segmentId) ?? new Shelf();
  }

  /** The segment's members, in the order in which they joined. */
  members(segmentId: string): Contact[] {
    return [...this.membersOf(segmentId)].flatMap(({ id }) => this.contacts.get(id) ?? []);
  }

  /** The segments that a contact is in, oldest first. */
  segmentsOf(contactId: string): Segment[] {
    return [...this.segments].filter(({ id }) => this.isMember(contactId, id));
  }

  isMember(contactId: string, segmentId: string): boolean {
    return this.membersOf(segmentId).has(contactId);
  }

  /** @returns whether the contact was not yet in the segment */
  join(contactId: string, segmentId: string): boolean {
    if (this.isMember(contactId, segmentId)) return false;
    this.#members.get(segmentId)?.put({ id: contactId });
    return true;
  }

  /** @returns whether the contact was in the segment */
  leave(contactId: string, segmentId: string): boolean {
    return this.membersOf(segmentId).delete(contactId);
  }

  property(key: string): ContactProperty | undefined {
    return [...this.properties].find((property) => property.key === key);
  }

  /** Deletes a property, and every contact's value of it. */
  removeProperty({ id, key }: ContactProperty): void {
    this.properties.delete(id);
    for (const contact of this.contacts) {
      if (!(key in contact.properties)) continue;
      const { [key]: _gone, ...properties } = contact.properties;
      this.putContact({ ...contact, properties });
    }
  }
}

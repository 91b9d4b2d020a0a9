/**
 * What a Resend account holds, as far as leaving a list is concerned: contacts, segments, and
 * who is in which. Plain data in memory: no HTTP, no clock, no randomness of its own.
 */

export interface Contact {
  id: string;
  email: string;
  firstName: string | null;
  lastName: string | null;
  unsubscribed: boolean;
  /** ISO 8601 */
  createdAt: string;
}

export interface Segment {
  id: string;
  name: string;
  /** ISO 8601 */
  createdAt: string;
}

/** A contact as it starts out, and the segments it is put into. */
export interface ContactSample extends Contact {
  segments: readonly string[];
}

/** What fills a new store. */
export interface Samples {
  segments: readonly Segment[];
  contacts: readonly ContactSample[];
}

export class Store {
  readonly #contacts = new Map<string, Contact>();
  readonly #segments = new Map<string, Segment>();
  /** The members' contact IDs by segment ID. */
  readonly #members = new Map<string, Set<string>>();

  constructor(samples: Samples = { segments: [], contacts: [] }) {
    this.refill(samples);
  }

  /** Forgets everything and starts again from the samples. */
  refill({ segments, contacts }: Samples): void {
    this.#contacts.clear();
    this.#segments.clear();
    this.#members.clear();
    for (const segment of segments) this.putSegment({ ...segment });
    for (const { segments: joined, ...contact } of contacts) {
      this.putContact(contact);
      for (const segmentId of joined) this.join(contact.id, segmentId);
    }
  }

  /** Every contact, oldest first. */
  contacts(): Contact[] {
    return [...this.#contacts.values()];
  }

  /**
   * Finds a contact by ID, or by address. The address has to fit letter by letter, so that a
   * client which respells addresses is found out here.
   */
  contact(idOrEmail: string): Contact | undefined {
    return (
      this.#contacts.get(idOrEmail.toLowerCase()) ??
      this.contacts().find(({ email }) => email === idOrEmail)
    );
  }

  /** Adds a contact, or replaces the one with the same ID. */
  putContact(contact: Contact): void {
    this.#contacts.set(contact.id, contact);
  }

  /** Deletes a contact and its memberships. */
  removeContact(id: string): void {
    this.#contacts.delete(id);
    for (const members of this.#members.values()) members.delete(id);
  }

  /** Every segment, oldest first. */
  segments(): Segment[] {
    return [...this.#segments.values()];
  }

  segment(id: string): Segment | undefined {
    return this.#segments.get(id.toLowerCase());
  }

  putSegment(segment: Segment): void {
    this.#segments.set(segment.id, segment);
    if (!this.#members.has(segment.id)) this.#members.set(segment.id, new Set());
  }

  /** Deletes a segment; its contacts stay. */
  removeSegment(id: string): void {
    this.#segments.delete(id);
    this.#members.delete(id);
  }

  /** The segment's members, in the order in which they joined. */
  members(segmentId: string): Contact[] {
    return [...(this.#members.get(segmentId) ?? [])].flatMap((id) => this.#contacts.get(id) ?? []);
  }

  /** The segments that a contact is in, oldest first. */
  segmentsOf(contactId: string): Segment[] {
    return this.segments().filter(({ id }) => this.isMember(contactId, id));
  }

  isMember(contactId: string, segmentId: string): boolean {
    return this.#members.get(segmentId)?.has(contactId) ?? false;
  }

  /** Puts a contact into a segment; joining twice changes nothing. */
  join(contactId: string, segmentId: string): void {
    this.#members.get(segmentId)?.add(contactId);
  }

  /** @returns whether the contact was in the segment */
  leave(contactId: string, segmentId: string): boolean {
    return this.#members.get(segmentId)?.delete(contactId) ?? false;
  }
}

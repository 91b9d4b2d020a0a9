/**
 * What Resend says when a contact changes: https://resend.com/docs/webhooks/contacts/created. The event
 * does not carry the contact's properties. Pure.
 */

import type { Contact } from "../store.ts";

export type ContactEventType = "contact.created" | "contact.updated" | "contact.deleted";

/**
 * @param segmentIds the segments that the contact is in, or was in when it was deleted
 * @returns the event as it goes over the wire
 */
export function contactEvent(
  type: ContactEventType,
  contact: Contact,
  segmentIds: readonly string[],
  now: Date,
) {
  return {
    type,
    created_at: now.toISOString(),
    data: {
      id: contact.id,
      // Of the time before segments; the documentation shows a segment's ID in it.
      audience_id: segmentIds[0] ?? null,
      segment_ids: segmentIds,
      created_at: contact.createdAt,
      updated_at: contact.updatedAt,
      email: contact.email,
      first_name: contact.firstName,
      last_name: contact.lastName,
      unsubscribed: contact.unsubscribed,
    },
  };
}

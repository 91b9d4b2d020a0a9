/**
 * What the API and the mailbox both do to the account: whatever changes here is told to the webhook,
 * and lands where it belongs.
 */

import { randomUUID } from "node:crypto";
import { lettersOf } from "./broadcast/send.ts";
import type { SentLetter } from "./broadcast/sent.ts";
import type { Broadcast, Contact } from "./store.ts";
import type { World } from "./world.ts";

/** What a call to create a contact says of it. */
export type ContactDraft = Omit<Contact, "id" | "createdAt" | "updatedAt">;

/**
 * Creates a contact, or replaces the one with its address, and puts it into segments.
 *
 * @param segmentIds segments that exist
 */
export function upsertContact(
  { store, webhook }: World,
  draft: ContactDraft,
  segmentIds: readonly string[],
): Contact {
  const known = store.contact(draft.email);
  const now = new Date().toISOString();
  const since = known?.createdAt ?? now;
  const contact = { ...draft, id: known?.id ?? randomUUID(), createdAt: since, updatedAt: now };
  store.putContact(contact);
  for (const id of segmentIds) store.join(contact.id, id);
  webhook.tell(known === undefined ? "contact.created" : "contact.updated", contact);
  return contact;
}

/** Puts a Broadcast into the mailboxes of everybody whom it is for. @returns their letters */
export function sendBroadcast({ store, sent }: World, broadcast: Broadcast): SentLetter[] {
  const sentAt = new Date().toISOString();
  const letters = lettersOf(broadcast, store, sentAt);
  sent.add(letters);
  store.broadcasts.put({ ...broadcast, status: "sent", sentAt });
  return letters;
}

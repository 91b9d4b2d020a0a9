/**
 * Sends a Broadcast: one letter to everybody in its segment who has not unsubscribed from all of this
 * sender's Broadcasts. Its unsubscribe header is Resend's own, for a Broadcast takes none of the sender's.
 */

import { randomUUID } from "node:crypto";
import type { Broadcast, Contact, Store } from "../store.ts";
import { render } from "./render.ts";
import type { SentLetter } from "./sent.ts";

/** Where the unsubscribe pages of the real Resend are; nobody follows these links here. */
const UNSUBSCRIBE_PAGE = "https://unsubscribe.resend.com/";

/** @param sentAt ISO 8601 */
export function lettersOf(broadcast: Broadcast, store: Store, sentAt: string): SentLetter[] {
  return store
    .members(broadcast.segmentId)
    .filter(({ unsubscribed }) => !unsubscribed)
    .map((contact) => letterTo(contact, broadcast, store, sentAt));
}

function letterTo(
  contact: Contact,
  broadcast: Broadcast,
  store: Store,
  sentAt: string,
): SentLetter {
  const unsubscribeUrl = `${UNSUBSCRIBE_PAGE}?token=${contact.id}.${broadcast.id}`;
  const reader = { contact, properties: store.properties, unsubscribeUrl };
  const filled = (template: string | null) => template && render(template, reader);
  return {
    id: randomUUID(),
    broadcastId: broadcast.id,
    contactId: contact.id,
    segmentId: broadcast.segmentId,
    from: broadcast.from,
    to: contact.email,
    subject: render(broadcast.subject, reader),
    html: filled(broadcast.html),
    text: filled(broadcast.text),
    headers: {
      "List-Unsubscribe": `<${unsubscribeUrl}>`,
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    },
    sentAt,
  };
}

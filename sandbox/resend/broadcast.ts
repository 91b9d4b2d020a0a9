/**
 * Sends a Broadcast: one copy for each contact of its segment who has not opted out of all Broadcasts, or of its
 * topic. Its unsubscribe headers are Resend's own, since a Broadcast takes none of the sender's.
 */

import { randomUUID } from "node:crypto";

import type { Broadcast, Contact, PropertyValue, Store } from "./store.ts";
import type { SentLetter, World } from "./world.ts";

/** Where the real Resend has its unsubscribe pages. Nothing follows these links here. */
const UNSUBSCRIBE_PAGE = "https://unsubscribe.resend.com/";

/** @returns the copies, oldest contact first */
export function sendBroadcast(world: World, broadcast: Broadcast): SentLetter[] {
  const { store } = world;
  const sentAt = new Date().toISOString();
  const letters = store
    .contactsOf(broadcast.segmentId)
    .filter((contact) => !contact.unsubscribed && isOptedIn(contact, broadcast.topicId, store))
    .map((contact) => letterTo(contact, broadcast, store, sentAt));
  world.addLetters(letters);
  store.broadcasts.set(broadcast.id, { ...broadcast, status: "sent", sentAt });
  return letters;
}

function isOptedIn({ topics }: Contact, topicId: string | null, store: Store): boolean {
  const topic = store.topics.get(topicId ?? "");
  return topic === undefined || (topics[topic.id] ?? topic.defaultSubscription) === "opt_in";
}

function letterTo(
  contact: Contact,
  broadcast: Broadcast,
  store: Store,
  sentAt: string,
): SentLetter {
  const unsubscribeUrl = `${UNSUBSCRIBE_PAGE}?token=${contact.id}.${broadcast.id}`;
  const fields = fieldsOf(contact, store, unsubscribeUrl);
  return {
    id: randomUUID(),
    broadcastId: broadcast.id,
    contactId: contact.id,
    segmentId: broadcast.segmentId,
    from: broadcast.from,
    to: contact.email,
    subject: render(broadcast.subject, fields),
    html: broadcast.html && render(broadcast.html, fields),
    text: broadcast.text && render(broadcast.text, fields),
    headers: {
      "List-Unsubscribe": `<${unsubscribeUrl}>`,
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    },
    sentAt,
  };
}

/** Three braces, a name, and perhaps a fallback, which holds no brace. */
const PLACEHOLDER = /\{\{\{\s*([\w.]+)\s*(?:\|([^{}]*))?\}\}\}/g;

interface Field {
  value: PropertyValue | null;
  fallback?: PropertyValue | null;
}

type Fields = ReadonlyMap<string, Field>;

/** Fills in the placeholders. Three braces escape nothing. */
function render(template: string, fields: Fields): string {
  return template.replaceAll(PLACEHOLDER, (_whole, name: string, inline: string | undefined) => {
    const field = fields.get(name) ?? fields.get(`contact.${name}`);
    // The inline fallback comes before the property's own; a property that is gone is empty.
    return String(field?.value ?? inline ?? field?.fallback ?? "");
  });
}

function fieldsOf(contact: Contact, { properties }: Store, unsubscribeUrl: string): Fields {
  const own = Array.from(properties.values(), ({ key, fallbackValue }) => {
    const value = contact.properties[key] ?? null;
    return [`contact.${key}`, { value, fallback: fallbackValue }] as const;
  });
  return new Map<string, Field>([
    ...own,
    ["contact.email", { value: contact.email }],
    ["contact.first_name", { value: contact.firstName }],
    ["contact.last_name", { value: contact.lastName }],
    ["EMAIL", { value: contact.email }],
    ["FIRST_NAME", { value: contact.firstName }],
    ["LAST_NAME", { value: contact.lastName }],
    ["RESEND_UNSUBSCRIBE_URL", { value: unsubscribeUrl }],
  ]);
}

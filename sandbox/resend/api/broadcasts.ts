/**
 * `/broadcasts`: create, list, retrieve, send, and delete, see https://resend.com/docs/api-reference/broadcasts.
 * Nothing can be scheduled here. A Broadcast goes to each contact of its segment who has not opted out of all
 * Broadcasts, or of its topic; its unsubscribe headers are Resend's own, since it takes none of the sender's.
 */

import { randomUUID } from "node:crypto";

import type { Broadcast, Contact, PropertyValue, Store } from "../store.ts";
import type { SentLetter, World } from "../world.ts";
import {
  type Api,
  bodyOf,
  checkDeletion,
  found,
  idIn,
  listing,
  NO_SEGMENT,
  Refusal,
  required,
  textOf,
} from "./request.ts";

/** A Broadcast as lists show it. */
function showBroadcast({ id, name, segmentId, topicId, status, createdAt, sentAt }: Broadcast) {
  return {
    id,
    name,
    segment_id: segmentId,
    audience_id: segmentId,
    topic_id: topicId,
    status,
    created_at: createdAt,
    scheduled_at: null,
    sent_at: sentAt,
  };
}

export function broadcastRoutes(app: Api, world: World): void {
  const { store } = world;
  const { broadcasts } = store;

  app.get("/broadcasts", (c) => listing(c, broadcasts, showBroadcast));

  app.post("/broadcasts", async (c) => {
    const body = await bodyOf(c);
    const segmentId = textOf(body["audience_id"]) ?? required(body, "segment_id");
    const [from, subject] = [required(body, "from"), required(body, "subject")];
    const [html, text] = [textOf(body["html"]), textOf(body["text"])];
    if (html === null && text === null) required(body, "html");
    refuseSchedule(body);
    if (store.segment(segmentId) === undefined) throw new Refusal("not_found", NO_SEGMENT);
    const replyTo = body["reply_to"];
    const broadcast: Broadcast = {
      id: randomUUID(),
      name: textOf(body["name"]) ?? "",
      segmentId: segmentId.toLowerCase(),
      topicId: textOf(body["topic_id"]),
      from,
      subject,
      html,
      text,
      replyTo: replyTo === undefined ? null : [replyTo].flat().map(String),
      previewText: textOf(body["preview_text"]),
      status: "draft",
      createdAt: new Date().toISOString(),
      sentAt: null,
    };
    broadcasts.set(broadcast.id, broadcast);
    if (body["send"] === true) sendBroadcast(world, broadcast);
    return c.json({ object: "broadcast", id: broadcast.id }, 201);
  });

  app.get("/broadcasts/:id", (c) => {
    const broadcast = found(c, broadcasts, "Broadcast");
    const { from, subject, html, text, replyTo, previewText } = broadcast;
    const content = { from, subject, html, text, reply_to: replyTo, preview_text: previewText };
    return c.json({ object: "broadcast", ...showBroadcast(broadcast), ...content });
  });

  app.delete("/broadcasts/:id", (c) => {
    const id = idIn(c, "id");
    const broadcast = broadcasts.get(id);
    checkDeletion(world, broadcast !== undefined, "Broadcast not found");
    if (broadcast?.status === "sent") {
      throw new Refusal("validation_error", "Only draft broadcasts can be deleted.");
    }
    broadcasts.delete(id);
    return c.json({ object: "broadcast", id, deleted: true });
  });

  app.post("/broadcasts/:id/send", async (c) => {
    refuseSchedule(await bodyOf(c));
    const broadcast = found(c, broadcasts, "Broadcast");
    if (broadcast.status === "sent") {
      throw new Refusal("validation_error", "Only draft broadcasts can be sent.");
    }
    if (store.segment(broadcast.segmentId) === undefined)
      throw new Refusal("not_found", NO_SEGMENT);
    sendBroadcast(world, broadcast);
    return c.json({ id: broadcast.id });
  });
}

function refuseSchedule(body: Readonly<Record<string, unknown>>): void {
  if (body["scheduled_at"] === undefined) return;
  throw new Refusal("validation_error", "This stand-in sends at once; leave out `scheduled_at`.");
}

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

/** Whether a contact gets what belongs to a topic. */
export function isOptedIn({ topics }: Contact, topicId: string | null, store: Store): boolean {
  const topic = store.topics.get(topicId ?? "");
  return topic === undefined || (topics[topic.id] ?? topic.defaultSubscription) === "opt_in";
}

function letterTo(
  contact: Contact,
  broadcast: Broadcast,
  store: Store,
  sentAt: string,
): SentLetter {
  const token = `${contact.id}.${broadcast.id}`;
  const fields = fieldsOf(contact, store, `${UNSUBSCRIBE_PAGE}?token=${token}`);
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
    headers: unsubscribeHeaders(token),
    sentAt,
  };
}

/** Resend's own headers. */
export function unsubscribeHeaders(token: string): Record<string, string> {
  return {
    "List-Unsubscribe": `<${UNSUBSCRIBE_PAGE}?token=${token}>`,
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
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

/**
 * Segments, topics, contact properties, webhooks, and Broadcasts: to list, create, retrieve, update, and delete. See
 * https://resend.com/docs/api-reference/segments and the pages beside it.
 */

import { randomBytes, randomUUID } from "node:crypto";

import type {
  Broadcast,
  ContactProperty,
  PropertyValue,
  Segment,
  Topic,
  WebhookEndpoint,
} from "../store.ts";
import type { World } from "../world.ts";
import {
  absent,
  type Api,
  type Body,
  bodyOf,
  checkDeletion,
  idIn,
  invalid,
  itemIn,
  listing,
  missing,
  oneOf,
  required,
  SEGMENT,
  textOf,
  timestamp,
} from "./request.ts";
import { contentOf, sendBroadcast } from "./sending.ts";

/** One kind of thing, and what differs from the other kinds. */
interface Kind<Item> {
  path: string;
  items: Map<string, Item>;
  /** What it is called where it is not found. */
  name: string;
  /** The `object` of answers. */
  object: string;
  /** The `object` of answers to POST and DELETE, where Resend was recorded to keep an older one. */
  former?: string;
  /** The length of a list without `limit`; everything if it is not given. */
  limit?: number;
  /** An item as lists show it. */
  show: (item: Item) => object;
  /** An item alone, if that shows more. */
  showWhole?: (item: Item) => object;
  /** Checks a body. */
  create: (body: Body) => Omit<Item, "id" | "createdAt">;
  /** Called with a new item. @returns more fields of the answer */
  created?: (item: Item, body: Body) => object;
  /** Deletes an item, if that takes more than forgetting it. */
  remove?: (item: Item) => void;
}

function install<Item extends { id: string }>(app: Api, world: World, kind: Kind<Item>): void {
  const { path, items, name, object, former = object, show, showWhole = show } = kind;

  app.get(path, (c) => listing(c, items.values(), show, kind.limit));

  app.post(path, async (c) => {
    const body = await bodyOf(c);
    const born = { id: randomUUID(), createdAt: new Date().toISOString() };
    const item = { ...kind.create(body), ...born } as unknown as Item;
    items.set(item.id, item);
    return c.json({ object: former, id: item.id, ...kind.created?.(item, body) }, 201);
  });

  app.get(`${path}/:id`, (c) => {
    return c.json({ object, ...showWhole(itemIn(c, items) ?? absent(name)) });
  });

  app.delete(`${path}/:id`, (c) => {
    const item = itemIn(c, items);
    checkDeletion(world, item !== undefined, name);
    if (item !== undefined) (kind.remove ?? (({ id }) => items.delete(id)))(item);
    return c.json({ object: former, id: idIn(c, "id"), deleted: true });
  });
}

/** Without `limit`, a list of topics or of contact properties has 20 items. */
const SHORT_LIST = 20;

/** A segment as lists show it. */
export function showSegment({ id, name, createdAt }: Segment) {
  return { id, name, created_at: timestamp(createdAt) };
}

const KEY = /^[A-Za-z0-9_]{1,50}$/;

/** What every contact has, and what Broadcasts call it (in capitals, as Resend's own CLI names them). */
const BUILT_IN =
  /^(email|first_name|last_name|unsubscribed|EMAIL|FIRST_NAME|LAST_NAME|UNSUBSCRIBE_URL)$/;

/** @throws Refusal when the fallback does not have the property's type */
function fallbackIn({ fallback_value: value = null }: Body, type: ContactProperty["type"]) {
  const fits = value === null || typeof value === type;
  return fits ? (value as PropertyValue | null) : invalid("Wrong `fallback_value`.");
}

function showWebhook({ id, endpoint, events, status, createdAt }: WebhookEndpoint) {
  return { id, endpoint, events, status, created_at: timestamp(createdAt) };
}

function eventsIn({ events }: Body): readonly string[] | undefined {
  return Array.isArray(events) && events.length > 0 ? events.map(String) : undefined;
}

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

export function kindRoutes(app: Api, world: World): void {
  const { store } = world;

  install<Segment>(app, world, {
    path: "/segments",
    items: store.segments,
    name: SEGMENT,
    object: "segment",
    former: "audience",
    show: showSegment,
    create: (body) => ({ name: required(body, "name") }),
    created: ({ name }) => ({ name }),
    remove: ({ id }) => store.removeSegment(id),
  });

  install<Topic>(app, world, {
    path: "/topics",
    items: store.topics,
    name: "Topic",
    object: "topic",
    limit: SHORT_LIST,
    show: ({ id, name, description, defaultSubscription, createdAt }) => ({
      id,
      name,
      description,
      default_subscription: defaultSubscription,
      created_at: timestamp(createdAt),
    }),
    create: (body) => ({
      name: required(body, "name"),
      description: textOf(body["description"]),
      defaultSubscription: oneOf(body, "default_subscription", "opt_in", "opt_out"),
    }),
  });

  install<ContactProperty>(app, world, {
    path: "/contact-properties",
    items: store.properties,
    name: "Contact property",
    object: "contact_property",
    limit: SHORT_LIST,
    show: ({ id, key, type, fallbackValue, createdAt }) => {
      return { id, key, type, fallback_value: fallbackValue, created_at: createdAt };
    },
    create: (body) => {
      const [key, type] = [required(body, "key"), oneOf(body, "type", "string", "number")];
      if (!KEY.test(key) || BUILT_IN.test(key)) invalid("The `key` is reserved or malformed.");
      // What is answered is not documented; clients in the wild look for "already exists" in the message.
      if (store.property(key) !== undefined) invalid("This contact property already exists.");
      return { key, type, fallbackValue: fallbackIn(body, type) };
    },
    remove: (property) => store.removeProperty(property),
  });

  app.patch("/contact-properties/:id", async (c) => {
    const body = await bodyOf(c);
    const property = itemIn(c, store.properties) ?? absent("Contact property");
    const fallbackValue = fallbackIn(body, property.type);
    if ("fallback_value" in body) store.properties.set(property.id, { ...property, fallbackValue });
    return c.json({ object: "contact_property", id: property.id });
  });

  // Events go only to the webhook that the stand-in was started with, which is among these.
  install<WebhookEndpoint>(app, world, {
    path: "/webhooks",
    items: store.webhooks,
    name: "Webhook",
    object: "webhook",
    show: showWebhook,
    showWhole: (webhook) => ({ ...showWebhook(webhook), signing_secret: webhook.secret }),
    create: (body) => ({
      endpoint: required(body, "endpoint"),
      events: eventsIn(body) ?? missing("events"),
      status: "enabled",
      secret: `whsec_${randomBytes(24).toString("base64")}`,
    }),
    created: ({ secret }) => ({ signing_secret: secret }),
  });

  app.patch("/webhooks/:id", async (c) => {
    const body = await bodyOf(c);
    const webhook = itemIn(c, store.webhooks) ?? absent("Webhook");
    const { endpoint, status } = { ...webhook, ...body };
    const events = eventsIn(body) ?? webhook.events;
    store.webhooks.set(webhook.id, { ...webhook, endpoint, status, events });
    return c.json({ object: "webhook", id: webhook.id });
  });

  install<Broadcast>(app, world, {
    path: "/broadcasts",
    items: store.broadcasts,
    name: "Broadcast",
    object: "broadcast",
    show: showBroadcast,
    showWhole: (broadcast) => {
      const { from, subject, html, text, replyTo, previewText } = broadcast;
      const content = { from, subject, html, text, reply_to: replyTo, preview_text: previewText };
      return { ...showBroadcast(broadcast), ...content };
    },
    create: (body) => {
      const segmentId = textOf(body["audience_id"]) ?? required(body, "segment_id");
      const content = contentOf(body);
      refuseSchedule(body);
      const replyTo = body["reply_to"];
      return {
        name: textOf(body["name"]) ?? "",
        segmentId: (store.segment(segmentId) ?? absent(SEGMENT)).id,
        topicId: textOf(body["topic_id"]),
        ...content,
        replyTo: replyTo === undefined ? null : [replyTo].flat().map(String),
        previewText: textOf(body["preview_text"]),
        status: "draft",
        sentAt: null,
      };
    },
    created: (broadcast, { send }) => {
      if (send === true) sendBroadcast(world, broadcast);
      return {};
    },
    remove: ({ id, status }) => {
      if (status === "sent") invalid("Only draft broadcasts can be deleted.");
      store.broadcasts.delete(id);
    },
  });

  app.post("/broadcasts/:id/send", async (c) => {
    refuseSchedule(await bodyOf(c));
    const broadcast = itemIn(c, store.broadcasts) ?? absent("Broadcast");
    if (broadcast.status === "sent") invalid("Only draft broadcasts can be sent.");
    if (store.segment(broadcast.segmentId) === undefined) absent(SEGMENT);
    sendBroadcast(world, broadcast);
    return c.json({ id: broadcast.id });
  });
}

function refuseSchedule({ scheduled_at: time }: Body): void {
  if (time !== undefined) invalid("This stand-in sends at once; leave out `scheduled_at`.");
}

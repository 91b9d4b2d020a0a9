/**
 * Segments, topics, contact properties, and webhooks: to list, create, retrieve, update, and delete. See
 * https://resend.com/docs/api-reference/segments and the pages beside it.
 */

import { randomBytes, randomUUID } from "node:crypto";

import type { ContactProperty, PropertyValue, Segment, Topic, WebhookEndpoint } from "../store.ts";
import type { World } from "../world.ts";
import {
  absent,
  type Api,
  type Body,
  bodyOf,
  checkDeletion,
  dated,
  idIn,
  invalid,
  itemIn,
  listing,
  missing,
  oneOf,
  required,
  SEGMENT,
  textOf,
} from "./request.ts";

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
  create: (body: Body) => Omit<Item, "id" | "created_at">;
  /** Called with a new item. @returns more fields of the answer */
  created?: (item: Item) => object;
  /** Checks a body that changes an item. @returns the fields that change */
  change?: (item: Item, body: Body) => Partial<Item>;
  /** Deletes an item, if that takes more than forgetting it. */
  remove?: (item: Item) => void;
}

function install<Item extends { id: string }>(app: Api, world: World, kind: Kind<Item>): void {
  const { path, items, name, object, former = object, show, showWhole = show, change } = kind;

  app.get(path, (c) => listing(c, items.values(), show, kind.limit));

  app.post(path, async (c) => {
    const [id, created_at] = [randomUUID(), new Date().toISOString()];
    const item = { id, ...kind.create(await bodyOf(c)), created_at } as unknown as Item;
    items.set(item.id, item);
    return c.json({ object: former, id: item.id, ...kind.created?.(item) }, 201);
  });

  app.get(`${path}/:id`, (c) => {
    return c.json({ object, ...showWhole(itemIn(c, items) ?? absent(name)) });
  });

  if (change !== undefined) {
    app.patch(`${path}/:id`, async (c) => {
      const body = await bodyOf(c);
      const item = itemIn(c, items) ?? absent(name);
      items.set(item.id, { ...item, ...change(item, body) });
      return c.json({ object, id: item.id });
    });
  }

  app.delete(`${path}/:id`, (c) => {
    const item = itemIn(c, items);
    checkDeletion(world, item !== undefined, name);
    if (item !== undefined) (kind.remove ?? (({ id }) => items.delete(id)))(item);
    return c.json({ object: former, id: idIn(c, "id"), deleted: true });
  });
}

/** Without `limit`, a list of topics or of contact properties has 20 items. */
const SHORT_LIST = 20;

const KEY = /^[A-Za-z0-9_]{1,50}$/;

/** What every contact has, and what Broadcasts call it (in capitals, as Resend's own CLI names them). */
const BUILT_IN =
  /^(email|first_name|last_name|unsubscribed|EMAIL|FIRST_NAME|LAST_NAME|UNSUBSCRIBE_URL)$/;

/** @throws Refusal when the fallback does not have the property's type */
function fallbackIn({ fallback_value: value = null }: Body, type: ContactProperty["type"]) {
  const fits = value === null || typeof value === type;
  return fits ? (value as PropertyValue | null) : invalid("Wrong `fallback_value`.");
}

function eventsIn({ events }: Body): readonly string[] | undefined {
  return Array.isArray(events) && events.length > 0 ? events.map(String) : undefined;
}

export function kindRoutes(app: Api, world: World): void {
  const { store } = world;

  install<Segment>(app, world, {
    path: "/segments",
    items: store.segments,
    name: SEGMENT,
    object: "segment",
    former: "audience",
    show: dated,
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
    show: dated,
    create: (body) => ({
      name: required(body, "name"),
      description: textOf(body["description"]),
      default_subscription: oneOf(body, "default_subscription", "opt_in", "opt_out"),
    }),
  });

  install<ContactProperty>(app, world, {
    path: "/contact-properties",
    items: store.properties,
    name: "Contact property",
    object: "contact_property",
    limit: SHORT_LIST,
    show: (property) => property,
    create: (body) => {
      const [key, type] = [required(body, "key"), oneOf(body, "type", "string", "number")];
      if (!KEY.test(key) || BUILT_IN.test(key)) invalid("The `key` is reserved or malformed.");
      // What is answered is not documented; clients in the wild look for "already exists" in the message.
      if (store.property(key) !== undefined) invalid("This contact property already exists.");
      return { key, type, fallback_value: fallbackIn(body, type) };
    },
    change: ({ type }, body) =>
      "fallback_value" in body ? { fallback_value: fallbackIn(body, type) } : {},
    remove: (property) => store.removeProperty(property),
  });

  // Events go only to the webhook that the stand-in was started with, which is among these.
  install<WebhookEndpoint>(app, world, {
    path: "/webhooks",
    items: store.webhooks,
    name: "Webhook",
    object: "webhook",
    show: ({ signing_secret: _secret, ...webhook }) => dated(webhook),
    showWhole: dated,
    create: (body) => ({
      endpoint: required(body, "endpoint"),
      events: eventsIn(body) ?? missing("events"),
      status: "enabled",
      signing_secret: `whsec_${randomBytes(24).toString("base64")}`,
    }),
    created: ({ signing_secret }) => ({ signing_secret }),
    change({ endpoint, status, events }, body) {
      return { endpoint, status, ...body, events: eventsIn(body) ?? events };
    },
  });
}

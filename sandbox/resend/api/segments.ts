/**
 * `/segments` and `/topics`, and which of them a contact is in: https://resend.com/docs/api-reference/segments and
 * https://resend.com/docs/api-reference/topics. Resend was recorded to still call a segment an audience in places.
 */

import { randomUUID } from "node:crypto";

import type { Contact, Segment, Store, Topic, TopicSubscription } from "../store.ts";
import type { World } from "../world.ts";
import {
  type Api,
  bodyOf,
  checkDeletion,
  contactIn,
  existingContact,
  existingSegment,
  found,
  idIn,
  listing,
  NO_CONTACT,
  NO_SEGMENT,
  Refusal,
  required,
  segmentIn,
  textOf,
  timestamp,
} from "./request.ts";

/** A segment as lists show it. */
export function showSegment({ id, name, createdAt }: Segment) {
  return { id, name, created_at: timestamp(createdAt) };
}

export function segmentRoutes(app: Api, world: World): void {
  const { store, webhook } = world;

  app.get("/segments", (c) => listing(c, store.segments, showSegment));

  app.post("/segments", async (c) => {
    const name = required(await bodyOf(c), "name");
    const segment = { id: randomUUID(), name, createdAt: new Date().toISOString() };
    store.segments.set(segment.id, segment);
    return c.json({ object: "audience", id: segment.id, name }, 201);
  });

  app.get("/segments/:segment", (c) =>
    c.json({ object: "segment", ...showSegment(existingSegment(c, world)) }),
  );

  app.delete("/segments/:segment", (c) => {
    const segment = segmentIn(c, world);
    checkDeletion(world, segment !== undefined, NO_SEGMENT);
    if (segment !== undefined) store.removeSegment(segment.id);
    return c.json({ object: "audience", id: c.req.param("segment"), deleted: true });
  });

  app.get("/contacts/:contact/segments", (c) => {
    const ids = store.segmentIdsOf(existingContact(c, world).id);
    return listing(c, store.segments, showSegment, undefined, ids);
  });

  app.post("/contacts/:contact/segments/:segment", (c) => {
    const [contact, segment] = [existingContact(c, world), existingSegment(c, world)];
    const { addingAgain } = world.behavior;
    if (store.addToSegment(contact.id, segment.id)) webhook.sendSegmentChange(contact);
    else if (addingAgain !== "200") {
      const message = "The contact is already in this segment.";
      throw new Refusal("validation_error", message, addingAgain === "409" ? 409 : 422);
    }
    return c.json({ object: "contact_segment", contact_id: contact.id, segment_id: segment.id });
  });

  app.delete("/contacts/:contact/segments/:segment", (c) => {
    const [contact, segment] = [contactIn(c, world), segmentIn(c, world)];
    if (contact && segment && store.removeFromSegment(contact.id, segment.id)) {
      webhook.sendSegmentChange(contact);
    } else {
      const { removingAbsent } = world.behavior;
      const absent = contact === undefined ? "contact" : segment === undefined ? "segment" : "";
      const what = absent === "" ? "other-contact" : `unknown-${absent}`;
      if (removingAbsent === "404" || removingAbsent === `404-${what}`) {
        throw new Refusal("not_found", absent === "segment" ? NO_SEGMENT : NO_CONTACT);
      }
    }
    const contactId = contact?.id ?? c.req.param("contact");
    return c.json(removalBody(world, contactId, segment?.id ?? c.req.param("segment")));
  });
}

/** The body of an answered removal from a segment. */
function removalBody({ behavior }: World, contactId: string, segmentId: string) {
  switch (behavior.removalBody) {
    case "contact_segment":
      return {
        object: "contact_segment",
        contact_id: contactId,
        segment_id: segmentId,
        deleted: true,
      };
    case "id":
      return { id: segmentId, deleted: true };
    case "audience":
      return { id: contactId, audienceId: segmentId, deleted: true };
  }
}

/** Without `limit`, a list of topics or of contact properties has 20 items. */
export const SHORT_LIST = 20;

function showTopic({ id, name, description, defaultSubscription, createdAt }: Topic) {
  return {
    id,
    name,
    description,
    default_subscription: defaultSubscription,
    created_at: timestamp(createdAt),
  };
}

export function topicRoutes(app: Api, world: World): void {
  const { store, webhook } = world;
  const { topics } = store;

  app.get("/topics", (c) => listing(c, topics, showTopic, SHORT_LIST));

  app.post("/topics", async (c) => {
    const body = await bodyOf(c);
    const name = required(body, "name");
    const subscription = required(body, "default_subscription");
    if (subscription !== "opt_in" && subscription !== "opt_out") {
      throw new Refusal(
        "validation_error",
        "The `default_subscription` must be `opt_in` or `opt_out`.",
      );
    }
    const topic: Topic = {
      id: randomUUID(),
      name,
      description: textOf(body["description"]),
      defaultSubscription: subscription,
      createdAt: new Date().toISOString(),
    };
    topics.set(topic.id, topic);
    return c.json({ object: "topic", id: topic.id }, 201);
  });

  app.get("/topics/:id", (c) =>
    c.json({ object: "topic", ...showTopic(found(c, topics, "Topic")) }),
  );

  app.delete("/topics/:id", (c) => {
    const id = idIn(c, "id");
    checkDeletion(world, topics.delete(id), "Topic not found");
    return c.json({ object: "topic", id, deleted: true });
  });

  app.get("/contacts/:contact/topics", (c) => {
    const chosen = existingContact(c, world).topics;
    return listing(c, topics, ({ id, name, description, defaultSubscription }) => {
      return { id, name, description, subscription: chosen[id] ?? defaultSubscription };
    });
  });

  app.patch("/contacts/:contact/topics", async (c) => {
    const body: unknown = await c.req.json().catch(() => undefined);
    const contact = existingContact(c, world);
    const isArray = Array.isArray(body);
    if (world.behavior.topicsBody === (isArray ? "object" : "array")) {
      throw new Refusal("validation_error", "The `topics` field is missing or malformed.");
    }
    const changes = isArray ? body : (await bodyOf(c))["topics"];
    const chosen = mergedTopics(store, contact.topics, changes);
    store.putContact({ ...contact, topics: chosen });
    webhook.send("contact.topics.updated", contact);
    const shown = Object.entries(chosen).map(([id, subscription]) => ({ id, subscription }));
    return c.json({ object: "contact_topics", contact_id: contact.id, topics: shown });
  });
}

/** @throws Refusal when a topic does not exist, or the subscription is not one */
export function mergedTopics(
  store: Store,
  before: Contact["topics"],
  wanted: unknown,
): Contact["topics"] {
  const chosen = new Map<string, TopicSubscription>(Object.entries(before));
  const changes = (Array.isArray(wanted) ? wanted : []) as { id?: string; subscription?: string }[];
  for (const { id = "", subscription } of changes) {
    if (!store.topics.has(id)) throw new Refusal("not_found", "Topic not found");
    if (subscription !== "opt_in" && subscription !== "opt_out") {
      throw new Refusal("validation_error", "The `subscription` must be `opt_in` or `opt_out`.");
    }
    chosen.set(id, subscription);
  }
  return Object.fromEntries(chosen);
}

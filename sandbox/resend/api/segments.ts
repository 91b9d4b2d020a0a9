/**
 * `/segments` and `/topics`: https://resend.com/docs/api-reference/segments and
 * https://resend.com/docs/api-reference/topics. What was recorded still calls a segment an audience in places.
 */

import { randomUUID } from "node:crypto";

import type { Segment, Topic } from "../store.ts";
import type { World } from "../world.ts";
import {
  type Api,
  bodyOf,
  checkDeletion,
  existingSegment,
  found,
  idIn,
  listing,
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
  const { store } = world;

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
  const { topics } = world.store;

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
}

/**
 * `/broadcasts`: create, list, retrieve, send, and delete, see https://resend.com/docs/api-reference/broadcasts.
 * Nothing can be scheduled here.
 */

import { randomUUID } from "node:crypto";

import { sendBroadcast } from "../broadcast.ts";
import type { Broadcast } from "../store.ts";
import type { World } from "../world.ts";
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

  app.get("/broadcasts", (c) =>
    listing(c, broadcasts.keys(), (id) => {
      const broadcast = broadcasts.get(id);
      return broadcast && showBroadcast(broadcast);
    }),
  );

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

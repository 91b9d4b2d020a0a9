/**
 * `/broadcasts`: create, list, retrieve, send and delete, as
 * https://resend.com/docs/api-reference/broadcasts describes them. Nothing can be scheduled here.
 */

import { randomUUID } from "node:crypto";
import { Hono } from "hono";
import { sendBroadcast } from "../changes.ts";
import type { Broadcast } from "../store.ts";
import type { World } from "../world.ts";
import { jsonBody } from "./contacts.ts";
import { listing } from "./listing.ts";
import { namedBroadcast, NO_SEGMENT } from "./named.ts";
import { type ApiContext, type ApiEnv, refuse } from "./refuse.ts";

/** A Broadcast as a list shows it. */
function brief({ id, name, segmentId, status, createdAt, sentAt }: Broadcast) {
  return {
    id,
    name,
    segment_id: segmentId,
    audience_id: segmentId,
    status,
    created_at: createdAt,
    scheduled_at: null,
    sent_at: sentAt,
  };
}

export function broadcasts(world: World) {
  const { store } = world;
  const app = new Hono<ApiEnv>();

  app.get("/broadcasts", (c) => listing(c, store.broadcasts, brief));

  app.post("/broadcasts", async (c) => {
    const body = (await jsonBody(c)) ?? {};
    const segmentId = textOf(body["segment_id"]) ?? textOf(body["audience_id"]);
    const [from, subject] = [textOf(body["from"]), textOf(body["subject"])];
    const [html, text] = [textOf(body["html"]), textOf(body["text"])];
    if (segmentId === null) return missing(c, "segment_id");
    if (from === null) return missing(c, "from");
    if (subject === null) return missing(c, "subject");
    if (html === null && text === null) return missing(c, "html");
    if (body["scheduled_at"] !== undefined) return notScheduled(c);
    if (store.segment(segmentId) === undefined) return refuse(c, "not_found", NO_SEGMENT);
    const broadcast: Broadcast = {
      id: randomUUID(),
      name: textOf(body["name"]) ?? "",
      segmentId: segmentId.toLowerCase(),
      from,
      subject,
      html,
      text,
      replyTo: listOf(body["reply_to"]),
      previewText: textOf(body["preview_text"]),
      status: "draft",
      createdAt: new Date().toISOString(),
      sentAt: null,
    };
    store.broadcasts.put(broadcast);
    if (body["send"] === true) sendBroadcast(world, broadcast);
    return c.json({ object: "broadcast", id: broadcast.id }, 201);
  });

  app.all("/broadcasts", (c) => refuse(c, "method_not_allowed", "Method not allowed"));

  app.use("/broadcasts/:broadcast", namedBroadcast(world));

  app.get("/broadcasts/:broadcast", (c) => {
    const broadcast = c.get("broadcast");
    const { from, subject, html, text, replyTo, previewText } = broadcast;
    const content = { from, subject, html, text, reply_to: replyTo, preview_text: previewText };
    return c.json({ object: "broadcast", ...brief(broadcast), ...content });
  });

  app.delete("/broadcasts/:broadcast", (c) => {
    const { id, status } = c.get("broadcast");
    if (status !== "draft") {
      return refuse(c, "validation_error", "Only draft broadcasts can be deleted.");
    }
    store.broadcasts.delete(id);
    return c.json({ object: "broadcast", id, deleted: true });
  });

  app.all("/broadcasts/:broadcast", (c) => refuse(c, "method_not_allowed", "Method not allowed"));

  app.post("/broadcasts/:broadcast/send", namedBroadcast(world), async (c) => {
    if ((await jsonBody(c))?.["scheduled_at"] !== undefined) return notScheduled(c);
    const { id, segmentId } = c.get("broadcast");
    const broadcast = store.broadcasts.get(id);
    if (broadcast?.status !== "draft") {
      return refuse(c, "validation_error", "Only draft broadcasts can be sent.");
    }
    if (store.segment(segmentId) === undefined) return refuse(c, "not_found", NO_SEGMENT);
    sendBroadcast(world, broadcast);
    return c.json({ id });
  });

  app.all("/broadcasts/:broadcast/send", (c) =>
    refuse(c, "method_not_allowed", "Method not allowed"),
  );

  return app;
}

function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

function listOf(value: unknown): string[] | null {
  if (typeof value === "string") return [value];
  return Array.isArray(value) ? value.map(String) : null;
}

function missing(c: ApiContext, field: string): Response {
  return refuse(c, "missing_required_field", `Missing \`${field}\` field.`);
}

function notScheduled(c: ApiContext): Response {
  return refuse(c, "validation_error", "This stand-in sends at once; leave out `scheduled_at`.");
}

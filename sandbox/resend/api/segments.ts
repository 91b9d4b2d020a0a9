/**
 * `/segments`: create, list, retrieve, delete, and a segment's contacts, as
 * https://resend.com/docs/api-reference/segments describes them.
 */

import { randomUUID } from "node:crypto";
import { Hono } from "hono";
import type { Segment } from "../store.ts";
import type { World } from "../world.ts";
import { jsonBody, showContact } from "./contacts.ts";
import { listing } from "./listing.ts";
import { findSegment, namedSegment } from "./named.ts";
import { type ApiEnv, refuse } from "./refuse.ts";

/** A segment as it goes over the wire. */
export function showSegment({ id, name, createdAt }: Segment) {
  return { id, name, created_at: createdAt };
}

export function segments(world: World) {
  const { store } = world;
  const app = new Hono<ApiEnv>();

  app.get("/segments", (c) => listing(c, store.segments, showSegment));

  app.post("/segments", async (c) => {
    const name = (await jsonBody(c))?.["name"];
    if (typeof name !== "string" || name === "") {
      return refuse(c, "missing_required_field", "Missing `name` field.");
    }
    const segment = { id: randomUUID(), name, createdAt: new Date().toISOString() };
    store.putSegment(segment);
    return c.json({ object: "segment", id: segment.id, name }, 201);
  });

  app.all("/segments", (c) => refuse(c, "method_not_allowed", "Method not allowed"));

  app.get("/segments/:segment", namedSegment(world), (c) =>
    c.json({ object: "segment", ...showSegment(c.get("segment")) }),
  );

  // Recorded of a segment that never existed, too.
  app.delete("/segments/:segment", (c) => {
    const found = findSegment(c, world);
    if ("refusal" in found) return found.refusal;
    const id = c.req.param("segment");
    if (found.item !== undefined) store.removeSegment(found.item.id);
    return c.json({ object: "segment", id, deleted: true });
  });

  app.all("/segments/:segment", (c) => refuse(c, "method_not_allowed", "Method not allowed"));

  app.use("/segments/:segment/contacts", namedSegment(world));

  app.get("/segments/:segment/contacts", (c) =>
    listing(c, store.membersOf(c.get("segment").id), ({ id }) => {
      const contact = store.contacts.get(id);
      return contact === undefined ? { id } : showContact(contact);
    }),
  );

  app.all("/segments/:segment/contacts", (c) =>
    refuse(c, "method_not_allowed", "Method not allowed"),
  );

  return app;
}

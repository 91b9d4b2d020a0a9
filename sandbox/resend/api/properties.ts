/**
 * `/contact-properties`: what contacts may have values of, as
 * https://resend.com/docs/api-reference/contact-properties describes it. Key and type are for good.
 */

import { randomUUID } from "node:crypto";
import { Hono } from "hono";
import type { ContactProperty, PropertyValue } from "../store.ts";
import type { World } from "../world.ts";
import { jsonBody } from "./contacts.ts";
import { listing } from "./listing.ts";
import { namedProperty } from "./named.ts";
import { type ApiEnv, refuse } from "./refuse.ts";

const KEY = /^\w{1,50}$/;

/** What Broadcasts call the fields that every contact has (Resend's own CLI names them). */
const RESERVED: ReadonlySet<string> = new Set([
  "FIRST_NAME",
  "LAST_NAME",
  "EMAIL",
  "UNSUBSCRIBE_URL",
]);

/** A property as it goes over the wire. */
export function showProperty({ id, key, type, fallbackValue, createdAt }: ContactProperty) {
  return { id, key, type, fallback_value: fallbackValue, created_at: createdAt };
}

export function properties(world: World) {
  const { store } = world;
  const app = new Hono<ApiEnv>();

  app.get("/contact-properties", (c) => listing(c, store.properties, showProperty));

  // What a second property of the same key is answered is not documented; clients in the wild look
  // for "already exists" in the message.
  app.post("/contact-properties", async (c) => {
    const { key, type, fallback_value: fallback } = (await jsonBody(c)) ?? {};
    if (typeof key !== "string") {
      return refuse(c, "missing_required_field", "Missing `key` field.");
    }
    if (!KEY.test(key) || RESERVED.has(key)) {
      return refuse(c, "validation_error", "The `key` is reserved, too long or malformed.");
    }
    if (type !== "string" && type !== "number") {
      return refuse(c, "validation_error", "The `type` must be `string` or `number`.");
    }
    if (!isFallback(fallback, type)) {
      return refuse(c, "validation_error", "The `fallback_value` must match the `type`.");
    }
    if (store.property(key) !== undefined) {
      return refuse(c, "validation_error", "A contact property with this key already exists.");
    }
    const id = randomUUID();
    const createdAt = new Date().toISOString();
    store.properties.put({ id, key, type, fallbackValue: fallback ?? null, createdAt });
    return c.json({ object: "contact_property", id }, 201);
  });

  app.all("/contact-properties", (c) => refuse(c, "method_not_allowed", "Method not allowed"));

  app.use("/contact-properties/:property", namedProperty(world));

  app.get("/contact-properties/:property", (c) =>
    c.json({ object: "contact_property", ...showProperty(c.get("property")) }),
  );

  app.patch("/contact-properties/:property", async (c) => {
    const property = c.get("property");
    const fallback = (await jsonBody(c))?.["fallback_value"];
    if (!isFallback(fallback, property.type)) {
      return refuse(c, "validation_error", "The `fallback_value` must match the `type`.");
    }
    if (fallback !== undefined) store.properties.put({ ...property, fallbackValue: fallback });
    return c.json({ object: "contact_property", id: property.id });
  });

  app.delete("/contact-properties/:property", (c) => {
    const property = c.get("property");
    store.removeProperty(property);
    return c.json({ object: "contact_property", id: property.id, deleted: true });
  });

  app.all("/contact-properties/:property", (c) =>
    refuse(c, "method_not_allowed", "Method not allowed"),
  );

  return app;
}

function isFallback(
  value: unknown,
  type: ContactProperty["type"],
): value is PropertyValue | null | undefined {
  return value === undefined || value === null || typeof value === type;
}

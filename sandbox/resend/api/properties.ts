/**
 * `/contact-properties`: what contacts may have values of, see
 * https://resend.com/docs/api-reference/contact-properties. Key and type never change.
 */

import { randomUUID } from "node:crypto";

import type { ContactProperty, PropertyValue } from "../store.ts";
import type { World } from "../world.ts";
import {
  type Api,
  bodyOf,
  checkDeletion,
  found,
  idIn,
  listing,
  Refusal,
  required,
} from "./request.ts";
import { SHORT_LIST } from "./segments.ts";

const KEY = /^[A-Za-z0-9_]{1,50}$/;

/** What every contact has, and what Broadcasts call it (in capitals, as Resend's own CLI names them). */
const BUILT_IN: ReadonlySet<string> = new Set([
  "email",
  "first_name",
  "last_name",
  "unsubscribed",
  "EMAIL",
  "FIRST_NAME",
  "LAST_NAME",
  "UNSUBSCRIBE_URL",
]);

function showProperty({ id, key, type, fallbackValue, createdAt }: ContactProperty) {
  return { id, key, type, fallback_value: fallbackValue, created_at: createdAt };
}

export function propertyRoutes(app: Api, world: World): void {
  const { store } = world;
  const { properties } = store;
  const NOT_FOUND = "Contact property";

  app.get("/contact-properties", (c) => listing(c, properties, showProperty, SHORT_LIST));

  // What a second property of the same key is answered is not documented; clients in the wild look for "already
  // exists" in the message.
  app.post("/contact-properties", async (c) => {
    const body = await bodyOf(c);
    const [key, type] = [required(body, "key"), body["type"]];
    if (!KEY.test(key) || BUILT_IN.has(key)) {
      throw new Refusal("validation_error", "The `key` is reserved, too long, or malformed.");
    }
    if (type !== "string" && type !== "number") {
      throw new Refusal("validation_error", "The `type` must be `string` or `number`.");
    }
    const fallbackValue = fallbackOf(body, type) ?? null;
    if (store.property(key) !== undefined) {
      throw new Refusal("validation_error", "A contact property with this key already exists.");
    }
    const id = randomUUID();
    properties.set(id, { id, key, type, fallbackValue, createdAt: new Date().toISOString() });
    return c.json({ object: "contact_property", id }, 201);
  });

  app.get("/contact-properties/:id", (c) =>
    c.json({ object: "contact_property", ...showProperty(found(c, properties, NOT_FOUND)) }),
  );

  app.patch("/contact-properties/:id", async (c) => {
    const property = found(c, properties, NOT_FOUND);
    const fallbackValue = fallbackOf(await bodyOf(c), property.type);
    if (fallbackValue !== undefined) properties.set(property.id, { ...property, fallbackValue });
    return c.json({ object: "contact_property", id: property.id });
  });

  app.delete("/contact-properties/:id", (c) => {
    const id = idIn(c, "id");
    const property = properties.get(id);
    checkDeletion(world, property !== undefined, `${NOT_FOUND} not found`);
    if (property !== undefined) store.removeProperty(property);
    return c.json({ object: "contact_property", id, deleted: true });
  });
}

/** @throws Refusal when the fallback does not have the property's type */
function fallbackOf(
  { fallback_value: value }: Readonly<Record<string, unknown>>,
  type: ContactProperty["type"],
): PropertyValue | null | undefined {
  if (value === undefined || value === null || typeof value === type) {
    return value as PropertyValue | null | undefined;
  }
  throw new Refusal("validation_error", "The `fallback_value` must match the `type`.");
}

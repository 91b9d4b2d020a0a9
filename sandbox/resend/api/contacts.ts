/**
 * `/contacts`: create, retrieve, list, update and delete, as
 * https://resend.com/docs/api-reference/contacts describes them. Addresses stand for IDs everywhere.
 * Whatever changes is told to the webhook.
 */

import { Hono } from "hono";
import { upsertContact } from "../changes.ts";
import type { Contact } from "../store.ts";
import type { World } from "../world.ts";
import { listing } from "./listing.ts";
import { isAddress, namedContact, NO_CONTACT, NO_SEGMENT } from "./named.ts";
import { mergedValues, showValues } from "./property-values.ts";
import { type ApiContext, type ApiEnv, refuse } from "./refuse.ts";

/** A contact as it goes over the wire. */
export function showContact(contact: Contact) {
  return {
    id: contact.id,
    email: contact.email,
    first_name: contact.firstName,
    last_name: contact.lastName,
    created_at: contact.createdAt,
    unsubscribed: contact.unsubscribed,
  };
}

export function contacts(world: World) {
  const { store } = world;
  const app = new Hono<ApiEnv>();

  app.get("/contacts", (c) => listing(c, store.contacts, showContact));

  // Creating is an upsert, and what it leaves out goes back to its default, properties excepted: an
  // existing contact who had opted out is subscribed again.
  app.post("/contacts", async (c) => {
    const body = await jsonBody(c);
    const email = body?.["email"];
    if (typeof email !== "string") {
      return refuse(c, "missing_required_field", "Missing `email` field.");
    }
    if (!isAddress(email)) return refuse(c, "validation_error", "Invalid `email` field.");
    const joined = segmentIds(body?.["segments"]);
    if (joined.some((id) => store.segment(id) === undefined)) {
      return refuse(c, "not_found", NO_SEGMENT);
    }
    const known = store.contact(email);
    const merged = mergedValues(store, known?.properties ?? {}, body?.["properties"]);
    if ("refusal" in merged) return refuse(c, "validation_error", merged.refusal);
    const names = {
      firstName: textOrNull(body?.["first_name"]) ?? null,
      lastName: textOrNull(body?.["last_name"]) ?? null,
    };
    const unsubscribed = body?.["unsubscribed"] === true;
    const draft = { email, ...names, unsubscribed, properties: merged.values };
    const contact = upsertContact(world, draft, joined);
    return c.json({ object: "contact", id: contact.id }, 201);
  });

  app.all("/contacts", (c) => refuse(c, "method_not_allowed", "Method not allowed"));

  app.use("/contacts/:contact", namedContact(world));

  app.get("/contacts/:contact", (c) =>
    c.json({
      object: "contact",
      ...showContact(c.get("contact")),
      properties: showValues(c.get("contact")),
    }),
  );

  app.patch("/contacts/:contact", async (c) => {
    const body = await jsonBody(c);
    // Others may have changed or deleted the contact while the body came.
    const contact = store.contact(c.get("contact").id);
    if (contact === undefined) return refuse(c, "not_found", NO_CONTACT);
    const { unsubscribed = contact.unsubscribed } = body ?? {};
    if (body === undefined || typeof unsubscribed !== "boolean") {
      return refuse(c, "validation_error", "The `unsubscribed` field must be a boolean.");
    }
    const merged = mergedValues(store, contact.properties, body["properties"]);
    if ("refusal" in merged) return refuse(c, "validation_error", merged.refusal);
    const firstName = textOrNull(body["first_name"]);
    const lastName = textOrNull(body["last_name"]);
    const updated: Contact = {
      ...contact,
      unsubscribed,
      firstName: firstName === undefined ? contact.firstName : firstName,
      lastName: lastName === undefined ? contact.lastName : lastName,
      properties: merged.values,
      updatedAt: new Date().toISOString(),
    };
    store.putContact(updated);
    world.webhook.tell("contact.updated", updated);
    return c.json({ object: "contact", id: contact.id });
  });

  app.delete("/contacts/:contact", (c) => {
    const contact = c.get("contact");
    const left = store.segmentsOf(contact.id).map(({ id }) => id);
    store.removeContact(contact);
    world.webhook.tell("contact.deleted", contact, left);
    return c.json({ object: "contact", contact: contact.id, deleted: true });
  });

  app.all("/contacts/:contact", (c) => refuse(c, "method_not_allowed", "Method not allowed"));

  return app;
}

/** @returns the body if it is a JSON object */
export async function jsonBody(c: ApiContext): Promise<Record<string, unknown> | undefined> {
  const body: unknown = await c.req.json().catch(() => undefined);
  return typeof body === "object" && body !== null ? { ...body } : undefined;
}

function textOrNull(value: unknown): string | null | undefined {
  return typeof value === "string" || value === null ? value : undefined;
}

/** Resend's documents give segments as `[{ id }]` and, in places, as a list of IDs. */
function segmentIds(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown) => {
    if (typeof item === "string") return [item];
    return typeof item === "object" && item !== null && "id" in item ? [String(item.id)] : [];
  });
}

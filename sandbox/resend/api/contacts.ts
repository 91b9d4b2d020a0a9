/**
 * `/contacts`, and `/audiences/{id}/contacts`, the old way to a segment's contacts:
 * https://resend.com/docs/api-reference/contacts. An address serves as an ID everywhere.
 */

import type { Contact, PropertyValue } from "../store.ts";
import type { World } from "../world.ts";
import {
  type Api,
  type ApiContext,
  bodyOf,
  checkDeletion,
  contactIn,
  existingContact,
  existingSegment,
  isAddress,
  listing,
  NO_CONTACT,
  NO_SEGMENT,
  Refusal,
  required,
  segmentIn,
  timestamp,
} from "./request.ts";
import { mergedTopics } from "./segments.ts";

/** A contact as lists show it. */
export function showContact(contact: Contact) {
  return {
    id: contact.id,
    email: contact.email,
    first_name: contact.firstName,
    last_name: contact.lastName,
    created_at: timestamp(contact.createdAt),
    unsubscribed: contact.unsubscribed,
  };
}

export function contactRoutes(app: Api, world: World): void {
  const { store, webhook } = world;
  /** @param segmentId lists only that segment's contacts */
  const list = (c: ApiContext, segmentId: string | undefined) =>
    segmentId === undefined
      ? listing(c, store.contacts, showContact)
      : listing(c, store.contacts, showContact, undefined, store.contactIdsOf(segmentId));

  app.get("/contacts", (c) => list(c, c.req.query("segment_id")));
  for (const path of ["/segments/:segment/contacts", "/audiences/:segment/contacts"]) {
    app.get(path, (c) => list(c, existingSegment(c, world).id));
  }

  // Creating is an upsert: what the body leaves out is reset, so that a contact who had opted out gets mail again.
  const create = async (c: ApiContext, segmentIds: readonly string[]) => {
    const body = await bodyOf(c);
    const email = required(body, "email");
    if (!isAddress(email)) throw new Refusal("validation_error", "Invalid `email` field.");
    const joined = [...segmentIds, ...idsOf(body["segments"])];
    if (joined.some((id) => store.segment(id) === undefined)) {
      throw new Refusal("not_found", NO_SEGMENT);
    }
    const contact = world.upsertContact(
      {
        email,
        firstName: nameOf(body["first_name"]) ?? null,
        lastName: nameOf(body["last_name"]) ?? null,
        unsubscribed: body["unsubscribed"] === true,
        properties: mergedValues(world, {}, body["properties"]),
        topics: mergedTopics(store, {}, body["topics"] ?? []),
      },
      joined,
    );
    return c.json({ object: "contact", id: contact.id }, 201);
  };
  app.post("/contacts", (c) => create(c, []));
  app.post("/audiences/:segment/contacts", (c) => create(c, [existingSegment(c, world).id]));

  for (const path of ["/contacts/:contact", "/audiences/:segment/contacts/:contact"] as const) {
    app.get(path, (c) => {
      const contact = contactHere(c, world);
      const properties = showValues(contact);
      return c.json({ object: "contact", ...showContact(contact), properties });
    });

    app.patch(path, async (c) => {
      contactHere(c, world);
      const body = await bodyOf(c);
      // It may have been changed or deleted while the body came.
      const contact = contactHere(c, world);
      const { unsubscribed = contact.unsubscribed } = body;
      if (typeof unsubscribed !== "boolean") {
        throw new Refusal("validation_error", "The `unsubscribed` field must be a boolean.");
      }
      const [firstName, lastName] = [nameOf(body["first_name"]), nameOf(body["last_name"])];
      const updated: Contact = {
        ...contact,
        unsubscribed,
        firstName: firstName === undefined ? contact.firstName : firstName,
        lastName: lastName === undefined ? contact.lastName : lastName,
        properties: mergedValues(world, contact.properties, body["properties"]),
        updatedAt: new Date().toISOString(),
      };
      store.putContact(updated);
      webhook.send("contact.updated", updated);
      return c.json({ object: "contact", id: contact.id });
    });
  }

  app.delete("/contacts/:contact", (c) => {
    const contact = contactIn(c, world);
    checkDeletion(world, contact !== undefined, NO_CONTACT);
    if (contact === undefined) {
      return c.json({ object: "contact", contact: c.req.param("contact"), deleted: true });
    }
    const segmentIds = store.segmentIdsOf(contact.id);
    store.removeContact(contact);
    webhook.send("contact.deleted", contact, segmentIds);
    return c.json({ object: "contact", contact: contact.id, deleted: true });
  });

  // Recorded: the answer repeats the name as it was given, and the contact keeps its ID and its other segments.
  app.delete("/audiences/:segment/contacts/:contact", (c) => {
    const [contact, segment] = [contactIn(c, world), segmentIn(c, world)];
    const wasThere =
      contact !== undefined && store.removeFromSegment(contact.id, segment?.id ?? "");
    checkDeletion(world, wasThere, NO_CONTACT);
    if (wasThere) webhook.sendSegmentChange(contact);
    return c.json({ object: "contact", contact: c.req.param("contact"), deleted: true });
  });
}

/** The contact that the path names; under `/audiences`, it has to be in that segment. */
function contactHere(c: ApiContext, world: World): Contact {
  const contact = existingContact(c, world);
  const isThere =
    c.req.param("segment") === undefined ||
    world.store.isInSegment(contact.id, existingSegment(c, world).id);
  if (!isThere) throw new Refusal("not_found", NO_CONTACT);
  return contact;
}

/** @returns `undefined` when the field leaves a name as it is */
function nameOf(value: unknown): string | null | undefined {
  return typeof value === "string" || value === null ? value : undefined;
}

/** The API documents segments as `[{ id }]` and, in places, as a list of IDs. */
function idsOf(value: unknown): string[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  return items.map((item) =>
    typeof item === "object" && item !== null && "id" in item ? String(item.id) : String(item),
  );
}

/**
 * Lays the `properties` of a request over the values that there are. What it does not name stays, and `null`
 * removes.
 *
 * @throws Refusal when a property does not exist, or a value does not fit
 */
function mergedValues({ store, behavior }: World, before: Contact["properties"], wanted: unknown) {
  const values = new Map<string, PropertyValue>(Object.entries(before));
  const longest = Number(behavior.longestValue);
  for (const [key, value] of Object.entries(wanted ?? {}) as [string, unknown][]) {
    const property = store.property(key);
    if (property === undefined) {
      throw new Refusal("validation_error", "One or more properties do not exist");
    }
    if (value === null) values.delete(key);
    else if (typeof value !== property.type || `${value as PropertyValue}`.length > longest) {
      throw new Refusal(
        "validation_error",
        `The value of \`${key}\` is too long or no ${property.type}.`,
      );
    } else values.set(key, value as PropertyValue);
  }
  return Object.fromEntries(values);
}

/** Values go out with their type, and only where one contact is asked for. */
function showValues({ properties }: Contact) {
  return Object.fromEntries(
    Object.entries(properties).map(([key, value]) => [key, { type: typeof value, value }]),
  );
}

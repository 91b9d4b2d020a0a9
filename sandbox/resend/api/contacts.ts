/**
 * `/contacts`, and `/audiences/{id}/contacts`, the old way to a segment's contacts:
 * https://resend.com/docs/api-reference/contacts. An address serves as an ID everywhere.
 */

import { randomUUID } from "node:crypto";

import { parse } from "csv-parse/sync";

import {
  BLANK,
  type Contact,
  type PropertyValue,
  type Topic,
  type TopicSubscription,
} from "../store.ts";
import type { World } from "../world.ts";
import {
  absent,
  type Api,
  type ApiContext,
  type Body,
  bodyOf,
  checkDeletion,
  contactIn,
  dated,
  invalid,
  isAddress,
  itemIn,
  listing,
  missing,
  oneOf,
  required,
  SEGMENT,
} from "./request.ts";

/** A contact as lists show it. */
function showContact({ id, email, first_name, last_name, created_at, unsubscribed }: Contact) {
  return dated({ id, email, first_name, last_name, created_at, unsubscribed });
}

/** Finds what a path names. */
function finders(world: World) {
  const segmentIn = (c: ApiContext) => itemIn(c, world.store.segments, "segment");
  return {
    segmentIn,
    existingSegment: (c: ApiContext) => segmentIn(c) ?? absent(SEGMENT),
    existingContact: (c: ApiContext) => contactIn(c, world) ?? absent("Contact"),
  };
}

/**
 * Contacts from a CSV file: https://resend.com/docs/api-reference/contact-imports. It is carried out at once, and sends
 * no events. The columns that count are `email`, `first_name`, and `last_name`.
 */
export function importRoutes(app: Api, world: World): void {
  const { store } = world;
  const imports = new Map<string, object>();

  app.post("/contacts/imports", async (c) => {
    const { file, on_conflict: onConflict = "upsert", segments = "[]" } = await c.req.parseBody();
    if (!(file instanceof File)) return missing("file");
    const segmentIds = JSON.parse(typeof segments === "string" ? segments : "[]") as string[];
    if (segmentIds.some((id) => store.segment(id) === undefined)) absent(SEGMENT);
    const rows: Record<string, string>[] = parse(await file.text(), { columns: true, trim: true });
    const counts = { total: rows.length, created: 0, updated: 0, skipped: 0, failed: 0 };
    for (const { email, first_name, last_name } of rows) {
      const known = store.contact(email ?? "");
      if (!isAddress(email)) counts.failed += 1;
      else if (known !== undefined && onConflict === "skip") counts.skipped += 1;
      else {
        counts[known === undefined ? "created" : "updated"] += 1;
        const before = known ?? BLANK;
        const names = changesOf(world, before, { first_name, last_name });
        const unsubscribed = before.unsubscribed && world.behavior.importResets === "nothing";
        const draft = { ...before, ...names, email, unsubscribed };
        world.upsertContact(draft, segmentIds, "without an event");
      }
    }
    const [id, now] = [randomUUID(), new Date().toISOString()];
    const times = { created_at: now, completed_at: now };
    imports.set(id, { object: "contact_import", id, status: "completed", ...times, counts });
    return c.json({ object: "contact_import", id }, 201);
  });

  app.get("/contacts/imports/:id", (c) => c.json(itemIn(c, imports) ?? absent("Import")));
}

export function contactRoutes(app: Api, world: World): void {
  const { store } = world;
  const { segmentIn, existingSegment, existingContact } = finders(world);

  app.get("/contacts", (c) => {
    const segmentId = c.req.query("segment_id");
    const contacts =
      segmentId === undefined ? store.contacts.values() : store.contactsOf(segmentId);
    return listing(c, contacts, showContact);
  });
  for (const path of ["/segments/:segment/contacts", "/audiences/:segment/contacts"]) {
    app.get(path, (c) => listing(c, store.contactsOf(existingSegment(c).id), showContact));
  }

  // Creating is an upsert: what the body leaves out is reset, so that a contact who had opted out gets mail again.
  const create = async (c: ApiContext, segmentIds: readonly string[]) => {
    const body = await bodyOf(c);
    const email = required(body, "email");
    if (!isAddress(email)) invalid("Invalid `email` field.");
    const joined = [...segmentIds, ...idsOf(body["segments"])];
    if (joined.some((id) => store.segment(id) === undefined)) absent(SEGMENT);
    const draft = { ...BLANK, email, ...changesOf(world, BLANK, body) };
    const topics = mergedTopics(world, {}, body["topics"]);
    const contact = world.upsertContact({ ...draft, topics }, joined);
    return c.json({ object: "contact", id: contact.id }, 201);
  };
  app.post("/contacts", (c) => create(c, []));
  app.post("/audiences/:segment/contacts", (c) => create(c, [existingSegment(c).id]));

  /** The contact that the path names; under `/audiences`, it has to be in that segment. */
  const contactHere = (c: ApiContext) => {
    const contact = existingContact(c);
    const isThere =
      c.req.param("segment") === undefined || contact.segments.has(existingSegment(c).id);
    return isThere ? contact : absent("Contact");
  };

  for (const path of ["/contacts/:contact", "/audiences/:segment/contacts/:contact"] as const) {
    app.get(path, (c) => {
      const contact = contactHere(c);
      const values = Object.entries(contact.properties);
      const shown = values.map(([key, value]) => [key, { type: typeof value, value }] as const);
      const properties = Object.fromEntries(shown);
      return c.json({ object: "contact", ...showContact(contact), properties });
    });

    app.patch(path, async (c) => {
      const body = await bodyOf(c);
      const contact = contactHere(c);
      const changes = changesOf(world, contact, body);
      const updated = { ...contact, ...changes, updated_at: new Date().toISOString() };
      store.putContact(updated);
      world.webhook.send("contact.updated", updated);
      return c.json({ object: "contact", id: contact.id });
    });
  }

  app.delete("/contacts/:contact", (c) => {
    const contact = contactIn(c, world);
    checkDeletion(world, contact !== undefined, "Contact");
    if (contact !== undefined) {
      store.removeContact(contact);
      world.webhook.send("contact.deleted", contact);
    }
    const name = contact?.id ?? c.req.param("contact");
    return c.json({ object: "contact", contact: name, deleted: true });
  });

  // Recorded: the answer repeats the name as it was given, and the contact keeps its ID and its other segments.
  app.delete("/audiences/:segment/contacts/:contact", (c) => {
    const [contact, segment] = [contactIn(c, world), segmentIn(c)];
    const wasThere = contact?.segments.delete(segment?.id ?? "") === true;
    checkDeletion(world, wasThere, "Contact");
    if (wasThere) world.sendSegmentChange(contact);
    return c.json({ object: "contact", contact: c.req.param("contact"), deleted: true });
  });
}

/** The segments and topics of a contact. */
export function subscriptionRoutes(app: Api, world: World): void {
  const { store } = world;
  const { segmentIn, existingSegment, existingContact } = finders(world);

  app.get("/contacts/:contact/segments", (c) => {
    return listing(c, store.segmentsOf(existingContact(c)), dated);
  });

  app.post("/contacts/:contact/segments/:segment", (c) => {
    const [contact, { id }] = [existingContact(c), existingSegment(c)];
    const { addingAgain } = world.behavior;
    if (!contact.segments.has(id)) {
      contact.segments.add(id);
      world.sendSegmentChange(contact);
    } else if (addingAgain !== "200") {
      invalid("The contact is already in this segment.", addingAgain === "409" ? 409 : 422);
    }
    return c.json({ object: "contact_segment", contact_id: contact.id, segment_id: id });
  });

  app.delete("/contacts/:contact/segments/:segment", (c) => {
    const [contact, segment] = [contactIn(c, world), segmentIn(c)];
    const { removingAbsent } = world.behavior;
    if (contact?.segments.delete(segment?.id ?? "") === true) {
      world.sendSegmentChange(contact);
    } else {
      const unknown = contact === undefined ? "contact" : segment === undefined ? "segment" : null;
      const what = unknown === null ? "other-contact" : `unknown-${unknown}`;
      if (removingAbsent === "404" || removingAbsent === `404-${what}`) {
        absent(unknown === "segment" ? SEGMENT : "Contact");
      }
    }
    const contactId = contact?.id ?? c.req.param("contact");
    const segmentId = segment?.id ?? c.req.param("segment");
    const bodies = {
      contact_segment: { object: "contact_segment", contact_id: contactId, segment_id: segmentId },
      id: { id: segmentId },
      audience: { id: contactId, audienceId: segmentId },
    };
    return c.json({ ...bodies[world.behavior.removalBody], deleted: true });
  });

  // See https://resend.com/docs/api-reference/contacts/list-contact-topics.
  app.get("/contacts/:contact/topics", (c) => {
    const chosen = existingContact(c).topics;
    const isListed = ({ id }: Topic) => world.behavior.topicsListed === "all" || id in chosen;
    const listed = [...store.topics.values()].filter(isListed);
    return listing(c, listed, ({ id, name, description, default_subscription }) => {
      return { id, name, description, subscription: chosen[id] ?? default_subscription };
    });
  });

  app.patch("/contacts/:contact/topics", async (c) => {
    const body: unknown = await c.req.json().catch(() => undefined);
    const contact = existingContact(c);
    const isArray = Array.isArray(body);
    if (world.behavior.topicsBody === (isArray ? "object" : "array")) {
      invalid("The `topics` field is missing or malformed.");
    }
    const changes: unknown = isArray ? body : (await bodyOf(c))["topics"];
    const topics = mergedTopics(world, contact.topics, changes);
    store.putContact({ ...contact, topics });
    const shown = Object.entries(topics).map(([id, subscription]) => ({ id, subscription }));
    const changed = shown.filter(({ id, subscription }) => contact.topics[id] !== subscription);
    if (changed.length > 0) world.webhook.sendTopics(contact, changed);
    if (world.behavior.topicsAnswer === "id") return c.json({ id: contact.id });
    return c.json({ object: "contact_topics", contact_id: contact.id, topics: shown });
  });
}

/** What a body changes of a contact. */
function changesOf(world: World, before: typeof BLANK | Contact, body: Body) {
  const { unsubscribed = before.unsubscribed } = body;
  if (typeof unsubscribed !== "boolean") {
    return invalid("The `unsubscribed` field must be a boolean.");
  }
  const name = (field: "first_name" | "last_name") => {
    const value = body[field];
    return typeof value === "string" || value === null ? value : before[field];
  };
  return {
    unsubscribed,
    first_name: name("first_name"),
    last_name: name("last_name"),
    properties: mergedValues(world, before.properties, body["properties"]),
  };
}

/** The API documents segments as `[{ id }]` and, in places, as a list of IDs. */
function idsOf(value: unknown): string[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  return items.map((item) => String((item as { id?: string }).id ?? item));
}

/** Lays the `properties` of a request over the values that there are: what it does not name stays, `null` removes. */
function mergedValues({ store, behavior }: World, before: Contact["properties"], wanted: unknown) {
  const values = new Map<string, PropertyValue>(Object.entries(before));
  const longest = Number(behavior.longestValue);
  for (const [key, value] of Object.entries(wanted ?? {}) as [string, PropertyValue | null][]) {
    const property = store.property(key) ?? invalid("One or more properties do not exist");
    if (value === null) values.delete(key);
    else if (typeof value !== property.type || `${value}`.length > longest) {
      invalid(`The value of \`${key}\` is too long or no ${property.type}.`);
    } else values.set(key, value);
  }
  return Object.fromEntries(values);
}

/** @throws Refusal when a topic does not exist, or the subscription is not one */
function mergedTopics({ store }: World, before: Contact["topics"], wanted: unknown) {
  const chosen = new Map<string, TopicSubscription>(Object.entries(before));
  for (const change of Array.isArray(wanted) ? (wanted as Body[]) : []) {
    const id = String(change["id"]);
    if (!store.topics.has(id)) absent("Topic");
    chosen.set(id, oneOf(change, "subscription", "opt_in", "opt_out"));
  }
  return Object.fromEntries(chosen);
}

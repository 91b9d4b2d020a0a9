/**
 * Finds the contact, the segment, the property or the Broadcast that a path names, or refuses.
 * Routes behind these can rely on it.
 */

import { createMiddleware } from "hono/factory";
import type { Contact, Segment } from "../store.ts";
import type { World } from "../world.ts";
import { type ApiContext, type ApiEnv, refuse } from "./refuse.ts";

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const ADDRESS = /^\S+@[^\s@]+$/;

/** Whether Resend would take the text as an address. */
export function isAddress(text: string): boolean {
  return ADDRESS.test(text);
}

/** Finds what a path names; `undefined` if it is not there. */
type Found<Item> = { item: Item | undefined } | { refusal: Response };

export const NO_CONTACT = "Contact not found";

/** Recorded of Resend, which has called segments by their new name everywhere else. */
export const NO_SEGMENT = "Audience not found";

/** For paths with `:contact`: an ID or an address. */
export function findContact(c: ApiContext, world: World): Found<Contact> {
  const name = c.req.param("contact") ?? "";
  if (!UUID.test(name) && !isAddress(name)) {
    return { refusal: refuse(c, "validation_error", "The `id` must be a valid UUID.") };
  }
  const contact = c.get("isStranger") ? undefined : world.store.contact(name);
  const spellings = [name, contact?.id, contact?.email];
  if (spellings.some((spelling) => spelling !== undefined && world.poison.has(spelling))) {
    return { refusal: refuse(c, "validation_error", "This contact cannot be processed.") };
  }
  return { item: contact };
}

/** For paths with `:segment`: a segment ID. */
export function findSegment(c: ApiContext, world: World): Found<Segment> {
  const id = c.req.param("segment") ?? "";
  if (!UUID.test(id)) {
    return { refusal: refuse(c, "validation_error", "The `segment_id` must be a valid UUID.") };
  }
  return { item: c.get("isStranger") ? undefined : world.store.segment(id) };
}

/** For paths with `:contact`. Sets `contact`. */
export function namedContact(world: World) {
  return createMiddleware<ApiEnv>(async (c, next) => {
    const found = findContact(c, world);
    if ("refusal" in found) return found.refusal;
    if (found.item === undefined) return refuse(c, "not_found", NO_CONTACT);
    c.set("contact", found.item);
    return next();
  });
}

/** For paths with `:segment`. Sets `segment`. */
export function namedSegment(world: World) {
  return createMiddleware<ApiEnv>(async (c, next) => {
    const found = findSegment(c, world);
    if ("refusal" in found) return found.refusal;
    if (found.item === undefined) return refuse(c, "not_found", NO_SEGMENT);
    c.set("segment", found.item);
    return next();
  });
}

/** For paths with `:property`: a contact property's ID. Sets `property`. */
export function namedProperty(world: World) {
  return createMiddleware<ApiEnv>(async (c, next) => {
    const id = c.req.param("property") ?? "";
    if (!UUID.test(id)) return refuse(c, "validation_error", "The `id` must be a valid UUID.");
    const property = world.store.properties.get(id.toLowerCase());
    if (property === undefined) return refuse(c, "not_found", "Contact property not found");
    c.set("property", property);
    return next();
  });
}

/** For paths with `:broadcast`: a Broadcast's ID. Sets `broadcast`. */
export function namedBroadcast(world: World) {
  return createMiddleware<ApiEnv>(async (c, next) => {
    const id = c.req.param("broadcast") ?? "";
    if (!UUID.test(id)) return refuse(c, "validation_error", "The `id` must be a valid UUID.");
    const broadcast = world.store.broadcasts.get(id.toLowerCase());
    if (broadcast === undefined) return refuse(c, "not_found", "Broadcast not found");
    c.set("broadcast", broadcast);
    return next();
  });
}

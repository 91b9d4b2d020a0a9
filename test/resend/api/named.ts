/**
 * Finds the contact, the segment, the property or the Broadcast that a path names, or refuses.
 * Routes behind these can rely on it.
 */

import { createMiddleware } from "hono/factory";
import type { World } from "../world.ts";
import { type ApiEnv, refuse } from "./refuse.ts";

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const ADDRESS = /^\S+@[^\s@]+$/;

/** Whether Resend would take the text as an address. */
export function isAddress(text: string): boolean {
  return ADDRESS.test(text);
}

/** For paths with `:contact`: an ID or an address. Sets `contact`. */
export function namedContact(world: World) {
  return createMiddleware<ApiEnv>(async (c, next) => {
    const name = c.req.param("contact") ?? "";
    if (!UUID.test(name) && !isAddress(name)) {
      return refuse(c, "validation_error", "The `id` must be a valid UUID.");
    }
    const contact = world.store.contact(name);
    const spellings = [name, contact?.id, contact?.email];
    if (spellings.some((spelling) => spelling !== undefined && world.poison.has(spelling))) {
      return refuse(c, "validation_error", "This contact cannot be processed.");
    }
    if (contact === undefined) return refuse(c, "not_found", "Contact not found");
    c.set("contact", contact);
    return next();
  });
}

/** For paths with `:segment`: a segment ID. Sets `segment`. */
export function namedSegment(world: World) {
  return createMiddleware<ApiEnv>(async (c, next) => {
    const id = c.req.param("segment") ?? "";
    if (!UUID.test(id)) {
      return refuse(c, "validation_error", "The `segment_id` must be a valid UUID.");
    }
    const segment = world.store.segment(id);
    if (segment === undefined) return refuse(c, "not_found", "Segment not found");
    c.set("segment", segment);
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

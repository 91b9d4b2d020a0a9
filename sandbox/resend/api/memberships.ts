/**
 * `/contacts/{contact}/segments`: who is in which segment. This is the part of Resend that the
 * Worker lives on: https://resend.com/docs/api-reference/contacts/delete-contact-segment.
 */

import { Hono } from "hono";
import { removalBody } from "../behavior.ts";
import { Shelf } from "../shelf.ts";
import type { World } from "../world.ts";
import { listing } from "./listing.ts";
import {
  findContact,
  findSegment,
  namedContact,
  namedSegment,
  NO_CONTACT,
  NO_SEGMENT,
} from "./named.ts";
import { type ApiEnv, refuse } from "./refuse.ts";
import { showSegment } from "./segments.ts";

const ONE = "/contacts/:contact/segments/:segment";

export function memberships(world: World) {
  const { store } = world;
  const app = new Hono<ApiEnv>();

  app.get("/contacts/:contact/segments", namedContact(world), (c) =>
    listing(c, new Shelf(store.segmentsOf(c.get("contact").id)), showSegment),
  );

  app.all("/contacts/:contact/segments", (c) =>
    refuse(c, "method_not_allowed", "Method not allowed"),
  );

  app.post(ONE, namedContact(world), namedSegment(world), (c) => {
    const { id } = c.get("segment");
    const { addingAgain } = world.behavior;
    if (store.join(c.get("contact").id, id)) world.webhook.tellOfMembership(c.get("contact"));
    else if (addingAgain !== "200") {
      const status = addingAgain === "409" ? 409 : 422;
      return refuse(c, "validation_error", "The contact is already in this segment.", status);
    }
    return c.json({ id });
  });

  app.delete(ONE, (c) => {
    const [contact, segment] = [findContact(c, world), findSegment(c, world)];
    if ("refusal" in contact) return contact.refusal;
    if ("refusal" in segment) return segment.refusal;
    const contactId = contact.item?.id ?? c.req.param("contact");
    const segmentId = segment.item?.id ?? c.req.param("segment");
    if (contact.item !== undefined && store.leave(contactId, segmentId)) {
      world.webhook.tellOfMembership(contact.item);
    } else if (world.behavior.removingAbsent === "404") {
      const noSegment = contact.item !== undefined && segment.item === undefined;
      return refuse(c, "not_found", noSegment ? NO_SEGMENT : NO_CONTACT);
    }
    return c.json(removalBody(world.behavior, contactId, segmentId));
  });

  app.all(ONE, (c) => refuse(c, "method_not_allowed", "Method not allowed"));

  return app;
}

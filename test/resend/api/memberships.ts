/**
 * `/contacts/{contact}/segments`: who is in which segment. This is the part of Resend that the
 * Worker lives on: https://resend.com/docs/api-reference/contacts/delete-contact-segment.
 */

import { Hono } from "hono";
import { Shelf } from "../shelf.ts";
import type { World } from "../world.ts";
import { listing } from "./listing.ts";
import { namedContact, namedSegment } from "./named.ts";
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

  app.use(ONE, namedContact(world), namedSegment(world));

  app.post(ONE, (c) => {
    const { id } = c.get("segment");
    if (store.join(c.get("contact").id, id)) world.webhook.tellOfMembership(c.get("contact"));
    return c.json({ id });
  });

  // What Resend says of a contact who is not in the segment is not documented. A 404 with a
  // message of its own is the least convenient answer for a client, so it is the one given here.
  app.delete(ONE, (c) => {
    const { id } = c.get("segment");
    if (!store.leave(c.get("contact").id, id)) {
      return refuse(c, "not_found", "Contact not found in segment");
    }
    world.webhook.tellOfMembership(c.get("contact"));
    return c.json({ id, deleted: true });
  });

  app.all(ONE, (c) => refuse(c, "method_not_allowed", "Method not allowed"));

  return app;
}

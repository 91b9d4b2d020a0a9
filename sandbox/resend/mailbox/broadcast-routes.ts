/** What the buttons of the Broadcast's panel do. Each is a form, and ends on the page again. */

import type { HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import { isAddress } from "../api/named.ts";
import { sendBroadcast, upsertContact } from "../changes.ts";
import { SAMPLE_LISTS } from "../samples.ts";
import type { World } from "../world.ts";
import { sampleBroadcast } from "./sample-broadcast.ts";
import { LINKED_LIST } from "./linked-samples.ts";

/** @param property the contact property that holds the links */
export function broadcastRoutes(world: World, property: string) {
  const app = new Hono<{ Bindings: HttpBindings }>();
  const { segment } = SAMPLE_LISTS[LINKED_LIST];

  app.post("/mailbox/people", async (c) => {
    const { email, firstName } = await c.req.parseBody();
    if (typeof email !== "string" || !isAddress(email)) {
      return c.text("This is not an e-mail address.", 400);
    }
    const known = world.store.contact(email);
    const name = typeof firstName === "string" && firstName !== "" ? firstName : null;
    const blank = { firstName: null, lastName: null, unsubscribed: false, properties: {} };
    const before = known ?? blank;
    const draft = { ...before, email, firstName: name ?? before.firstName };
    upsertContact(world, draft, [segment]);
    world.ring();
    return c.redirect("/#broadcast-title", 303);
  });

  app.post("/mailbox/broadcast", (c) => {
    const letters = sendBroadcast(world, sampleBroadcast(property, new Date()));
    world.ring();
    const newest = letters.at(-1);
    return c.redirect(newest === undefined ? "/" : `/?message=${newest.id}#reading`, 303);
  });

  return app;
}

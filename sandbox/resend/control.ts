/**
 * The stand-in's own switches, under `/-/`: what goes wrong, what it knows, what it was asked, where its events
 * are, and a reset. They need no key. `stand-in-process.ts` has them as functions.
 */

import { randomUUID } from "node:crypto";

import { Hono } from "hono";

import { bodyOf } from "./api/request.ts";
import { type ActiveFault, behaviorOf, FAULTS, isFault, NO_FAULT } from "./switches.ts";
import type { Contact } from "./store.ts";
import type { World } from "./world.ts";

export function control(world: World): Hono {
  const { store, webhook } = world;
  const app = new Hono();
  let seeded = 0;

  app.onError(({ message }, c) => c.json({ error: message }, 400));
  app.use(async (_c, next) => {
    await next();
    world.announce();
  });

  /** @param more how it goes wrong, as in `ActiveFault` */
  app.put("/-/faults", async (c) => {
    const { fault, ...more } = await bodyOf(c);
    if (!isFault(fault)) throw new Error(`"fault" is one of: ${Object.keys(FAULTS).join(", ")}.`);
    world.fault = { ...NO_FAULT, ...(more as Partial<ActiveFault>), kind: fault };
    return c.json(world.fault);
  });

  app.put("/-/behavior", async (c) => {
    world.behave(behaviorOf(await bodyOf(c)));
    return c.json(world.behavior);
  });

  app.put("/-/poison", async (c) => {
    world.poison = new Set((await bodyOf(c))["contacts"] as string[]);
    return c.json({});
  });

  app.put("/-/rate-limit", async (c) => {
    world.limit(Number((await bodyOf(c))["perSecond"]));
    return c.json({});
  });

  app.get("/-/state", (c) => {
    const segments = Array.from(store.segments.values(), ({ id, name }) => ({
      id,
      name,
      contacts: store.contactsOf(id).map(brief),
    }));
    return c.json({ segments, contacts: Array.from(store.contacts.values(), brief) });
  });

  app.get("/-/requests", (c) => c.json({ requests: world.requests }));
  app.delete("/-/requests", (c) => {
    world.requests = [];
    return c.json({});
  });

  app.get("/-/letters", (c) => c.json({ letters: world.letters }));

  const actions = {
    reset: () => world.reset(),
    "webhook/hold": () => webhook.hold(),
    "webhook/release": () => webhook.release(),
  };
  for (const [name, act] of Object.entries(actions)) {
    app.post(`/-/${name}`, (c) => {
      act();
      return c.json({});
    });
  }

  // Adds new contacts to a segment. As for an import from a file, there are no events, unless they are asked for.
  app.post("/-/seed", async (c) => {
    const { contacts: count, segmentId, events } = await bodyOf(c);
    const segment = store.segment(String(segmentId));
    if (segment === undefined) throw new Error(`There is no segment "${String(segmentId)}".`);
    const contacts = Array.from({ length: Number(count) }, (): Contact => {
      seeded += 1;
      const createdAt = new Date().toISOString();
      const email = `seed-${seeded}@example.com`;
      const blank = { firstName: null, lastName: null, unsubscribed: false };
      const own = { properties: {}, topics: {} };
      return { id: randomUUID(), email, ...blank, ...own, createdAt, updatedAt: createdAt };
    });
    for (const contact of contacts) {
      store.putContact(contact);
      store.addToSegment(contact.id, segment.id);
      if (events === true) webhook.send("contact.created", contact);
    }
    return c.json({ contacts: contacts.map(({ id, email }) => ({ id, email })) });
  });

  app.get("/-/webhook", (c) => c.json(webhook.report()));
  app.post("/-/webhook/replay", async (c) => {
    const { id } = await bodyOf(c);
    if (!webhook.replay(String(id))) throw new Error(`There is no delivery "${String(id)}".`);
    return c.json({});
  });

  app.notFound((c) => c.json({ error: `There is no ${c.req.method} ${c.req.path}.` }, 404));
  return app;
}

function brief({ id, email, unsubscribed, properties }: Contact) {
  return { id, email, unsubscribed, properties };
}

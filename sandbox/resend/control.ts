/**
 * The stand-in's own switches, under `/-/`: what goes wrong, what it knows, what it was asked, and a
 * way back to the start. No key is needed. What it cannot take it refuses with 400 and says why.
 */

import { randomUUID } from "node:crypto";
import type { HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import { behaviorOf } from "./behavior.ts";
import { activeFaultOf, FAULTS } from "./faults.ts";
import { rawPath } from "./raw-path.ts";
import type { Contact } from "./store.ts";
import { webhookControl } from "./webhook/control.ts";
import { bodyOf, isCount, wrong } from "./control-body.ts";
import type { World } from "./world.ts";

const MAX_SEEDED = 100_000;

export function control(world: World) {
  const { store, log, limit } = world;
  const app = new Hono<{ Bindings: HttpBindings }>({ getPath: rawPath });
  let seeded = 0;

  app.use(async (_c, next) => {
    await next();
    world.ring();
  });

  app.get("/-/faults", (c) => {
    const { kind, ...more } = world.fault;
    return c.json({ fault: kind, ...more, allowed: Object.keys(FAULTS) });
  });

  app.put("/-/faults", async (c) => {
    const active = activeFaultOf(await bodyOf(c));
    if ("fault" in active) return wrong(c, active.fault);
    world.fault = active;
    return c.json({ fault: active.kind });
  });

  app.get("/-/behavior", (c) => c.json(world.behavior));

  app.put("/-/behavior", async (c) => {
    const read = behaviorOf(await bodyOf(c));
    if ("fault" in read) return wrong(c, read.fault);
    world.behave(read.behavior);
    return c.json(world.behavior);
  });

  app.put("/-/poison", async (c) => {
    const { contacts } = await bodyOf(c);
    if (!Array.isArray(contacts) || !contacts.every((item) => typeof item === "string")) {
      return wrong(c, '"contacts" must be a list of contact IDs and addresses');
    }
    world.poison = new Set(contacts);
    return c.json({ contacts });
  });

  app.put("/-/rate-limit", async (c) => {
    const { perSecond } = await bodyOf(c);
    if (!isCount(perSecond)) return wrong(c, '"perSecond" must be a whole number above 0');
    limit.perSecond = perSecond;
    return c.json({ perSecond });
  });

  app.get("/-/state", (c) =>
    c.json({
      segments: [...store.segments].map(({ id, name }) => ({
        id,
        name,
        contacts: store.members(id).map(brief),
      })),
      contacts: Array.from(store.contacts, brief),
    }),
  );

  app.get("/-/requests", (c) => c.json({ requests: log.entries() }));

  app.delete("/-/requests", (c) => {
    log.clear();
    return c.json({ requests: [] });
  });

  app.get("/-/letters", (c) => c.json({ letters: world.sent.letters }));

  app.post("/-/reset", (c) => {
    world.reset();
    return c.json({ reset: true });
  });

  // As an import from a file does, this sends no events, unless it is asked to.
  app.post("/-/seed", async (c) => {
    const { contacts: count, segmentId, events = false } = await bodyOf(c);
    if (!isCount(count) || count > MAX_SEEDED) {
      return wrong(c, `"contacts" must be a whole number from 1 to ${MAX_SEEDED}`);
    }
    if (typeof segmentId !== "string" || store.segment(segmentId) === undefined) {
      const known = Array.from(store.segments, ({ id }) => id);
      return wrong(c, `"segmentId" must be one of: ${known.join(", ")}`);
    }
    const contacts = Array.from({ length: count }, (): Contact => {
      seeded += 1;
      const createdAt = new Date().toISOString();
      const email = `seed-${seeded}@example.com`;
      const blank = { firstName: null, lastName: null, unsubscribed: false, properties: {} };
      return { id: randomUUID(), email, ...blank, createdAt, updatedAt: createdAt };
    });
    for (const contact of contacts) {
      store.putContact(contact);
      store.join(contact.id, segmentId);
      if (events === true) world.webhook.tell("contact.created", contact);
    }
    return c.json({ contacts: contacts.map(({ id, email }) => ({ id, email })) });
  });

  app.route("/", webhookControl(world));

  app.notFound((c) =>
    c.json({ error: `no such control route: ${c.req.method} ${c.req.path}` }, 404),
  );

  return app;
}

function brief({ id, email, unsubscribed, properties }: Contact) {
  return { id, email, unsubscribed, properties };
}

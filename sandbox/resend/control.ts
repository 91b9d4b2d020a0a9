/**
 * The stand-in's own switches, under `/-/`: what goes wrong, what it knows, what it was asked, where its events
 * are, and a reset. They need no key. `stand-in-process.ts` has them as functions.
 */

import { Hono } from "hono";

import { type Body, bodyOf } from "./api/request.ts";
import { type ActiveFault, behaviorOf, FAULTS, isFault, NO_FAULT } from "./switches.ts";
import { BLANK, type Contact } from "./store.ts";
import type { World } from "./world.ts";

export function control(world: World): Hono {
  const { store, webhook } = world;
  let seeded = 0;

  /** What each route does with a body, and answers; `{}` if nothing. */
  const routes: Record<string, (body: Body) => unknown> = {
    "PUT faults": ({ fault, ...more }) => {
      if (!isFault(fault)) throw new Error(`"fault" is one of: ${Object.keys(FAULTS).join(", ")}.`);
      world.fault = { ...NO_FAULT, ...(more as Partial<ActiveFault>), kind: fault };
    },
    "PUT behavior": (body) => world.behave(behaviorOf(body)),
    "PUT poison": ({ contacts }) => void (world.poison = new Set(contacts as string[])),
    "PUT rate-limit": ({ perSecond }) => world.limit(Number(perSecond)),
    "GET state": () => ({
      segments: Array.from(store.segments.values(), ({ id, name }) => {
        return { id, name, contacts: store.contactsOf(id).map(brief) };
      }),
      contacts: Array.from(store.contacts.values(), brief),
    }),
    "GET requests": () => ({ requests: world.requests }),
    "DELETE requests": () => void (world.requests = []),
    "GET letters": () => ({ letters: world.letters }),
    "POST reset": () => world.reset(),
    // As for an import from a file, there are no events, unless they are asked for.
    "POST seed": ({ contacts: count, segmentId, events }) => {
      const segment = store.segment(String(segmentId));
      if (segment === undefined) throw new Error(`There is no segment "${String(segmentId)}".`);
      const contacts = Array.from({ length: Number(count) }, () => {
        seeded += 1;
        const draft = { ...BLANK, email: `seed-${seeded}@example.com` };
        const silently = events === true ? undefined : "without an event";
        const { id, email } = world.upsertContact(draft, [segment.id], silently);
        return { id, email };
      });
      return { contacts };
    },
    "GET webhook": () => webhook.report(),
    "POST webhook/hold": () => webhook.hold(true),
    "POST webhook/release": () => webhook.hold(false),
    "POST webhook/replay": ({ id }) => {
      if (!webhook.replay(String(id))) throw new Error(`There is no delivery "${String(id)}".`);
    },
  };

  const app = new Hono();
  app.onError(({ message }, c) => c.json({ error: message }, 400));
  app.all("/-/*", async (c) => {
    const name = `${c.req.method} ${c.req.path.slice("/-/".length)}`;
    const route = routes[name];
    if (route === undefined) return c.json({ error: `There is no ${name}.` }, 404);
    const answer = route(await bodyOf(c)) ?? {};
    world.emit("change");
    return c.json(answer);
  });
  return app;
}

function brief({ id, email, unsubscribed, properties }: Contact) {
  return { id, email, unsubscribed, properties };
}

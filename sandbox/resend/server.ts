/**
 * Starts the stand-in: Resend's API and the mailbox on one port of the loopback interface, with what tests switch and
 * ask. Everything is in memory, and gone when it closes.
 */

import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { getRequestListener, type HttpBindings } from "@hono/node-server";
import { Hono } from "hono";

import { until } from "../processes.ts";
import { contactRoutes, importRoutes, subscriptionRoutes } from "./api/contacts.ts";
import { type ActiveFault, type Fault, guard, NO_FAULT } from "./api/gate.ts";
import { kindRoutes } from "./api/kinds.ts";
import { type ApiEnv, Refusal } from "./api/request.ts";
import { emailRoutes } from "./api/sending.ts";
import { mailbox } from "./mailbox/routes.ts";
import { linkedSamples, webhookTo } from "../settings.ts";
import { BLANK } from "./store.ts";
import { type Behavior, type LoggedRequest, World, type WorldOptions } from "./world.ts";

export interface StandInOptions extends Omit<WorldOptions, "samples"> {
  /** The port to listen on; a free one if it is not given. */
  port?: number;
  /** The origin of the Worker that gets the events, and whose links are in the mailbox. Without it the mailbox is empty. */
  worker?: string;
}

export type StandIn = Awaited<ReturnType<typeof startStandIn>>;

const LOOPBACK = "127.0.0.1";

export async function startStandIn({ port = 0, worker, ...given }: StandInOptions = {}) {
  const linked = worker && { samples: await linkedSamples(worker), webhook: webhookTo(worker) };
  const world = new World({ ...linked, ...given });
  const resend = api(world);
  const pages = worker === undefined ? resend : await mailbox(world, worker);
  const server = createServer(
    getRequestListener((request, env) => {
      const path = rawPath(request, { env: env as HttpBindings });
      const isPage = path === "/" || path.startsWith("/mailbox/");
      return (isPage ? pages : resend).fetch(request, env);
    }),
  );
  await once(server.listen(port, LOOPBACK), "listening");
  return {
    ...controls(world),
    /** Such as `http://127.0.0.1:49152`; goes into `RESEND_BASE_URL`, and opens the mailbox. */
    url: `http://${LOOPBACK}:${(server.address() as AddressInfo).port}`,
    /** Stops listening, and closes every connection. */
    async close(): Promise<void> {
      world.reset();
      if (!server.listening) return;
      server.close().closeAllConnections();
      await once(server, "close");
    },
  };
}

/**
 * The part of Resend's API that concerns contacts, segments, topics, and Broadcasts. Paths are matched undecoded,
 * so that no address passes for a piece of the path.
 */
function api(world: World): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>({ getPath: rawPath });
  guard(app, world);
  // A path's first route is taken: "imports" is no contact.
  for (const routes of [importRoutes, contactRoutes, subscriptionRoutes, kindRoutes, emailRoutes]) {
    routes(app, world);
  }
  for (const path of new Set(app.routes.map((route) => route.path))) {
    if (path === "/*") continue;
    app.all(path, () => {
      throw new Refusal(405, "method_not_allowed", "Method not allowed");
    });
  }
  app.notFound(() => {
    throw new Refusal(404, "not_found", "The requested endpoint does not exist");
  });
  return app;
}

/** A request's path as it was sent. The URL of a `Request` has its dot segments resolved, and Hono decodes it. */
function rawPath(_request: Request, options?: { env?: HttpBindings }): string {
  const [path = "/"] = (options?.env?.incoming.url ?? "/").split("?", 1);
  return path;
}

const SETTLED_WITHIN_MS = 20_000;

/** A removal by ID. */
const REMOVAL_BY_ID = /^\/contacts\/([0-9a-f-]{36})\/segments\//;

/** What tests switch, and what they ask. Each is a promise, as it would be of a stand-in in another process. */
function controls(world: World) {
  const { store } = world;
  let seeded = 0;
  return {
    contacts: async () => structuredClone([...store.contacts.values()]),
    /** The addresses in one segment. */
    members: async (segmentId: string) => store.contactsOf(segmentId).map(({ email }) => email),
    /** What reached the API since the last `forget`, oldest first. */
    requests: async () => [...world.requests],
    /** Those that would change something: no reads, and not the Worker's canary, a DELETE of an unknown contact. */
    changes: async () =>
      world.requests.filter(({ method, url }) => {
        const [, contact] = REMOVAL_BY_ID.exec(url) ?? [];
        const isCanary = method === "DELETE" && contact !== undefined && !store.contact(contact);
        return method !== "GET" && !isCanary;
      }),
    forget: async () => void (world.requests = []),
    /** Waits until the Ledger has sent its daily requests to Resend, so that what comes now is about a contact. */
    async settled(): Promise<void> {
      const isCanary = ({ method, status }: LoggedRequest) =>
        method === "DELETE" && status !== null;
      await until("the canary", () => world.requests.some(isCanary), SETTLED_WITHIN_MS);
      world.requests = [];
    },
    /** Makes something go wrong, in place of what did before. @param more for which method, and how */
    fault: async (kind: Fault, more: Partial<Omit<ActiveFault, "kind">> = {}) =>
      void (world.fault = { ...NO_FAULT, ...more, kind }),
    /** Changes switches for what is not known of Resend. */
    behave: async (change: Partial<Behavior>) => world.behave(change),
    /** Answers every call about these contacts with 422. */
    poison: async (contacts: readonly string[]) => void (world.poison = new Set(contacts)),
    rateLimit: async (perSecond: number) => world.limit(perSecond),
    /** Adds new contacts to a segment. @param events whether each is a `contact.created`; there are none for an import */
    seed: async (segmentId: string, count: number, events?: "with events") =>
      Array.from({ length: count }, () => {
        const draft = { ...BLANK, email: `seed-${++seeded}@example.com` };
        return world.upsertContact(draft, [segmentId], events ? undefined : "without an event");
      }),
    /** What became of the events. */
    webhook: async () => ({ deliveries: world.webhook.deliveries }),
    holdEvents: async () => world.webhook.hold(),
    /** What Broadcasts and emails have sent, newest first. */
    letters: async () => world.letters,
    /** Puts everything back. */
    reset: async () => world.reset(),
  };
}

/**
 * Starts the stand-in: Resend's API, the control routes, and the mailbox on one port of the loopback interface.
 * Everything is in memory, and gone when it closes. Run as a program, it takes its options as JSON in `STAND_IN`.
 */

import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { getRequestListener, type HttpBindings } from "@hono/node-server";
import { Hono } from "hono";

import { contactRoutes } from "./api/contacts.ts";
import { guard } from "./api/gate.ts";
import { kindRoutes } from "./api/kinds.ts";
import { type ApiEnv, Refusal } from "./api/request.ts";
import { emailRoutes } from "./api/sending.ts";
import { control } from "./switches.ts";
import { mailbox } from "./mailbox/routes.ts";
import { linkedSamples, SAMPLES, type WorkerLinks } from "./samples.ts";
import { World, type WorldOptions } from "./world.ts";

export interface StandInOptions extends Omit<WorldOptions, "samples"> {
  /** The port to listen on; a free one if it is not given. */
  port?: number;
  /** The Worker whose links are in the mailbox. Without it the mailbox is empty. */
  worker?: WorkerLinks;
}

export type StandIn = Awaited<ReturnType<typeof startStandIn>>;

const LOOPBACK = "127.0.0.1";

export async function startStandIn(options: StandInOptions) {
  const { port = 0, worker, ...given } = options;
  const samples = worker === undefined ? SAMPLES : await linkedSamples(worker);
  const world = new World({ ...given, samples });
  const [controls, pages, resend] = [control(world), await mailbox(world, worker), api(world)];
  const server = createServer(
    getRequestListener((request, env) => {
      const path = rawPath(request, { env: env as HttpBindings });
      const isPage = path === "/" || path.startsWith("/mailbox/");
      return (isPage ? pages : path.startsWith("/-/") ? controls : resend).fetch(request, env);
    }),
  );
  await once(server.listen(port, LOOPBACK), "listening");
  return {
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
  for (const routes of [contactRoutes, kindRoutes, emailRoutes]) routes(app, world);
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

if (import.meta.main) {
  const standIn = await startStandIn(JSON.parse(process.env["STAND_IN"] ?? "") as StandInOptions);
  console.log(`The stand-in for Resend and its mailbox are at ${standIn.url}`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void standIn.close().then(() => process.exit(0)));
  }
}

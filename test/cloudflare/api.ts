import { createRequire } from "node:module";
const require = createRequire(import.meta.url);
/**
 * A stand-in for Cloudflare's API, on a free port until the test ends, as far as wrangler asks it to deploy
 * a Worker and to list secrets, deployments and accounts. Everything is in memory.
 * https://developers.cloudflare.com/api/resources/workers/
 */

import { randomUUID } from "node:crypto";

import { getRequestListener } from "@hono/node-server";
import { type Context, Hono } from "hono";

import { serve } from "../cli/run.ts";
import {
  createWorld,
  type Refusal,
  REFUSALS,
  uploadWorker,
  type Worker,
  type World,
} from "./world.ts";

/** @returns `url` for `CLOUDFLARE_API_BASE_URL`, and `world`, which tests read and change */
export async function startCloudflare() {
  const world = createWorld();
  return { url: `${await serve(getRequestListener(createApi(world).fetch))}/client/v4`, world };
}

const SCRIPT = "/accounts/:account/workers/scripts/:name";

function createApi(world: World): Hono {
  const app = new Hono().basePath("/client/v4");
  app.use(async (c, next) => {
    const request = { method: c.req.method, path: c.req.path.replace("/client/v4", "") };
    world.requests.push(request);
    require("fs").appendFileSync(
      "/root/founder/clitests.log",
      request.method + " " + request.path + "\n",
    );
    if (c.req.header("authorization") !== `Bearer ${world.token}`) {
      return refuse(c, REFUSALS.badToken);
    }
    if (world.fault?.on(request) === true) {
      if (world.fault.how === "hang") return new Promise<never>(() => {});
      return refuse(c, world.fault.how === "500" ? REFUSALS.broken : REFUSALS.notAllowed);
    }
    const [, account] = /^\/accounts\/([^/]+)/.exec(request.path) ?? [];
    if (account !== undefined && !world.accounts.some(({ id }) => id === account)) {
      return refuse(c, REFUSALS.notAllowed);
    }
    return next();
  });
  addAccountRoutes(app, world);
  addWorkerRoutes(app, world);
  addTriggerRoutes(app, world);
  app.notFound((c) => refuse(c, REFUSALS.noRoute));
  return app;
}

function addAccountRoutes(app: Hono, world: World): void {
  app.get("/user/tokens/verify", (c) => answer(c, { id: randomUUID(), status: "active" }));
  app.get("/user", (c) => answer(c, { id: randomUUID(), email: "ops@acme.com" }));
  app.get("/accounts", (c) => answer(c, world.accounts));
  app.get("/memberships", (c) =>
    answer(
      c,
      world.accounts.map((account) => ({ id: randomUUID(), account })),
    ),
  );
  app.get("/accounts/:account/workers/subdomain", (c) =>
    world.subdomain === undefined
      ? refuse(c, REFUSALS.noSubdomain)
      : answer(c, { subdomain: world.subdomain }),
  );
}

function addWorkerRoutes(app: Hono, world: World): void {
  app.get("/accounts/:account/workers/services/:name", (c) => {
    const worker = named(c, world);
    if (worker === undefined) return refuse(c, REFUSALS.noService);
    const { name, tag, migrationTag } = worker;
    const script = {
      id: name,
      tag,
      tags: [],
      migration_tag: migrationTag,
      last_deployed_from: "wrangler",
    };
    return answer(c, { id: name, default_environment: { environment: "production", script } });
  });

  app.get(`${SCRIPT}/secrets`, (c) =>
    about(c, world, ({ bindings }) => bindings.filter(({ type }) => type === "secret_text")),
  );
  app.get(`${SCRIPT}/settings`, (c) => about(c, world, ({ bindings }) => ({ bindings })));
  app.get(`${SCRIPT}/deployments`, (c) =>
    about(c, world, ({ versions }) => ({
      deployments: versions.map((version) => ({
        id: randomUUID(),
        versions: [{ version_id: version, percentage: 100 }],
      })),
    })),
  );
  app.get("/accounts/:account/workers/workers/:name", (c) =>
    about(c, world, ({ name, onSubdomain }) => ({
      name,
      subdomain: { enabled: onSubdomain, previews_enabled: false },
    })),
  );

  const upload = async (c: Context, name: string) => {
    const uploaded = await uploadWorker(name, await c.req.formData(), world);
    if ("errors" in uploaded) return refuse(c, uploaded);
    world.workers.set(name, uploaded);
    const [version] = uploaded.versions;
    return answer(c, {
      id: version,
      etag: uploaded.tag,
      deployment_id: version?.replaceAll("-", ""),
      startup_time_ms: 12,
      resources: { script: { etag: uploaded.tag } },
    });
  };
  app.put(SCRIPT, (c) => upload(c, c.req.param("name")));
  app.post(`${SCRIPT}/versions`, (c) => upload(c, c.req.param("name")));
  app.post(`${SCRIPT}/deployments`, (c) => about(c, world, () => ({ id: randomUUID() })));
  app.patch(`${SCRIPT}/script-settings`, (c) => about(c, world, () => ({})));
}

/** Where the Worker runs. */
function addTriggerRoutes(app: Hono, world: World): void {
  app.get("/zones", (c) =>
    answer(
      c,
      world.zones.filter(({ name }) => name === c.req.query("name")),
    ),
  );
  app.get("/zones/:zone/workers/routes", (c) => {
    const routes = [...world.workers.values()].flatMap(({ name, routes: patterns }) =>
      patterns.map((pattern) => ({ id: randomUUID(), pattern, script: name })),
    );
    return answer(c, routes);
  });
  app.post(`${SCRIPT}/subdomain`, async (c) => {
    const { enabled } = await c.req.json<{ enabled: boolean }>();
    return about(c, world, (worker) => {
      worker.onSubdomain = enabled;
      return { enabled, previews_enabled: false };
    });
  });
  app.put(`${SCRIPT}/routes`, async (c) => {
    const routes = await c.req.json<{ pattern: string }[]>();
    return about(c, world, (worker) => {
      worker.routes = routes.map(({ pattern }) => pattern);
      return routes.map(({ pattern }) => ({ id: randomUUID(), pattern }));
    });
  });
}

function named(c: Context, world: World): Worker | undefined {
  return world.workers.get(c.req.param("name") ?? "");
}

/** Answers something about the Worker that the path names. */
function about(c: Context, world: World, tell: (worker: Worker) => unknown): Response {
  const worker = named(c, world);
  return worker === undefined ? refuse(c, REFUSALS.noWorker) : answer(c, tell(worker));
}

function answer(c: Context, result: unknown): Response {
  return c.json({ success: true, errors: [], messages: [], result });
}

function refuse(c: Context, { status, errors }: Refusal): Response {
  return c.json({ success: false, errors, messages: [], result: null }, status);
}

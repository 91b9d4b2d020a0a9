/**
 * Cloudflare's API as far as `wrangler deploy`, `wrangler secret list` and `wrangler whoami` ask it:
 * https://developers.cloudflare.com/api/resources/workers/.
 */

import { randomUUID } from "node:crypto";

import { type Context, Hono } from "hono";

import { answer, REFUSALS, refuse } from "./envelope.ts";
import { gate } from "./gate.ts";
import { upload } from "./upload.ts";
import type { Worker, World } from "./world.ts";

const SCRIPT = "/accounts/:account/workers/scripts/:name";

export function api(world: World): Hono {
  const app = new Hono().basePath("/client/v4");
  app.use(gate(world));
  people(app, world);
  reading(app, world);
  uploading(app, world);
  triggers(app, world);
  app.notFound((c) => refuse(c, REFUSALS.noRoute));
  return app;
}

/** Who the token is. */
function people(app: Hono, world: World): void {
  app.get("/user/tokens/verify", (c) => answer(c, { id: randomUUID(), status: "active" }));
  app.get("/user", (c) => answer(c, { id: randomUUID(), email: "ops@acme.com" }));
  app.get("/accounts", (c) => answer(c, world.accounts));
  app.get("/memberships", (c) =>
    answer(
      c,
      world.accounts.map((account) => ({ id: randomUUID(), account })),
    ),
  );
}

/** What is there. */
function reading(app: Hono, world: World): void {
  app.get("/accounts/:account/workers/services/:name", (c) => {
    const worker = named(c, world);
    if (worker === undefined) return refuse(c, REFUSALS.noService);
    const script = {
      id: worker.name,
      tag: worker.tag,
      tags: [],
      migration_tag: worker.migrationTag,
      last_deployed_from: "wrangler",
    };
    return answer(c, {
      id: worker.name,
      default_environment: { environment: "production", script },
    });
  });

  app.get(`${SCRIPT}/secrets`, (c) =>
    about(c, world, ({ bindings }) =>
      bindings
        .filter(({ type }) => type === "secret_text")
        .map(({ name, type }) => ({ name, type })),
    ),
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

  app.get("/accounts/:account/workers/subdomain", (c) =>
    world.subdomain === undefined
      ? refuse(c, REFUSALS.noSubdomain)
      : answer(c, { subdomain: world.subdomain }),
  );
}

/** New versions. */
function uploading(app: Hono, world: World): void {
  const take = async (c: Context, name: string, before: Worker | undefined) => {
    const uploaded = await upload(name, await c.req.formData(), before);
    if (uploaded.kind === "refused") return refuse(c, uploaded.refusal);
    const { worker } = uploaded;
    if (!world.analyticsEngine && worker.bindings.some(({ type }) => type === "analytics_engine")) {
      return refuse(c, REFUSALS.noAnalyticsEngine);
    }
    world.workers.set(name, worker);
    const [version] = worker.versions;
    return answer(c, {
      id: version,
      etag: worker.tag,
      deployment_id: version?.replaceAll("-", ""),
      startup_time_ms: 12,
      resources: { script: { etag: worker.tag } },
    });
  };

  app.put(SCRIPT, (c) => take(c, c.req.param("name"), named(c, world)));

  app.post(`${SCRIPT}/versions`, (c) => {
    const before = named(c, world);
    if (before === undefined) return refuse(c, REFUSALS.noWorker);
    return take(c, c.req.param("name"), before);
  });

  app.post(`${SCRIPT}/deployments`, (c) => about(c, world, () => ({ id: randomUUID() })));
  app.patch(`${SCRIPT}/script-settings`, (c) => about(c, world, () => ({})));
}

/** Where the Worker runs. */
function triggers(app: Hono, world: World): void {
  app.get("/zones", (c) => {
    const wanted = c.req.query("name");
    return answer(
      c,
      world.zones.filter(({ name }) => name === wanted),
    );
  });

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

  app.post(`${SCRIPT}/domains/changeset`, async (c) => {
    const added = await c.req.json<{ hostname: string }[]>();
    return about(c, world, () => ({ added, removed: [], updated: [], conflicting: [] }));
  });

  app.put(`${SCRIPT}/domains/records`, async (c) => {
    const { origins } = await c.req.json<{ origins: { hostname: string }[] }>();
    return about(c, world, (worker) => {
      worker.customDomains = origins.map(({ hostname }) => hostname);
      return origins;
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

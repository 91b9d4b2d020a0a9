/**
 * A stand-in for Cloudflare's API, on a free port until the test ends, as far as wrangler asks it to deploy
 * a Worker and to list secrets, deployments and accounts. Everything is in memory.
 * https://developers.cloudflare.com/api/resources/workers/
 */

import { randomUUID } from "node:crypto";

import { getRequestListener } from "@hono/node-server";
import { type Context, Hono } from "hono";

import { serve } from "../cli/run.ts";
/** A binding as an upload's metadata has it; a secret keeps its text, so that tests can look at it. */
export interface Binding {
  name: string;
  type: string;
  text?: string;
  [field: string]: unknown;
}

/** A Worker as the last upload left it. */
interface Worker {
  name: string;
  tag: string;
  bindings: Binding[];
  migrationTag: string | undefined;
  /** Classes of Durable Objects that have storage. */
  classes: Set<string>;
  observability: unknown;
  /** Newest first. */
  versions: string[];
  onSubdomain: boolean;
  routes: string[];
}

/** A refusal with Cloudflare's own code; the words are those that people quote from wrangler's output. */
type Refusal = readonly [status: 403 | 404 | 500, code: number, message: string];

const NO_WORKER: Refusal = [404, 10007, "This Worker does not exist on your account."];
const NO_SERVICE: Refusal = [404, 10090, "workers.api.error.service_not_found"];
const NO_SUBDOMAIN: Refusal = [404, 10007, "You do not have a workers.dev subdomain."];
const NO_ANALYTICS: Refusal = [403, 10089, "You need to enable Analytics Engine."];
const NO_ROUTE: Refusal = [404, 7003, "Could not route to this path."];
const BAD_TOKEN: Refusal = [403, 9109, "Invalid access token"];
const NOT_ALLOWED: Refusal = [403, 10000, "Authentication error"];
const BROKEN: Refusal = [500, 10013, "An unknown error has occurred."];

export const TOKEN = "cloudflare-token-of-the-tests";
export const ACCOUNT = { id: "0123456789abcdef0123456789abcdef", name: "Acme" };

/** The account's domain. */
const ZONE = { id: "fedcba9876543210fedcba9876543210", name: "acme.com" };

/** A request; the path begins after `/client/v4`. */
interface SeenRequest {
  method: string;
  path: string;
}

type World = ReturnType<typeof createWorld>;

function createWorld() {
  return {
    /** The accounts that the token has access to; the first one holds everything. */
    accounts: [ACCOUNT],
    /** The account's name under `workers.dev`; an account need not have one. */
    subdomain: "acme" as string | undefined,
    /** Whether the account has Analytics Engine. */
    analyticsEngine: true,
    workers: new Map<string, Worker>(),
    requests: new Array<SeenRequest>(),
    /** Requests that fail; `hang`: the answer never comes. */
    fault: undefined as
      | { on: (request: SeenRequest) => boolean; how: "500" | "403" | "hang" }
      | undefined,
  };
}

interface Metadata {
  bindings: Binding[];
  keep_bindings?: string[];
  migrations?: { new_tag: string; steps: { new_sqlite_classes?: string[] }[] };
  observability?: unknown;
}

/**
 * What an upload makes of a Worker.
 *
 * @see https://developers.cloudflare.com/workers/configuration/multipart-upload-metadata/
 */
function uploaded(name: string, metadata: Metadata, before: Worker | undefined): Worker {
  const { bindings, keep_bindings: keep = [], migrations, observability } = metadata;
  const own = new Set(bindings.map((binding) => binding.name));
  const old = before?.bindings ?? [];
  const created = (migrations?.steps ?? []).flatMap((step) => step.new_sqlite_classes ?? []);
  return {
    name,
    tag: before?.tag ?? randomUUID().replaceAll("-", ""),
    bindings: [...bindings, ...old.filter((one) => keep.includes(one.type) && !own.has(one.name))],
    migrationTag: migrations?.new_tag ?? before?.migrationTag,
    classes: new Set([...(before?.classes ?? []), ...created]),
    observability,
    versions: [randomUUID(), ...(before?.versions ?? [])],
    onSubdomain: before?.onSubdomain ?? false,
    routes: before?.routes ?? [],
  };
}

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
    if (c.req.header("authorization") !== `Bearer ${TOKEN}`) {
      return refuse(c, BAD_TOKEN);
    }
    if (world.fault?.on(request) === true) {
      if (world.fault.how === "hang") return new Promise<never>(() => {});
      return refuse(c, world.fault.how === "500" ? BROKEN : NOT_ALLOWED);
    }
    const [, account] = /^\/accounts\/([^/]+)/.exec(request.path) ?? [];
    if (account !== undefined && !world.accounts.some(({ id }) => id === account)) {
      return refuse(c, NOT_ALLOWED);
    }
    return next();
  });
  addAccountRoutes(app, world);
  addWorkerRoutes(app, world);
  addTriggerRoutes(app, world);
  app.notFound((c) => refuse(c, NO_ROUTE));
  return app;
}

function addAccountRoutes(app: Hono, world: World): void {
  app.get("/user/tokens/verify", (c) => answer(c, { id: randomUUID(), status: "active" }));
  app.get("/user", (c) => answer(c, { id: randomUUID(), email: "ops@acme.com" }));
  app.get("/accounts", (c) => answer(c, world.accounts));
  app.get("/memberships", (c) => {
    const memberships = world.accounts.map((account) => ({ id: randomUUID(), account }));
    return answer(c, memberships);
  });
  app.get("/accounts/:account/workers/subdomain", (c) =>
    world.subdomain === undefined
      ? refuse(c, NO_SUBDOMAIN)
      : answer(c, { subdomain: world.subdomain }),
  );
}

function addWorkerRoutes(app: Hono, world: World): void {
  app.get("/accounts/:account/workers/services/:name", (c) => {
    const worker = named(c, world);
    if (worker === undefined) return refuse(c, NO_SERVICE);
    const { name, tag, migrationTag } = worker;
    const from = { tags: [], last_deployed_from: "wrangler" };
    const script = { id: name, tag, migration_tag: migrationTag, ...from };
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
    const metadata = (await c.req.formData()).get("metadata");
    const text = metadata instanceof File ? await metadata.text() : (metadata ?? "{}");
    const worker = uploaded(name, JSON.parse(text) as Metadata, world.workers.get(name));
    const isCounted = worker.bindings.some(({ type }) => type === "analytics_engine");
    if (isCounted && !world.analyticsEngine) return refuse(c, NO_ANALYTICS);
    world.workers.set(name, worker);
    const [id] = worker.versions;
    const resources = { script: { etag: worker.tag } };
    return answer(c, { id, etag: worker.tag, startup_time_ms: 12, resources });
  };
  app.put(SCRIPT, (c) => upload(c, c.req.param("name")));
  app.post(`${SCRIPT}/versions`, (c) => upload(c, c.req.param("name")));
  app.post(`${SCRIPT}/deployments`, (c) => about(c, world, () => ({ id: randomUUID() })));
  app.patch(`${SCRIPT}/script-settings`, (c) => about(c, world, () => ({})));
}

/** Where the Worker runs. */
function addTriggerRoutes(app: Hono, world: World): void {
  app.get("/zones", (c) => answer(c, c.req.query("name") === ZONE.name ? [ZONE] : []));
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
  return worker === undefined ? refuse(c, NO_WORKER) : answer(c, tell(worker));
}

function answer(c: Context, result: unknown): Response {
  return c.json({ success: true, errors: [], messages: [], result });
}

function refuse(c: Context, [status, code, message]: Refusal): Response {
  const errors = [{ code, message }];
  return c.json({ success: false, errors, messages: [], result: null }, status);
}

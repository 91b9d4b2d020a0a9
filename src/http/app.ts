/**
 * Routes: reads the request, and picks the answer. A GET never changes anything; a POST to a signed link is the request,
 * whatever its body.
 */

import type { Context } from "hono";
import { Hono } from "hono/tiny";

import type { Services } from "../ledger/client.ts";
import { hasNoTicket, openLink } from "../links/open.ts";
import type { ReadyEnv } from "../settings/env.ts";
import type { FaultySettings } from "../settings/settings.ts";
import type { Log } from "../telemetry.ts";
import { type Answer, createResponder, OUT_OF_ORDER, PROMISED_HEADERS } from "./answer.ts";
import { clientTypeOf, readBody } from "./request.ts";
import { createLeaveRoutes } from "./leave.ts";
import {
  createHealthHandler,
  createOperatorRoutes,
  type HealthInput,
  readLedgerHealth,
} from "./operator.ts";
import { createWebhook } from "./webhook.ts";

/** The Worker with valid settings. */
export function createApp(env: ReadyEnv, services: Services): Hono {
  const { config, brandFaults: faults } = env;
  const { brand, linkSecrets, operatorToken, webhookSecret } = config;
  const { ledger, log, now } = services;
  const respond = createResponder(brand);
  const leave = createLeaveRoutes(config, services);
  const app = createBase({ faults, readHealth: () => readLedgerHealth(env), log, now });

  if (operatorToken !== undefined) {
    app.route("/leave/-", createOperatorRoutes(operatorToken, ledger));
  }

  if (webhookSecret !== undefined) {
    app.post("/leave/-/webhook", createWebhook(webhookSecret, config, services));
  }

  app.get("*", async (c) => {
    if (isForMenu(c)) return respond.page(c, LANGUAGES_MENU);
    const link = await openLink(c.req.path, linkSecrets);
    if (link.kind === "refused") {
      const isHome = c.req.path === "/";
      const kind = isHome ? "home" : hasNoTicket(c.req.path) ? "general" : "bad-link";
      return respond.page(c, { page: { kind } });
    }
    if (link.action === "receipt") return respond.page(c, await leave.receipt(link));
    services.count({ event: "view", list: link.list, client: clientTypeOf(c) });
    return respond.page(c, leave.ask(link));
  });

  app.post("*", async (c) => {
    const body = await readBody(c.req.raw);
    const link = await openLink(c.req.path, linkSecrets);
    const answer: Answer =
      link.kind === "opened" ? await leave.post(link, body) : { page: { kind: "bad-link" } };
    await body.drain();
    return body.channel === "page" ? respond.page(c, answer) : respond.text(c, answer);
  });

  // Other methods. With a separate route, each request would pass two routes.
  app.notFound((c) =>
    c.req.path.startsWith("/leave/")
      ? c.text("Use GET or POST.\n", 405, { ...PROMISED_HEADERS, allow: "GET, HEAD, POST" })
      : respond.page(c, { page: { kind: "bad-link" } }),
  );
  return app;
}

/** The Worker with a missing or malformed setting: the operator sees which one, and everyone else gets 503. */
export function createFaultyApp({ faults, brand }: FaultySettings, log: Log): Hono {
  const respond = createResponder(brand);
  const app = createBase({ faults, readHealth: settingsAlone, log, now: () => 0 });
  app.all("*", async (c) => {
    if (isForMenu(c)) return respond.page(c, LANGUAGES_MENU);
    if (c.req.path === "/") return respond.page(c, { page: { kind: "not-configured", faults } });
    log({ level: "error", event: "settings", faults });
    const isPage = c.req.method !== "POST" || (await readBody(c.req.raw)).channel === "page";
    return isPage ? respond.page(c, OUT_OF_ORDER) : respond.text(c, OUT_OF_ORDER);
  });
  return app;
}

const LANGUAGES_MENU: Answer = { page: { kind: "languages" } };

/** Every page leads to the menu of languages, which leads back to the same path. */
function isForMenu(c: Context): boolean {
  return c.req.method !== "POST" && c.req.query("languages") !== undefined;
}

/** Health without the Ledger, which is not called while the settings are faulty. */
async function settingsAlone() {
  return { isVerified: true, faults: [] };
}

/** What works with any settings: robots.txt, health, and exceptions. */
function createBase({ log, ...input }: HealthInput & { log: Log }): Hono {
  const { faults } = input;
  const app = new Hono();

  if (faults.length > 0) {
    let areLogged = false;
    app.use(async (_, next) => {
      if (!areLogged) log({ level: "error", event: "settings", faults });
      areLogged = true;
      await next();
    });
  }

  app.get("/robots.txt", (c) => c.text("User-agent: *\nDisallow: /\n", 200, PROMISED_HEADERS));

  app.get("/leave/-/health", createHealthHandler(input));

  app.onError((error, c) => {
    // The error's message may contain parts of the request, so it is not logged.
    const [, at] = error.stack?.match(/^\s+at (.+)$/m) ?? [];
    log({ level: "error", event: "exception", name: error.name, at });
    // Rendering the brand may be what failed.
    const plain = createResponder({});
    return c.req.method === "POST" ? plain.text(c, OUT_OF_ORDER) : plain.page(c, OUT_OF_ORDER);
  });
  return app;
}

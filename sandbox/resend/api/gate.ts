/** What each call passes before a route: the log, Resend's edge, the rate limit, the active fault, and the API key. */

import { createMiddleware } from "hono/factory";

import { misbehave } from "../faults.ts";
import type { World } from "../world.ts";
import { type Api, type ApiEnv, Refusal, refuse } from "./request.ts";

/** Installs what comes before the routes. */
export function guard(app: Api, world: World): void {
  app.onError((error, c) => {
    if (error instanceof Refusal) return refuse(c, error);
    throw error;
  });
  app.use(logged(world), edge, limited(world), faulty(world), keyed(world), wellEncoded);
}

function logged(world: World) {
  return createMiddleware<ApiEnv>(async (c, next) => {
    const startedAt = performance.now();
    const entry = world.logRequest(c.req.method, c.env.incoming.url ?? "");
    world.announce();
    await next();
    entry.status = c.get("isUnanswered") ? null : c.res.status;
    entry.tookMs = Math.round(performance.now() - startedAt);
    world.announce();
  });
}

/** Resend's edge refuses a call without `User-Agent` before the API sees it. */
const edge = createMiddleware<ApiEnv>(async (c, next) =>
  c.req.header("user-agent") ? next() : c.text("error code: 1010", 403),
);

function limited(world: World) {
  return createMiddleware<ApiEnv>(async (c, next) => {
    const { perSecond } = world;
    const { remaining, resetSeconds } = world.countRequest();
    c.header("ratelimit-policy", `${perSecond};w=1`);
    c.header("ratelimit-limit", `${perSecond}`);
    c.header("ratelimit-remaining", `${Math.max(0, remaining)}`);
    c.header("ratelimit-reset", `${resetSeconds}`);
    if (remaining >= 0) return next();
    c.header("retry-after", `${resetSeconds}`);
    const told = `Too many requests. You can only make ${perSecond} requests per second.`;
    throw new Refusal("rate_limit_exceeded", told);
  });
}

function faulty(world: World) {
  return createMiddleware<ApiEnv>(async (c, next) => {
    const { fault, life } = world;
    const meetsIt = fault.only === undefined || fault.only === c.req.method;
    return meetsIt ? misbehave(c, fault, next, life) : next();
  });
}

/** A wrong key is documented as 403 `invalid_api_key`, and seen as 400; the fault `revoked-key` is the former. */
function keyed(world: World) {
  return createMiddleware<ApiEnv>(async (c, next) => {
    const key = /^Bearer (.+)$/i.exec(c.req.header("authorization") ?? "")?.[1];
    if (key === undefined) throw new Refusal("missing_api_key", "Missing API Key");
    if (key !== world.apiKey) throw new Refusal("validation_error", "API key is invalid", 400);
    return next();
  });
}

/** A lenient reading of broken percent-encoding would hide a client that does not encode. */
const wellEncoded = createMiddleware<ApiEnv>(async (c, next) => {
  try {
    decodeURIComponent(c.req.path);
  } catch {
    throw new Refusal("validation_error", "The path is not valid percent-encoding.", 400);
  }
  return next();
});

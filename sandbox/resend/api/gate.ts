/**
 * What every call to the API passes before a route sees it: the log, Resend's edge, the rate
 * limit, the fault of the day and the API key, in this order.
 */

import { createMiddleware } from "hono/factory";
import { misbehave } from "../faults.ts";
import type { World } from "../world.ts";
import { type ApiEnv, refuse } from "./refuse.ts";

/** Writes the call down as it came, and how it ended. */
export function logged(world: World) {
  return createMiddleware<ApiEnv>(async (c, next) => {
    const close = world.log.open(c.req.method, c.env.incoming.url ?? "");
    world.ring();
    await next();
    close(c.get("isUnanswered") ? null : c.res.status);
    world.ring();
  });
}

/** Resend's edge refuses a call without User-Agent before the API sees it. */
export const edge = createMiddleware<ApiEnv>(async (c, next) => {
  if (!c.req.header("user-agent")) return c.text("error code: 1010", 403);
  return next();
});

/** Counts the call, tells where it stands, and refuses what is over the limit. */
export function limited(world: World) {
  return createMiddleware<ApiEnv>(async (c, next) => {
    const { allowed, limit, remaining, resetSeconds } = world.limit.take();
    c.header("ratelimit-policy", `${limit};w=1`);
    c.header("ratelimit-limit", `${limit}`);
    c.header("ratelimit-remaining", `${remaining}`);
    c.header("ratelimit-reset", `${resetSeconds}`);
    if (allowed) return next();
    c.header("retry-after", `${resetSeconds}`);
    return refuse(
      c,
      "rate_limit_exceeded",
      `Too many requests. You can only make ${limit} requests per second.`,
    );
  });
}

/** Lets the fault of the day have the call. */
export function faulty(world: World) {
  return createMiddleware<ApiEnv>(async (c, next) => {
    const { fault, life } = world;
    const meetsIt = fault.only === undefined || fault.only === c.req.method;
    return meetsIt ? misbehave(c, fault, next, life) : next();
  });
}

/**
 * Checks the API key. A wrong one is documented as 403 `invalid_api_key` and has been seen as
 * 400 `validation_error`; this is the one that has been seen, the fault `revoked-key` the other.
 */
export function keyed(world: World) {
  return createMiddleware<ApiEnv>(async (c, next) => {
    const key = /^Bearer (.+)$/i.exec(c.req.header("authorization") ?? "")?.[1];
    if (key === undefined) return refuse(c, "missing_api_key", "Missing API Key");
    if (key !== world.apiKey) return refuse(c, "validation_error", "API key is invalid", 400);
    return next();
  });
}

/**
 * Refuses a path whose percent-encoding is broken. Reading it leniently would hide a client that
 * does not encode.
 */
export const wellEncoded = createMiddleware<ApiEnv>(async (c, next) => {
  try {
    decodeURIComponent(c.req.path);
  } catch {
    return refuse(c, "validation_error", "The path is not valid percent-encoding.", 400);
  }
  return next();
});

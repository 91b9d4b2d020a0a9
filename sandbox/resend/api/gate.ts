/**
 * What each call passes before a route: the log, Resend's edge, the rate limit, the active fault, and the API key. A fault
 * is what Resend does wrong on demand, one at a time, to every call or to every call of one method.
 */

import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";

import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { MiddlewareHandler, Next } from "hono";

import { API_KEY } from "../../settings.ts";
import type { World } from "../world.ts";
import { type Api, type ApiContext, type ApiEnv, invalid, Refusal } from "./request.ts";

/** Each fault, and what it does in one line. */
export const FAULTS = {
  none: "Resend works normally.",
  "422": "Resend rejects the request permanently.",
  "429": "The team is over its rate limit.",
  "500": "Resend has an internal error.",
  "503": "Resend is down for maintenance.",
  html: "A proxy in front of Resend answers with an HTML page (502).",
  "html-200": "A proxy in front of Resend answers with an HTML page (200).",
  hang: "The connection opens, and no answer comes.",
  drop: "The connection breaks during the call.",
  lost: "The call is carried out, and its answer is lost.",
  late: "The call is carried out later, and never answered.",
  "revoked-key": "The API key was deleted (403).",
  "other-team": "The API key belongs to another team, so nothing is found.",
  "not-deleted": "Every DELETE is answered 200, “deleted: false”.",
  reworded: "What is not found is said in other words.",
} as const;

export type Fault = keyof typeof FAULTS;

/** What goes wrong now. */
export interface ActiveFault {
  kind: Fault;
  /** The method that meets it; without it, all do. */
  only?: string;
  /** The `retry-after` of `429`, as it goes over the wire: seconds or a date. */
  retryAfter: string;
  /** How much later `late` carries a call out, in milliseconds. */
  afterMs: number;
}

export const NO_FAULT: ActiveFault = { kind: "none", retryAfter: "2", afterMs: 3_000 };

export function isFault(value: unknown): value is Fault {
  return typeof value === "string" && Object.hasOwn(FAULTS, value);
}

/** Installs what comes before the routes. */
export function guard(app: Api, world: World): void {
  app.onError((error, c) => {
    if (!(error instanceof Refusal)) throw error;
    const { name, message, status } = error;
    const [, what] = /^(.*) not found$/.exec(message) ?? [];
    const isReworded = c.get("isReworded") && what !== undefined;
    const words = isReworded ? `No such ${what.toLowerCase()}` : message;
    return c.json({ statusCode: status, message: words, name }, status);
  });
  const use = (handler: MiddlewareHandler<ApiEnv>) => app.use(handler);

  use(async (c, next) => {
    const startedAt = performance.now();
    const entry = world.logRequest(c.req.method, c.env.incoming.url ?? "");
    world.emit("change");
    await next();
    entry.status = c.get("isUnanswered") ? null : c.res.status;
    entry.tookMs = Math.round(performance.now() - startedAt);
    world.emit("change");
  });

  // Resend's edge refuses a call without `User-Agent` before the API sees it.
  use(async (c, next) => {
    return c.req.header("user-agent") ? next() : c.text("error code: 1010", 403);
  });

  use(async (c, next) => {
    const { perSecond } = world;
    const { remaining, resetSeconds } = world.countRequest();
    c.header("ratelimit-policy", `${perSecond};w=1`);
    c.header("ratelimit-limit", `${perSecond}`);
    c.header("ratelimit-remaining", `${Math.max(0, remaining)}`);
    c.header("ratelimit-reset", `${resetSeconds}`);
    if (remaining >= 0) return next();
    c.header("retry-after", `${resetSeconds}`);
    const message = `Too many requests. You can only make ${perSecond} requests per second.`;
    throw new Refusal(429, "rate_limit_exceeded", message);
  });

  use(async (c, next) => {
    const { fault, life } = world;
    const meetsIt = fault.only === undefined || fault.only === c.req.method;
    return meetsIt ? misbehave(c, fault, next, life.signal) : next();
  });

  // A wrong key is documented as 403 `invalid_api_key`, and seen as 400; the fault `revoked-key` is the former.
  use(async (c, next) => {
    const key = /^Bearer (.+)$/i.exec(c.req.header("authorization") ?? "")?.[1];
    if (key === undefined) throw new Refusal(401, "missing_api_key", "Missing API Key");
    return key === API_KEY ? next() : invalid("API key is invalid", 400);
  });

  // A lenient reading of broken percent-encoding would hide a client that does not encode.
  use(async (c, next) => {
    try {
      decodeURIComponent(c.req.path);
    } catch {
      invalid("The path is not valid percent-encoding.", 400);
    }
    return next();
  });
}

const PAGE = "<!doctype html><title>502 Bad Gateway</title><h1>502 Bad Gateway</h1>";

/** Faults that refuse a call, with names and statuses as documented: https://resend.com/docs/api-reference/errors. */
const REFUSALS: Partial<Record<Fault, ConstructorParameters<typeof Refusal>>> = {
  "422": [422, "validation_error", "This cannot be processed."],
  "429": [429, "rate_limit_exceeded", "Too many requests."],
  "500": [500, "internal_server_error", "An unexpected error occurred."],
  "503": [503, "application_error", "The service is unavailable."],
  "revoked-key": [403, "invalid_api_key", "API key is invalid"],
};

/** Answers as the fault demands, or does not answer. @param life once it is aborted, what is late is not carried out */
async function misbehave(
  c: ApiContext,
  { kind, retryAfter, afterMs }: ActiveFault,
  carryOut: Next,
  life: AbortSignal,
): Promise<Response | void> {
  const refusal = REFUSALS[kind];
  if (kind === "429") {
    c.header("ratelimit-remaining", "0");
    c.header("retry-after", retryAfter);
  }
  if (refusal !== undefined) throw new Refusal(...refusal);
  if (kind === "html" || kind === "html-200") return c.html(PAGE, kind === "html" ? 502 : 200);
  if (kind === "not-deleted" && c.req.method === "DELETE") return c.json({ deleted: false });
  if (kind === "other-team") c.set("isStranger", true);
  if (kind === "reworded") c.set("isReworded", true);
  if (kind === "late") {
    // The body has to be in before the caller hangs up.
    await c.req.text();
    await sleep(afterMs, undefined, { signal: life, ref: false }).then(carryOut, () => undefined);
  } else if (kind !== "hang" && kind !== "drop") await carryOut();
  if (kind === "late" || kind === "hang") await clientLeft(c);
  if (UNANSWERED.has(kind)) leaveUnanswered(c);
}

const UNANSWERED: ReadonlySet<Fault> = new Set(["hang", "drop", "lost", "late"]);

/** Breaks the connection, if it still stands. */
function leaveUnanswered(c: ApiContext): void {
  c.env.incoming.socket.destroy();
  c.set("isUnanswered", true);
  // A response that is replaced hands its headers on; this one has to stay as it is.
  c.res = undefined;
  c.res = RESPONSE_ALREADY_SENT;
}

/** Settles when the client hangs up, or when the server closes and hangs up for it. */
async function clientLeft({ env: { outgoing } }: ApiContext): Promise<void> {
  if (!outgoing.destroyed) await once(outgoing, "close");
}

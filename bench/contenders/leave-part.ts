/** limit-call and one part more, so that the part can be weighed. Which one is set when this is bundled. */

import { Hono } from "hono/tiny";

import type { LeavePart } from "../parts.ts";
import {
  type Context,
  encoder,
  importKey,
  type Key,
  PATH,
  type Settings,
  TIMEOUT_MS,
} from "./bare.ts";

declare const PART: LeavePart;

const RATE_LIMIT = ["ratelimit-limit", "ratelimit-remaining", "ratelimit-reset", "retry-after"];

const promised = new Headers({
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-robots-tag": "noindex",
  "content-type": "text/plain; charset=UTF-8",
  "content-language": "en",
  vary: "Accept-Language",
});
let key: Key | undefined;

async function handle(request: Request, env: Settings): Promise<Response> {
  if (PART === "the body read by text()") await request.text();
  if (PART === "the body read by formData()") await request.formData();
  if (PART === "an HMAC") {
    key ??= await importKey(env.LINK_SECRETS);
    await crypto.subtle.sign("HMAC", key, encoder.encode(request.url));
  }
  const answer = await fetch(env.RESEND_BASE_URL + PATH, {
    method: "DELETE",
    headers: { authorization: `Bearer ${env.RESEND_API_KEY}`, "user-agent": "limit-call" },
    ...(PART === "a timeout" && { signal: AbortSignal.timeout(TIMEOUT_MS) }),
  });
  await answer.text();
  if (PART === "four headers of Resend's answer") {
    for (const name of RATE_LIMIT) answer.headers.get(name);
  }
  if (PART === "a line of log") {
    console.info(JSON.stringify({ event: "leave", list: "weekly", outcome: "done", status: 200 }));
  }
  const headers = PART === "seven headers on the answer" ? promised : {};
  return new Response("You have left the list.\n", { status: answer.status, headers });
}

const app =
  PART === "Hono"
    ? new Hono<{ Bindings: Settings }>().post("/leave/*", (c) => handle(c.req.raw, c.env))
    : undefined;

// oxlint-disable-next-line import/no-default-export -- what the runtime starts
export default {
  fetch(request: Request, env: Settings, context: Context) {
    const response = app?.fetch(request, env) ?? handle(request, env);
    if (PART === "waitUntil") context.waitUntil(Promise.resolve(response));
    return response;
  },
};

/** limit-call and one part more, so that the part can be weighed. Which one is set when this is bundled. */

import { Hono } from "hono/tiny";

import type { LeavePart } from "../parts.ts";

declare const PART: LeavePart;

interface Context {
  waitUntil(work: Promise<unknown>): void;
}

interface Settings {
  RESEND_API_KEY: string;
  RESEND_BASE_URL: string;
  LINK_SECRETS: string;
}

type Key = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

const PATH =
  "/contacts/e169aa45-1ecf-4183-9955-b1499d5701d3/segments/78261eea-8f8b-4381-83c6-79fa7120f1cf";
const RATE_LIMIT = ["ratelimit-limit", "ratelimit-remaining", "ratelimit-reset", "retry-after"];
const TIMEOUT_MS = 5_000;

const encoder = new TextEncoder();
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
    const algorithm = { name: "HMAC", hash: "SHA-256" };
    const secret = encoder.encode(env.LINK_SECRETS);
    key ??= await crypto.subtle.importKey("raw", secret, algorithm, false, ["sign"]);
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
    console.info(JSON.stringify({ event: "leave", list: "weekly", outcome: "left", status: 200 }));
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

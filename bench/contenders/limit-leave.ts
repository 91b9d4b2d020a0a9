/**
 * limit-call with the least of what a leave must do besides: it makes one HMAC, gives Resend a timeout,
 * goes on when the client hangs up, and sends the headers that every answer carries. It checks nothing.
 */

import {
  type Context,
  encoder,
  importKey,
  type Key,
  PATH,
  type Settings,
  TIMEOUT_MS,
} from "./bare.ts";

const headers = new Headers({
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-robots-tag": "noindex",
  "content-type": "text/plain; charset=UTF-8",
});
let key: Key | undefined;

async function leave(request: Request, env: Settings): Promise<Response> {
  key ??= await importKey(env.LINK_SECRETS);
  await crypto.subtle.sign("HMAC", key, encoder.encode(request.url));
  const answer = await fetch(env.RESEND_BASE_URL + PATH, {
    method: "DELETE",
    headers: { authorization: `Bearer ${env.RESEND_API_KEY}`, "user-agent": "limit-leave" },
    redirect: "manual",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  await answer.text();
  return new Response("You have left the list.\n", { status: answer.status, headers });
}

// oxlint-disable-next-line import/no-default-export -- what the runtime starts
export default {
  fetch(request: Request, env: Settings, context: Context) {
    const response = leave(request, env);
    context.waitUntil(response);
    return response;
  },
};

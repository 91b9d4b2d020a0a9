/**
 * limit-call with the least of what a leave must do besides: it makes one HMAC, gives Resend a timeout,
 * goes on when the client hangs up, and sends the headers that every answer carries. It checks nothing.
 */

interface Context {
  waitUntil(work: Promise<unknown>): void;
}

interface Settings {
  RESEND_API_KEY: string;
  RESEND_BASE_URL: string;
  LINK_SECRETS: string;
}

const PATH =
  "/contacts/e169aa45-1ecf-4183-9955-b1499d5701d3/segments/78261eea-8f8b-4381-83c6-79fa7120f1cf";
const TIMEOUT_MS = 5_000;

const encoder = new TextEncoder();
const headers = new Headers({
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-robots-tag": "noindex",
  "content-type": "text/plain; charset=UTF-8",
});
let key: Awaited<ReturnType<typeof crypto.subtle.importKey>> | undefined;

async function leave(request: Request, env: Settings): Promise<Response> {
  key ??= await crypto.subtle.importKey(
    "raw",
    encoder.encode(env.LINK_SECRETS),
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["sign"],
  );
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

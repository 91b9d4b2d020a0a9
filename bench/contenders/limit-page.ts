/** The least that a page can cost: one HMAC, the promised headers, and a constant body as long as ours. */

interface Env {
  LINK_SECRETS: string;
  PAGE_BYTES: string;
}

const encoder = new TextEncoder();
const headers = new Headers({
  "cache-control": "no-store",
  "content-language": "en",
  "content-security-policy":
    "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  "content-type": "text/html; charset=UTF-8",
  "referrer-policy": "no-referrer",
  vary: "Accept-Language",
  "x-content-type-options": "nosniff",
  "x-robots-tag": "noindex",
});
let key: CryptoKey | undefined;
let page: string | undefined;

// oxlint-disable-next-line import/no-default-export -- what the runtime starts
export default {
  async fetch(request, env) {
    const algorithm = { name: "HMAC", hash: "SHA-256" };
    const secret = encoder.encode(env.LINK_SECRETS);
    key ??= await crypto.subtle.importKey("raw", secret, algorithm, false, ["sign"]);
    page ??= "<!doctype html>\n<title>Leave this list?</title>\n".padEnd(
      Number(env.PAGE_BYTES),
      "x",
    );
    await crypto.subtle.sign("HMAC", key, encoder.encode(request.url));
    return new Response(page, { headers });
  },
} satisfies ExportedHandler<Env>;

/**
 * The least that workerd can do. `limit-page`: one HMAC, the headers of a page, a constant body. `limit-ledger`: a Durable
 * Object inserts a row, makes one request to Resend, or two, and updates the row. `bare-call`: only the request to Resend.
 */

import { DurableObject } from "cloudflare:workers";

/** `CALLS`: the requests to Resend for a leave; 0 while it is down. `PAGE`: ours. */
type Settings = Record<"NAME" | "CALLS" | "PAGE" | "LINK_SECRETS" | "RESEND_BASE_URL", string>;
type Env = Settings & { LEDGER: DurableObjectNamespace<Ledger> };

const CONTACT = "/contacts/e169aa45-0000-4000-8000-b1499d5701d3";
const SUBSCRIPTION = `${CONTACT}/segments/78261eea-8f8b-4381-83c6-79fa7120f1cf`;

export class Ledger extends DurableObject<Env> {
  readonly #sql = this.ctx.storage.sql;

  constructor(state: DurableObjectState, env: Env) {
    super(state, env);
    this.#sql.exec("CREATE TABLE IF NOT EXISTS leaves (id INTEGER PRIMARY KEY, url, status)");
  }

  async leave(url: string): Promise<number> {
    const insert = "INSERT INTO leaves (url) VALUES (?) RETURNING id";
    const { id } = this.#sql.exec<{ id: number }>(insert, url).one();
    if (this.env.CALLS === "0") return 202;
    if (this.env.CALLS === "2") await call("GET", CONTACT, this.env);
    const status = await call("DELETE", SUBSCRIPTION, this.env);
    this.#sql.exec("UPDATE leaves SET status = ? WHERE id = ?", status, id);
    return status;
  }
}

async function call(method: string, path: string, env: Env): Promise<number> {
  const headers = { authorization: "Bearer re_bench", "user-agent": "limits" };
  const response = await fetch(env.RESEND_BASE_URL + path, { method, headers });
  await response.text();
  return response.status;
}

const pageHeaders = new Headers({
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

const encode = (text: string) => new TextEncoder().encode(text);
const algorithm = { name: "HMAC", hash: "SHA-256" };
let key: CryptoKey | undefined;

// oxlint-disable-next-line import/no-default-export -- what the runtime starts
export default {
  async fetch({ url }, env) {
    if (env.NAME === "limit-page") {
      const secret = encode(env.LINK_SECRETS);
      key ??= await crypto.subtle.importKey("raw", secret, algorithm, false, ["sign"]);
      await crypto.subtle.sign("HMAC", key, encode(url));
      return new Response(env.PAGE, { headers: pageHeaders });
    }
    const leave = () => env.LEDGER.getByName("ledger").leave(url);
    const bareCall = () => call("DELETE", SUBSCRIPTION, env);
    const status = await (env.NAME === "bare-call" ? bareCall() : leave());
    return new Response("You are unsubscribed.\n", { status });
  },
} satisfies ExportedHandler<Env>;

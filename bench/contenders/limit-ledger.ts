/**
 * The least that a recorded leave can cost: a Durable Object inserts one row, makes one request to Resend, and
 * updates the row. With Resend down it inserts the row and answers 202. It checks nothing.
 */

import { DurableObject } from "cloudflare:workers";

interface Env {
  LEDGER: DurableObjectNamespace<Ledger>;
  RESEND_API_KEY: string;
  RESEND_BASE_URL: string;
  RESEND_IS_DOWN?: string;
}

/** Of one subscription, the same for every request. */
const PATH =
  "/contacts/e169aa45-1ecf-4183-9955-b1499d5701d3/segments/78261eea-8f8b-4381-83c6-79fa7120f1cf";

export class Ledger extends DurableObject<Env> {
  readonly #sql = this.ctx.storage.sql;

  constructor(state: DurableObjectState, env: Env) {
    super(state, env);
    this.#sql.exec(
      "CREATE TABLE IF NOT EXISTS leaves (id INTEGER PRIMARY KEY, url TEXT NOT NULL, status INTEGER)",
    );
  }

  async leave(url: string): Promise<number> {
    const insert = "INSERT INTO leaves (url) VALUES (?) RETURNING id";
    const { id } = this.#sql.exec<{ id: number }>(insert, url).one();
    if (this.env.RESEND_IS_DOWN !== undefined) return 202;
    const response = await fetch(this.env.RESEND_BASE_URL + PATH, {
      method: "DELETE",
      headers: { authorization: `Bearer ${this.env.RESEND_API_KEY}`, "user-agent": "limit-ledger" },
    });
    await response.text();
    this.#sql.exec("UPDATE leaves SET status = ? WHERE id = ?", response.status, id);
    return response.status;
  }
}

// oxlint-disable-next-line import/no-default-export -- what the runtime starts
export default {
  async fetch(request, env) {
    const status = await env.LEDGER.getByName("ledger").leave(request.url);
    return new Response("You are unsubscribed.\n", { status });
  },
} satisfies ExportedHandler<Env>;

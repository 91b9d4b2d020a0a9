/**
 * The least that a leave written down can cost: a bare object that inserts one row, makes one request to Resend,
 * reads its answer, updates the row; and 200.
 */

import { DurableObject } from "cloudflare:workers";

import { PATH, type Settings } from "./bare.ts";

interface Env extends Settings {
  LEDGER: { getByName(name: string): Ledger };
}

export class Ledger extends DurableObject<Env> {
  readonly #sql = this.ctx.storage.sql;

  constructor(state: DurableObjectState, env: Env) {
    super(state, env);
    this.#sql.exec(
      "CREATE TABLE IF NOT EXISTS leaves (id INTEGER PRIMARY KEY, url TEXT NOT NULL, status INTEGER)",
    );
  }

  async leave(url: string): Promise<number> {
    const inserted = this.#sql.exec<{ id: number }>(
      "INSERT INTO leaves (url) VALUES (?) RETURNING id",
      url,
    );
    const [row] = inserted.toArray();
    const { status } = await removeAt(this.env);
    this.#sql.exec("UPDATE leaves SET status = ? WHERE id = ?", status, row?.id ?? 0);
    return status;
  }
}

async function removeAt(env: Settings): Promise<Response> {
  const answer = await fetch(env.RESEND_BASE_URL + PATH, {
    method: "DELETE",
    headers: { authorization: `Bearer ${env.RESEND_API_KEY}`, "user-agent": "limit-ledger" },
  });
  await answer.text();
  return answer;
}

// oxlint-disable-next-line import/no-default-export -- what the runtime starts
export default {
  async fetch(request: Request, env: Env) {
    // The path that is asked for first, to see that it runs.
    if (request.method === "GET") return new Response("Leave this list?\n");
    const status = await env.LEDGER.getByName("ledger").leave(request.url);
    return new Response("You have left the list.\n", { status });
  },
};

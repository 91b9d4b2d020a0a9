/** The operator's view of the Ledger, behind a bearer token (RFC 6750). Without a token there is no such route. */

import { Hono } from "hono/tiny";

import type { LedgerSource } from "../config.ts";
import { isSecret } from "../link.ts";
import { PROMISED_HEADERS } from "./answer.ts";

/** Routes below `/leave/-/ledger`. */
export function createOperatorRoutes(token: string, ledger: LedgerSource): Hono {
  const routes = new Hono();
  // Hono's own `bearerAuth` weighs more than the rest of this file.
  routes.use(async (c, next) => {
    for (const [name, value] of Object.entries(PROMISED_HEADERS)) c.header(name, value);
    const [, given = ""] = /^Bearer +(\S+)$/i.exec(c.req.header("authorization") ?? "") ?? [];
    if (await isSecret(given, token)) return next();
    return c.json({ error: "send the OPERATOR_TOKEN as a bearer token" }, 401, {
      "www-authenticate": "Bearer",
    });
  });
  routes.get("/", async (c) => c.json(await ledger().report()));
  routes.post("/retry", async (c) => {
    const old = c.req.query("include") === "old";
    return c.json({ retried: await ledger().retry({ old }) });
  });
  routes.delete("/:id{[0-9]+}", async (c) => {
    const dropped = await ledger().drop(Number(c.req.param("id")));
    return c.json({ dropped }, dropped ? 200 : 404);
  });
  return routes;
}

/** The operator's view of the Outbox, behind a bearer token (RFC 6750). Without a token there is no such route. */

import { Hono } from "hono/tiny";

import type { OutboxSource } from "../config.ts";
import { isSecret } from "../link.ts";
import { PROMISED_HEADERS } from "./answer.ts";

/** Routes below `/leave/-/outbox`. */
export function createOperatorRoutes(token: string, outbox: OutboxSource): Hono {
  const routes = new Hono();
  // Hono's own `bearerAuth` weighs more than the rest of this file.
  routes.use(async (c, next) => {
    for (const [name, value] of Object.entries(PROMISED_HEADERS)) c.header(name, value);
    const [, given = ""] = /^Bearer +(\S+)$/i.exec(c.req.header("authorization") ?? "") ?? [];
    if (await isSecret(given, token)) return next();
    return c.json({ error: "send the OUTBOX_TOKEN as a bearer token" }, 401, {
      "www-authenticate": "Bearer",
    });
  });
  routes.get("/", async (c) => c.json(await outbox().report()));
  routes.post("/retry", async (c) => {
    const old = c.req.query("include") === "old";
    return c.json({ retried: await outbox().retry({ old }) });
  });
  routes.delete("/:row{[0-9]+}", async (c) => {
    const dropped = await outbox().drop(Number(c.req.param("row")));
    return c.json({ dropped }, dropped ? 200 : 404);
  });
  return routes;
}

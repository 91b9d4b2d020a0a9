/** The operator's view of the Ledger, behind a bearer token (RFC 6750). Without a token there is no such route. */

import type { MiddlewareHandler } from "hono";
import { Hono } from "hono/tiny";

import type { LedgerSource } from "../settings/env.ts";
import { isSecret } from "../crypto/hmac.ts";
import { PROMISED_HEADERS } from "./answer.ts";

/** Routes below `/leave/-`: `/ledger` and `/record`. */
export function createOperatorRoutes(token: string, ledger: LedgerSource): Hono {
  const routes = new Hono();
  // Hono's own `bearerAuth` weighs more than the rest of this file.
  const guard: MiddlewareHandler = async (c, next) => {
    for (const [name, value] of Object.entries(PROMISED_HEADERS)) c.header(name, value);
    const [, given = ""] = /^Bearer +(\S+)$/i.exec(c.req.header("authorization") ?? "") ?? [];
    if (await isSecret(given, token)) return next();
    return c.json({ error: "send the OPERATOR_TOKEN as a bearer token" }, 401, {
      "www-authenticate": "Bearer",
    });
  };
  routes.use("/ledger/*", guard);
  routes.use("/record/*", guard);

  routes.get("/ledger", async (c) => c.json(await ledger().report()));
  routes.post("/ledger/retry", async (c) => {
    const old = c.req.query("include") === "old";
    return c.json({ retried: await ledger().retry({ old }) });
  });
  routes.delete("/ledger/:id{[0-9]+}", async (c) => {
    const dropped = await ledger().drop(Number(c.req.param("id")));
    return c.json({ dropped }, dropped ? 200 : 404);
  });

  // Called before the sender adds somebody who has signed up again.
  routes.post("/record/joined", async (c) => {
    const body = await c.req.json<Record<string, unknown> | null>().catch(() => null);
    const { list, contact } = body ?? {};
    if (typeof list !== "string" || typeof contact !== "string" || !list || !contact) {
      const error = 'send JSON such as { "list": "weekly", "contact": "an ID or an address" }';
      return c.json({ error }, 400);
    }
    const ended = await ledger().joined({ list, contact });
    if (ended !== undefined) return c.json({ ended });
    const error = "Resend cannot be asked for the contact's other name just now; send it again";
    return c.json({ error }, 503, { "retry-after": "60" });
  });
  return routes;
}

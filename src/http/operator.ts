/** The routes for operators: health for everyone, and the Ledger and the record with a bearer token. */

import type { Context, MiddlewareHandler } from "hono";
import { Hono } from "hono/tiny";

import { isSecret } from "../crypto/hmac.ts";
import { call } from "../ledger/client.ts";
import type { Health } from "../ledger/report.ts";
import type { LedgerSource, ReadyEnv } from "../settings/env.ts";
import type { Fault } from "../settings/fault.ts";
import { PROMISED_HEADERS } from "./answer.ts";
import { createRecordRoutes } from "./record.ts";

/** How long the Ledger's health is cached. */
const HEALTH_MS = 60_000;

export interface HealthInput {
  /** What is wrong with the settings. */
  faults: readonly Fault[];
  /** Asks the Ledger for its health. */
  readHealth: () => Promise<Health>;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** Makes the handler of `GET /leave/-/health`, which names settings, and never shows their values. */
export function createHealthHandler({ faults, readHealth, now }: HealthInput) {
  let health: Health | undefined;
  let readAt = 0;
  return async (c: Context): Promise<Response> => {
    if (health === undefined || !health.isVerified || now() - readAt > HEALTH_MS) {
      health = await readHealth();
      readAt = now();
    }
    const all = [...faults, ...health.faults];
    if (all.length > 0) return c.json({ status: "faulty", faults: all }, 500, PROMISED_HEADERS);
    return c.json({ status: health.isVerified ? "ok" : "unverified" }, 200, PROMISED_HEADERS);
  };
}

/** Asks the Ledger for its health, and checks that the other `LEDGER_JURISDICTION` has no Ledger. */
export async function readLedgerHealth(
  env: Pick<ReadyEnv, "ledger" | "otherLedger">,
): Promise<Health> {
  const [health, isElsewhere] = await Promise.all([
    call(env.ledger, (stub) => stub.health()),
    env
      .otherLedger()
      ?.isUsed()
      .catch(() => false),
  ]);
  const { isVerified, faults } = health ?? {
    isVerified: false,
    faults: [{ setting: "LEDGER", problem: "does not answer; check the Worker's log" }],
  };
  if (!isElsewhere) return { isVerified, faults };
  const problem =
    "has changed since the first request was stored, and the Ledger cannot be moved; set it back";
  return { isVerified, faults: [...faults, { setting: "LEDGER_JURISDICTION", problem }] };
}

/** Routes under `/leave/-` that need a bearer token (RFC 6750): `/ledger` and `/record`. */
export function createOperatorRoutes(token: string, ledger: LedgerSource): Hono {
  const routes = new Hono();
  // Hono's `bearerAuth` is larger than the rest of this file.
  const guard: MiddlewareHandler = async (c, next) => {
    for (const [name, value] of Object.entries(PROMISED_HEADERS)) c.header(name, value);
    const [, given = ""] = /^Bearer +(\S+)$/i.exec(c.req.header("authorization") ?? "") ?? [];
    if (await isSecret(given, token)) return next();
    return c.json({ error: "send OPERATOR_TOKEN as a bearer token" }, 401, {
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
  routes.post("/ledger/audit", async (c) => {
    await ledger().startAudit();
    return c.json({ started: true });
  });
  routes.delete("/ledger/:id{[0-9]+}", async (c) => {
    const dropped = await ledger().drop(Number(c.req.param("id")));
    return c.json({ dropped }, dropped ? 200 : 404);
  });

  routes.route("/record", createRecordRoutes(ledger));
  return routes;
}

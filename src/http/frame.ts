/** What this Worker answers whatever its settings: robots, health, and an end for what fails. */

import { Hono } from "hono/tiny";

import type { Fault } from "../settings/fault.ts";
import type { Health } from "../ledger/report.ts";
import type { Log } from "../telemetry.ts";
import { BROKEN_RETRY_SECONDS, createSender, PROMISED_HEADERS } from "./answer.ts";

/** What the Ledger said of its health is not asked for again within this time. */
const HEALTH_MS = 60_000;

export interface FrameInput {
  /** What is wrong with the settings, for `/leave/-/health` and the log. */
  faults: readonly Fault[];
  /** Asks the Ledger for its health. */
  health: () => Promise<Health>;
  log: Log;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** Makes the app that the routes are added to. */
export function createFrame({ faults, health, log, now }: FrameInput): Hono {
  const app = new Hono();
  let read: Health | undefined;
  let readAt = 0;
  let areFaultsLogged = faults.length === 0;

  app.use(async (_, next) => {
    if (!areFaultsLogged) logFaults(faults, log);
    areFaultsLogged = true;
    await next();
  });

  app.get("/robots.txt", (c) => c.text("User-agent: *\nDisallow: /\n", 200, PROMISED_HEADERS));

  app.get("/leave/-/health", async (c) => {
    if (read === undefined || !read.isVerified || now() - readAt > HEALTH_MS) {
      read = await health();
      readAt = now();
    }
    const all = [...faults, ...read.faults];
    if (all.length > 0) return c.json({ status: "faulty", faults: all }, 500, PROMISED_HEADERS);
    return c.json({ status: read.isVerified ? "ok" : "unverified" }, 200, PROMISED_HEADERS);
  });

  app.onError((error, c) => {
    // The message may quote what the request carried, so it stays out of the log.
    const [, at] = error.stack?.match(/^\s+at (.+)$/m) ?? [];
    log({ level: "error", event: "exception", name: error.name, at });
    const answer = {
      page: { state: "out-of-order" },
      retryAfterSeconds: BROKEN_RETRY_SECONDS,
    } as const;
    // The brand may be what has failed.
    const plain = createSender({});
    return c.req.method === "POST" ? plain.text(c, answer) : plain.page(c, answer);
  });
  return app;
}

/** One line that names every setting at fault; never a value. */
export function logFaults(faults: readonly Fault[], log: Log): void {
  log({ level: "error", event: "settings", faults });
}

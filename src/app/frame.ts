/** What this Worker answers whatever its settings: robots, health, and an end for what fails. */

import { Hono } from "hono/tiny";

import type { Fault } from "../config.ts";
import type { Log } from "../log.ts";
import { createSender, PROMISED_HEADERS } from "./answer.ts";

/** Seconds after which a broken Worker may be asked again. */
export const BROKEN_RETRY_SECONDS = 300;

/**
 * Makes the app that the routes are added to.
 *
 * @param faults what is wrong with the settings, for `/leave/-/health` and the log
 */
export function createFrame(faults: readonly Fault[], log: Log): Hono {
  const app = new Hono();
  logFaults(faults, log);

  app.get("/robots.txt", (c) => c.text("User-agent: *\nDisallow: /\n", 200, PROMISED_HEADERS));
  app.get("/leave/-/health", (c) =>
    faults.length === 0
      ? c.json({ status: "ok" }, 200, PROMISED_HEADERS)
      : c.json({ status: "faulty", faults }, 500, PROMISED_HEADERS),
  );

  app.onError((error, c) => {
    // The message may quote what the request carried, so it stays out of the log.
    const [, at] = error.stack?.match(/^\s+at (.+)$/m) ?? [];
    log("error", { event: "exception", name: error.name, at });
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
  if (faults.length > 0) log("error", { event: "settings", faults });
}

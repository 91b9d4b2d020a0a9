/** What every answer of this Worker has, whatever its settings: headers, health, and an end for what nothing else answers. */

import { Hono } from "hono/tiny";
import { NONCE, secureHeaders } from "hono/secure-headers";

import type { Brand, Fault } from "../config.ts";
import type { Log } from "../log.ts";
import { type AppEnv, sendPage, sendText } from "./answer.ts";

/** Seconds after which a broken Worker may be asked again. */
export const BROKEN_RETRY_SECONDS = 300;

/**
 * Makes the app that the routes are added to.
 *
 * @param faults what is wrong with the settings, for `/leave/-/health` and the log
 */
export function createFrame(faults: readonly Fault[], brand: Brand, log: Log): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  logFaults(faults, log);

  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        styleSrc: [NONCE],
        ...(brand.logo !== undefined && { imgSrc: [new URL(brand.logo).origin] }),
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
      },
      // On an apex route it would bind the sender's whole zone.
      strictTransportSecurity: false,
      xFrameOptions: "DENY",
    }),
  );
  app.use(async (c, next) => {
    await next();
    c.res.headers.set("cache-control", "no-store");
    c.res.headers.set("x-robots-tag", "noindex");
  });

  app.get("/robots.txt", (c) => c.text("User-agent: *\nDisallow: /\n"));
  app.get("/leave/-/health", (c) =>
    faults.length === 0 ? c.json({ status: "ok" }) : c.json({ status: "faulty", faults }, 500),
  );

  app.notFound((c) => sendPage(c, { page: { state: "bad-link" } }, brand));
  app.onError((error, c) => {
    // The message may quote what the request carried, so it stays out of the log.
    const [, at] = error.stack?.match(/^\s+at (.+)$/m) ?? [];
    log("error", { event: "exception", name: error.name, at });
    const answer = {
      page: { state: "out-of-order" },
      retryAfterSeconds: BROKEN_RETRY_SECONDS,
    } as const;
    return c.req.method === "POST" ? sendText(c, answer) : sendPage(c, answer, {});
  });
  return app;
}

/** One line that names every setting at fault; never a value. */
export function logFaults(faults: readonly Fault[], log: Log): void {
  if (faults.length > 0) log("error", { event: "settings", faults });
}

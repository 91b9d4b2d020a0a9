/**
 * Routes: reads the request, picks the answer. Reading a link never changes anything; a POST to a
 * signed link is the request, whatever it carries.
 */

import type { Hono } from "hono";

import { type Answer, BROKEN_RETRY_SECONDS, createSender, PROMISED_HEADERS } from "./answer.ts";
import { readBody } from "./body.ts";
import { createFrame, logFaults } from "./frame.ts";
import { readHealth } from "./health.ts";
import { createOperatorRoutes } from "./operator.ts";
import { createPost } from "./post.ts";
import { clientTypeOf } from "./reader.ts";
import { readReceipt } from "./receipt.ts";
import { subjectOf } from "./subject.ts";
import { createWebhook } from "./webhook.ts";
import type { Fault } from "../settings/fault.ts";
import type { ReadyEnv } from "../settings/env.ts";
import { newAskingId } from "../ledger/asking.ts";
import { hasNoTicket } from "../links/open.ts";
import { openLink } from "../links/open.ts";
import type { Log } from "../telemetry.ts";
import type { Services } from "../ledger/client.ts";

export { PROMISED_HEADERS };

/** The Worker with its settings in order. */
export function createApp(settings: ReadyEnv, services: Services): Hono {
  const { config, brandFaults } = settings;
  const { brand, linkSecrets, offerEverything, operatorToken, webhookSecret } = config;
  const { ledger, log, now } = services;
  const send = createSender(brand);
  const health = () => readHealth(settings, services);
  const app = createFrame({ faults: brandFaults, health, log, now });
  const post = createPost(config, services);

  if (operatorToken !== undefined) {
    app.route("/leave/-", createOperatorRoutes(operatorToken, ledger));
  }

  if (webhookSecret !== undefined) {
    app.post("/leave/-/webhook", createWebhook(webhookSecret, config, services));
  }

  app.get("/leave/*", async (c) => {
    const link = await openLink(c.req.path, linkSecrets);
    if (link.kind === "opened" && link.action === "receipt") {
      return send.page(c, await readReceipt(link, config, services));
    }
    if (link.kind === "opened") {
      const subject = subjectOf(link, config);
      services.count({ event: "view", list: link.list, client: clientTypeOf(c) });
      const everythingView = offerEverything ? newAskingId() : undefined;
      return send.page(c, {
        page: { state: "asking", subject, view: newAskingId(), everythingView },
      });
    }
    const state = hasNoTicket(c.req.path) ? "no-reader" : "bad-link";
    return send.page(c, { page: { state } });
  });

  app.post("/leave/*", async (c) => {
    const body = await readBody(c.req.raw);
    const link = await openLink(c.req.path, linkSecrets);
    const answer: Answer =
      link.kind === "opened" ? await post(link, body) : { page: { state: "bad-link" } };
    await body.drain();
    return body.channel === "page" ? send.page(c, answer) : send.text(c, answer);
  });

  // Reached by no GET and no POST below /leave/. A route of its own would make each request pass two.
  app.notFound((c) =>
    c.req.path.startsWith("/leave/")
      ? c.text("Use GET or POST.\n", 405, { ...PROMISED_HEADERS, allow: "GET, HEAD, POST" })
      : send.page(c, { page: { state: "bad-link" } }),
  );
  return app;
}

/** The Worker with a setting missing or malformed: the operator reads which, everybody else reads 503. */
export function createFaultyApp(faults: readonly Fault[], log: Log): Hono {
  const send = createSender({});
  const app = createFrame({ faults, health: unasked, log, now: () => 0 });
  app.all("*", async (c) => {
    logFaults(faults, log);
    const answer: Answer = {
      page: { state: "out-of-order" },
      retryAfterSeconds: BROKEN_RETRY_SECONDS,
    };
    const isPage = c.req.method !== "POST" || (await readBody(c.req.raw)).channel === "page";
    return isPage ? send.page(c, answer) : send.text(c, answer);
  });
  return app;
}

/** With settings at fault, the Ledger is not asked. */
async function unasked() {
  return { isVerified: true, faults: [] };
}

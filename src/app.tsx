/**
 * Routes: reads the request, picks the answer. Reading a link never changes anything; a POST to a
 * signed link is the request, whatever it carries.
 */

import type { Hono } from "hono";

import { type Answer, type AppEnv, sendPage, sendText } from "./app/answer.ts";
import { readChannel } from "./app/channel.ts";
import { BROKEN_RETRY_SECONDS, createFrame, logFaults } from "./app/frame.ts";
import { createOperatorRoutes } from "./app/operator.ts";
import { type Config, type Fault, type ReadySettings, segmentOf } from "./config.ts";
import { leave, type LeaveOutcome, type LeaveServices } from "./leave.ts";
import { membershipHash, type OpenedLink, openLink } from "./link.ts";
import type { Log } from "./log.ts";
import type { Subject } from "./pages/index.tsx";

const BAD_LINK: Answer = { page: { state: "bad-link" } };

/** The Worker with its settings in order. */
export function createApp(settings: ReadySettings, services: LeaveServices): Hono<AppEnv> {
  const { config, brandFaults } = settings;
  const { brand, linkSecrets, outbox, outboxToken } = config;
  const app = createFrame(brandFaults, brand, services.log);

  if (outboxToken !== undefined) {
    app.route("/leave/-/outbox", createOperatorRoutes(outboxToken, outbox));
  }

  app.get("/leave/*", async (c) => {
    const link = await openLink(c.req.path, linkSecrets);
    if (link.kind === "refused") return sendPage(c, BAD_LINK, brand);
    return sendPage(c, { page: { state: "asking", subject: subjectOf(link, config) } }, brand);
  });

  app.post("/leave/*", async (c) => {
    const channel = await readChannel(c.req.raw);
    const send = channel === "page" ? sendPage : sendText;
    const link = await openLink(c.req.path, linkSecrets);
    if (link.kind === "refused" || link.action !== "leave") return send(c, BAD_LINK, brand);

    const { list, contact } = link;
    const hash = await membershipHash({ list, contact, secret: linkSecrets[0] });
    const membership = { list, segment: segmentOf(list, config), contact };
    const outcome = await leave({ membership, channel, hash }, services);
    return send(c, answerTo(outcome, subjectOf(link, config)), brand);
  });

  app.all("/leave/*", (c) => c.text("Use GET or POST.\n", 405, { allow: "GET, HEAD, POST" }));
  return app;
}

/** The Worker with a setting missing or malformed: the operator reads which, everybody else reads 503. */
export function createFaultyApp(faults: readonly Fault[], log: Log): Hono<AppEnv> {
  const app = createFrame(faults, {}, log);
  app.all("*", async (c) => {
    logFaults(faults, log);
    const answer: Answer = {
      page: { state: "out-of-order" },
      retryAfterSeconds: BROKEN_RETRY_SECONDS,
    };
    const isPage = c.req.method !== "POST" || (await readChannel(c.req.raw)) === "page";
    return isPage ? sendPage(c, answer, {}) : sendText(c, answer);
  });
  return app;
}

function subjectOf({ list, contact, ticket }: OpenedLink, { lists }: Config): Subject {
  return { listName: lists.get(list)?.name, contact, leavePath: `/leave/${list}/${ticket}` };
}

function answerTo(outcome: LeaveOutcome, subject: Subject): Answer {
  switch (outcome.kind) {
    case "left":
    case "leaving":
      return { page: { state: outcome.kind, subject } };
    case "try-again":
    case "too-many":
      return {
        page: { state: outcome.kind, subject },
        retryAfterSeconds: outcome.retryAfterSeconds,
      };
  }
}

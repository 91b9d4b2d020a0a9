/** The Worker: puts the rooms together. No logic. */

import { env } from "cloudflare:workers";

import { createApp, createFaultyApp } from "./app.tsx";
import { readConfig } from "./config.ts";
import { log } from "./log.ts";
import { createResend, createTransport, respectingPauses } from "./resend.ts";

export { Outbox } from "./outbox.ts";

const now = () => Date.now();

const settings = readConfig(env);

const app =
  settings.kind === "ready"
    ? createApp(settings, {
        resend: createResend(
          respectingPauses(createTransport({ ...settings.config.resend, now }), now),
        ),
        accept: (acceptance) => settings.config.outbox().accept(acceptance),
        withdraw: (entry) => settings.config.outbox().withdraw(entry),
        limit: settings.config.leaveLimit,
        log,
        now,
      })
    : createFaultyApp(settings.faults, log);

export default {
  fetch: (request) => app.fetch(request),
  scheduled: async () => {
    if (settings.kind === "ready") await settings.config.outbox().check();
  },
} satisfies ExportedHandler<Env>;

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
        accept: (acceptance) => settings.outbox().accept(acceptance),
        withdraw: (entry, options) => settings.outbox().withdraw(entry, options),
        limit: settings.config.leaveLimit,
        log,
        now,
      })
    : createFaultyApp(settings.faults, log);

export default {
  fetch(request, _env, context) {
    const response = Promise.resolve(app.fetch(request));
    // Who hangs up has asked all the same: the request is carried through.
    context.waitUntil(response);
    return response;
  },
  scheduled: async () => {
    await settings.outbox?.().check();
  },
} satisfies ExportedHandler<Env>;

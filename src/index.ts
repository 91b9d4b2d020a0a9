/** The Worker: puts the rooms together. No logic. */

import { env } from "cloudflare:workers";

import { createApp, createFaultyApp } from "./app.tsx";
import { type FaultySettings, readConfig, type ReadySettings } from "./config.ts";
import type { LeaveServices } from "./leave.ts";
import { log } from "./log.ts";
import { handleMail } from "./mailto.ts";
import { createCount } from "./metrics.ts";
import { createResend, createTransport, respectingPauses } from "./resend.ts";

export { Outbox } from "./outbox.ts";

const now = () => Date.now();

const settings = readConfig(env);

const worker = settings.kind === "ready" ? readyWorker(settings) : faultyWorker(settings);

export default {
  fetch(request, _env, context) {
    const response = Promise.resolve(worker.fetch(request));
    // Who hangs up has asked all the same: the request is carried through.
    if (request.method === "POST") context.waitUntil(response);
    return response;
  },
  email: (message) => worker.email(message),
  scheduled: async () => {
    await settings.outbox?.().check();
  },
} satisfies ExportedHandler<Env>;

function readyWorker(ready: ReadySettings) {
  const { config, outbox } = ready;
  const services: LeaveServices = {
    resend: createResend(respectingPauses(createTransport({ ...config.resend, now }), now)),
    accept: (acceptance) => outbox().accept(acceptance),
    withdraw: (entry, options) => outbox().withdraw(entry, options),
    limit: config.leaveLimit,
    log,
    count: createCount(config.metrics),
    now,
  };
  const app = createApp(ready, services);
  return {
    fetch: (request: Request) => app.fetch(request),
    email: (message: ForwardableEmailMessage) => handleMail(message, config, services),
  };
}

function faultyWorker({ faults }: FaultySettings) {
  const app = createFaultyApp(faults, log);
  return {
    fetch: (request: Request) => app.fetch(request),
    // The sender's server keeps the mail, and tries again.
    email: () => Promise.reject(new Error("a setting is missing or malformed")),
  };
}

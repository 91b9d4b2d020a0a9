/** The Worker: puts the rooms together. No logic. */

import { env } from "cloudflare:workers";

import { createApp, createFaultyApp } from "./app.tsx";
import { type FaultySettings, readConfig, type ReadySettings } from "./config.ts";
import type { LeaveServices } from "./leave.ts";
import { log } from "./log.ts";
import { handleMail } from "./mailto.ts";
import { createResend, createTransport, respectingPauses } from "./resend.ts";

export { Outbox } from "./outbox.ts";

const now = () => Date.now();

const settings = readConfig(env);

const worker = settings.kind === "ready" ? readyWorker(settings) : faultyWorker(settings);

export default worker;

function readyWorker(settings: ReadySettings): ExportedHandler<Env> {
  const { config } = settings;
  const services: LeaveServices = {
    resend: createResend(respectingPauses(createTransport({ ...config.resend, now }), now)),
    accept: (acceptance) => config.outbox().accept(acceptance),
    withdraw: (entry) => config.outbox().withdraw(entry),
    limit: config.leaveLimit,
    log,
    now,
  };
  const app = createApp(settings, services);
  return {
    fetch: (request) => app.fetch(request),
    email: (message) => handleMail(message, config, services),
    scheduled: () => config.outbox().check(),
  };
}

function faultyWorker({ faults }: FaultySettings): ExportedHandler<Env> {
  const app = createFaultyApp(faults, log);
  return {
    fetch: (request) => app.fetch(request),
    // The sender's server keeps the mail, and tries again.
    email: () => Promise.reject(new Error("a setting is missing or malformed")),
  };
}

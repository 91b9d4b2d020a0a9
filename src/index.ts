/** The Worker: puts the rooms together. No logic. */

import { env } from "cloudflare:workers";

import { createApp, createFaultyApp } from "./app.tsx";
import { readConfig } from "./config.ts";
import type { LogLevel } from "./leave.ts";
import { createResend } from "./resend.ts";

const now = () => Date.now();

/** One JSON object a line: Workers Logs makes its keys searchable. */
const log = (level: LogLevel, line: object) => console[level](JSON.stringify(line));

const settings = readConfig(env);

const app =
  settings.kind === "ready"
    ? createApp(settings, {
        resend: createResend({ ...settings.config.resend, now }),
        limit: settings.config.leaveLimit,
        log,
        now,
      })
    : createFaultyApp(settings.faults, log);

export default {
  fetch: (request) => app.fetch(request),
} satisfies ExportedHandler<Env>;

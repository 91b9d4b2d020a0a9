/** The Worker: connects settings, routes, email, Ledger, and log. No logic. */

import { env, exports, waitUntil, WorkerEntrypoint } from "cloudflare:workers";

import { PROMISED_HEADERS } from "./http/answer.ts";
import { createApp, createFaultyApp } from "./http/app.ts";
import { type ReadyEnv, readEnv } from "./settings/env.ts";
import type { FaultySettings } from "./settings/settings.ts";
import { createCount, type Log, log, type LogLine } from "./telemetry.ts";
import { handleMail, NOT_STORED } from "./email.ts";
import type { Services } from "./ledger/client.ts";

export { Ledger } from "./ledger/ledger.ts";

/**
 * Writes the log lines of the handlers. The platform stores every line and exception of `fetch` with the URL, and of `email`
 * with the recipient, and so with the ticket. It stores a line of an RPC call with neither.
 */
export class Telemetry extends WorkerEntrypoint {
  write(line: LogLine): void {
    log(line);
  }
}

const tell: Log = (line) => waitUntil(exports.Telemetry.write(line).catch(() => undefined));

const now = () => Date.now();
const wait = (ms: number) => scheduler.wait(ms);

const settings = readEnv(env);

const worker = settings.kind === "ready" ? readyWorker(settings) : faultyWorker(settings);

export default {
  async fetch(request) {
    try {
      const response = Promise.resolve(worker.fetch(request));
      // Even if the client disconnects, its request counts and is carried out.
      if (request.method === "POST") waitUntil(response.catch(() => undefined));
      return await response;
    } catch {
      return new Response("Something went wrong. Please try again later.\n", {
        status: 503,
        headers: { ...PROMISED_HEADERS, "retry-after": "300" },
      });
    }
  },
  async email(message) {
    try {
      await worker.email(message);
    } catch {
      message.setReject(NOT_STORED);
    }
  },
} satisfies ExportedHandler<Env>;

function readyWorker(ready: ReadyEnv) {
  const { config, ledger, leaveLimit, metrics } = ready;
  const count = createCount(metrics);
  const services: Services = { ledger, limit: leaveLimit, log: tell, count, now };
  const app = createApp(ready, services);
  return {
    fetch: (request: Request) => app.fetch(request),
    email: (message: ForwardableEmailMessage) => handleMail(message, config, { ...services, wait }),
  };
}

function faultyWorker(faulty: FaultySettings) {
  const { faults } = faulty;
  const app = createFaultyApp(faulty, tell);
  return {
    fetch: (request: Request) => app.fetch(request),
    email: async (message: ForwardableEmailMessage) => {
      tell({ level: "error", event: "settings", faults });
      message.setReject(NOT_STORED);
    },
  };
}

/**
 * Starts the stand-in: Resend's API, the control routes and the mailbox on one port of the
 * loopback interface. Everything is in memory, and gone when it closes.
 */

import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { api } from "./api/index.ts";
import type { Behavior } from "./behavior.ts";
import { control } from "./control.ts";
import { watchLedger } from "./mailbox/ledger-watch.ts";
import { writeLetters, type Worker } from "./mailbox/letters.ts";
import { linkedSamples } from "./mailbox/linked-samples.ts";
import { mailbox } from "./mailbox/routes.ts";
import { rawPath } from "./raw-path.ts";
import { SAMPLES } from "./samples.ts";
import type { WebhookOptions } from "./webhook/delivery.ts";
import { createWorld } from "./world.ts";

export interface StandInOptions {
  /** The port to listen on; a free one if it is not given. */
  port?: number;
  /** The only API key that is accepted. */
  apiKey: string;
  /** The limit of the account, told and kept; Resend's smallest, 2, if it is not given. */
  requestsPerSecond?: number;
  /** What the account's behavior starts with, where it is not the usual. */
  behavior?: Partial<Behavior>;
  /** The Worker whose links are in the mailbox. Without it the mailbox is empty. */
  worker?: Worker;
  /** Where contact events go. Without it they go nowhere. */
  webhook?: WebhookOptions;
}

export interface StandIn {
  /** Such as `http://127.0.0.1:49152`; goes into `RESEND_BASE_URL`, and opens the mailbox. */
  url: string;
  /** Stops listening, and hangs up on whoever is still connected. */
  close(): Promise<void>;
}

const LOOPBACK = "127.0.0.1";

/**
 * Starts the stand-in.
 *
 * @example
 * ```ts
 * const standIn = await startStandIn({ apiKey: "re_anything" });
 * const resend = new Resend("re_anything", { baseUrl: standIn.url });
 * await standIn.close();
 * ```
 */
export async function startStandIn(options: StandInOptions): Promise<StandIn> {
  const { port = 0, apiKey, requestsPerSecond = 2, worker, webhook, behavior } = options;
  const samples = worker === undefined ? SAMPLES : await linkedSamples(worker);
  const world = createWorld({ apiKey, requestsPerSecond, webhook, behavior, samples });
  const letters = worker === undefined ? [] : await writeLetters(worker);
  const ledger = watchLedger(worker, () => world.ring());
  const rooms = {
    api: api(world),
    control: control(world),
    mailbox: mailbox(world, { letters, property: worker?.property }, ledger),
  };
  const listener = getRequestListener((request, env) => {
    return rooms[roomOf(rawPath(request, { env }))].fetch(request, env);
  });
  const server = createServer(listener);
  await listen(server, port);
  return {
    url: `http://${LOOPBACK}:${(server.address() as AddressInfo).port}`,
    close() {
      world.webhook.reset();
      return close(server);
    },
  };
}

function roomOf(path: string): "api" | "control" | "mailbox" {
  if (path === "/" || path.startsWith("/mailbox/")) return "mailbox";
  return path.startsWith("/-/") ? "control" : "api";
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, LOOPBACK, resolve);
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    // Its only error is that the server is closed already.
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

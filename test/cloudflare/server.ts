/**
 * Starts the stand-in for Cloudflare's API on a free port of the loopback interface. Everything is in
 * memory, and gone when it closes.
 */

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { getRequestListener } from "@hono/node-server";

import { api } from "./api.ts";
import { createWorld, type World } from "./world.ts";

export interface Cloudflare {
  /** Goes into `CLOUDFLARE_API_BASE_URL`. */
  url: string;
  /** What it knows; tests read it, and change it to see what comes of it. */
  world: World;
  close(): Promise<void>;
}

const LOOPBACK = "127.0.0.1";

export async function startCloudflare(): Promise<Cloudflare> {
  const world = createWorld();
  const server = createServer(getRequestListener(api(world).fetch));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, LOOPBACK, resolve);
  });
  return {
    url: `http://${LOOPBACK}:${(server.address() as AddressInfo).port}/client/v4`,
    world,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

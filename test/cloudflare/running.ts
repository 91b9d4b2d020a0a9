/** For the tests of `npm run deploy`: stand-ins for Cloudflare and Resend, a checkout, and a Worker that is well. */

import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { afterEach, beforeEach } from "vitest";

import { startStandIn, type StandIn } from "../../sandbox/resend/server.ts";
import {
  type Checkout,
  type Ended,
  type Environment,
  filesBelow,
  newCheckout,
} from "./checkout.ts";
import { type Cloudflare, startCloudflare } from "./server.ts";
import { ACCOUNT, TOKEN, type Worker, type World } from "./world.ts";

/** Fresh for every test. */
export interface Surroundings {
  checkout: Checkout;
  cloudflare: World;
  /** Where a Worker answers that is well. */
  origin: string;
  /** Logged in at Cloudflare, and Resend within reach. */
  env: Environment;
  /** A segment of the account, which is no sample. */
  segment: string;
  /** The flag that names one list of the account's. */
  list: string;
  /** A first deployment, unattended, with all that it needs. */
  deployFirst(...flags: string[]): Promise<Ended>;
  /** The Worker as it is at Cloudflare. */
  worker(): Worker;
  /** What that Worker has of a secret. */
  secret(name: string): string | undefined;
  /** Requests that changed something, or tried. */
  changes: () => string[];
  /** Files that must not outlive a run: what is temporary, holds secrets, or is a log of wrangler's. */
  leftovers: () => string[];
  /** What `/leave/-/health` says, and how often it was asked. */
  health: { body: unknown; asked: number };
}

export const API_KEY = "re_key_of_the_deployment_tests";
export const LINK_SECRET = "correct-horse-battery-staple-0123456789";
export const SECRETS = { RESEND_API_KEY: API_KEY, LINK_SECRETS: LINK_SECRET };

/** Call it once at the top of a test file; what it returns is good inside tests. */
export function surroundings(): () => Surroundings {
  let now: (Surroundings & { end(): Promise<void> }) | undefined;

  beforeEach(async () => {
    now = await start();
  });

  afterEach(() => now?.end());

  return () => {
    if (now === undefined) throw new Error("there are surroundings inside tests only");
    return now;
  };
}

async function start(): Promise<Surroundings & { end(): Promise<void> }> {
  const cloudflare = await startCloudflare();
  const resend = await startStandIn({ apiKey: API_KEY, requestsPerSecond: 1000 });
  const segment = await newSegment(resend, "Weekly news");
  const health = { body: { status: "ok" } as unknown, asked: 0 };
  const well = createServer((_, response) => {
    health.asked += 1;
    response.setHeader("content-type", "application/json").end(JSON.stringify(health.body));
  });
  const origin = await listen(well);
  const checkout = newCheckout();
  const { world } = cloudflare;
  const env = { ...loggedIn(cloudflare), RESEND_BASE_URL: resend.url };
  const list = `--list=weekly=${segment}`;
  const worker = () => {
    const found = world.workers.get("leave-this-list");
    if (found === undefined) throw new Error("there is no Worker");
    return found;
  };
  return {
    checkout,
    cloudflare: world,
    origin,
    segment,
    health,
    env,
    list,
    deployFirst: (...flags) =>
      checkout.deploy(["--yes", list, `--origin=${origin}`, ...flags], { ...env, ...SECRETS }),
    worker,
    secret: (name) => worker().bindings.find((binding) => binding.name === name)?.text,
    leftovers: () => {
      const written = filesBelow(checkout.root).filter((name) => !name.startsWith("node_modules"));
      return written.filter((name) => /^tmp\/|secrets\.json|wrangler-.*\.log/.test(name));
    },
    changes: () =>
      world.requests
        .filter(({ method }) => method !== "GET")
        .map(({ method, path }) => `${method} ${path}`),
    async end() {
      checkout.remove();
      well.closeAllConnections();
      well.close();
      await Promise.all([cloudflare.close(), resend.close()]);
    },
  };
}

function loggedIn({ url }: Cloudflare): Environment {
  return {
    CLOUDFLARE_API_BASE_URL: url,
    CLOUDFLARE_API_TOKEN: TOKEN,
    CLOUDFLARE_ACCOUNT_ID: ACCOUNT.id,
  };
}

async function newSegment({ url }: StandIn, name: string): Promise<string> {
  const response = await fetch(`${url}/segments`, {
    method: "POST",
    headers: { authorization: `Bearer ${API_KEY}`, "user-agent": "test" },
    body: JSON.stringify({ name }),
  });
  return ((await response.json()) as { id: string }).id;
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

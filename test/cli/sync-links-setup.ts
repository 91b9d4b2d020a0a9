/** For the tests of `sync-links`: settings, a fresh account at the stand-in, and a proxy that lets requests fail. */

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { stringify } from "@decimalturn/toml-patch";
import { onTestFinished } from "vitest";

import { openLink } from "../../src/links/open.ts";
import { startProxy } from "../../sandbox/proxy.ts";
import { runningStandIn } from "../../sandbox/running.ts";
import { API_KEY } from "../../sandbox/settings.ts";
import { ticketFor } from "../fuzz/signing.ts";
import { folderOf, OTHER_SECRET, run, SECRET } from "./run.ts";

/** Where links that these secrets have signed open, as at a Worker. The server ends with the test file's process. */
export const ORIGIN = await openingOrigin([SECRET, OTHER_SECRET]);
export const GENERAL_PAGE = `${ORIGIN}/leave/weekly`;
export const WEEKLY = { segment: "78261eea-8f8b-4381-83c6-79fa7120f1cf", property: "leave_weekly" };

async function openingOrigin(secrets: readonly string[]): Promise<string> {
  const server = createServer(async ({ url = "" }, response) => {
    const { kind } = await openLink(url, secrets);
    const page = `<form method="post" action="${url}">`;
    response.writeHead(kind === "opened" ? 200 : 404).end(kind === "opened" ? page : "");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  server.unref();
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Where the segment's contacts are listed. */
export const CONTACTS = `/segments/${WEEKLY.segment}/contacts?limit=100`;

/** What becomes of a request. `lost`: the connection breaks, before Resend hears of it or after it is done. */
export type Fate = "passes" | "lost before" | "lost after" | Failing;
interface Failing {
  status: number;
  body?: object;
  headers?: Record<string, string>;
}

export interface Passing {
  method: string;
  /** Path and query. */
  path: string;
}

export interface FaultyResend {
  fate?: (request: Passing) => Fate;
  /** Called with each answer of Resend's before it goes back. */
  answered?: (request: Passing, body: string) => Promise<unknown> | void;
}

/** A value that Resend was told to write, and took. */
export interface Write {
  contact: string;
  properties: Record<string, string>;
}

/** Starts a proxy in front of the stand-in, and records what passes. */
export async function startFaultyResend(target: string, { fate, answered }: FaultyResend) {
  const requests: Passing[] = [];
  const writes: Write[] = [];
  const lostAfter = new Set<object>();
  const proxy = await startProxy(target, {
    intercept(request) {
      requests.push(request);
      const becomes = fate?.(request) ?? "passes";
      if (becomes === "lost before") return "drop";
      if (becomes === "lost after") lostAfter.add(request);
      if (typeof becomes === "string") return undefined;
      const { status, body = {}, headers = {} } = becomes;
      const json = { "content-type": "application/json", ...headers };
      return { status, headers: json, body: JSON.stringify(body) };
    },
    async alter(reply, request) {
      const [, contact] = /^\/contacts\/([^/?]+)$/.exec(request.path) ?? [];
      if (request.method === "PATCH" && contact !== undefined && reply.status === 200) {
        writes.push({ contact, properties: JSON.parse(request.body.toString()).properties });
      }
      await answered?.(request, reply.body);
      return lostAfter.has(request) ? "drop" : reply;
    },
  });
  return { url: proxy.url, close: () => proxy.close(), requests, writes };
}

/** Contacts that were told to hold what they held already. */
export function writtenTwice(writes: readonly Write[]): string[] {
  const held = new Map<string, string>();
  return writes.flatMap(({ contact, properties }) => {
    const value = JSON.stringify(properties);
    const again = held.get(contact) === value;
    held.set(contact, value);
    return again ? [contact] : [];
  });
}

/** The contact's own link, from a second implementation of docs/link-format.md. */
export function linkOf(contact: string, { origin = ORIGIN, secret = SECRET } = {}): string {
  return `${origin}/leave/weekly/${ticketFor(contact, "weekly", secret)}`;
}

/** Writes Wrangler's file. @returns its path */
export function configOf(vars: object, files: Record<string, string> = {}): string {
  return `${folderOf({ "wrangler.toml": stringify({ vars }), ...files })}/wrangler.toml`;
}

interface Given extends FaultyResend {
  vars?: object;
  secrets?: string;
  isQuiet?: boolean;
}

/** Call it once at the top of a test file; what it returns is good inside tests. */
export function runningAccount() {
  const standIn = runningStandIn({ requestsPerSecond: 100_000 });
  return {
    standIn,

    /** Runs the command, and tells what passed between it and Resend. */
    async sync(args: readonly string[], given: Given = {}) {
      const { vars = { LISTS: { weekly: WEEKLY } }, secrets = SECRET, isQuiet = true } = given;
      const quiet = isQuiet ? ["--quiet"] : [];
      const resend = await startFaultyResend(standIn.url, given);
      onTestFinished(resend.close);
      const config = configOf({ ORIGIN, RESEND_BASE_URL: resend.url, ...vars });
      const ended = await run(["sync-links", ...quiet, "--config", config, ...args], {
        env: { RESEND_API_KEY: API_KEY, LINK_SECRETS: secrets },
      });
      return { ...ended, requests: resend.requests, writes: resend.writes };
    },

    /** Who is in the segment, and what their properties hold. */
    async members() {
      return (await standIn.server.contacts()).filter(({ segments }) =>
        segments.has(WEEKLY.segment),
      );
    },

    /** The IDs of the members whose link is not what it must be. */
    async wrong(parts: { origin?: string; secret?: string } = {}): Promise<string[]> {
      const wrong = (await this.members()).filter(
        ({ id, properties }) => properties[WEEKLY.property] !== linkOf(id, parts),
      );
      return wrong.map(({ id }) => id);
    },

    /** Adds contacts to the segment. @returns their IDs */
    async seed(contacts: number): Promise<string[]> {
      return (await standIn.server.seed(WEEKLY.segment, contacts)).map(({ id }) => id);
    },

    createProperty(fallbackValue: string | null = GENERAL_PAGE) {
      const { contactProperties } = standIn.resend;
      return contactProperties.create({ key: WEEKLY.property, type: "string", fallbackValue });
    },
  };
}

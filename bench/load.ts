/** Load on one Worker: by connections that ask as soon as they are answered, or by people who come when they come. */

import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

import autocannon from "autocannon";

import { LINK_SECRET } from "../sandbox/settings.ts";
import { leaveLinks } from "../src/links/index.ts";
import { KNOWN } from "./upstream.ts";
import { LIST, type Running } from "./workers.ts";

const ORIGIN = "https://acme.com";
const ONE_CLICK = {
  method: "POST",
  headers: { "content-type": "application/x-www-form-urlencoded", "user-agent": "bench" },
  body: "List-Unsubscribe=One-Click",
} as const;
const VIEW = {
  method: "GET",
  headers: {
    accept: "text/html",
    "accept-language": "en-US,en;q=0.9",
    "user-agent": "Mozilla/5.0",
  },
} as const;

export function newContacts(count: number): string[] {
  const hex = (bytes: number) => randomBytes(bytes).toString("hex");
  return Array.from({ length: count }, () => hex(4) + KNOWN + hex(6));
}

/** The paths of links, of new contacts if none are given. */
export async function pathsOf(contacts: readonly string[]): Promise<string[]> {
  const links = await leaveLinks({ origin: ORIGIN, list: LIST, secret: LINK_SECRET, contacts });
  return links.map((link) => link.slice(ORIGIN.length));
}

export const newPaths = (count: number) => pathsOf(newContacts(count));

export interface Load {
  method: "GET" | "POST";
  /** At least one for each connection; each is asked for once. */
  paths: readonly string[];
  connections: number;
  /** The only status that is not a failure. */
  status: number;
}

export type Measured = Record<"requestsPerSecond" | "p50Ms" | "cpuMs", number>;

/** Asks for everything. @throws Error when any answer had another status, or did not come */
export async function load({ url, pid }: Running, wanted: Load): Promise<Measured> {
  const { method, paths, connections, status } = wanted;
  const left = paths.values();
  const next = () => ({ ...(method === "GET" ? VIEW : ONE_CLICK), path: left.next().value ?? "/" });
  const latencies: number[] = [];
  const failures: (string | number)[] = [];
  const [cpuBefore, startedAt] = [cpuMs(pid), performance.now()];
  let endedAt = startedAt;
  const options = { url, connections, amount: paths.length, timeout: 30, sampleInt: 50 };
  const requests = [{ setupRequest: (request: autocannon.Request) => ({ ...request, ...next() }) }];
  const clients = autocannon({ ...options, requests }, () => undefined);
  clients.on("reqError", ({ message }: Error) => failures.push(message));
  clients.on("response", (_client, answered, _bytes, milliseconds) => {
    if (answered !== status) failures.push(answered);
    latencies.push(milliseconds);
    endedAt = performance.now();
  });
  await once(clients, "done");
  if (failures.length > 0 || latencies.length !== paths.length) {
    const [what = "no answer"] = failures;
    throw new Error(
      `${method} ${url}: ${latencies.length} answers, of them failed: ${failures.length}, as ${what}`,
    );
  }
  return {
    requestsPerSecond: paths.length / ((endedAt - startedAt) / 1000),
    p50Ms: quantile(latencies, 0.5),
    cpuMs: (cpuMs(pid) - cpuBefore) / paths.length,
  };
}

export interface Answered {
  status: number;
  ms: number;
}

/** One-click requests at a steady rate, whether those before them are answered or not. @returns the answers in order */
export async function arrive({ url }: Running, paths: readonly string[], perSecond: number) {
  const startedAt = performance.now();
  const answers: Promise<Answered>[] = [];
  for (const [index, path] of paths.entries()) {
    const dueAt = startedAt + (index / perSecond) * 1000;
    if (dueAt > performance.now()) await sleep(dueAt - performance.now());
    const answered = oneClick(url + path);
    answers.push(answered.then((status) => ({ status, ms: performance.now() - dueAt })));
  }
  return Promise.all(answers);
}

/** @returns the status */
export async function oneClick(url: string): Promise<number> {
  const response = await fetch(url, ONE_CLICK);
  await response.text();
  return response.status;
}

/** A person opens a link, confirms, and sees the receipt. @returns what it says, and how many requests it took */
export async function visit(url: string) {
  const startedAt = performance.now();
  const page = await (await fetch(url, VIEW)).text();
  const [, view = ""] = /name="view" value="(\w+)"/.exec(page) ?? [];
  const answer = await fetch(url, { ...ONE_CLICK, body: `confirm=page&view=${view}` });
  const [, heading = ""] = /<h1[^>]*>([^<]+)/.exec(await answer.text()) ?? [];
  return { heading, requests: answer.redirected ? 3 : 2, ms: performance.now() - startedAt };
}

/** User and system time of a process (fields 14 and 15 of proc(5), after its name), in hundredths of a second. */
export function cpuMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** The value below which this share of the values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const [low = NaN, high = low] = sorted.slice(Math.floor(at), Math.floor(at) + 2);
  return low + (high - low) * (at % 1);
}

/** Load on one Worker: by connections that ask as soon as they are answered, or by people who come when they come. */

import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

import autocannon from "autocannon";

import { LINK_SECRET as secret } from "../sandbox/settings.ts";
import { leaveLinks } from "../src/links/index.ts";
import type { Running } from "./run.ts";

const origin = "https://acme.com";
const FORM = { "content-type": "application/x-www-form-urlencoded", "user-agent": "bench" };
const REQUESTS = {
  GET: { method: "GET", headers: { accept: "text/html", "accept-language": "en-US,en;q=0.9" } },
  POST: { method: "POST", headers: FORM, body: "List-Unsubscribe=One-Click" },
} as const;

/** Contacts that no one has asked for before, and the paths of their links. */
export async function newLinks(count: number) {
  const hex = (bytes: number) => randomBytes(bytes).toString("hex");
  const contacts = Array.from({ length: count }, () => `${hex(4)}-0000-4000-8000-${hex(6)}`);
  const links = await leaveLinks({ origin, list: "weekly", secret, contacts });
  return { contacts, paths: links.map((link) => link.slice(origin.length)) };
}

/** `status`: the only one that is not a failure. */
export type How = { method?: "GET" | "POST"; connections: number; status: number };

/** Asks once for each path. @throws Error when any answer had another status, or did not come */
export async function load({ url, pid }: Running, paths: readonly string[], how: How) {
  const { method = "POST", connections, status } = how;
  const left = paths.values();
  const setupRequest = (request: autocannon.Request) =>
    Object.assign(request, REQUESTS[method], { path: left.next().value ?? "/" });
  const latencies: number[] = [];
  const [cpuBefore, startedAt] = [cpuMs(pid), performance.now()];
  let endedAt = startedAt;
  const options = { url, connections, amount: paths.length, timeout: 30, sampleInt: 50 };
  const clients = autocannon({ ...options, requests: [{ setupRequest }] }, () => undefined);
  clients.on("response", (_client, answered, _bytes, milliseconds) => {
    if (answered === status) latencies.push(milliseconds);
    endedAt = performance.now();
  });
  await once(clients, "done");
  if (latencies.length < paths.length) throw new Error(`not all answers were ${status}: ${url}`);
  return {
    perSecond: (paths.length / (endedAt - startedAt)) * 1000,
    p50Ms: quantile(latencies, 0.5),
    cpuMs: (cpuMs(pid) - cpuBefore) / paths.length,
  };
}

/** Asks at a steady rate, answered or not. @returns the answers in order; the status is 0 if none came */
export async function arrive({ url }: Running, paths: readonly string[], perSecond: number) {
  const startedAt = performance.now();
  const answers = [];
  for (const [index, path] of paths.entries()) {
    const dueAt = startedAt + (index / perSecond) * 1000;
    await sleep(Math.max(0, dueAt - performance.now()));
    const timed = (status: number) => ({ status, ms: performance.now() - dueAt });
    const post = fetch(url + path, REQUESTS.POST).then((answer) =>
      answer.text().then(() => timed(answer.status)),
    );
    answers.push(post.catch(() => timed(0)));
  }
  return Promise.all(answers);
}

/** A person opens a link, confirms, and sees the receipt. @returns its heading */
export async function visit(url: string): Promise<string> {
  await (await fetch(url, REQUESTS.GET)).text();
  const answer = await fetch(url, { ...REQUESTS.POST, body: "confirm=page" });
  return /<h1[^>]*>([^<]+)/.exec(await answer.text())?.[1] ?? "";
}

/** User and system time of a process (fields 14 and 15 of proc(5), after its name), in hundredths of a second. */
function cpuMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** The value below which this share of the values lies. */
export function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? NaN;
}

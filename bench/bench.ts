/**
 * `npm run bench`: what this Worker costs, beside the least that workerd can do and beside what a sender would have
 * written. Linux only: CPU time comes from `/proc`. docs/performance.md says how to read it.
 */

import { fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import { Command, InvalidArgumentError } from "commander";
import { SignJWT } from "jose";

import { LINK_SECRET } from "../sandbox/settings.ts";
import { leaveLinks } from "../src/links/index.ts";
import { type Contender, LIST, type Name, prepareContenders, SEGMENT } from "./contenders.ts";
import { load, type Measured, median } from "./load.ts";

interface Row {
  name: string;
  requestsPerSecond: number;
  /** Requests a second as a share of the limit's. */
  ofLimit: number;
  /** Median latency in milliseconds. */
  p50Ms: number;
  /** CPU time of workerd for one request, in microseconds. */
  cpuMicroseconds: number;
  /** The same as a multiple of the limit's. */
  cpuOfLimit: number;
}

interface Measure {
  title: string;
  method: "GET" | "POST";
  /** The only status that is not a failure. */
  status: number;
  isDown?: true;
  /** The first is what the others are compared with. */
  contenders: readonly [Name, ...Name[]];
}

const MEASURES: readonly Measure[] = [
  { title: "Page (GET)", method: "GET", status: 200, contenders: ["limit-page", "usual", "ours"] },
  {
    title: "Leave (POST)",
    method: "POST",
    status: 200,
    contenders: ["limit-ledger", "usual", "ours"],
  },
  {
    title: "Leave accepted with 202 while Resend is down",
    method: "POST",
    status: 202,
    isDown: true,
    contenders: ["limit-ledger", "ours"],
  },
];

/** Connections, and how many requests one round makes with them. A leave waits for the disk, and so takes longer. */
const LOADS = [
  { connections: 1, requests: { GET: 800, POST: 160 } },
  { connections: 32, requests: { GET: 3_200, POST: 960 } },
];
const QUICK_REQUESTS = 64;

const ORIGIN = "https://acme.com";
const TRIES = 200;
const BETWEEN_TRIES_MS = 50;

const { quick, json, rounds } = new Command("bench")
  .description("Measures what this Worker costs. Takes some minutes.")
  .option("--quick", "one short round, to see that it works")
  .option("--rounds <number>", "measured rounds, after one to warm up", wholeNumber, 7)
  .option("--json", "print JSON")
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .parse()
  .opts<{ quick?: true; json?: true; rounds: number }>();

const folder = mkdtempSync(join(tmpdir(), "leave-this-list-bench-"));
const upstream = fork(fileURLToPath(new URL("upstream.ts", import.meta.url)), { execArgv: [] });
const machine = {
  cpu: cpus()[0]?.model ?? "unknown",
  cores: availableParallelism(),
  node: process.versions.node,
  loadBefore: loadavg()[0],
};
try {
  const [port] = (await once(upstream, "message")) as [number];
  const results = await measureAll(`http://127.0.0.1:${port}`);
  if (json) console.log(JSON.stringify({ machine, results }, null, 2));
  else {
    console.log(`${machine.cpu}, ${machine.cores} cores, Node ${machine.node}`);
    for (const { title, rows } of results) {
      console.log(`\n${title}`);
      console.table(Object.fromEntries(rows.map(shortened)));
    }
  }
} finally {
  upstream.disconnect();
  rmSync(folder, { recursive: true, force: true });
}

async function measureAll(resendUrl: string): Promise<{ title: string; rows: Row[] }[]> {
  console.error("bundling");
  const start = await prepareContenders(folder, resendUrl);
  const pageBytes = await bytesOfPage(await start("ours"));
  const results: { title: string; rows: Row[] }[] = [];
  for (const measure of MEASURES) {
    await using running = new AsyncDisposableStack();
    const contenders: Contender[] = [];
    for (const name of measure.contenders) {
      const down = { RESEND_BASE_URL: `${resendUrl}/down`, RESEND_IS_DOWN: "yes" };
      const bindings = {
        ...(name === "limit-page" && { PAGE_BYTES: `${pageBytes}` }),
        ...(measure.isDown && { RESEND_BASE_URL: down.RESEND_BASE_URL }),
        ...(measure.isDown && name === "limit-ledger" && down),
      };
      contenders.push(running.use(await start(name, bindings)));
    }
    for (const contender of contenders) await settle(contender, measure, resendUrl);
    for (const { connections, requests } of LOADS) {
      const amount = { connections, requests: quick ? QUICK_REQUESTS : requests[measure.method] };
      const title = `${measure.title}, ${connections} at once`;
      results.push({ title, rows: await compete(contenders, measure, amount) });
    }
  }
  return results;
}

/** Loads each contender once a round, each round in another order. The first round warms up. */
async function compete(
  contenders: readonly Contender[],
  { title, method, status }: Measure,
  { connections, requests }: { connections: number; requests: number },
): Promise<Row[]> {
  const measured = new Map<Name, Measured[]>(contenders.map(({ name }) => [name, []]));
  const warmUps = quick ? 0 : 1;
  const all = quick ? 1 : warmUps + rounds;
  for (let round = 0; round < all; round++) {
    const first = round % contenders.length;
    for (const { name, url, pid } of [...contenders.slice(first), ...contenders.slice(0, first)]) {
      console.error(`${title}, ${connections} at once, round ${round + 1} of ${all}: ${name}`);
      const paths = await signedPaths(name, requests);
      const figures = await load({ url, method, paths, connections, pid, status });
      if (round >= warmUps) measured.get(name)?.push(figures);
    }
  }
  const limit = measured.get(contenders[0]?.name ?? "ours") ?? [];
  return [...measured].map(([name, figures]) => rowOf(name, figures, limit));
}

/** Medians; what stands beside the limit is compared round by round. */
function rowOf(name: Name, figures: readonly Measured[], limit: readonly Measured[]): Row {
  const of = (field: keyof Measured) => median(figures.map((figure) => figure[field]));
  const ratio = (field: keyof Measured) =>
    median(figures.map((figure, round) => figure[field] / (limit[round]?.[field] ?? NaN)));
  return {
    name,
    requestsPerSecond: of("requestsPerSecond"),
    ofLimit: ratio("requestsPerSecond"),
    p50Ms: of("p50Ms"),
    cpuMicroseconds: of("cpuMicroseconds"),
    cpuOfLimit: ratio("cpuMicroseconds"),
  };
}

/** A row for the terminal, with the digits that mean something. */
function shortened({ name, ...figures }: Row) {
  const short = Object.entries(figures).map(([key, value]) => [key, Number(value.toPrecision(3))]);
  return [name, Object.fromEntries(short)] as const;
}

/** Paths of links that no one has asked for before. */
async function signedPaths(name: Name, count: number): Promise<string[]> {
  const contacts = Array.from({ length: count }, () => randomUUID());
  if (name !== "usual") {
    const links = await leaveLinks({ origin: ORIGIN, list: LIST, secret: LINK_SECRET, contacts });
    return links.map((link) => link.slice(ORIGIN.length));
  }
  const secret = new TextEncoder().encode(LINK_SECRET);
  const tokens = contacts.map((contactId) =>
    new SignJWT({ contactId, segmentId: SEGMENT, listName: "Weekly digest" })
      .setProtectedHeader({ alg: "HS256" })
      .sign(secret),
  );
  return (await Promise.all(tokens)).map((token) => `/leave/${token}`);
}

/** Waits until a contender answers as it should, and the Ledger has asked Resend all that it asks unprompted. */
async function settle(
  { name, url }: Contender,
  measure: Measure,
  resendUrl: string,
): Promise<void> {
  const { method, status } = measure;
  const calls = async () => Number(await (await fetch(`${resendUrl}/-/calls`)).text());
  let last = "";
  for (let tries = 0; tries < TRIES; tries++) {
    if (name === "ours") await (await fetch(`${url}/leave/-/health`)).text();
    const before = await calls();
    const [path] = await signedPaths(name, 1);
    const response = await fetch(`${url}${path}`, { method });
    await response.text();
    const asked = (await calls()) - before;
    // Ours reads the contact before it removes it, since this Resend answers 200 to the canary.
    const expected = method === "GET" || measure.isDown ? 0 : name === "ours" ? 2 : 1;
    if (response.status === status && asked === expected) return;
    last = `${response.status} after ${asked} calls to Resend, not ${status} after ${expected}`;
    await sleep(BETWEEN_TRIES_MS);
  }
  throw new Error(`${name} answers ${last}.`);
}

async function bytesOfPage(ours: Contender): Promise<number> {
  await using contender = ours;
  const [path] = await signedPaths("ours", 1);
  const response = await fetch(`${contender.url}${path}`, { headers: { "accept-language": "en" } });
  return (await response.arrayBuffer()).byteLength;
}

function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be a whole number from 1 to 9999.");
}

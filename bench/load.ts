/**
 * Load as a process of its own, with `autocannon`: told what to ask by its parent, it asks, counts
 * from the end of the warm-up on, and reports. Any answer but 200 is a failure.
 */

import { setTimeout as sleep } from "node:timers/promises";

import autocannon from "autocannon";

import { cpuMicroseconds } from "./cpu.ts";
import type { AmountOrder, LoadAnswer, LoadOrder, LoadRequest } from "./load-process.ts";
import { quantile } from "./statistics.ts";

const STOP_WITHIN_MS = 50;
const SPARE_SECONDS = 10;
const SLOW_ANSWER_SECONDS = 120;

const PAGE_HEADERS = {
  accept: "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8",
  "accept-language": "en-US,en;q=0.9",
  "user-agent": "Mozilla/5.0 (bench)",
};
const POST_HEADERS = {
  "content-type": "application/x-www-form-urlencoded",
  "user-agent": "bench",
};

const pools = new Map<string, { paths: string[]; next: number }>();

process.on("message", async (request: LoadRequest) => {
  if (request.kind === "pool") {
    pools.set(request.name, { paths: request.paths, next: 0 });
    return;
  }
  const work: Promise<LoadAnswer> = request.kind === "load" ? load(request) : ask(request);
  const answer = await work.catch((error: Error): LoadAnswer => ({
    kind: "failed",
    why: error.message,
  }));
  process.send?.(answer);
});
process.on("disconnect", () => process.exit());
// A signal tells the whole group; this process ends with its parent.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => undefined);

async function load(order: LoadOrder): Promise<LoadAnswer> {
  const { url, method, pids, connections, warmUpSeconds, seconds } = order;
  const latencies: number[] = [];
  const bad = new Map<string, number>();
  const asked = new Map<object, number>();
  let responseBytes = 0;
  let answers = 0;
  let counting = false;
  const spoiled = (by: string) => bad.set(by, (bad.get(by) ?? 0) + 1);
  const clients = start(order);
  const stopped = new Promise((resolve) => clients.once("done", resolve));
  clients.on("reqError", (error: Error) => spoiled(error.message));
  clients.on("response", (client, status, size, milliseconds) => {
    if (status !== 200) spoiled(`${status}`);
    answers += 1;
    asked.set(client, (asked.get(client) ?? 0) + 1);
    if (!counting) return;
    responseBytes = size;
    latencies.push(milliseconds);
  });

  await sleep(warmUpSeconds * 1000);
  const before = snapshot(pids);
  counting = true;
  await sleep(seconds * 1000);
  counting = false;
  const after = snapshot(pids);
  clients.stop();
  await stopped;
  advance(order.pool, answers);
  const each = Math.floor(poolNamed(order.pool).paths.length / connections);
  if (order.once && Math.max(...asked.values()) >= each)
    spoiled("a link twice: too few are signed");

  const problems = [...bad].map(([what, times]) => `${times} × ${what}`).join(", ") || "no answer";
  if (bad.size > 0 || latencies.length === 0) {
    throw new Error(`${method} with ${connections} connections to ${url}: ${problems}`);
  }
  return {
    kind: "measured",
    requests: latencies.length,
    seconds: (after.at - before.at) / 1000,
    p50Ms: quantile(latencies, 0.5),
    p99Ms: quantile(latencies, 0.99),
    responseBytes,
    cpu: pids.map((_, index) => difference(after.cpu[index], before.cpu[index])),
    ownCpu: difference(after.own, before.own),
  };
}

/** Asks so often, of a Worker that may be slow. */
async function ask(order: AmountOrder): Promise<LoadAnswer> {
  const { url, method, connections, requests } = order;
  const turns = turnsOf(order);
  const result = await autocannon({
    url,
    connections,
    amount: requests,
    timeout: SLOW_ANSWER_SECONDS,
    setupClient: (client) => client.setRequests(turns.shift() ?? []),
  });
  advance(order.pool, requests);
  const { errors, statusCodeStats = {} } = result;
  const others = requests - (statusCodeStats["200"]?.count ?? 0);
  if (others > 0) {
    throw new Error(
      `${method} ${requests} times to ${url}: ${errors} × no answer, ${others - errors} × not 200`,
    );
  }
  return { kind: "asked" };
}

/** Asks until it is stopped. */
function start(order: LoadOrder): autocannon.Instance {
  const { url, connections, warmUpSeconds, seconds } = order;
  const turns = turnsOf(order);
  return autocannon(
    {
      url,
      connections,
      duration: warmUpSeconds + seconds + SPARE_SECONDS,
      sampleInt: STOP_WITHIN_MS,
      setupClient: (client) => client.setRequests(turns.shift() ?? []),
    },
    // Without it there would be a promise that nobody awaits.
    () => undefined,
  );
}

/** The requests of each connection: together they go once through the pool before one comes again. */
function turnsOf({
  pool,
  method,
  headers,
  connections,
}: Pick<LoadOrder, "pool" | "method" | "headers" | "connections">): autocannon.Request[][] {
  const { paths, next } = poolNamed(pool);
  const usual =
    method === "POST"
      ? { headers: { ...POST_HEADERS, ...headers }, body: "List-Unsubscribe=One-Click" }
      : { headers: { ...PAGE_HEADERS, ...headers } };
  const turns = Array.from({ length: connections }, () => [] as autocannon.Request[]);
  for (let index = 0; index < paths.length; index++) {
    const path = paths[(next + index) % paths.length];
    turns[index % connections]?.push({ ...usual, method, path });
  }
  return turns;
}

/** The next measurement goes on where this one ended. */
function advance(name: string, by: number): void {
  const pool = poolNamed(name);
  pool.next = (pool.next + by) % pool.paths.length;
}

function poolNamed(name: string) {
  const pool = pools.get(name);
  if (pool === undefined) throw new Error(`there is no pool ${name}`);
  return pool;
}

function snapshot(pids: readonly number[]) {
  const at = performance.now();
  return { at, cpu: pids.map(cpuMicroseconds), own: cpuMicroseconds(process.pid) };
}

function difference(after: number | undefined, before: number | undefined): number | null {
  return after === undefined || before === undefined ? null : after - before;
}

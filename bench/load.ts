/** Load on one contender: asks for each path once, and takes the CPU time of its process meanwhile. */

import { once } from "node:events";
import { readFileSync } from "node:fs";

import autocannon from "autocannon";

export interface Load {
  url: string;
  method: "GET" | "POST";
  /** At least one for each connection. */
  paths: readonly string[];
  connections: number;
  /** Whose CPU time is taken. */
  pid: number;
  /** The only status that is not a failure. */
  status: number;
}

export interface Measured {
  requestsPerSecond: number;
  /** Median latency in milliseconds. */
  p50Ms: number;
  /** User and system time of the process for one request, in microseconds. */
  cpuMicroseconds: number;
}

const HEADERS = {
  GET: {
    accept: "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8",
    "accept-language": "en-US,en;q=0.9",
    "user-agent": "Mozilla/5.0 (bench)",
  },
  POST: { "content-type": "application/x-www-form-urlencoded", "user-agent": "bench" },
};

const TIMEOUT_SECONDS = 30;
const NOTICES_THE_END_WITHIN_MS = 50;

/**
 * Asks for everything.
 *
 * @throws Error when any answer had another status, or did not come
 */
export async function load({
  url,
  method,
  paths,
  connections,
  pid,
  status,
}: Load): Promise<Measured> {
  const headers = HEADERS[method];
  const body = method === "POST" ? "List-Unsubscribe=One-Click" : "";
  const turns = Array.from({ length: connections }, (_, turn) =>
    paths
      .filter((_path, index) => index % connections === turn)
      .map((path) => ({ method, path, headers, body })),
  );
  const latencies: number[] = [];
  const others = new Map<string, number>();
  const failed = (by: string) => others.set(by, (others.get(by) ?? 0) + 1);

  const cpuBefore = cpuMicroseconds(pid);
  const startedAt = performance.now();
  let endedAt = startedAt;
  const clients = autocannon(
    {
      url,
      connections,
      amount: paths.length,
      timeout: TIMEOUT_SECONDS,
      sampleInt: NOTICES_THE_END_WITHIN_MS,
      setupClient: (client) => client.setRequests(turns.shift() ?? []),
    },
    () => undefined,
  );
  clients.on("reqError", (error: Error) => failed(error.message));
  clients.on("response", (_client, answered, _bytes, milliseconds) => {
    if (answered !== status) failed(`${answered}`);
    latencies.push(milliseconds);
    endedAt = performance.now();
  });
  await once(clients, "done");

  if (others.size > 0 || latencies.length !== paths.length) {
    const what = [...others].map(([by, times]) => `${times} × ${by}`).join(", ");
    throw new Error(
      `${method} ${url}, ${connections} connections: ${what || "answers are missing"}`,
    );
  }
  return {
    requestsPerSecond: paths.length / ((endedAt - startedAt) / 1000),
    p50Ms: median(latencies),
    cpuMicroseconds: (cpuMicroseconds(pid) - cpuBefore) / paths.length,
  };
}

/** `/proc` counts in hundredths of a second, whatever the kernel's own clock. */
const MICROSECONDS_PER_TICK = 10_000;

/** Fields 14 and 15 of proc(5), counted from the third, which follows the name in parentheses. */
function cpuMicroseconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * MICROSECONDS_PER_TICK;
}

/** @param values at least one, in any order */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low = 0, high = low] = sorted.slice(Math.ceil(middle - 1), Math.floor(middle + 1));
  return (low + high) / 2;
}

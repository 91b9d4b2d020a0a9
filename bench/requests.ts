/** What one request costs, beside the least that workerd can do, and beside what a sender would have written instead. */

import { SignJWT } from "jose";

import { LINK_SECRET } from "../sandbox/settings.ts";
import type { Bench, Row, Table } from "./bench.ts";
import { load, newContacts, newPaths, quantile } from "./load.ts";
import { SEGMENT } from "./upstream.ts";
import type { Name, Running } from "./workers.ts";

interface Measure {
  title: string;
  method: "GET" | "POST";
  status: number;
  /** Requests to Resend; with two, its canary says that a 200 is no proof, so that a leave reads the contact first. */
  calls: 0 | 1 | 2;
  /** The first is what the others are compared with. */
  names: readonly Name[];
}

const page: Omit<Measure, "title"> = {
  method: "GET",
  status: 200,
  calls: 0,
  names: ["limit-page", "usual", "ours"],
};
const leave: Omit<Measure, "title"> = {
  method: "POST",
  status: 200,
  calls: 1,
  names: ["limit-ledger", "ours"],
};
const MEASURES: readonly Measure[] = [
  { title: "Page (GET)", ...page },
  {
    title: "Leave (POST), one call to Resend",
    ...leave,
    names: [...leave.names, "bare-call", "usual"],
  },
  { title: "Leave (POST), two calls: the contact is read first", ...leave, calls: 2 },
  { title: "Leave accepted with 202 while Resend is down", ...leave, status: 202, calls: 0 },
];

/** Connections, and how many requests one round makes with them. A leave waits for the disk, and so takes longer. */
const LOADS = [
  { connections: 1, requests: { GET: 800, POST: 160 } },
  { connections: 32, requests: { GET: 3_200, POST: 960 } },
];
const QUICK_REQUESTS = 64;
const ROUNDS = 7;

export async function requests(bench: Bench): Promise<Table[]> {
  const tables: Table[] = [];
  const PAGE = await pageOf(bench);
  for (const measure of MEASURES) {
    await using stack = new AsyncDisposableStack();
    const RESEND_BASE_URL = baseUrlFor(measure, bench);
    const workers = new Map<Name, Running>();
    for (const name of measure.names) {
      const bindings = { RESEND_BASE_URL, PAGE, CALLS: `${measure.calls}` };
      workers.set(name, stack.use(await bench.start(name, bindings)));
    }
    await bench.upstream.setDown(measure.status === 202);
    for (const { connections, requests: most } of LOADS) {
      const title = `${measure.title}, ${connections} at once`;
      bench.log(title);
      const count = bench.quick ? QUICK_REQUESTS : most[measure.method];
      tables.push({
        title,
        rows: await compete(workers, { ...measure, connections, count }, bench),
      });
    }
    await bench.upstream.setDown(false);
  }
  return tables;
}

function baseUrlFor({ calls }: Measure, { upstream }: Bench): string {
  return upstream.baseUrl(100_000, calls === 2 ? 200 : 404);
}

/** Loads each once a round, each round in another order. The first round warms up. */
async function compete(
  workers: ReadonlyMap<Name, Running>,
  measure: Measure & { connections: number; count: number },
  bench: Bench,
): Promise<Row[]> {
  const calls = () => bench.upstream.calls(baseUrlFor(measure, bench));
  const results = new Map<Name, Result[]>(measure.names.map((name) => [name, []]));
  for (let round = 0; round <= (bench.quick ? 1 : ROUNDS); round++) {
    const first = round % workers.size;
    for (const [name, worker] of [...workers, ...workers].slice(first, first + workers.size)) {
      const paths = await pathsFor(name, measure.count);
      const before = await calls();
      const figures = await load(worker, { ...measure, paths });
      const made = ((await calls()) - before) / measure.count;
      if (round > 0) results.get(name)?.push({ ...figures, calls: made });
    }
  }
  const [limit = []] = results.values();
  return [...results].map(([name, own]) => medians(name, own, limit));
}

type Result = Awaited<ReturnType<typeof load>> & { calls: number };

/** What stands beside the limit is compared round by round. */
function medians(name: Name, results: readonly Result[], limit: readonly Result[]): Row {
  const median = (of: (one: Result, round: number) => number) => quantile(results.map(of), 0.5);
  const ratio = (field: keyof Result) =>
    median((one, round) => one[field] / (limit[round]?.[field] ?? NaN)).toFixed(2);
  return {
    "": name,
    "requests/s": Math.round(median((one) => one.requestsPerSecond)),
    "of the limit": ratio("requestsPerSecond"),
    "p50, ms": median((one) => one.p50Ms),
    "CPU, ms": median((one) => one.cpuMs),
    "CPU of the limit": ratio("cpuMs"),
    "calls to Resend": median((one) => one.calls),
  };
}

/** Paths of links that no one has asked for before. */
async function pathsFor(name: Name, count: number): Promise<string[]> {
  if (name !== "usual") return newPaths(count);
  const secret = new TextEncoder().encode(LINK_SECRET);
  const signed = newContacts(count).map((contactId) =>
    new SignJWT({ contactId, segmentId: SEGMENT, listName: "Weekly digest" })
      .setProtectedHeader({ alg: "HS256" })
      .sign(secret),
  );
  return (await Promise.all(signed)).map((token) => `/leave/${token}`);
}

/** Our page, so that the limit's is as long. */
async function pageOf({ start }: Bench): Promise<string> {
  await using ours = await start("ours", {});
  const [path = ""] = await newPaths(1);
  return (await fetch(ours.url + path, { headers: { "accept-language": "en" } })).text();
}

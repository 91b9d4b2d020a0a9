/** What one request costs, beside the least that workerd can do, and beside what a sender would have written instead. */

import { SignJWT } from "jose";

import { LINK_SECRET } from "../sandbox/settings.ts";
import { type How, load, newLinks, quantile } from "./load.ts";
import { log, quick, resend, resendUrl, start } from "./run.ts";
import type { Name, Running, Tables } from "./run.ts";

const LEAVERS = ["limit-ledger", "ours"] as const;

/** `calls` to Resend. Two, if Resend's canary says that a 200 is no proof, so that a leave reads the contact first. */
const MEASURES = [
  { title: "Page (GET)", status: 200, calls: 0, names: ["limit-page", "ours", "usual"] },
  { title: "Leave (POST)", status: 200, calls: 1, names: [...LEAVERS, "bare-call", "usual"] },
  { title: "Leave, the contact is read first", status: 200, calls: 2, names: LEAVERS },
  { title: "Leave stored, Resend is down", status: 202, calls: 0, names: LEAVERS },
] as const;

/** How many requests one connection makes in a round. A leave waits for the disk, and so takes longer. */
const COUNTS = quick ? { GET: 32, POST: 32 } : { GET: 800, POST: 180 };
const ROUNDS = quick ? 1 : 7;

export async function requests(): Promise<Tables> {
  const tables: Tables = {};
  await using ours = await start("ours", {});
  const { paths } = await newLinks(1);
  const PAGE = await (await fetch(`${ours.url}${paths[0]}`)).text();
  for (const { title, status, calls, names } of MEASURES) {
    const RESEND_BASE_URL = resendUrl(100_000, calls === 2 ? 200 : 404);
    const bindings = { RESEND_BASE_URL, PAGE, CALLS: `${calls}` };
    await using stack = new AsyncDisposableStack();
    const workers = new Map<Name, Running>();
    for (const name of names) workers.set(name, stack.use(await start(name, bindings)));
    await resend(status === 202 ? "down" : "up");
    const method = names[0] === "limit-page" ? "GET" : "POST";
    for (const connections of [1, 32]) {
      const full = `${title}, ${connections} at once`;
      log(full);
      const count = COUNTS[method] * (connections === 1 ? 1 : 5);
      tables[full] = await compete(workers, count, { method, status, connections });
    }
    await resend("up");
  }
  return tables;
}

type Figures = Awaited<ReturnType<typeof load>>;

/** Loads each once a round, each round in another order. The first round warms up. */
async function compete(workers: ReadonlyMap<Name, Running>, count: number, how: How) {
  const results = new Map(Array.from(workers.keys(), (name) => [name, [] as Figures[]]));
  for (let round = 0; round <= ROUNDS; round++) {
    const first = round % workers.size;
    for (const [name, worker] of [...workers, ...workers].slice(first, first + workers.size)) {
      const figures = await load(worker, await pathsFor(name, count), how);
      if (round > 0) results.get(name)?.push(figures);
    }
  }
  const [limit = []] = results.values();
  return Array.from(results, ([name, all]) => {
    const median = (of: (one: Figures, round: number) => number) => quantile(all.map(of), 0.5);
    // What stands beside the limit is compared round by round.
    const ratio = (field: keyof Figures) =>
      median((one, round) => one[field] / (limit[round]?.[field] ?? NaN));
    return {
      "": name,
      "requests/s": Math.round(median((one) => one.perSecond)),
      "of the limit": ratio("perSecond"),
      "p50, ms": median((one) => one.p50Ms),
      "CPU, ms": median((one) => one.cpuMs),
      "CPU of the limit": ratio("cpuMs"),
    };
  });
}

/** Paths of links that no one has asked for before. */
async function pathsFor(name: Name, count: number): Promise<string[]> {
  const { contacts, paths } = await newLinks(count);
  if (name !== "usual") return paths;
  const secret = new TextEncoder().encode(LINK_SECRET);
  const signed = contacts.map((contactId) =>
    new SignJWT({ contactId, segmentId: "weekly", listName: "Weekly digest" })
      .setProtectedHeader({ alg: "HS256" })
      .sign(secret),
  );
  return (await Promise.all(signed)).map((token) => `/leave/${token}`);
}

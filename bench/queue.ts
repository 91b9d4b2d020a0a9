/** What happens when more people leave than Resend's rate limit lets through: the queue, and a stampede. */

import { setTimeout as sleep } from "node:timers/promises";

import { ledgerReport, until } from "../sandbox/ledger.ts";
import { OPERATOR_TOKEN } from "../sandbox/settings.ts";
import type { RecordPage } from "../src/ledger/record.ts";
import type { Bench, Row, Table } from "./bench.ts";
import { arrive, load, newContacts, newPaths, pathsOf, quantile, visit } from "./load.ts";
import type { Running } from "./workers.ts";

const LIMITS = [2, 10, 100];
const DRAIN_SECONDS = 60;

/** The queue is filled for so much longer than it is watched. */
const SPARE_SECONDS = 30;

export async function drain({ quick, start, upstream, log }: Bench): Promise<Table[]> {
  const seconds = quick ? 2 : DRAIN_SECONDS;
  await using stack = new AsyncDisposableStack();
  const workers = new Map<number, Running>();
  for (const limit of LIMITS) {
    const baseUrl = upstream.baseUrl(limit);
    workers.set(limit, stack.use(await start("ours", { RESEND_BASE_URL: baseUrl })));
  }
  log("stores what is drained");
  await upstream.setDown(true);
  for (const [limit, worker] of workers) {
    const paths = await newPaths(Math.ceil((limit / 2) * (seconds + SPARE_SECONDS)));
    await load(worker, { method: "POST", paths, connections: 8, status: 202 });
  }
  await upstream.setDown(false);
  log(`drains for ${seconds} s`);
  const drained = [...workers].map(([limit, worker]) => drainedOf(worker, limit, seconds));
  return [
    {
      title: "Leaves drained from the queue, with one call to Resend each",
      rows: await Promise.all(drained),
    },
  ];
}

/** Watches a queue from when it begins to move. */
async function drainedOf({ url }: Running, limit: number, seconds: number): Promise<Row> {
  const queued = async () => (await ledgerReport(url)).queued;
  const all = await queued();
  await until("the queue moves", async () => (await queued()) < all, 90_000);
  const [before, startedAt] = [await queued(), performance.now()];
  await sleep(seconds * 1000);
  const perSecond = ((before - (await queued())) / (performance.now() - startedAt)) * 1000;
  return {
    "Resend's limit, a second": limit,
    "drained a second": perSecond,
    "of half the limit": perSecond / (limit / 2),
    "10,000 take, hours": 10_000 / perSecond / 3600,
  };
}

const RESEND_LIMIT = 10;

/** How many leave within so many seconds. */
const STAMPEDE = { people: 20_000, seconds: 60 };
const QUICK_STAMPEDE = { people: 200, seconds: 2 };

export async function stampede(bench: Bench): Promise<Table[]> {
  const { people, seconds } = bench.quick ? QUICK_STAMPEDE : STAMPEDE;
  const baseUrl = bench.upstream.baseUrl(RESEND_LIMIT);
  await using worker = await bench.start("ours", { RESEND_BASE_URL: baseUrl });
  bench.log(`${people} people leave within ${seconds} s`);
  const contacts = newContacts(people);
  const arriving = arrive(worker, await pathsOf(contacts), people / seconds);
  await sleep(seconds * 500);
  const [readersPath = ""] = await newPaths(1);
  const { heading, ms } = await visit(worker.url + readersPath);
  const answers = await arriving;
  const { queued, oldestSeconds } = await ledgerReport(worker.url);
  const states = await statesIn(worker.url);
  const lost = answers.filter(({ status }, index) => {
    const state = states.get(contacts[index] ?? "");
    return status === 200 ? state !== "done" : status === 202 && state === undefined;
  });
  const count = (wanted: number) => answers.filter(({ status }) => status === wanted).length;
  const took = answers.map(({ ms: one }) => one);
  const figures: Row = {
    "answered with 200: they have left": count(200),
    "answered with 202: stored": count(202),
    "answered otherwise": people - count(200) - count(202),
    "accepted, and not in the record": lost.length,
    "p50 of the answer, ms": quantile(took, 0.5),
    "p99 of the answer, ms": quantile(took, 0.99),
    "queued at the end": queued,
    "the oldest of them, seconds": oldestSeconds,
    [`the queue then takes, minutes (${RESEND_LIMIT / 2} a second)`]:
      queued / (RESEND_LIMIT / 2) / 60,
    "a reader meanwhile, in the browser": `“${heading}” after ${Math.round(ms)} ms`,
  };
  const rows = Object.entries(figures).map(([what, figure]) => ({ "": what, figure }));
  const title = `${people.toLocaleString("en-US")} one-click requests in ${seconds} seconds, Resend's limit is ${RESEND_LIMIT}`;
  return [{ title, rows }, await hammer(bench)];
}

/** The states of all entries in the record, by contact. */
async function statesIn(url: string): Promise<Map<string | null, string>> {
  const states = new Map<string | null, string>();
  for (let after = 0, hasMore = true; hasMore;) {
    const headers = { authorization: `Bearer ${OPERATOR_TOKEN}` };
    const response = await fetch(`${url}/leave/-/record?limit=1000&after=${after}`, { headers });
    const page = (await response.json()) as RecordPage;
    for (const { contact, state } of page.data) states.set(contact, state);
    ({ has_more: hasMore } = page);
    after = page.data.at(-1)?.seq ?? after;
  }
  return states;
}

const HAMMER = { perSecond: 200, others: 20, seconds: 6, rounds: 3 };

/** One link, hammered beside other people's requests. */
async function hammer({ quick, start, log }: Bench): Promise<Table> {
  const { perSecond, others } = HAMMER;
  const [seconds, rounds] = quick ? [1, 1] : [HAMMER.seconds, HAMMER.rounds];
  await using worker = await start("ours", {});
  const [link = ""] = await newPaths(1);
  const took = { alone: [] as number[], beside: [] as number[] };
  const statuses = new Map<number, number>();
  for (let round = 1; round <= rounds; round++) {
    log(`one link is hammered, round ${round} of ${rounds}`);
    for (const how of ["alone", "beside"] as const) {
      const links = Array.from({ length: how === "beside" ? perSecond * seconds : 0 }, () => link);
      const [normal, hammered] = await Promise.all([
        arrive(worker, await newPaths(others * seconds), others),
        arrive(worker, links, perSecond),
      ]);
      took[how].push(...normal.map(({ ms }) => ms));
      for (const { status } of hammered) statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  }
  const [alone, beside] = [quantile(took.alone, 0.5), quantile(took.beside, 0.5)];
  const row = {
    "others' p50 alone, ms": alone,
    "beside it, ms": beside,
    "moved by": `${Math.round((beside / alone - 1) * 100)}%`,
    "the hammered link's answers": [...statuses]
      .map(([status, times]) => `${times} × ${status}`)
      .join(", "),
  };
  return {
    title: `One link with ${perSecond} requests a second, beside ${others} others a second`,
    rows: [row],
  };
}

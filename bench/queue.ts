/** What happens when more people leave than Resend's rate limit lets through: the queue, and a stampede. */

import { setTimeout as sleep } from "node:timers/promises";

import { connectWorker } from "../cli/record/worker.ts";
import { until } from "../sandbox/processes.ts";
import { OPERATOR_TOKEN } from "../sandbox/settings.ts";
import { ledgerReport } from "../sandbox/worker-process.ts";
import { arrive, load, newLinks, quantile, visit } from "./load.ts";
import { log, quick, resend, resendUrl, type Running, start, type Tables } from "./run.ts";

const LIMITS = [2, 10, 100];

/** The queues are watched for so long, and filled for longer. */
const DRAIN_SECONDS = quick ? 2 : 60;
const SPARE_SECONDS = 30;

export async function drain(): Promise<Tables> {
  await using stack = new AsyncDisposableStack();
  const workers = new Map<number, Running>();
  for (const limit of LIMITS) {
    workers.set(limit, stack.use(await start("ours", { RESEND_BASE_URL: resendUrl(limit) })));
  }
  await resend("down");
  for (const [limit, worker] of workers) {
    const { paths } = await newLinks((limit / 2) * (DRAIN_SECONDS + SPARE_SECONDS));
    await load(worker, paths, { connections: 8, status: 202 });
  }
  await resend("up");
  log("drains");
  const rows = Array.from(workers, async ([limit, worker]) => {
    const rate = await rateOf(worker);
    const hours = 10_000 / rate / 3600;
    return { "Resend's limit": limit, "drained a second": rate, "10,000 take, hours": hours };
  });
  return { "Leaves drained from the queue, with one call each": await Promise.all(rows) };
}

/** How many leave a queue in a second, from when it begins to move. */
async function rateOf({ url }: Running): Promise<number> {
  const queued = async () => (await ledgerReport(url)).queued;
  const all = await queued();
  await until("the queue moves", async () => (await queued()) < all, 90_000);
  const [before, startedAt] = [await queued(), performance.now()];
  await sleep(DRAIN_SECONDS * 1000);
  return ((before - (await queued())) / (performance.now() - startedAt)) * 1000;
}

const [LIMIT, PEOPLE, SECONDS] = quick ? [10, 200, 2] : [10, 20_000, 60];

export async function stampede(): Promise<Tables> {
  await using worker = await start("ours", { RESEND_BASE_URL: resendUrl(LIMIT) });
  const { contacts, paths } = await newLinks(PEOPLE + 1);
  const reader = `${worker.url}${paths.pop()}`;
  log(`${PEOPLE} people leave within ${SECONDS} s`);
  const [answers, heading] = await Promise.all([
    arrive(worker, paths, PEOPLE / SECONDS),
    sleep(SECONDS * 500).then(() => visit(reader).catch(() => "no answer")),
  ]);
  const { queued } = await ledgerReport(worker.url);
  const states = new Map<string | null, string>();
  const record = connectWorker(worker.url, OPERATOR_TOKEN).entries(undefined, () => undefined);
  for await (const { contact, state } of record) states.set(contact, state);
  const lost = answers.filter(({ status }, index) => {
    const state = states.get(contacts[index] ?? "");
    return status === 200 ? state !== "done" : status === 202 && state === undefined;
  });
  const times = answers.map(({ ms }) => ms);
  const count = (wanted: number) => answers.filter(({ status }) => status === wanted).length;
  const figures = {
    "answered with 200, they have left": count(200),
    "answered with 202, stored": count(202),
    "answered otherwise": PEOPLE - count(200) - count(202),
    "lost: answered so, and not so in the record": lost.length,
    "p50 of the answer, ms": quantile(times, 0.5),
    "p99 of the answer, ms": quantile(times, 0.99),
    "queued at the end": queued,
    "the queue will stand, minutes": (1.1 * queued) / (LIMIT / 2) / 60,
    "what a person sees meanwhile": `“${heading}”`,
  };
  const rows = Object.entries(figures).map(([what, figure]) => ({ "": what, figure }));
  const title = `${PEOPLE.toLocaleString("en-US")} one-click requests within ${SECONDS} s`;
  return { [title]: rows, ...(await hammer()) };
}

const [OTHERS, HAMMER, TURNS, TURN_SECONDS] = quick ? [20, 200, 2, 1] : [20, 200, 6, 6];

/** Other people's requests, alone and beside one link that gets many more. */
async function hammer(): Promise<Tables> {
  await using worker = await start("ours", {});
  const { paths: link } = await newLinks(1);
  const times = { alone: [] as number[], beside: [] as number[] };
  for (let turn = 0; turn < TURNS; turn++) {
    const how = turn % 2 === 0 ? "alone" : "beside";
    const { paths } = await newLinks(TURN_SECONDS * OTHERS);
    const same = how === "alone" ? [] : Array<string>(TURN_SECONDS * HAMMER).fill(link[0] ?? "");
    const all = [arrive(worker, paths, OTHERS), arrive(worker, same, HAMMER)];
    const [answers = []] = await Promise.all(all);
    times[how].push(...answers.map(({ ms }) => ms));
  }
  const [alone, beside] = [quantile(times.alone, 0.5), quantile(times.beside, 0.5)];
  const row = { "others' p50 alone, ms": alone, "beside it, ms": beside, ratio: beside / alone };
  return { [`One link gets ${HAMMER} requests a second, and others ${OTHERS}`]: [row] };
}

/** A stand-in for Resend, and a Worker that can be killed and started again on the same port and storage. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { leaveUrl } from "../../src/links/index.ts";
import { LINK_SECRET, OPERATOR_TOKEN } from "../../sandbox/settings.ts";
import { freePort } from "../../sandbox/processes.ts";
import { addSubscriber, addSubscribers, type Subscriber, WEEKLY } from "../../sandbox/running.ts";
import type { LoggedRequest } from "../../sandbox/resend/world.ts";
import { type StandInOptions, startStandIn } from "../../sandbox/resend/server.ts";
import {
  ledgerReport,
  startWorker,
  type WorkerOptions,
  type WorkerProcess,
} from "../../sandbox/worker-process.ts";
import { oneClick } from "./exchange.ts";

export type Restartable = Awaited<ReturnType<typeof restartable>>;

/** Starts the stand-in. The Worker is started by the test, and ends with it: `await using sandbox = await restartable()`. */
export async function restartable(options: StandInOptions = {}) {
  const folder = mkdtempSync(join(tmpdir(), "leave-this-list-restartable-"));
  const standIn = await startStandIn(options);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let worker: WorkerProcess | undefined;

  async function end(how: "kill" | "stop"): Promise<void> {
    await worker?.[how]();
    worker = undefined;
  }

  /** Starts the Worker, or starts it again. */
  async function start({ vars, ...more }: Partial<WorkerOptions> = {}): Promise<WorkerProcess> {
    worker = await startWorker({
      port,
      persistTo: folder,
      resendBaseUrl: standIn.url,
      vars: { OPERATOR_TOKEN, ...vars },
      ...more,
    });
    return worker;
  }

  const link = (contact: string, list = "weekly"): Promise<string> =>
    leaveUrl({ origin: url, list, contact, secret: LINK_SECRET });

  /** How many of them are still on the list. */
  async function remaining(of: readonly Subscriber[]): Promise<number> {
    const subscribed = new Set(await standIn.members(WEEKLY));
    return of.filter(({ email }) => subscribed.has(email)).length;
  }

  return {
    folder,
    url,
    standIn,
    start,

    /** Starts the Worker for the first time, and waits until it has sent Resend its daily requests. */
    async startSettled(): Promise<void> {
      await start();
      await standIn.settled();
    },

    /** Ends the Worker as a power cut would. */
    kill: () => end("kill"),
    stop: () => end("stop"),

    report: () => ledgerReport(url),
    link,
    subscribers: (count: number) => addSubscribers(standIn, url, count),
    subscriber: () => addSubscriber(standIn, url),
    remaining,

    /** For `until`: whether all of them are off the list. */
    gone: (of: readonly Subscriber[]) => async () => (await remaining(of)) === 0,

    async [Symbol.asyncDispose](): Promise<void> {
      await Promise.all([end("kill"), standIn.close()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Sends a one-click POST to each one's link by contact ID, some at a time.
 *
 * @param onAnswer called for each answer, with the number of answers so far
 * @returns the status of each; 0 where no answer came
 */
export async function clickAll(
  all: readonly Subscriber[],
  atOnce = 10,
  onAnswer: (count: number) => void = () => undefined,
): Promise<number[]> {
  const queue = all.entries();
  const statuses: number[] = [];
  let answered = 0;
  const client = async () => {
    for (const [index, { linkById }] of queue) {
      const answer = await oneClick(linkById).catch(() => ({ status: 0 }));
      statuses[index] = answer.status;
      if (answer.status !== 0) onAnswer(++answered);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, client));
  return statuses;
}

/**
 * How many requests came within five seconds at the most. Half of a limit of ten is 25. Five more: a busy machine may hold those of
 * a second back.
 */
export function busiestFiveSeconds(requests: readonly LoggedRequest[]): number {
  const times = requests.map(({ time }) => time);
  const within = (from: number) => times.filter((time) => time >= from && time < from + 5_000);
  return Math.max(...times.map((from) => within(from).length));
}

/** A stand-in for Resend, and a Worker that can be killed and started again on the same port and storage. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";

import { leaveUrl } from "../../src/links/index.ts";
import { LINK_SECRET, OPERATOR_TOKEN } from "../../sandbox/settings.ts";
import { ledgerReport } from "../../sandbox/ledger.ts";
import { freePort } from "../../sandbox/processes.ts";
import { type Subscriber, WEEKLY } from "../../sandbox/running.ts";
import {
  type StandInProcess,
  type StandInProcessOptions,
  startStandInProcess,
} from "../../sandbox/stand-in-process.ts";
import {
  startWorker,
  type WorkerOptions,
  type WorkerProcess,
} from "../../sandbox/worker-process.ts";
import { oneClick } from "./exchange.ts";

/**
 * Call it once at the top of a test file or a `describe`. Use what it returns inside tests.
 *
 * @param isShared whether all tests there share one sandbox
 */
export function restartableSandbox(standInOptions: StandInProcessOptions = {}, isShared = false) {
  let port: number;
  let folder: string;
  let standIn: StandInProcess;
  let worker: WorkerProcess | undefined;

  (isShared ? beforeAll : beforeEach)(async () => {
    folder = mkdtempSync(join(tmpdir(), "leave-this-list-restartable-"));
    // No test opens its mailbox. The port is picked after it, or it might take that one.
    standIn = await startStandInProcess("http://127.0.0.1:9", standInOptions);
    port = await freePort();
  });

  (isShared ? afterAll : afterEach)(async () => {
    await Promise.all([worker?.stop(), standIn.stop()]);
    worker = undefined;
    rmSync(folder, { recursive: true, force: true });
  });

  return {
    get folder(): string {
      return folder;
    },

    get url(): string {
      return `http://127.0.0.1:${port}`;
    },

    get standIn(): StandInProcess {
      return standIn;
    },

    /** Starts the Worker, or starts it again. */
    async start({ vars, ...options }: Partial<WorkerOptions> = {}): Promise<WorkerProcess> {
      worker = await startWorker({
        port,
        persistTo: folder,
        resendBaseUrl: standIn.url,
        vars: { OPERATOR_TOKEN, ...vars },
        ...options,
      });
      return worker;
    },

    /** Starts the Worker for the first time, and waits until it has sent Resend its daily requests. */
    async startSettled(): Promise<void> {
      await this.start();
      await standIn.settled();
    },

    /** Ends the Worker as a power cut would. */
    async kill(): Promise<void> {
      await worker?.kill();
      worker = undefined;
    },

    async stop(): Promise<void> {
      await worker?.stop();
      worker = undefined;
    },

    report: () => ledgerReport(`http://127.0.0.1:${port}`),

    link: (contact: string, list = "weekly"): Promise<string> =>
      leaveUrl({ origin: `http://127.0.0.1:${port}`, list, contact, secret: LINK_SECRET }),

    async subscribers(count: number): Promise<Subscriber[]> {
      const seeded = await standIn.seed(WEEKLY, count);
      return Promise.all(
        seeded.map(async ({ id, email }) => {
          const [linkById, linkByAddress] = [await this.link(id), await this.link(email)];
          return { id, email, linkById, linkByAddress };
        }),
      );
    },

    async subscriber(): Promise<Subscriber> {
      const [one] = await this.subscribers(1);
      if (one === undefined) throw new Error("the stand-in added no contact");
      return one;
    },

    /** How many of them are still on the list. */
    async remaining(of: readonly Subscriber[]): Promise<number> {
      const subscribed = new Set(await standIn.members(WEEKLY));
      return of.filter(({ email }) => subscribed.has(email)).length;
    },

    /** For `until`: whether all of them are off the list. */
    gone(of: readonly Subscriber[]): () => Promise<boolean> {
      return async () => (await this.remaining(of)) === 0;
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

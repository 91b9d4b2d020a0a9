/** A stand-in and a folder, and on them a Worker that can be killed and started again. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";

import { leaveUrl } from "../../src/links/index.ts";
import { LINK_SECRET, OPERATOR_TOKEN } from "../../sandbox/settings.ts";
import { ledgerReport, type Report } from "../../sandbox/ledger.ts";
import { freePort } from "../../sandbox/processes.ts";
import { settled, WEEKLY } from "../../sandbox/running.ts";
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
import { sandboxConfig } from "../../sandbox/worker-process.ts";
import { oneClick } from "./exchange.ts";

export interface Person {
  id: string;
  email: string;
  /** By contact ID. */
  link: string;
}

/**
 * Call it once at the top of a test file or a `describe`; what it returns is good inside tests.
 *
 * @param isShared whether all tests there share it
 */
export function mortalSandbox(standInOptions: StandInProcessOptions = {}, isShared = false) {
  let port: number;
  let folder: string;
  let standIn: StandInProcess;
  let worker: WorkerProcess | undefined;

  (isShared ? beforeAll : beforeEach)(async () => {
    folder = mkdtempSync(join(tmpdir(), "leave-this-list-mortal-"));
    // Nobody opens its mailbox. The port is picked after it, or it might take that one.
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

    /** Starts the Worker, or starts it again: same port, same storage. */
    async start(options: Partial<WorkerOptions> = {}): Promise<WorkerProcess> {
      const { vars, ...rest } = options;
      worker = await startWorker({
        port,
        persistTo: folder,
        resendBaseUrl: standIn.url,
        vars: { OPERATOR_TOKEN, ...vars },
        ...rest,
      });
      return worker;
    },

    /** Starts the Worker for the first time, and waits until it asks Resend nothing unasked. */
    async startSettled(): Promise<void> {
      await this.start();
      await settled(standIn);
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

    report: (): Promise<Report> => ledgerReport(`http://127.0.0.1:${port}`),

    link(contact: string, list = "weekly"): Promise<string> {
      const origin = `http://127.0.0.1:${port}`;
      return leaveUrl({ origin, list, contact, secret: LINK_SECRET });
    },

    /** Puts people on a list. */
    async people(count: number, segment: string = WEEKLY, list = "weekly"): Promise<Person[]> {
      const seeded = await standIn.seed(segment, count);
      return Promise.all(
        seeded.map(async ({ id, email }) => ({ id, email, link: await this.link(id, list) })),
      );
    },

    async person(segment: string = WEEKLY, list = "weekly"): Promise<Person> {
      const [one] = await this.people(1, segment, list);
      if (one === undefined) throw new Error("the stand-in seeded nobody");
      return one;
    },

    /** How many of them are on the list still. */
    async remaining(
      of: readonly Pick<Person, "email">[],
      segment: string = WEEKLY,
    ): Promise<number> {
      const members = new Set(await standIn.members(segment));
      return of.filter(({ email }) => members.has(email)).length;
    },

    /** For `until`: whether all of them are off the list. */
    gone(of: readonly Pick<Person, "email">[], segment: string = WEEKLY): () => Promise<boolean> {
      return async () => (await this.remaining(of, segment)) === 0;
    },

    /** A copy of the sandbox's wrangler.toml with something else in it. */
    config(change: (settings: string) => string): string {
      const path = join(folder, "wrangler.toml");
      const settings = sandboxConfig();
      const changed = change(settings);
      if (changed === settings) throw new Error("nothing was changed");
      writeFileSync(path, changed);
      return path;
    },
  };
}

/**
 * Clicks all their links, some at a time.
 *
 * @param onAnswer called for each answer, with how many there are
 * @returns each one's status; 0 where no answer came
 */
export async function clickAll(
  all: readonly Pick<Person, "link">[],
  atOnce = 10,
  onAnswer: (count: number) => void = () => undefined,
): Promise<number[]> {
  const queue = all.entries();
  const statuses: number[] = [];
  let answered = 0;
  const client = async () => {
    for (const [index, { link }] of queue) {
      statuses[index] = await oneClick(link).then(
        ({ status }) => status,
        () => 0,
      );
      if (statuses[index] !== 0) onAnswer(++answered);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, client));
  return statuses;
}

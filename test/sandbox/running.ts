/**
 * For acceptance and browser tests: one Worker and one stand-in, real processes on free ports, for
 * all tests of a file. Every test takes people of its own, so that no test sees another's limits.
 */

import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

import { afterAll, afterEach, beforeAll } from "vitest";

import { leaveUrl } from "../../src/link.ts";
import { SAMPLE_LISTS } from "../resend/samples.ts";
import { LINK_SECRET } from "./keys.ts";
import { freePort } from "./ports.ts";
import { type StandInProcess, startStandInProcess } from "./stand-in-process.ts";
import { startWorker, type WorkerOptions, type WorkerProcess } from "./worker-process.ts";
import type { WorkerLogLine } from "./worker-log.ts";

const LOGGED_WITHIN_MS = 5_000;
const POLL_MS = 10;

/** What standard output and standard error may differ by. */
const REST_MS = 50;

/** The segment behind the list `weekly`. */
export const WEEKLY = SAMPLE_LISTS.weekly.segment;

/** Somebody on the list `weekly`. */
export interface Member {
  id: string;
  email: string;
  /** A link by contact ID. */
  linkById: string;
  /** A link by address. */
  linkByAddress: string;
}

/** Call it once at the top of a test file; what it returns is good inside tests. */
export function runningSandbox(options: Partial<WorkerOptions> = {}) {
  let running: { worker: WorkerProcess; standIn: StandInProcess } | undefined;

  beforeAll(async () => {
    const port = await freePort();
    const standIn = await startStandInProcess(`http://127.0.0.1:${port}`);
    try {
      const worker = await startWorker({ port, resendBaseUrl: standIn.url, ...options });
      running = { worker, standIn };
    } catch (error) {
      await standIn.stop();
      throw error;
    }
  });

  afterEach(() => running?.standIn.reset());

  afterAll(() => Promise.all([running?.worker.stop(), running?.standIn.stop()]));

  const both = () => {
    if (running === undefined) throw new Error("the sandbox runs inside tests only");
    return running;
  };

  return {
    get worker(): WorkerProcess {
      return both().worker;
    },

    get standIn(): StandInProcess {
      return both().standIn;
    },

    /** A signed link to this Worker. */
    link(contact: string, list = "weekly"): Promise<string> {
      return leaveUrl({ origin: both().worker.url, list, contact, secret: LINK_SECRET });
    },

    /** Puts somebody new on the list, whom no other test knows. */
    async member(): Promise<Member> {
      const [contact] = await both().standIn.seed(WEEKLY, 1);
      if (contact === undefined) throw new Error("the stand-in seeded nobody");
      const { id, email } = contact;
      return { id, email, linkById: await this.link(id), linkByAddress: await this.link(email) };
    },

    /** The lines that the Worker logs during some requests. They come a moment after the answers. */
    async logged(requests: () => Promise<unknown>): Promise<WorkerLogLine[]> {
      const from = await settledLog(both().worker);
      await requests();
      const to = await settledLog(both().worker);
      return both().worker.logs.slice(from, to - 1);
    },

    /** Whether this person is on the list `weekly`. */
    async isMember({ email }: Pick<Member, "email">): Promise<boolean> {
      return (await both().standIn.members(WEEKLY)).includes(email);
    },
  };
}

/**
 * Leaves a list that nobody else knows: once the line about that is there, so are all before it.
 *
 * @returns how many lines there are, the last of them about that list
 */
async function settledLog({ url, logs }: WorkerProcess): Promise<number> {
  const list = `mark-${randomUUID().slice(0, 8)}`;
  const contact = randomUUID();
  const link = await leaveUrl({ origin: url, list, contact, secret: LINK_SECRET });
  await (await fetch(link, { method: "POST" })).text();
  const deadline = Date.now() + LOGGED_WITHIN_MS;
  while (!logs.some(({ line }) => line["list"] === list)) {
    if (Date.now() > deadline) throw new Error("the Worker's log has fallen silent");
    await sleep(POLL_MS);
  }
  await sleep(REST_MS);
  return logs.length;
}

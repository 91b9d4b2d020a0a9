/**
 * For tests. `runningSandbox`: one Worker and one stand-in, real processes on free ports, for all tests of a file;
 * each test takes contacts of its own, so that no test sees another's limits. `runningStandIn`: a stand-in in this
 * process, new for each test.
 */

import { setTimeout as sleep } from "node:timers/promises";

import { Resend } from "resend";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";

import { leaveUrl } from "../src/links/index.ts";
import { SAMPLE_LISTS } from "./resend/samples.ts";
import { type StandIn, type StandInOptions, startStandIn } from "./resend/server.ts";
import type { LoggedRequest } from "./resend/world.ts";
import { until } from "./ledger.ts";
import { freePort } from "./processes.ts";
import {
  API_KEY,
  broadcastVars,
  LINK_SECRET,
  OPERATOR_TOKEN,
  PROPERTY,
  webhookTo,
} from "./settings.ts";
import {
  type StandInProcessOptions,
  type StandInProcess,
  startStandInProcess,
} from "./stand-in-process.ts";
import { startWorker, type WorkerOptions, type WorkerProcess } from "./worker-process.ts";
import type { WorkerLogLine } from "./worker-log.ts";

const LOGGED_WITHIN_MS = 5_000;

const SETTLED_WITHIN_MS = 10_000;
const RECOVERED_WITHIN_MS = 50_000;

/** What standard output and standard error may differ by. */
const REST_MS = 50;

/** The segment of the list `weekly`. */
export const WEEKLY = SAMPLE_LISTS.weekly.segment;

interface Running {
  worker: WorkerProcess;
  standIn: StandInProcess;
}

/** A contact on the list `weekly`. */
export interface Subscriber {
  id: string;
  email: string;
  /** A link by contact ID. */
  linkById: string;
  /** A link by address. */
  linkByAddress: string;
}

/** What a test file may ask for. */
export interface SandboxOptions extends Partial<WorkerOptions> {
  /** Keeps each contact's link in a property, with the webhook that it takes. */
  broadcasts?: boolean;
  /** What the stand-in starts with, and goes back to after each test. */
  standIn?: StandInProcessOptions;
}

/** Call it once at the top of a test file; what it returns is good inside tests. */
export function runningSandbox(given: SandboxOptions = {}) {
  const { broadcasts = false, standIn: standInOptions, ...options } = given;
  let running: Running | undefined;

  beforeAll(async () => {
    const port = await freePort();
    const origin = `http://127.0.0.1:${port}`;
    const standIn = await startStandInProcess(origin, {
      ...(broadcasts && { property: PROPERTY, webhook: webhookTo(origin) }),
      ...standInOptions,
    });
    try {
      const worker = await startWorker({
        port,
        resendBaseUrl: standIn.url,
        vars: { OPERATOR_TOKEN, ...(broadcasts && broadcastVars(origin)) },
        ...options,
      });
      running = { worker, standIn };
      await settled(standIn);
    } catch (error) {
      await standIn.stop();
      throw error;
    }
  });

  afterEach(async () => {
    if (running === undefined) return;
    await running.standIn.reset();
    await recovered(running);
  });

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

    /** Adds a contact to the list that no other test uses. */
    async subscriber(): Promise<Subscriber> {
      const [contact] = await both().standIn.seed(WEEKLY, 1);
      if (contact === undefined) throw new Error("the stand-in added no contact");
      const { id, email } = contact;
      return { id, email, linkById: await this.link(id), linkByAddress: await this.link(email) };
    },

    /** The lines that the Worker logs during some requests, the Ledger's own as well. */
    async logged(requests: () => Promise<unknown>): Promise<WorkerLogLine[]> {
      const from = await settledLog(both().worker);
      await requests();
      const to = await settledLog(both().worker);
      return both()
        .worker.logs.slice(from, to)
        .filter(({ line }) => line["event"] !== MARK);
    },

    /** Whether this contact is on the list `weekly`. */
    async isSubscribed({ email }: Pick<Subscriber, "email">): Promise<boolean> {
      return (await both().standIn.members(WEEKLY)).includes(email);
    },
  };
}

/** Waits until the Ledger has sent its daily requests to Resend, so that what comes now is about a contact. */
export async function settled(standIn: StandInProcess): Promise<void> {
  const isCanary = ({ method, status }: LoggedRequest) => method === "DELETE" && status !== null;
  const hasCome = async () => (await standIn.requests()).some(isCanary);
  await until("the canary has come", hasCome, SETTLED_WITHIN_MS);
  await standIn.forget();
}

/** Waits until leaves are done at once again, in case a test has let Resend fail. */
export async function recovered({
  worker,
  standIn,
}: Pick<Running, "worker" | "standIn">): Promise<void> {
  for (let status = 0; status !== 200;) {
    const [contact] = await standIn.seed(WEEKLY, 1);
    if (contact === undefined) throw new Error("the stand-in added no contact");
    const { id, email } = contact;
    const link = { origin: worker.url, list: "weekly", contact: id, secret: LINK_SECRET };
    const response = await fetch(await leaveUrl(link), { method: "POST" });
    await response.body?.cancel();
    ({ status } = response);
    const hasLeft = async () => !(await standIn.members(WEEKLY)).includes(email);
    await until("a leave is done", hasLeft, RECOVERED_WITHIN_MS);
  }
  await standIn.reset();
}

/** What the Worker logs of an email without a ticket. */
const MARK = "mail-refused";
const MARKER = "marker@example.com";

/**
 * Sends an email without a ticket. Log lines come late; once the one about it is there, so are all before it.
 *
 * @returns how many lines there are
 */
async function settledLog({ url, logs }: WorkerProcess): Promise<number> {
  const marks = () => logs.filter(({ line }) => line["event"] === MARK).length;
  const before = marks();
  const mail = `${url}/cdn-cgi/handler/email?from=${MARKER}&to=${MARKER}`;
  const body = `From: ${MARKER}\r\nTo: ${MARKER}\r\nMessage-ID: <${MARKER}>\r\n\r\n`;
  await (await fetch(mail, { method: "POST", body })).text();
  await until("the log has come", () => marks() > before, LOGGED_WITHIN_MS);
  await sleep(REST_MS);
  return logs.length;
}

/** Call it once at the top of a test file; what it returns is good inside tests. */
export function runningStandIn(options: Partial<StandInOptions> = {}) {
  let standIn: StandIn | undefined;

  beforeEach(async () => {
    standIn = await startStandIn({ apiKey: API_KEY, requestsPerSecond: 1000, ...options });
  });

  afterEach(() => standIn?.close());

  return {
    get url(): string {
      if (standIn === undefined) throw new Error("the stand-in runs inside tests only");
      return standIn.url;
    },

    /** The official SDK. */
    get resend(): Resend {
      return new Resend(API_KEY, { baseUrl: this.url });
    },

    close: () => standIn?.close(),

    /** A call to the API. */
    call(method: string, target: string, body?: object): Promise<Response> {
      const authorization = `Bearer ${API_KEY}`;
      const sent = body instanceof FormData ? body : JSON.stringify(body);
      const init = body === undefined ? {} : { body: sent };
      return fetch(this.url + target, { method, headers: { authorization }, ...init });
    },

    /** A call to a control route. */
    async control(method: string, route: string, body?: object) {
      const json = body === undefined ? {} : { body: JSON.stringify(body) };
      const response = await fetch(`${this.url}/-/${route}`, { method, ...json });
      return { status: response.status, body: JSON.parse(await response.text()) };
    },
  };
}

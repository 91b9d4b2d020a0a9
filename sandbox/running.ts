/**
 * For tests. `runningSandbox`: one Worker, a real process, and one stand-in for all tests of a file; each test takes
 * contacts of its own, so that no test sees another's limits. `runningStandIn`: a stand-in, new for each test.
 */

import { setTimeout as sleep } from "node:timers/promises";

import { Resend } from "resend";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";

import { leaveUrl } from "../src/links/index.ts";
import { type StandIn, type StandInOptions, startStandIn } from "./resend/server.ts";
import { freePort, until } from "./processes.ts";
import { API_KEY, LINK_SECRET, OPERATOR_TOKEN, SAMPLE_LISTS, sandboxVars } from "./settings.ts";
import {
  startWorker,
  type WorkerLogLine,
  type WorkerOptions,
  type WorkerProcess,
} from "./worker-process.ts";

const LOGGED_WITHIN_MS = 5_000;
const RECOVERED_WITHIN_MS = 50_000;

/** What standard output and standard error may differ by. */
const REST_MS = 50;

/** The segment of the list `weekly`. */
export const WEEKLY = SAMPLE_LISTS.weekly.segment;

/** A contact on the list `weekly`. */
export interface Subscriber {
  id: string;
  email: string;
  /** A link by contact ID. */
  linkById: string;
  /** A link by address. */
  linkByAddress: string;
}

/** Adds contacts to the list `weekly` that no other test uses, with links to a Worker. */
export async function addSubscribers(standIn: StandIn, origin: string, count: number) {
  const link = (contact: string) =>
    leaveUrl({ origin, list: "weekly", contact, secret: LINK_SECRET });
  const seeded = await standIn.seed(WEEKLY, count);
  return Promise.all(
    seeded.map(async ({ id, email }): Promise<Subscriber> => {
      const [linkById, linkByAddress] = await Promise.all([link(id), link(email)]);
      return { id, email, linkById, linkByAddress };
    }),
  );
}

/** Adds one. */
export async function addSubscriber(standIn: StandIn, origin: string): Promise<Subscriber> {
  const [subscriber] = await addSubscribers(standIn, origin, 1);
  if (subscriber === undefined) throw new Error("the stand-in added no contact");
  return subscriber;
}

/** What a test file may ask for. */
interface SandboxOptions extends Partial<WorkerOptions> {
  /** Keeps each contact's link in a property, with the webhook that it takes. */
  broadcasts?: boolean;
}

/** Call it once at the top of a test file; what it returns is good inside tests. */
export function runningSandbox({ broadcasts, ...options }: SandboxOptions = {}) {
  const scope = new AsyncDisposableStack();
  let worker: WorkerProcess;
  let standIn: StandIn;

  beforeAll(async () => {
    const port = await freePort();
    const origin = `http://127.0.0.1:${port}`;
    standIn = await startStandIn({ ...(broadcasts && { worker: origin }) });
    scope.defer(() => standIn.close());
    worker = await startWorker({
      port,
      resendBaseUrl: standIn.url,
      vars: { OPERATOR_TOKEN, ...(broadcasts && sandboxVars(origin)) },
      ...options,
    });
    scope.defer(() => worker.stop());
    await standIn.settled();
  });

  afterEach(async () => {
    await standIn.reset();
    await recovered();
  });

  afterAll(() => scope.disposeAsync());

  /** A signed link to this Worker. */
  const link = (contact: string, list = "weekly"): Promise<string> =>
    leaveUrl({ origin: worker.url, list, contact, secret: LINK_SECRET });

  const subscriber = () => addSubscriber(standIn, worker.url);

  /** Whether this contact is on the list `weekly`. */
  const isSubscribed = async ({ email }: Pick<Subscriber, "email">): Promise<boolean> =>
    (await standIn.members(WEEKLY)).includes(email);

  /** Waits until leaves are done at once again, in case a test has let Resend fail. */
  async function recovered(): Promise<void> {
    for (let status = 0; status !== 200;) {
      const contact = await subscriber();
      const response = await fetch(contact.linkById, { method: "POST" });
      await response.arrayBuffer();
      ({ status } = response);
      const hasLeft = async () => !(await isSubscribed(contact));
      await until("a leave is done", hasLeft, RECOVERED_WITHIN_MS);
    }
    await standIn.reset();
  }

  return {
    get worker(): WorkerProcess {
      return worker;
    },

    get standIn(): StandIn {
      return standIn;
    },

    link,
    subscriber,
    isSubscribed,

    /** The lines that the Worker logs during some requests, the Ledger's own as well. */
    async logged(requests: () => Promise<unknown>): Promise<WorkerLogLine[]> {
      const from = await settledLog(worker);
      await requests();
      const to = await settledLog(worker);
      return worker.logs.slice(from, to).filter(({ line }) => line.event !== MARK);
    },
  };
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
export function runningStandIn(options: StandInOptions = {}) {
  let standIn: StandIn;

  beforeEach(async () => {
    standIn = await startStandIn(options);
    return () => standIn.close();
  });

  return {
    /** The stand-in itself. */
    get server(): StandIn {
      return standIn;
    },

    get url(): string {
      return standIn.url;
    },

    /** The official SDK. */
    get resend(): Resend {
      return new Resend(API_KEY, { baseUrl: standIn.url });
    },

    /** A call to the API. */
    call(method: string, target: string, body?: object): Promise<Response> {
      const headers = { authorization: `Bearer ${API_KEY}` };
      const sent = body instanceof FormData ? body : JSON.stringify(body);
      return fetch(standIn.url + target, { method, headers, ...(body && { body: sent }) });
    },
  };
}

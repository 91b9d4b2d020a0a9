/** The stand-in for Resend as a process, and its control routes as functions. */

import { fileURLToPath } from "node:url";

import type { StandInOptions } from "./resend/server.ts";
import type { Contact } from "./resend/store.ts";
import type { ActiveFault, Behavior, Fault } from "./resend/switches.ts";
import type { Webhook } from "./resend/webhook.ts";
import type { LoggedRequest, SentLetter } from "./resend/world.ts";
import { startGroup, until } from "./processes.ts";
import { API_KEY, LINK_SECRET } from "./settings.ts";

/** A contact as the control routes show it. */
type StandInContact = Pick<Contact, "id" | "email" | "unsubscribed" | "properties">;

export interface StandInState {
  segments: { id: string; name: string; contacts: StandInContact[] }[];
  contacts: StandInContact[];
}

export type StandInProcess = Awaited<ReturnType<typeof startStandInProcess>>;

const SERVER = fileURLToPath(new URL("./resend/server.ts", import.meta.url));

/** The account's rate limit is 1000 if it is not given. */
export interface StandInProcessOptions extends Pick<
  StandInOptions,
  "requestsPerSecond" | "behavior" | "webhook"
> {
  /** The contact property that holds each contact's link. */
  property?: string;
}

const SETTLED_WITHIN_MS = 20_000;

/** A removal by ID. */
const REMOVAL_BY_ID = /^\/contacts\/([0-9a-f-]{36})\/segments\//;

/** @param workerOrigin where the mailbox's links lead */
export async function startStandInProcess(
  workerOrigin: string,
  { requestsPerSecond = 1000, property, ...given }: StandInProcessOptions = {},
) {
  const ready = Promise.withResolvers<string>();
  const worker = { origin: workerOrigin, secret: LINK_SECRET, property };
  const group = startGroup({
    args: [SERVER],
    env: { STAND_IN: JSON.stringify({ apiKey: API_KEY, requestsPerSecond, worker, ...given }) },
    onLine(line) {
      const [url] = /http:\/\/\S+$/.exec(line) ?? [];
      if (url !== undefined) ready.resolve(url);
    },
  });
  void group.exited.then(() => ready.reject(new Error(`The stand-in ended.\n${group.output()}`)));
  const url = await ready.promise;

  async function control<Answer = void>(method: string, route: string, body?: object) {
    const sent = body && { body: JSON.stringify(body) };
    const response = await fetch(`${url}/-/${route}`, { method, ...sent });
    if (!response.ok) throw new Error(`${method} /-/${route}: ${await response.text()}`);
    return (await response.json()) as Answer;
  }
  const state = () => control<StandInState>("GET", "state");
  const requests = async () =>
    (await control<{ requests: LoggedRequest[] }>("GET", "requests")).requests;

  return {
    /** Answers as Resend's API, and shows the mailbox. */
    url,
    /** Who is in which segment. */
    state,
    /** The addresses in one segment. */
    async members(segmentId: string): Promise<string[]> {
      const { segments } = await state();
      const contacts = segments.find(({ id }) => id === segmentId)?.contacts ?? [];
      return contacts.map(({ email }) => email);
    },
    /** What reached the API since the last `forget`, oldest first. */
    requests,
    /** Those that would change something: no reads, and not the Worker's canary, a DELETE of an unknown contact. */
    async changes(): Promise<LoggedRequest[]> {
      const [asked, { contacts }] = await Promise.all([requests(), state()]);
      const known = new Set(contacts.map(({ id }) => id));
      return asked.filter(({ method, url: target }) => {
        const [, contact] = REMOVAL_BY_ID.exec(target) ?? [];
        const isCanary = method === "DELETE" && contact !== undefined && !known.has(contact);
        return method !== "GET" && !isCanary;
      });
    },
    forget: () => control("DELETE", "requests"),
    /** Waits until the Ledger has sent its daily requests to Resend, so that what comes now is about a contact. */
    async settled(): Promise<void> {
      const isCanary = ({ method, status }: LoggedRequest) =>
        method === "DELETE" && status !== null;
      const hasCome = async () => (await requests()).some(isCanary);
      await until("the canary has come", hasCome, SETTLED_WITHIN_MS);
      await control("DELETE", "requests");
    },
    /** Makes something go wrong, in place of what did before. @param more for which method, and how */
    fault: (fault: Fault, more: Partial<Omit<ActiveFault, "kind">> = {}) =>
      control("PUT", "faults", { fault, ...more }),
    /** Changes switches for what is not known of Resend. */
    behave: (change: Partial<Behavior>) => control("PUT", "behavior", change),
    /** Answers every call about these contacts with 422. */
    rateLimit: (perSecond: number) => control("PUT", "rate-limit", { perSecond }),
    /** Adds new contacts to a segment. @param events whether each is a `contact.created` */
    async seed(segmentId: string, count: number, events?: "with events") {
      const wanted = { segmentId, contacts: count, events: events !== undefined };
      type Seeded = { contacts: { id: string; email: string }[] };
      return (await control<Seeded>("POST", "seed", wanted)).contacts;
    },
    /** What became of the events. */
    webhook: () => control<ReturnType<Webhook["report"]>>("GET", "webhook"),
    holdEvents: () => control("POST", "webhook/hold"),
    /** What Broadcasts have sent, newest first. */
    letters: async () => (await control<{ letters: SentLetter[] }>("GET", "letters")).letters,
    /** Puts everything back. */
    reset: () => control("POST", "reset"),
    stop: () => group.stop(),
  };
}

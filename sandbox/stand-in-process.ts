/** The stand-in for Resend as a process, and its control routes as functions. */

import { fileURLToPath } from "node:url";

import type { Behavior } from "./resend/behavior.ts";
import type { SentLetter } from "./resend/broadcast/sent.ts";
import type { ActiveFault, Fault } from "./resend/faults.ts";
import type { LoggedRequest } from "./resend/request-log.ts";
import type { Delivery, WebhookOptions } from "./resend/webhook/delivery.ts";
import { API_KEY, LINK_SECRET } from "./settings.ts";
import { startGroup } from "./processes.ts";

/** A contact as the control routes tell it. */
export interface StandInContact {
  id: string;
  email: string;
  unsubscribed: boolean;
  properties: Record<string, string | number>;
}

/** The webhook as the control routes tell it. */
export interface StandInWebhook {
  url: string | null;
  held: boolean;
  inFlight: number;
  /** Oldest first. */
  deliveries: Delivery[];
}

export interface StandInState {
  segments: { id: string; name: string; contacts: StandInContact[] }[];
  contacts: StandInContact[];
}

export interface StandInProcess {
  /** Answers as Resend's API, and shows the mailbox. */
  url: string;
  /** Who is in which segment. */
  state(): Promise<StandInState>;
  /** The addresses in one segment. */
  members(segmentId: string): Promise<string[]>;
  /** What reached the API since the last `forget`, oldest first. */
  requests(): Promise<LoggedRequest[]>;
  /** Those of them that would change something: no reads, and not the Worker's canary, a DELETE of nobody. */
  changes(): Promise<LoggedRequest[]>;
  forget(): Promise<void>;
  /** Lets something go wrong, in place of what did before. @param more for which method, and how */
  fault(fault: Fault, more?: Partial<Omit<ActiveFault, "kind">>): Promise<void>;
  /** Throws switches for what is not known of Resend. */
  behave(change: Partial<Behavior>): Promise<void>;
  /** Answers every call about these contacts with 422. */
  poison(contacts: string[]): Promise<void>;
  /** Changes the account's limit, told and kept. */
  rateLimit(perSecond: number): Promise<void>;
  /** Adds people to a segment. @param events whether each is a `contact.created` */
  seed(
    segmentId: string,
    count: number,
    events?: "with events",
  ): Promise<{ id: string; email: string }[]>;
  /** Sends contact events there from now on. */
  sendEventsTo(options: WebhookOptions): Promise<void>;
  /** What became of the events. */
  webhook(): Promise<StandInWebhook>;
  holdEvents(): Promise<void>;
  releaseEvents(): Promise<void>;
  /** Sends an event once more. @param id its `svix-id` */
  replayEvent(id: string): Promise<void>;
  /** What Broadcasts have put into people's mailboxes, newest first. */
  letters(): Promise<SentLetter[]>;
  /** Puts everybody and everything back. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

const MAIN = fileURLToPath(new URL("./resend/main.ts", import.meta.url));

export interface StandInProcessOptions {
  /** The limit of the account, told and kept; 1000 if it is not given. */
  requestsPerSecond?: number;
  /** Where the behavior is not the usual. */
  behavior?: Partial<Behavior>;
  /** The contact property that holds each contact's link. */
  property?: string;
  /** Where contact events go. */
  webhook?: Pick<WebhookOptions, "url" | "secret">;
}

/** A removal by ID. */
const REMOVAL_BY_ID = /^\/contacts\/([0-9a-f-]{36})\/segments\//;

/** @param workerOrigin where the mailbox's links lead */
export async function startStandInProcess(
  workerOrigin: string,
  given: StandInProcessOptions = {},
): Promise<StandInProcess> {
  const { requestsPerSecond = 1000, behavior = {}, property, webhook } = given;
  const ready = Promise.withResolvers<string>();
  const group = startGroup({
    script: MAIN,
    env: {
      PORT: "0",
      RATE_LIMIT: `${requestsPerSecond}`,
      BEHAVIOR: JSON.stringify(behavior),
      RESEND_API_KEY: API_KEY,
      LINK_SECRET,
      WORKER_ORIGIN: workerOrigin,
      ...(property !== undefined && { LEAVE_PROPERTY: property }),
      ...(webhook !== undefined && { WEBHOOK_URL: webhook.url, WEBHOOK_SECRET: webhook.secret }),
    },
    onLine(line) {
      const [url] = /http:\/\/\S+$/.exec(line) ?? [];
      if (url !== undefined) ready.resolve(url);
    },
  });
  void group.exited.then(() => ready.reject(new Error(`The stand-in ended.\n${group.output()}`)));
  const url = await ready.promise;

  async function control(method: string, route: string, body?: object): Promise<unknown> {
    const response = await fetch(`${url}/-/${route}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} /-/${route}: ${await response.text()}`);
    return response.json();
  }
  const state = async () => (await control("GET", "state")) as StandInState;
  const requests = async () =>
    ((await control("GET", "requests")) as { requests: LoggedRequest[] }).requests;

  return {
    url,
    state,
    async members(segmentId) {
      const { segments } = await state();
      const contacts = segments.find(({ id }) => id === segmentId)?.contacts ?? [];
      return contacts.map(({ email }) => email);
    },
    requests,
    async changes() {
      const [asked, { contacts }] = await Promise.all([requests(), state()]);
      const known = new Set(contacts.map(({ id }) => id));
      return asked.filter(({ method, url: target }) => {
        const [, contact] = REMOVAL_BY_ID.exec(target) ?? [];
        const isCanary = method === "DELETE" && contact !== undefined && !known.has(contact);
        return method !== "GET" && !isCanary;
      });
    },
    async forget() {
      await control("DELETE", "requests");
    },
    async fault(fault, more = {}) {
      await control("PUT", "faults", { fault, ...more });
    },
    async behave(change) {
      await control("PUT", "behavior", change);
    },
    async poison(contacts) {
      await control("PUT", "poison", { contacts });
    },
    async rateLimit(perSecond) {
      await control("PUT", "rate-limit", { perSecond });
    },
    async seed(segmentId, count, events) {
      const wanted = { segmentId, contacts: count, events: events !== undefined };
      const { contacts } = (await control("POST", "seed", wanted)) as {
        contacts: { id: string; email: string }[];
      };
      return contacts;
    },
    async sendEventsTo(options) {
      await control("PUT", "webhook", options);
    },
    webhook: async () => (await control("GET", "webhook")) as StandInWebhook,
    async holdEvents() {
      await control("POST", "webhook/hold");
    },
    async releaseEvents() {
      await control("POST", "webhook/release");
    },
    async replayEvent(id) {
      await control("POST", "webhook/replay", { id });
    },
    async letters() {
      const { letters } = (await control("GET", "letters")) as { letters: SentLetter[] };
      return letters;
    },
    async reset() {
      await control("POST", "reset");
    },
    stop: () => group.stop(),
  };
}

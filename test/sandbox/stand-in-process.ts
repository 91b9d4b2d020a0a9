/** The stand-in for Resend as a process, and its control routes as functions. */

import { fileURLToPath } from "node:url";

import type { SentLetter } from "../resend/broadcast/sent.ts";
import type { Fault } from "../resend/faults.ts";
import type { LoggedRequest } from "../resend/request-log.ts";
import type { Delivery, WebhookOptions } from "../resend/webhook/delivery.ts";
import { API_KEY, LINK_SECRET } from "./keys.ts";
import { startGroup } from "./process-group.ts";

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
  forget(): Promise<void>;
  fault(fault: Fault): Promise<void>;
  /** Answers every call about these contacts with 422. */
  poison(contacts: string[]): Promise<void>;
  /** Changes the account's limit. */
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

const MAIN = fileURLToPath(new URL("../resend/main.ts", import.meta.url));

const REQUESTS_PER_SECOND = "1000";

/** What keeps each contact's link in a property. */
export interface StandInBroadcasts {
  property: string;
  webhook: Pick<WebhookOptions, "url" | "secret">;
}

/** @param workerOrigin where the mailbox's links lead */
export async function startStandInProcess(
  workerOrigin: string,
  broadcasts?: StandInBroadcasts,
): Promise<StandInProcess> {
  const ready = Promise.withResolvers<string>();
  const group = startGroup({
    script: MAIN,
    env: {
      PORT: "0",
      RATE_LIMIT: REQUESTS_PER_SECOND,
      RESEND_API_KEY: API_KEY,
      LINK_SECRET,
      WORKER_ORIGIN: workerOrigin,
      ...(broadcasts !== undefined && {
        LEAVE_PROPERTY: broadcasts.property,
        WEBHOOK_URL: broadcasts.webhook.url,
        WEBHOOK_SECRET: broadcasts.webhook.secret,
      }),
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

  return {
    url,
    state,
    async members(segmentId) {
      const { segments } = await state();
      const contacts = segments.find(({ id }) => id === segmentId)?.contacts ?? [];
      return contacts.map(({ email }) => email);
    },
    async requests() {
      const { requests } = (await control("GET", "requests")) as { requests: LoggedRequest[] };
      return requests;
    },
    async forget() {
      await control("DELETE", "requests");
    },
    async fault(fault) {
      await control("PUT", "faults", { fault });
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

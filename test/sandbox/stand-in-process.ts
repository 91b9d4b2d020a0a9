/** The stand-in for Resend as a process, and its control routes as functions. */

import { fileURLToPath } from "node:url";

import type { Fault } from "../resend/faults.ts";
import type { LoggedRequest } from "../resend/request-log.ts";
import { API_KEY, LINK_SECRET } from "./keys.ts";
import { startGroup } from "./process-group.ts";

/** A contact as the control routes tell it. */
export interface StandInContact {
  id: string;
  email: string;
  unsubscribed: boolean;
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
  /** Adds people to a segment. */
  seed(segmentId: string, count: number): Promise<{ id: string; email: string }[]>;
  /** Puts everybody and everything back. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

const MAIN = fileURLToPath(new URL("../resend/main.ts", import.meta.url));

const REQUESTS_PER_SECOND = "1000";

/** @param workerOrigin where the mailbox's links lead */
export async function startStandInProcess(workerOrigin: string): Promise<StandInProcess> {
  const ready = Promise.withResolvers<string>();
  const group = startGroup({
    script: MAIN,
    env: {
      PORT: "0",
      RATE_LIMIT: REQUESTS_PER_SECOND,
      RESEND_API_KEY: API_KEY,
      LINK_SECRET,
      WORKER_ORIGIN: workerOrigin,
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
    async seed(segmentId, count) {
      const { contacts } = (await control("POST", "seed", { segmentId, contacts: count })) as {
        contacts: { id: string; email: string }[];
      };
      return contacts;
    },
    async reset() {
      await control("POST", "reset");
    },
    stop: () => group.stop(),
  };
}

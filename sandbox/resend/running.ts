/**
 * For the tests: a fresh stand-in on a free port for every test, the official SDK pointed at it,
 * and its control routes.
 */

import { Resend } from "resend";
import { afterEach, beforeEach } from "vitest";
import { type StandIn, type StandInOptions, startStandIn } from "./server.ts";

export const API_KEY = "re_stand_in_key";

/** A contact that exists in no account. */
export const NOBODY = "11111111-2222-4333-8444-555555555555";

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

    /** A call to the API that the SDK cannot make. */
    call(method: string, target: string, headers: Record<string, string> = {}): Promise<Response> {
      const authorization = `Bearer ${API_KEY}`;
      return fetch(this.url + target, { method, headers: { authorization, ...headers } });
    },

    /** A call to a control route. */
    async control(method: string, route: string, body?: object) {
      const json = body === undefined ? {} : { body: JSON.stringify(body) };
      const response = await fetch(`${this.url}/-/${route}`, { method, ...json });
      return { status: response.status, body: JSON.parse(await response.text()) };
    },
  };
}

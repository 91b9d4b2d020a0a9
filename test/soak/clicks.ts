/**
 * Everybody presses Unsubscribe once. Who gets no answer, or is told to try again, asks again a
 * bounded number of times; what was answered is written down for each.
 */

import { leaveHeaders } from "../../src/link.ts";
import { sendOneClick } from "../resend/mailbox/one-click.ts";
import { LINK_SECRET } from "../sandbox/keys.ts";

export interface Person {
  id: string;
  email: string;
}

/** What became of one person's request. */
export type Receipt = { kind: "accepted"; status: 200 | 202 } | { kind: "given-up"; last: string };

export interface Clicks {
  /** By contact ID; complete once `done` has settled. */
  receipts: Map<string, Receipt>;
  /** Requests that were not accepted and had to be made again, by what came back. */
  askedAgain: Record<string, number>;
  done: Promise<void>;
}

export interface ClickOptions {
  people: readonly Person[];
  list: string;
  workerUrl: string;
  /** Settles when the Worker runs; after a kill that is a moment later. */
  up: () => Promise<unknown>;
  signal: AbortSignal;
}

const AT_ONCE = 32;

/** One membership may ask ten times a minute. */
const MAX_ASKS = 8;

/** Starts the clicking. */
export function clickAll({ people, list, workerUrl, up, signal }: ClickOptions): Clicks {
  const receipts = new Map<string, Receipt>();
  const askedAgain: Record<string, number> = {};
  const queue = people.map((person) => ({ person, asks: 0 }));

  async function client(): Promise<void> {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      if (signal.aborted) return;
      await up();
      const { person } = next;
      const link = { origin: workerUrl, secret: LINK_SECRET, list, contact: person.id };
      const answer = await sendOneClick({ headers: await leaveHeaders(link) });
      const status = answer.kind === "answered" ? answer.status : null;
      if (status === 200 || status === 202) {
        receipts.set(person.id, { kind: "accepted", status });
        continue;
      }
      const came = status === null ? "no answer" : `${status}`;
      const asks = next.asks + 1;
      if (asks >= MAX_ASKS) {
        receipts.set(person.id, { kind: "given-up", last: came });
        continue;
      }
      askedAgain[came] = (askedAgain[came] ?? 0) + 1;
      // At the end of the line: whoever is turned away comes back later.
      queue.push({ person, asks });
    }
  }

  const clients = Array.from({ length: Math.min(AT_ONCE, people.length) }, client);
  return { receipts, askedAgain, done: Promise.all(clients).then(() => undefined) };
}

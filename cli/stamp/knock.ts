/**
 * Sends requests to Resend one after the other at the permitted pace, many of them under way at once.
 * Keeps the pauses that Resend asks for, and starts nothing once it is told to stop.
 */

import { setTimeout as sleep } from "node:timers/promises";

import { type Answer, classify } from "../../src/resend/answer.ts";
import type { Send } from "../../src/resend/transport.ts";

/** Told to stop, before the work was done. */
export class Stopped extends Error {}

export interface Knock {
  /** @throws Stopped instead of starting a request */
  send: Send;
  /** @throws Stopped when it is told to stop meanwhile */
  wait: (ms: number) => Promise<void>;
  now: () => number;
  /** When Resend last did what it was asked; milliseconds since 1970. */
  wellAt: () => number;
  /** Requests so far. */
  count: () => number;
}

/** Of an account that has not said so yet. */
const ASSUMED_LIMIT_PER_SECOND = 2;

const now = () => Date.now();

/** @param stop told when to start nothing any more */
export function createKnock(send: Send, stop: AbortSignal): Knock {
  let limitPerSecond = ASSUMED_LIMIT_PER_SECOND;
  let pausedUntil = 0;
  let wellAt = 0;
  let count = 0;
  const wait = async (ms: number) => {
    try {
      await sleep(ms, undefined, { signal: stop });
    } catch {
      throw new Stopped();
    }
  };
  const ready = createPace({ wait }, () => limitPerSecond);

  const note = (answer: Answer) => {
    limitPerSecond = answer.limitPerSecond ?? limitPerSecond;
    pausedUntil = Math.max(pausedUntil, now() + (answer.cooldownSeconds ?? 0) * 1000);
    if (classify(answer).kind === "done") wellAt = now();
  };

  return {
    async send(method, path, body) {
      do {
        while (pausedUntil > now()) await wait(pausedUntil - now());
        if (count > 0) await ready();
      } while (pausedUntil > now());
      if (stop.aborted) throw new Stopped();
      count += 1;
      const isFirst = count === 1;
      const answer = await send(method, path, body);
      note(answer);
      // The first one's place is as long as the account allows, which only its answer has told.
      if (isFirst) await ready();
      return answer;
    },
    wait,
    now,
    wellAt: () => wellAt,
    count: () => count,
  };
}

/** Room for a clock that is a little off: requests start at least this much later than they must. */
const MARGIN = 1.1;

function createPace(
  { wait }: Pick<Knock, "wait">,
  limitPerSecond: () => number,
): () => Promise<void> {
  let nextStart = 0;
  return async () => {
    while (nextStart > now()) await wait(nextStart - now());
    const half = limitPerSecond() / 2;
    nextStart = now() + (1000 * MARGIN) / (half < 1 ? half : Math.floor(half));
  };
}

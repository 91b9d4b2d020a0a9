/**
 * The commands' connection to Resend. Requests start at no more than half of the team's rate limit, since the sender's
 * own mail shares it, and not before the time that Resend asks to wait is over.
 */

import { setTimeout as sleep } from "node:timers/promises";

import { classify } from "../src/resend/answer.ts";
import { createResend, type Resend } from "../src/resend/client.ts";
import { createResendLists, type ResendLists } from "../src/resend/lists.ts";
import { createTransport, type Send } from "../src/resend/transport.ts";
import { Interrupted } from "./command.ts";

export interface ConnectionOptions {
  /** Once it is aborted, no request starts, and what waits throws `Interrupted`. */
  signal?: AbortSignal;
  /** Milliseconds that a request and its answer may take together. */
  timeoutMs?: number;
  /** The machine's own by default. */
  clock?: Clock;
}

export interface Clock {
  /** Milliseconds since 1970. */
  now: () => number;
  /** Resolves after so many milliseconds, or rejects once the signal is aborted. */
  sleep: (ms: number, signal?: AbortSignal) => Promise<unknown>;
}

export interface Connection {
  resend: Resend & ResendLists;
  /** Requests a second that the whole team has; `undefined` until Resend has told. */
  limitPerSecond: () => number | undefined;
  /** Requests so far. */
  requests: () => number;
  /** Milliseconds since Resend last did what it was asked, or since the connection was made. */
  silentMs: () => number;
  /**
   * Repeats what fails for now, with backoff.
   *
   * @param attempt may run several times, though Resend may have done what the first one asked
   * @param patienceMs for how long Resend may do nothing at all
   * @returns the last result. It is transient where patience ended, or eight attempts failed while others went well
   * @throws Interrupted
   */
  retry: <Result extends { kind: string }>(
    attempt: () => Promise<Result>,
    patienceMs: number,
  ) => Promise<Result>;
}

/** The least that Resend allows a team. */
const ASSUMED_LIMIT_PER_SECOND = 2;

/** Room for a clock that is a little off: requests start at least this much later than they must. */
const MARGIN = 1.1;

const MAX_TRIES = 8;
const FIRST_BACKOFF_MS = 250;
const LONGEST_BACKOFF_MS = 30_000;

const SYSTEM_CLOCK: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => sleep(ms, undefined, signal && { signal }),
};

/** Connects; nothing is sent before the first operation. */
export function connectResend(
  account: { apiKey: string; baseUrl: string },
  { signal, timeoutMs, clock = SYSTEM_CLOCK }: ConnectionOptions = {},
): Connection {
  const { now } = clock;
  const transport = createTransport({
    ...account,
    now,
    ...(timeoutMs !== undefined && { timeoutMs }),
  });
  let limitPerSecond: number | undefined;
  let [startedAt, cooldownUntil, wellAt, requests] = [0, 0, now(), 0];

  async function wait(ms: number): Promise<void> {
    try {
      await clock.sleep(ms, signal);
    } catch {
      throw new Interrupted(signal?.reason);
    }
  }

  /** How long a request must wait for its start. */
  function dueInMs(): number {
    const spacing = spacingMs(limitPerSecond ?? ASSUMED_LIMIT_PER_SECOND);
    return Math.max(startedAt + spacing, cooldownUntil) - now();
  }

  const send: Send = async (...request) => {
    for (let ms; (ms = dueInMs()) > 0;) await wait(ms);
    if (signal?.aborted) throw new Interrupted(signal.reason);
    // One that woke late starts late, and the next one counts from there.
    startedAt = now();
    requests += 1;
    const answer = await transport(...request);
    limitPerSecond = answer.limitPerSecond ?? limitPerSecond;
    cooldownUntil = Math.max(cooldownUntil, now() + (answer.cooldownSeconds ?? 0) * 1000);
    if (classify(answer).kind === "done") wellAt = now();
    return answer;
  };

  return {
    resend: { ...createResend(send), ...createResendLists(send) },
    limitPerSecond: () => limitPerSecond,
    requests: () => requests,
    silentMs: () => now() - wellAt,

    async retry(attempt, patienceMs) {
      const begunAt = now();
      for (let tries = 1; ; tries++) {
        const result = await attempt();
        if (result.kind !== "transient") return result;
        // While nothing at all works, a failure says nothing about this request.
        if (tries >= MAX_TRIES && wellAt > begunAt) return result;
        if (now() - Math.max(wellAt, begunAt) > patienceMs) return result;
        await wait(backoffMs(tries));
      }
    },
  };
}

/** Milliseconds between two starts, such that no second has more than half of the limit. */
function spacingMs(limitPerSecond: number): number {
  const half = limitPerSecond / 2;
  return (1000 * MARGIN) / (half < 1 ? half : Math.floor(half));
}

/** Twice as long each time, and at random so that many do not come back at once. */
function backoffMs(tries: number): number {
  const longest = Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (tries - 1));
  return longest * (0.5 + Math.random() / 2);
}

/**
 * The commands' connection to Resend. Requests use at most half of the team's rate limit (or a smaller part), since the
 * sender's own mail shares it, and wait for as long as Resend asks.
 */

import { setTimeout as sleep } from "node:timers/promises";

import { classify } from "../src/resend/answer.ts";
import { createResend } from "../src/resend/client.ts";
import { createResendLists, type Segment, type Topic } from "../src/resend/lists.ts";
import { createResendWebhooks } from "../src/resend/lists.ts";
import { createTransport, type Send } from "../src/resend/transport.ts";
import { Interrupted } from "./command.ts";

export interface ConnectionOptions {
  /** After it is aborted, no request starts, and waiting requests throw `Interrupted`. */
  signal?: AbortSignal;
  /** The most milliseconds that a request and its answer may take. */
  timeoutMs?: number;
  /** Which part of the rate limit to use at most: half of it, or a fifth. */
  part?: 2 | 5;
  /** Says that Resend accepts nothing, and until when the command tries; later, that it accepts requests again. */
  report?: (line: string) => void;
  /** The runtime's `fetch` by default. */
  fetch?: typeof fetch;
  /** The system's clock by default. */
  clock?: Clock;
}

interface Clock {
  /** Milliseconds since 1970. */
  now: () => number;
  /** Resolves after so many milliseconds, or rejects once the signal is aborted. */
  sleep: (ms: number, signal?: AbortSignal) => Promise<unknown>;
}

export type Connection = ReturnType<typeof connectResend>;

/** The least that Resend allows a team. */
const ASSUMED_LIMIT_PER_SECOND = 2;

/** A margin for inexact clocks: requests are this much further apart than required. */
const MARGIN = 1.1;

const MAX_TRIES = 8;
const FIRST_BACKOFF_MS = 250;
const LONGEST_BACKOFF_MS = 30_000;

/** A single failure says nothing yet; a longer silence is reported at once, and then every minute. */
const SILENCE_MS = 750;
const REPORT_EVERY_MS = 60_000;

const SYSTEM_CLOCK: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => sleep(ms, undefined, signal && { signal }),
};

/** Connects; nothing is sent before the first operation. */
export function connectResend(
  account: { apiKey: string; baseUrl: string },
  { timeoutMs, part = 2, report, fetch, clock = SYSTEM_CLOCK, ...options }: ConnectionOptions = {},
) {
  const { now } = clock;
  let { signal } = options;
  const transport = createTransport({
    ...account,
    now,
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(fetch && { fetch }),
  });
  let limitPerSecond: number | undefined;
  let [startedAt, cooldownUntil, wellAt, requests] = [0, 0, now(), 0];
  let reportedAt: number | undefined;

  async function wait(ms: number): Promise<void> {
    try {
      await clock.sleep(ms, signal);
    } catch {
      throw new Interrupted(signal?.reason);
    }
  }

  /** How long a request must wait for its start. */
  function dueInMs(): number {
    const spacing = spacingMs((limitPerSecond ?? ASSUMED_LIMIT_PER_SECOND) / part);
    return Math.max(startedAt + spacing, cooldownUntil) - now();
  }

  const send: Send = async (...request) => {
    for (let ms; (ms = dueInMs()) > 0;) await wait(ms);
    if (signal?.aborted) throw new Interrupted(signal.reason);
    // If a request starts late, the next one counts from its actual start.
    startedAt = now();
    requests += 1;
    const answer = await transport(...request);
    limitPerSecond = answer.limitPerSecond ?? limitPerSecond;
    cooldownUntil = Math.max(cooldownUntil, now() + (answer.cooldownSeconds ?? 0) * 1000);
    if (classify(answer).kind === "done") wellAt = now();
    if (wellAt > (reportedAt ?? Infinity)) {
      report?.("Resend accepts requests again.");
      reportedAt = undefined;
    }
    return answer;
  };

  /** @param until when the command stops trying, in milliseconds since 1970 */
  function reportSilence(failure: { status?: number | null }, until: number): void {
    const silentMs = now() - wellAt;
    if (silentMs < SILENCE_MS || now() < (reportedAt ?? -Infinity) + REPORT_EVERY_MS) return;
    reportedAt = now();
    const why = failure.status ? `answers with ${failure.status}` : "does not answer";
    report?.(
      `Resend ${why}, and has accepted nothing for ${Math.round(silentMs / 1000)} s. Trying until ${timeOf(until)}.`,
    );
  }

  return {
    resend: { ...createResend(send), ...createResendLists(send), ...createResendWebhooks(send) },
    /** Requests a second that the whole team may send; `undefined` until Resend has reported it. */
    limitPerSecond: () => limitPerSecond,
    /** Requests so far. */
    requests: () => requests,
    /** Milliseconds since Resend last accepted a request, or since the connection was made. */
    silentMs: () => now() - wellAt,
    /** From now on, requests start even if the signal is aborted, so that a command can put back what it has changed. */
    ignoreSignal: () => void (signal = undefined),

    /**
     * Repeats an attempt with backoff while its failure is transient.
     *
     * @param attempt may run several times, even if Resend has carried out the first one
     * @param patienceMs how long Resend may accept nothing
     * @returns the last result; transient if patience ended, or if eight attempts failed while others succeeded
     * @throws Interrupted
     */
    retry: async <Result extends { kind: string; status?: number | null }>(
      attempt: () => Promise<Result>,
      patienceMs: number,
    ): Promise<Result> => {
      const begunAt = now();
      for (let tries = 1; ; tries++) {
        const result = await attempt();
        if (result.kind !== "transient") return result;
        // While Resend accepts nothing, a failure is not about this request.
        if (tries >= MAX_TRIES && wellAt > begunAt) return result;
        const until = Math.max(wellAt, begunAt) + patienceMs;
        if (now() > until) return result;
        if (tries > 1) reportSilence(result, until);
        await wait(backoffMs(tries));
      }
    },
  };
}

/** The time of day, such as `14:47`. */
const timeOf = (ms: number): string =>
  new Date(ms).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

/** Milliseconds between two starts, so that no second has more than this many. */
function spacingMs(perSecond: number): number {
  return (1000 * MARGIN) / (perSecond < 1 ? perSecond : Math.floor(perSecond));
}

/** Twice as long each time, with random jitter so that many do not retry at once. */
function backoffMs(tries: number): number {
  const longest = Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (tries - 1));
  return longest * (0.5 + Math.random() / 2);
}

/** What an account has; `topics` is `undefined` if they are not known. */
export interface AccountTargets {
  segments: readonly Segment[];
  topics: readonly Topic[] | undefined;
}

/** The settings of the segments and topics that the account does not have, such as `LISTS.weekly.segment`. */
export function unknownTargets(
  lists: ReadonlyMap<string, { segment?: string; topic?: string }>,
  { segments, topics }: AccountTargets,
): string[] {
  return [...lists].flatMap(([name, { segment, topic }]) => {
    const unknown = [lacks(segments, segment) && "segment", lacks(topics, topic) && "topic"];
    return unknown.filter(Boolean).map((part) => `LISTS.${name}.${part}`);
  });
}

function lacks(all: readonly Topic[] | undefined, id: string | undefined): boolean {
  return id !== undefined && all?.every((one) => one.id !== id) === true;
}

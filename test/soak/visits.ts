/**
 * Everybody follows their plan. Who gets no answer, or is told to try again, asks again a bounded
 * number of times; what was answered is written down for each.
 */

import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

import { leaveUrl } from "../../src/links/index.ts";
import { LINK_SECRET } from "../../sandbox/keys.ts";
import { type Person, type Promised, promisedAfter, resultOf, type Step } from "./plans.ts";
import type { Random } from "./random.ts";

/** How it went for one person. */
export interface Visit {
  person: Person;
  promised: Promised;
  /** Whether any leave was accepted. */
  hasLeft: boolean;
  /** The receipt of their latest step, where a page had one. */
  receipt: string | undefined;
}

export interface Visits {
  /** Those who are through; complete once `done` has settled. */
  finished: Visit[];
  /** How many steps were answered how, such as `undo 303`. */
  answers: Map<string, number>;
  /** Answers that no step may get. */
  unexpected: string[];
  done: Promise<void>;
}

export interface VisitOptions {
  people: readonly Person[];
  list: string;
  workerUrl: string;
  random: Random;
  /** Settles when the Worker runs; after a kill that is a moment later. */
  up: () => Promise<unknown>;
  signal: AbortSignal;
}

const AT_ONCE = 48;

/** An undo may have to wait for half a minute, until a removal that timed out can no longer land. */
const MAX_ASKS = 12;
const MAX_WAIT_SECONDS = 4;

/** Between two steps of one person. */
const MAX_PAUSE_MS = 1_000;
const TIMEOUT_MS = 30_000;

/** Starts them. */
export function startVisits(options: VisitOptions): Visits {
  const { people, list, workerUrl, random, up, signal } = options;
  const finished: Visit[] = [];
  const answers = new Map<string, number>();
  const unexpected: string[] = [];
  const queue = people.values();

  async function visit(person: Person): Promise<Visit> {
    const { contact, plan } = person;
    const link = await leaveUrl({ origin: workerUrl, secret: LINK_SECRET, list, contact });
    const going: Visit = { person, promised: "nothing", hasLeft: false, receipt: undefined };
    for (const step of plan) {
      if (step === "undo" && going.receipt === undefined) continue;
      await take(step, link, going);
      await sleep(random.between(0, MAX_PAUSE_MS), undefined, { signal });
    }
    return going;
  }

  async function take(step: Step, link: string, going: Visit): Promise<void> {
    const { url, body } = requestOf(step, link, going.receipt);
    let wasUnsure = false;
    for (let asks = 0; asks < MAX_ASKS; asks++) {
      await up();
      const { status, location, retryAfterSeconds } = await post(url, body, signal);
      const answer = `${step} ${status ?? "without an answer"}`;
      answers.set(answer, (answers.get(answer) ?? 0) + 1);
      const result = resultOf(step, status, wasUnsure);
      if (result === "unexpected") unexpected.push(answer);
      if (result === "unexpected" || result === "again") {
        wasUnsure ||= status === null || status === 503;
        await sleep(Math.min(retryAfterSeconds, MAX_WAIT_SECONDS) * 1000, undefined, { signal });
        continue;
      }
      going.promised = promisedAfter(going.promised, step, result);
      going.hasLeft ||= step !== "undo" && result === "accepted";
      // What an old receipt says after a one-click is not about it; its undo is refused all the same.
      if (step === "page") going.receipt = location && new URL(location, link).href;
      return;
    }
    going.promised = promisedAfter(going.promised, step, "unknown");
  }

  async function client(): Promise<void> {
    for (const person of queue) {
      if (signal.aborted) return;
      finished.push(await visit(person));
    }
  }

  const clients = Array.from({ length: Math.min(AT_ONCE, people.length) }, client);
  return { finished, answers, unexpected, done: Promise.all(clients).then(() => undefined) };
}

function requestOf(step: Step, link: string, receipt: string | undefined) {
  switch (step) {
    case "one-click":
      return { url: link, body: "List-Unsubscribe=One-Click" };
    case "page":
      return { url: link, body: `confirm=page&view=${randomUUID().replaceAll("-", "")}` };
    case "undo":
      return { url: `${link}/undo`, body: `confirm=page&token=${receipt?.split("/").at(-1)}` };
  }
}

async function post(url: string, body: string, signal: AbortSignal) {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body,
      redirect: "manual",
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    await response.arrayBuffer();
    return {
      status: response.status,
      location: response.headers.get("location") ?? undefined,
      retryAfterSeconds: Number(response.headers.get("retry-after") ?? 0),
    };
  } catch {
    return { status: null, location: undefined, retryAfterSeconds: 0 };
  }
}

/** What a receipt says of its reader. */
export type ReceiptSays = "off" | "on" | "neither";

/** By the English heading of the page; checked in this order. */
const HEADINGS: readonly (readonly [RegExp, ReceiptSays])[] = [
  [/\bback on\b|\bcancell?ed\b|\bundone\b/i, "on"],
  [/\bleft\b|\bunsubscribed\b|\boff\b/i, "off"],
];

/** Opens a receipt. */
export async function readReceipt(url: string): Promise<ReceiptSays> {
  const response = await fetch(url, { headers: { "accept-language": "en" } });
  const [, heading = ""] = /<h1[^>]*>(.*?)<\/h1>/s.exec(await response.text()) ?? [];
  // Out of date: the person has asked to unsubscribe since, and nobody has undone that.
  if (response.status === 404) return "off";
  if (response.status !== 200) return "neither";
  return HEADINGS.find(([words]) => words.test(heading))?.[1] ?? "neither";
}

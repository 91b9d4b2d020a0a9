/**
 * A batch of people who follow plans: they unsubscribe and undo. A request that gets no answer, or "try again", is
 * repeated a bounded number of times. What the Worker answered last is what it has to keep.
 */

import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

import * as fc from "fast-check";

import { LINK_SECRET } from "../../sandbox/settings.ts";
import { leaveUrl } from "../../src/links/index.ts";
import { answerOf, type LastWord, lastWordAfter, type Step } from "./oracle.ts";

export interface Person {
  id: string;
  /** What the link says: the ID or the address. */
  contact: string;
  plan: readonly Step[];
  /** Resend will never take their request. */
  isPoisoned: boolean;
  lastWord: LastWord;
  /** Whether any request to unsubscribe was accepted. */
  wasAccepted: boolean;
  /** The receipt of their latest step, if a page had one. */
  receipt: string | undefined;
}

const plan = (weight: number, ...steps: Step[]) => ({ weight, arbitrary: fc.constant(steps) });

const CHOICES = fc.record({
  plan: fc.oneof(
    plan(50, "one-click"),
    plan(15, "page"),
    plan(15, "page", "undo"),
    plan(8, "page", "undo", "one-click"),
    plan(6, "page", "undo", "page", "undo"),
    // Someone has asked again: this undo is refused.
    plan(6, "page", "one-click", "undo"),
  ),
  byId: fc.boolean(),
});

/** Gives everyone a plan. The first few are poisoned. */
export function makePeople(
  seeded: readonly { id: string; email: string }[],
  poisoned: number,
  seed: number,
): Person[] {
  const choices = fc.sample(CHOICES, { seed, numRuns: seeded.length });
  return seeded.map(({ id, email }, index) => {
    const isPoisoned = index < poisoned;
    const { plan: steps, byId } = choices[index] ?? { plan: [], byId: true };
    return {
      id,
      // An address that is not found has nothing to unsubscribe from, so the poisoned use their ID.
      contact: isPoisoned || byId ? id : email,
      plan: isPoisoned ? ["one-click"] : steps,
      isPoisoned,
      lastWord: "none",
      wasAccepted: false,
      receipt: undefined,
    };
  });
}

export interface Batch {
  people: readonly Person[];
  /** How many of them have finished their plan. */
  finished: number;
  /** How many steps were answered how, such as `undo 303`. */
  answers: Map<string, number>;
  /** Answers that a step must not get. */
  unexpected: Set<string>;
}

const AT_ONCE = 48;

/** An undo may have to wait half a minute, until a removal that timed out can no longer land. */
const MAX_TRIES = 12;
const MAX_WAIT_SECONDS = 4;

const MAX_PAUSE_BETWEEN_STEPS_MS = 1_000;
const TIMEOUT_MS = 30_000;

/**
 * Lets all of them follow their plans, so many at a time.
 *
 * @param up settles when the Worker runs; after a kill that is a moment later
 */
export async function follow(
  batch: Batch,
  { list, origin, up }: { list: string; origin: string; up: () => Promise<unknown> },
): Promise<void> {
  const queue = batch.people.values();
  const client = async () => {
    for (const person of queue) {
      const { contact } = person;
      const link = await leaveUrl({ origin, secret: LINK_SECRET, list, contact });
      for (const step of person.plan) {
        if (step === "undo" && person.receipt === undefined) continue;
        await take(step, link, person);
        await sleep(Math.random() * MAX_PAUSE_BETWEEN_STEPS_MS);
      }
      batch.finished += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, client));

  async function take(step: Step, link: string, person: Person): Promise<void> {
    const url = step === "undo" ? `${link}/undo` : link;
    const body = bodyOf(step, person.receipt);
    let wasUnsure = false;
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      await up();
      const response = await post(url, body).catch(() => undefined);
      const status = response?.status ?? null;
      const named = `${step} ${status ?? "without an answer"}`;
      batch.answers.set(named, (batch.answers.get(named) ?? 0) + 1);
      const answer = answerOf(step, status, wasUnsure);
      if (answer === "unexpected") batch.unexpected.add(named);
      if (answer === "unexpected" || answer === "try-again") {
        wasUnsure ||= status === null || status === 503;
        const retryAfterSeconds = Number(response?.headers.get("retry-after") ?? 0);
        await sleep(Math.min(retryAfterSeconds, MAX_WAIT_SECONDS) * 1000);
        continue;
      }
      person.lastWord = lastWordAfter(person.lastWord, step, answer);
      person.wasAccepted ||= step !== "undo" && answer === "accepted";
      // After a one-click, the older receipt no longer says what the last word is.
      const location = response?.headers.get("location");
      if (step === "page") person.receipt = location ? new URL(location, link).href : undefined;
      return;
    }
    person.lastWord = lastWordAfter(person.lastWord, step, "unknown");
  }
}

function bodyOf(step: Step, receipt: string | undefined): string {
  if (step === "one-click") return "List-Unsubscribe=One-Click";
  if (step === "page") return `confirm=page&view=${randomUUID().replaceAll("-", "")}`;
  return `confirm=page&token=${receipt?.split("/").at(-1)}`;
}

async function post(url: string, body: string): Promise<Response> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body,
    redirect: "manual",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  await response.arrayBuffer();
  return response;
}

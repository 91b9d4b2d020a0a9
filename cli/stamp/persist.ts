/** Tries again what Resend could not do just now, and knows when to give up: on one thing, or on Resend. */

import { type Answer, classify, upstreamWords } from "../../src/resend/answer.ts";
import { Unusable } from "../terminal.ts";
import type { Knock } from "./knock.ts";

/** What became of one try; `transient` is tried again. A 404 means what the request was about. */
export type Tried<Value> =
  | { kind: "done"; value: Value }
  | { kind: "not-found" }
  | { kind: "failed"; reason: string }
  | { kind: "transient"; reason: string };

export type Settled<Value> = Exclude<Tried<Value>, { kind: "transient" }>;

/** Tries for one thing while Resend does others well. */
const MAX_TRIES = 8;

/** Without one good answer, Resend is down for longer than a command should wait. */
const OUTAGE_MS = 15 * 60_000;

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 30_000;

/**
 * Tries until it is settled.
 *
 * @param attempt one try, from its beginning
 * @throws Unusable when Resend does not recover, and whatever the attempt throws
 */
export async function persist<Value>(
  knock: Pick<Knock, "now" | "wait" | "wellAt">,
  attempt: () => Promise<Tried<Value>>,
): Promise<Settled<Value>> {
  const begunAt = knock.now();
  for (let tries = 1; ; tries++) {
    const tried = await attempt();
    if (tried.kind !== "transient") return tried;
    const { reason } = tried;
    // While nothing at all works, it says nothing of this one.
    if (tries >= MAX_TRIES && knock.wellAt() > begunAt) {
      return { kind: "failed", reason: `${reason}, ${tries} times` };
    }
    if (knock.now() - Math.max(knock.wellAt(), begunAt) > OUTAGE_MS) {
      throw new Unusable(
        `Resend has done nothing for ${OUTAGE_MS / 60_000} minutes (${reason}); run the command again when it is well`,
      );
    }
    await knock.wait(waitMs(tries));
  }
}

/**
 * Reads what Resend has told of before, or all that there is. A 400 is then about the key, whatever it says.
 *
 * @throws Unusable when the key or the base URL is wrong
 */
export async function tryRead<Value>(
  { send }: Pick<Knock, "send">,
  path: string,
  read: (body: unknown) => Value | undefined,
): Promise<Tried<Value>> {
  const answer = await send("GET", path);
  if (answer.status === 400) throw keyRefused(said(answer, "rejected"));
  return triedBy(answer, read);
}

/**
 * Reads what an answer means.
 *
 * @param read reads the body of a success; `undefined` when it is not what was asked for
 * @throws Unusable when the key or the base URL is wrong
 */
export function triedBy<Value>(
  answer: Answer,
  read: (body: unknown) => Value | undefined,
): Tried<Value> {
  const classified = classify(answer);
  switch (classified.kind) {
    case "done": {
      const value = read(answer.body);
      return value === undefined
        ? { kind: "transient", reason: "unreadable answer" }
        : { kind: "done", value };
    }
    case "not-found":
      return { kind: "not-found" };
    case "transient":
      return { kind: "transient", reason: classified.fault };
    case "permanent":
      return { kind: "failed", reason: said(answer, classified.fault) };
    case "misconfigured": {
      const words = said(answer, classified.fault);
      if (classified.fault === "key-refused") throw keyRefused(words);
      throw new Unusable(`RESEND_BASE_URL: does not answer as Resend's API does (${words})`);
    }
  }
}

function keyRefused(words: string): Unusable {
  return new Unusable(`RESEND_API_KEY: Resend refuses it (${words}); use a key with full access`);
}

function said(answer: Answer, fault: string): string {
  return [fault, answer.status, upstreamWords(answer.body)].filter(Boolean).join(" ");
}

/** Twice as long each time, and at random so that many do not come back at once. */
function waitMs(tries: number): number {
  const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (tries - 1));
  return longest * (0.5 + Math.random() / 2);
}

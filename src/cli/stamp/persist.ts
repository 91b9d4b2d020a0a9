/** Tries again what Resend could not do just now, and knows when to give up: on one thing, or on Resend. */

import { type Answer, judge, upstreamWords } from "../../resend.ts";
import { Unusable } from "../terminal.ts";
import type { Knock } from "./knock.ts";

/** What became of one try; `later` is tried again. */
export type Tried<Value> =
  | { kind: "done"; value: Value }
  | { kind: "not-found"; what: "contact" | "segment" | "other" }
  | { kind: "failed"; reason: string }
  | { kind: "later"; reason: string };

export type Settled<Value> = Exclude<Tried<Value>, { kind: "later" }>;

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
    if (tried.kind !== "later") return tried;
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
 * Reads what an answer means.
 *
 * @param read reads the body of a success; `undefined` when it is not what was asked for
 * @throws Unusable when the key or the base URL is wrong
 */
export function triedBy<Value>(
  answer: Answer,
  read: (body: unknown) => Value | undefined,
): Tried<Value> {
  const verdict = judge(answer);
  switch (verdict.kind) {
    case "done": {
      const value = read(answer.body);
      return value === undefined
        ? { kind: "later", reason: "unreadable answer" }
        : { kind: "done", value };
    }
    case "not-found":
      return verdict;
    case "later":
      return { kind: "later", reason: verdict.fault };
    case "never":
      return { kind: "failed", reason: said(answer, verdict.fault) };
    case "misconfigured":
      throw new Unusable(
        verdict.fault === "redirected"
          ? "RESEND_BASE_URL: answers with a redirect; is it Resend's API?"
          : `RESEND_API_KEY: Resend refuses it (${said(answer, verdict.fault)}); use a key with full access`,
      );
  }
}

function said(answer: Answer, fault: string): string {
  return [fault, answer.status, upstreamWords(answer)].filter(Boolean).join(" ");
}

/** Twice as long each time, and at random so that many do not come back at once. */
function waitMs(tries: number): number {
  const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (tries - 1));
  return longest * (0.5 + Math.random() / 2);
}

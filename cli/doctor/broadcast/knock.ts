/** Asks Resend at half of the team's rate limit, which the team's own mail shares. Never throws. */

import { setTimeout as sleep } from "node:timers/promises";

import { createTransport } from "../../../src/resend/transport.ts";
import type { Account } from "../resend.ts";

export interface Reply {
  /** `null`: no answer came. */
  status: number | null;
  body: Record<string, unknown>;
}

export type Knock = (
  method: "GET" | "POST" | "DELETE",
  path: string,
  body?: object,
) => Promise<Reply>;

/** The least that Resend allows a team, where it does not say. */
const ASSUMED_LIMIT = 2;
const TIMEOUT_MS = 15_000;

export function knocking(account: Account): Knock {
  const send = createTransport({ ...account, now: () => Date.now(), timeoutMs: TIMEOUT_MS });
  let gapMs = 0;
  return async (method, path, body) => {
    await sleep(gapMs);
    const answer = await send(method, path, body);
    gapMs = 2000 / (answer.limitPerSecond ?? ASSUMED_LIMIT);
    return { status: answer.status, body: Object(answer.body) as Record<string, unknown> };
  };
}

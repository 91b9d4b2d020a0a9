/** What load on the Ledger needs: somebody else in each request, and the Ledger's own questions asked beforehand. */

import { setTimeout as sleep } from "node:timers/promises";

import { contactIds, ourPaths } from "./links.ts";
import type { Upstream } from "./upstream-process.ts";
import type { Workerd } from "./workerd.ts";

/** More than any Ledger does in a second. */
const MOST_PER_SECOND = 6_000;

const TRIES = 100;
const BETWEEN_TRIES_MS = 50;

/** Links of people whom nobody has asked about, as many as are used up in so many seconds at most. */
export async function newPeople(seconds: number): Promise<string[]> {
  return ourPaths(contactIds(Math.ceil(seconds * MOST_PER_SECOND)));
}

/**
 * Lets the Ledger read its segments and send its canary, until a leave takes as many requests to Resend as it should.
 *
 * @throws Error when it takes another number
 */
export async function settle(
  { url }: Workerd,
  upstream: Upstream,
  callsPerLeave: number,
): Promise<void> {
  const paths = await ourPaths(contactIds(TRIES));
  let calls = 0;
  for (const path of paths) {
    // Whoever asks for its health wakes it.
    await fetch(`${url}/leave/-/health`);
    await sleep(BETWEEN_TRIES_MS);
    const before = await upstream.calls();
    const body = new URLSearchParams({ "List-Unsubscribe": "One-Click" });
    const { status } = await fetch(url + path, { method: "POST", body });
    if (status !== 200) throw new Error(`a leave is answered ${status}`);
    calls = (await upstream.calls()) - before;
    if (calls === callsPerLeave) return;
  }
  throw new Error(`a leave takes ${calls} requests to Resend, not ${callsPerLeave}`);
}

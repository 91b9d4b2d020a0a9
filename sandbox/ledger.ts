/** The operator's view of a running Worker's Ledger, and waiting for it. */

import { setTimeout as sleep } from "node:timers/promises";

/** What `GET /leave/-/ledger` answers. */
export interface Report {
  /** Requests that are stored and not yet done. */
  queued: number;
  /** Seconds that the oldest of them has waited. */
  oldestSeconds: number;
  /** By the list that the link names, requests to leave everything among them. */
  queuedByList: Record<string, number>;
  /** Lists that wait for the operator. */
  held: { list: string; fault: string; retryAt: string }[];
  deadLetterCount: number;
  /** The oldest of them. */
  deadLetters: {
    id: number;
    scope: "list" | "everything";
    list: string;
    contact: string;
    fault: string;
    ageSeconds: number;
  }[];
  lastFault: string | null;
  /** Until when Resend is left alone (ISO 8601); `null` when it is not. */
  cooldownUntil: string | null;
  limitPerSecond: number;
  linkSync: { queued: number; lastFault: string | null };
}

/** Opens the operator's routes of the sandbox's Worker; goes in with `--var`. */
export const OPERATOR_TOKEN = "sandbox-operator-token";

/** Where the Ledger shows its report. */
export const LEDGER_PATH = "/leave/-/ledger";

const POLL_MS = 100;

/** Asks the Worker what is queued. */
export async function ledgerReport(workerUrl: string): Promise<Report> {
  const headers = { authorization: `Bearer ${OPERATOR_TOKEN}` };
  const response = await fetch(workerUrl + LEDGER_PATH, { headers });
  if (!response.ok) throw new Error(`the Ledger answers ${response.status}`);
  return (await response.json()) as Report;
}

/**
 * Waits until something is so.
 *
 * @throws Error that says what was waited for, after so many milliseconds
 */
export async function until(
  what: string,
  isSo: () => boolean | Promise<boolean>,
  withinMs: number,
): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`${what}: not within ${withinMs / 1000} s`);
    await sleep(POLL_MS);
  }
}

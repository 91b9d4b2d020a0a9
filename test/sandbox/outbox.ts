/** The operator's view of a running Worker's Outbox, and waiting for it. */

import { setTimeout as sleep } from "node:timers/promises";

/** What `GET /leave/-/outbox` answers. */
export interface OutboxReport {
  waiting: number;
  oldestSeconds: number;
  waitingByList: Record<string, number>;
  setAsideCount: number;
  setAside: {
    row: number;
    operation: string;
    list: string;
    contact: string;
    fault: string;
    ageSeconds: number;
  }[];
  lastFault: string | null;
  pausedUntil: string | null;
}

/** Opens the sandbox's Outbox; goes in with `--var`. */
export const OUTBOX_TOKEN = "sandbox-outbox-token";

const AUTHORIZATION = { authorization: `Bearer ${OUTBOX_TOKEN}` };
const POLL_MS = 100;

/** Asks the Worker what waits. */
export async function outboxReport(workerUrl: string): Promise<OutboxReport> {
  const response = await fetch(`${workerUrl}/leave/-/outbox`, { headers: AUTHORIZATION });
  if (!response.ok) throw new Error(`the Outbox answers ${response.status}`);
  return (await response.json()) as OutboxReport;
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

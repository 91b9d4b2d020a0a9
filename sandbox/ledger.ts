/** The operator's report of a running Worker's Ledger, and a way to wait for something. */

import { setTimeout as sleep } from "node:timers/promises";

import type { Report } from "../src/ledger/report.ts";
import { OPERATOR_TOKEN } from "./settings.ts";

export type { Report };

/** Where the Ledger shows its report. */
const LEDGER_PATH = "/leave/-/ledger";

const POLL_MS = 50;

/** Asks the Worker what is queued. */
export async function ledgerReport(workerUrl: string): Promise<Report> {
  const headers = { authorization: `Bearer ${OPERATOR_TOKEN}` };
  const response = await fetch(workerUrl + LEDGER_PATH, { headers });
  if (!response.ok) throw new Error(`the Ledger answers ${response.status}`);
  return (await response.json()) as Report;
}

/** Polls until a condition holds. @throws Error that says what does not hold within so many milliseconds */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  withinMs: number,
): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`${what}: not within ${withinMs / 1000} s`);
    await sleep(POLL_MS);
  }
}

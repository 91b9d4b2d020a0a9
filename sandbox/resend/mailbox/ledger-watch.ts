/**
 * What is queued at the Worker, for the mailbox: asks the Ledger when a page is loaded, and once a
 * second while one is open. Never throws: a Worker that does not answer is a view of its own.
 */

import { LEDGER_PATH, type Report } from "../../ledger.ts";
import type { Worker } from "./letters.ts";

/** What is known of the Ledger. */
export type LedgerView =
  | { kind: "report"; report: Report }
  /** Nobody has given the stand-in a Worker and its token. */
  | { kind: "unknown" }
  /** No answer, or one that is no report. */
  | { kind: "silent" }
  /** The Worker answers, and shows nothing. */
  | { kind: "refused"; status: number };

export interface LedgerWatch {
  /** What is known, no older than a second. */
  view(): Promise<LedgerView>;
  /** Asks at once. */
  ask(): Promise<void>;
  /** Queues the dead letters again, and asks at once. */
  retry(): Promise<void>;
  /** Asks once a second. @returns a function that ends it */
  attend(): () => void;
}

const POLL_MS = 1_000;
const TIMEOUT_MS = 2_000;

/** @param changed told when there is something new to show */
export function watchLedger(worker: Worker | undefined, changed: () => void): LedgerWatch {
  let current: LedgerView = { kind: "unknown" };
  let askedAt = Number.NEGATIVE_INFINITY;
  let asking: Promise<void> | undefined;
  let attending = 0;
  let next: ReturnType<typeof setTimeout> | undefined;

  async function look(): Promise<void> {
    const before = JSON.stringify(current);
    current = await viewOf(worker);
    askedAt = performance.now();
    asking = undefined;
    // A cooldown is counted down on the page, even where nothing else changes.
    const countsDown = current.kind === "report" && current.report.cooldownUntil !== null;
    if (countsDown || JSON.stringify(current) !== before) changed();
  }
  /** After one that is under way: that one may not know yet what has just happened. */
  const ask = () => (asking = (asking ?? Promise.resolve()).then(look));

  async function poll(): Promise<void> {
    await ask();
    if (attending > 0) next = setTimeout(() => void poll(), POLL_MS);
  }

  return {
    ask,
    async retry() {
      await call(worker, "POST", "/retry?include=old");
      await ask();
    },
    async view() {
      if (performance.now() - askedAt >= POLL_MS) await (asking ?? ask());
      return current;
    },
    attend() {
      attending += 1;
      if (attending === 1) void poll();
      return () => {
        attending -= 1;
        if (attending === 0) clearTimeout(next);
      };
    },
  };
}

async function viewOf(worker: Worker | undefined): Promise<LedgerView> {
  if (worker?.operatorToken === undefined) return { kind: "unknown" };
  const answer = await call(worker, "GET", "");
  if (answer === undefined) return { kind: "silent" };
  if (answer.status !== 200) return { kind: "refused", status: answer.status };
  try {
    return { kind: "report", report: JSON.parse(answer.body) as Report };
  } catch {
    return { kind: "silent" };
  }
}

/** @returns `undefined` when no answer came */
async function call(worker: Worker | undefined, method: "GET" | "POST", path: string) {
  try {
    const response = await fetch(`${worker?.origin}${LEDGER_PATH}${path}`, {
      method,
      headers: { authorization: `Bearer ${worker?.operatorToken}` },
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return { status: response.status, body: await response.text() };
  } catch {
    return undefined;
  }
}

/**
 * What waits at the Worker, for the mailbox: asks `GET /leave/-/outbox` when a page is loaded, and
 * once a second while one is open. Never throws: a Worker that does not answer is a view of its own.
 */

import type { OutboxReport } from "../../sandbox/outbox.ts";
import type { Worker } from "./letters.ts";

/** What is known of the Outbox. */
export type OutboxView =
  | { kind: "report"; report: OutboxReport }
  /** Nobody has given the stand-in a Worker and its token. */
  | { kind: "unknown" }
  /** No answer, or one that is no report. */
  | { kind: "silent" }
  /** The Worker answers, and shows nothing. */
  | { kind: "refused"; status: number };

export interface OutboxWatch {
  /** What is known, no older than a second. */
  view(): Promise<OutboxView>;
  /** Asks at once. */
  ask(): Promise<void>;
  /** Asks once a second. @returns a function that ends it */
  attend(): () => void;
}

const POLL_MS = 1_000;
const TIMEOUT_MS = 2_000;

/** @param changed told when there is something new to show */
export function watchOutbox(worker: Worker | undefined, changed: () => void): OutboxWatch {
  let current: OutboxView = { kind: "unknown" };
  let askedAt = Number.NEGATIVE_INFINITY;
  let asking: Promise<void> | undefined;
  let attending = 0;
  let next: ReturnType<typeof setTimeout> | undefined;

  async function look(): Promise<void> {
    const before = JSON.stringify(current);
    current = await viewOf(worker);
    askedAt = performance.now();
    asking = undefined;
    // A pause is counted down on the page, even where nothing else changes.
    const countsDown = current.kind === "report" && current.report.pausedUntil !== null;
    if (countsDown || JSON.stringify(current) !== before) changed();
  }
  /** Behind one that is under way: that one may not know yet what has just happened. */
  const ask = () => (asking = (asking ?? Promise.resolve()).then(look));

  async function poll(): Promise<void> {
    await ask();
    if (attending > 0) next = setTimeout(() => void poll(), POLL_MS);
  }

  return {
    ask,
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

async function viewOf(worker: Worker | undefined): Promise<OutboxView> {
  if (worker?.outboxToken === undefined) return { kind: "unknown" };
  try {
    const response = await fetch(`${worker.origin}/leave/-/outbox`, {
      headers: { authorization: `Bearer ${worker.outboxToken}` },
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const body = await response.text();
    if (response.status !== 200) return { kind: "refused", status: response.status };
    return { kind: "report", report: JSON.parse(body) as OutboxReport };
  } catch {
    return { kind: "silent" };
  }
}

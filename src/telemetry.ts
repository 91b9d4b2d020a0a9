/**
 * What the operator reads: log lines, as JSON objects so that Workers Logs can search their keys; and data points in
 * Workers Analytics Engine, one for each leave, undo, and page view. Neither contains an address, contact ID, ticket, key,
 * or token.
 */

import type { Channel, Scope, UndoOutcome, UnsubscribeOutcome } from "./ledger/asking.ts";
import type { Failure, FaultName } from "./resend/answer.ts";
import type { Fault } from "./settings/fault.ts";

export type LogLevel = "info" | "warn" | "error";

/** Every line that the Worker and the Ledger write, by event. docs/ledger.md has the table. */
export type LogLine =
  | ({
      event: "leave";
      level: LogLevel;
      scope: Scope;
      list: string;
      channel: Channel;
      outcome: UnsubscribeOutcome["kind"];
      entry?: number | undefined;
      ms?: number;
      /** Identifies the subscription. */
      hash?: string;
    } & Partial<Cause>)
  | {
      event: "undo";
      level: "info" | "warn";
      scope: Scope | undefined;
      list: string;
      outcome: UndoOutcome["kind"];
      ms?: number;
    }
  | ({ event: "drained"; level: "info"; outcome: "done" | "no-contact" } & Attempt)
  | ({ event: "delayed"; level: "warn" | "error" } & Attempt & Cause)
  | ({ event: "held"; level: "error" } & Attempt & Cause)
  | ({ event: "dead-letter"; level: "error" } & Attempt & Cause)
  | {
      event: "ledger";
      level: LogLevel;
      queued: number;
      oldestSeconds: number;
      deadLetters: number;
      held: number;
      linkSync: number;
      lastFault: string | null;
    }
  | { event: "links-synced"; level: "info"; properties: readonly string[] }
  | ({
      event: "link-sync-delayed";
      level: "warn" | "error";
      attempts: number;
      failures: number;
    } & Cause)
  | { event: "link-sync-lost"; level: "error"; properties: readonly string[] }
  /** `found`: by an event of the webhook, or by walking through a segment. */
  | {
      event: "re-added";
      level: "warn" | "error";
      entry: number;
      scope: Scope;
      list: string;
      found: "event" | "walk";
      reaction: "report" | "keep-out" | "another-system";
    }
  | { event: "kept-out"; level: "info"; entry: number; scope: Scope; list: string }
  | { event: "audited"; level: "info"; lists: readonly string[]; contacts: number }
  | ({ event: "audit-delayed"; level: "warn" | "error" } & Cause)
  | { event: "too-many"; level: "warn"; scope: Scope; list: string; channel: Channel }
  | { event: "mail-refused"; level: "info" }
  | {
      event: "webhook-refused";
      level: "warn";
      reason: "forged" | "stale" | "malformed" | "oversized";
    }
  | { event: "settings"; level: "error"; faults: readonly Fault[] }
  /** `what`: the Ledger's operation. `at`: the place in the Worker's code. */
  | { event: "exception"; level: "error"; name: string; what?: string; at?: string | undefined };

/** One attempt from the queue; the entry's number identifies the contact. */
interface Attempt {
  entry: number;
  scope: Scope;
  list: string;
  attempts: number;
  /** Since the request was made. */
  ageSeconds: number;
}

/** Why something was not done. */
interface Cause {
  fault: FaultName | "no-ledger" | undefined;
  /** Resend's HTTP status; `null` if no answer came. */
  status: Failure["status"] | undefined;
  /** Resend's error message. */
  upstream: Failure["upstream"];
}

/** Writes one line. */
export type Log = (line: LogLine) => void;

/** Writes one line to the console. The platform stores it with the current invocation. */
export const log: Log = ({ level, ...fields }) => {
  console[level](JSON.stringify(fields));
};

/** Who views a page, as far as request headers show. */
export type ClientType = "person" | "scanner" | "unknown";

/** Something that is counted. `list` is the list as its link names it; `ms` is the time from the request to the outcome. */
export type DataPoint =
  | {
      event: "leave";
      list: string;
      scope: Scope;
      channel: Channel;
      outcome: UnsubscribeOutcome["kind"] | "too-many";
      ms: number;
    }
  | { event: "undo"; list: string; outcome: UndoOutcome["kind"]; ms: number }
  | {
      event: "audit";
      list: string;
      scope: Scope;
      outcome: "report" | "keep-out" | "another-system" | "kept-out";
    }
  /** A contact's link to the list was written into its property. */
  | { event: "link-sync"; list: string }
  | { event: "view"; list: string; client: ClientType };

/** What is used of an Analytics Engine dataset. */
export interface Dataset {
  writeDataPoint(point: { indexes: string[]; blobs: string[]; doubles: number[] }): void;
}

/** Writes one data point. */
export type Count = (point: DataPoint) => void;

/** Makes the function that writes data points (docs/metrics.md has the columns). Without a dataset, it does nothing. */
export function createCount(dataset: Dataset | undefined): Count {
  return (point) => {
    const { event, list } = point;
    const scope = "scope" in point ? point.scope : "";
    const channel = "channel" in point ? point.channel : "";
    const outcome = "outcome" in point ? point.outcome : "";
    const client = "client" in point ? point.client : "";
    try {
      dataset?.writeDataPoint({
        // Cloudflare samples by index: scanners' views must not affect leaves, nor a busy list a quiet one.
        indexes: [`${event} ${list}`],
        blobs: [event, list, scope, channel, outcome, client],
        doubles: ["ms" in point ? point.ms : 0],
      });
    } catch {
      // The runtime throws if one invocation writes too many points.
    }
  };
}

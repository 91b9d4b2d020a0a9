/**
 * What the operator reads: log lines, one JSON object each, so that Workers Logs makes its keys searchable; and data
 * points, one a leave, an undo, or a page view, in Workers Analytics Engine. No address, ticket, key or hash that opens
 * anything goes into either.
 */

export type LogLevel = "info" | "warn" | "error";

/** Writes one line. No address, ticket or key goes into it. */
export type Log = (level: LogLevel, line: object) => void;

export const log: Log = (level, line) => {
  console[level](JSON.stringify(line));
};

/** Something that is counted. */
export interface Happening {
  event: "leave" | "undo" | "view";
  /** The list as its link names it. */
  list: string;
  /** Of a leave: `list`, or `everything`. */
  scope?: string;
  /** Of a leave: how it came. */
  channel?: string;
  /** Of a leave or an undo: what came of it. */
  outcome?: string;
  /** Of a view: who seems to read. */
  reader?: string;
  /** Milliseconds from the request to the outcome. */
  ms?: number;
}

/** What it needs of an Analytics Engine dataset. */
export interface Dataset {
  writeDataPoint(point: { indexes: string[]; blobs: string[]; doubles: number[] }): void;
}

/** Counts what happened; of what it is given, it takes the fields above and no other. */
export type Count = (happening: Happening) => void;

/** Makes the function that counts; without a dataset it counts nothing. */
export function createCount(dataset: Dataset | undefined): Count {
  return ({ event, list, scope = "", channel = "", outcome = "", reader = "", ms = 0 }) => {
    try {
      dataset?.writeDataPoint({
        // Sampling goes by the index: scanners' views must not thin out leaves, nor a busy list a quiet one.
        indexes: [`${event} ${list}`],
        blobs: [event, list, scope, channel, outcome, reader],
        doubles: [ms],
      });
    } catch {
      // The runtime throws when one invocation writes too many points.
    }
  };
}

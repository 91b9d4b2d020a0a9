/** The operator's log: one JSON object a line, so that Workers Logs makes its keys searchable. */

export type LogLevel = "info" | "warn" | "error";

/** Writes one line. No address, ticket or key goes into it. */
export type Log = (level: LogLevel, line: object) => void;

export const log: Log = (level, line) => {
  console[level](JSON.stringify(line));
};

/** Rows of the SQL API, read into figures. Pure. */

import type { Row } from "./cloudflare.ts";

/** How often one thing happened on one day. */
export interface Figure {
  day: string;
  event: "leave" | "undo" | "view";
  list: string;
  scope: string;
  channel: string;
  outcome: string;
  client: string;
  count: number;
  /** Of all of them together. */
  milliseconds: number;
}

export interface Figures {
  leaves: readonly Figure[];
  undos: readonly Figure[];
  views: readonly Figure[];
  /** Cloudflare kept a sample alone, and the counts are estimates. */
  estimated: boolean;
}

/** Outcomes after which the leave is done, will be, or is the operator's to decide. */
const ACCEPTED = new Set(["done", "no-contact", "queued", "dead-letter"]);

/** Outcomes after which the leave is undone, or will be. */
const UNDONE = new Set(["undone", "canceled", "undoing"]);

/** Reads rows, and puts them in order: by day, then by list. */
export function figuresOf(rows: readonly Row[]): Figures {
  const figures = rows.map(figureOf).toSorted(byDayAndList);
  const of = (event: Figure["event"]) => figures.filter((figure) => figure.event === event);
  return {
    leaves: of("leave"),
    undos: of("undo"),
    views: of("view"),
    estimated: rows.some(({ widest }) => Number(widest) > 1),
  };
}

/** Whether a leave was accepted; otherwise it was turned away. */
export function isAccepted({ outcome }: Figure): boolean {
  return ACCEPTED.has(outcome);
}

/** Whether an undo undid a leave. */
export function isUndone({ outcome }: Figure): boolean {
  return UNDONE.has(outcome);
}

/** How many there are of these. */
export function total(figures: readonly Figure[]): number {
  return figures.reduce((sum, { count }) => sum + count, 0);
}

/** How long one took, on average. @returns `undefined` when there was none */
export function averageMs(figures: readonly Figure[]): number | undefined {
  const count = total(figures);
  if (count === 0) return undefined;
  return Math.round(figures.reduce((sum, { milliseconds }) => sum + milliseconds, 0) / count);
}

/** The figures by what is the same in some, in the order of their first. */
export function groupBy(
  figures: readonly Figure[],
  key: "list" | "outcome" | "day",
): ReadonlyMap<string, readonly Figure[]> {
  return Map.groupBy(figures, (figure) => figure[key]);
}

function figureOf(row: Row): Figure {
  return {
    day: String(row["day"]).slice(0, 10),
    event: row["event"] as Figure["event"],
    list: String(row["list"]),
    scope: String(row["scope"]),
    channel: String(row["channel"]),
    outcome: String(row["outcome"]),
    client: String(row["client"]),
    count: Number(row["points"]),
    milliseconds: Number(row["milliseconds"]),
  };
}

function byDayAndList(a: Figure, b: Figure): number {
  return a.day.localeCompare(b.day) || a.list.localeCompare(b.list);
}

/**
 * Makes figures from the data points of `src/telemetry.ts`: the SQL that sums them by day, and what people and programs see
 * of its rows. A row may represent many data points (`_sample_interval`), so rows are never counted. Pure.
 * https://developers.cloudflare.com/analytics/analytics-engine/sql-reference/
 */

import Table from "cli-table3";

import { numeral } from "../command.ts";
import type { Row } from "./cloudflare.ts";

const DAY_MS = 86_400_000;

const CHANNELS = ["one-click", "page", "mailto", "other"];
const CLIENTS = ["person", "scanner", "unknown"];

/** How often one thing happened on one day. */
interface Figure {
  day: string;
  event: "leave" | "undo" | "view" | "audit" | "link-sync";
  list: string;
  scope: string;
  channel: string;
  outcome: string;
  client: string;
  count: number;
  /** The sum over all of them. */
  milliseconds: number;
}

type Figures = ReturnType<typeof readFigures>;

/** Outcomes of leaves and undos that are done, will be, or wait for the operator's decision. */
const ACCEPTED = /^(?:done|no-contact|queued|dead-letter|undone|canceled|undoing)$/;

/** The days asked for, oldest first, such as `2026-11-23`; they begin at midnight UTC. */
export function daysUntil(nowMs: number, days: number): readonly string[] {
  return Array.from({ length: days }, (_, index) =>
    new Date(nowMs - (days - 1 - index) * DAY_MS).toISOString().slice(0, 10),
  );
}

/**
 * The query of all figures. Its values must have been checked: nothing in it is quoted.
 *
 * @param list one list, as its links name it; all lists without it
 */
export function statsQuery(dataset: string, firstDay: string, list?: string): string {
  // `readFigures` sorts, since the dialect sorts by few things.
  return `SELECT
  toStartOfInterval(timestamp, INTERVAL '1' DAY) AS day,
  blob1 AS event,
  blob2 AS list,
  blob3 AS scope,
  blob4 AS channel,
  blob5 AS outcome,
  blob6 AS client,
  sum(_sample_interval) AS points,
  sum(_sample_interval * double1) AS milliseconds,
  max(_sample_interval) AS widest
FROM ${dataset}
WHERE timestamp >= toDateTime('${firstDay} 00:00:00')${list === undefined ? "" : ` AND blob2 = '${list}'`}
GROUP BY day, event, list, scope, channel, outcome, client
FORMAT JSON`;
}

/** Reads rows, and puts them in order: by day, then by list. */
export function readFigures(rows: readonly Row[]) {
  const figures = rows
    .map(figureOf)
    .toSorted((a, b) => a.day.localeCompare(b.day) || a.list.localeCompare(b.list));
  const of = (event: Figure["event"]) => figures.filter((figure) => figure.event === event);
  return {
    leaves: of("leave"),
    undos: of("undo"),
    views: of("view"),
    audits: of("audit"),
    links: of("link-sync"),
    /** Whether Cloudflare kept only a sample, so that the counts are estimates. */
    estimated: rows.some(({ widest }) => Number(widest) > 1),
  };
}

const isAccepted = ({ outcome }: Figure): boolean => ACCEPTED.test(outcome);

function total(figures: readonly Figure[]): number {
  return figures.reduce((sum, { count }) => sum + count, 0);
}

/** The average time of one request. */
function averageMs(figures: readonly Figure[]): number {
  return Math.round(figures.reduce((sum, one) => sum + one.milliseconds, 0) / total(figures));
}

/** Numbers and times come as text. */
function figureOf({ day, points, milliseconds, ...names }: Row): Figure {
  const numbers = { count: Number(points), milliseconds: Number(milliseconds) };
  return { ...(names as Omit<Figure, "day">), ...numbers, day: String(day).slice(0, 10) };
}

/**
 * The figures for programs to read, as docs/metrics.md describes them.
 *
 * @param days every day asked for
 */
export function figuresJson(figures: Figures, dataset: string, days: readonly string[]): string {
  const { leaves, undos, views, audits, links, estimated } = figures;
  const shown = {
    dataset,
    from: days.at(0),
    to: days.at(-1),
    estimated,
    leaves: leaves.map((leave) => {
      const { day, list, scope, channel, outcome, count } = leave;
      return { day, list, scope, channel, outcome, count, averageMs: averageMs([leave]) };
    }),
    undos: undos.map(({ day, list, outcome, count }) => ({ day, list, outcome, count })),
    views: views.map(({ day, list, client, count }) => ({ day, list, client, count })),
    audits: audits.map(({ day, list, outcome, count }) => ({ day, list, outcome, count })),
    links: links.map(({ day, list, count }) => ({ day, list, count })),
  };
  return `${JSON.stringify(shown, null, 2)}\n`;
}

/** The figures for people to read. @param days every day asked for; those without a leave are shown too */
export function figuresText(figures: Figures, days: readonly string[]): string {
  const { leaves, undos, views, audits, links, estimated } = figures;
  if ([leaves, undos, views, audits, links].every(({ length }) => length === 0)) {
    return "Nothing was recorded: no leave, no undo, no page view.\n";
  }
  const accepted = leaves.filter(isAccepted);
  const byList = table("list", listsIn(accepted), "channel", CHANNELS, accepted);
  const byDay = table("day", days, "channel", CHANNELS, accepted);
  const byClient = table("list", listsIn(views), "client", CLIENTS, views);
  const keptOut = audits.filter(({ outcome }) => outcome === "kept-out");
  const foundAgain = total(audits) - total(keptOut);
  const parts = [
    `Leaves by list and channel\n${byList}\n${summary(leaves, undos)}`,
    `Leaves by day and channel (UTC)\n${byDay}`,
    `Page views by list and client\n${byClient}\nA scanner that drives a browser looks like a person.`,
    audits.length > 0 &&
      `Found on a list again after they left: ${numeral(foundAgain)}. Taken off again: ${numeral(total(keptOut))}.`,
    links.length > 0 &&
      `Links that were missing from properties, and written: ${numeral(total(links))}.`,
    estimated && "The figures are estimates: Cloudflare kept only a sample of the data points.",
  ];
  return `\n${parts.filter(Boolean).join("\n\n")}\n`;
}

const listsIn = (figures: readonly Figure[]) =>
  [...new Set(figures.map(({ list }) => list))].toSorted((a, b) => a.localeCompare(b));

/** What became of all requests, accepted or not. */
function summary(leaves: readonly Figure[], undos: readonly Figure[]): string {
  const byOutcome = Map.groupBy(leaves, ({ outcome }) => outcome);
  const outcomes = Array.from(byOutcome, ([name, some]) => `${numeral(total(some))} ${name}`);
  const everything = total(leaves.filter(({ scope }) => scope === "everything"));
  const accepted = leaves.filter(isAccepted);
  const sentences = [
    `Requests: ${outcomes.join(", ") || "none"}.`,
    everything > 0 && `${numeral(everything)} of them to leave everything.`,
    accepted.length > 0 && `A leave took ${numeral(averageMs(accepted))} ms on average.`,
    `Undone: ${numeral(total(undos.filter(isAccepted)))}.`,
  ];
  return sentences.filter(Boolean).join(" ");
}

/** Counts figures, a row for each list or day and a column for each channel or client, with sums. */
function table(
  rowKey: "list" | "day",
  rows: readonly string[],
  columnKey: "channel" | "client",
  columns: readonly string[],
  figures: readonly Figure[],
): string {
  const cells = (some: readonly Figure[]) =>
    [
      ...columns.map((column) => total(some.filter((one) => one[columnKey] === column))),
      total(some),
    ].map(numeral);
  const made = new Table({
    head: [rowKey, ...columns, "all"],
    colAligns: ["left", ...columns.map(() => "right" as const), "right"],
    style: { head: [], border: [], compact: true },
  });
  made.push(...rows.map((row) => [row, ...cells(figures.filter((one) => one[rowKey] === row))]));
  if (rows.length > 1) made.push([`all ${rowKey}s`, ...cells(figures)]);
  return made.toString();
}

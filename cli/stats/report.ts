/** The figures for people to read: tables, bars, and a few sentences. Pure. */

import Table from "cli-table3";

import {
  averageMs,
  type Figure,
  type Figures,
  groupBy,
  isAccepted,
  isUndone,
  total,
} from "./figures.ts";

const CHANNELS = ["one-click", "page", "mailto", "other"];
const CLIENTS = ["person", "scanner", "unknown"];
const BAR_WIDTH = 24;

/** A line of a table. */
interface Line {
  name: string;
  counts: readonly number[];
  bar?: string;
}

/** What each outcome of a leave means. */
const OUTCOMES: Readonly<Record<string, string>> = {
  done: "done at once",
  queued: "queued",
  "dead-letter": "dead letters, for you to decide",
  "no-contact": "unknown to Resend",
  "too-many": "refused as too many",
  "try-again": "refused, to be tried again",
};

/** @param days every day asked for; those without a leave are shown too */
export function report({ leaves, undos, views, estimated }: Figures, days: readonly string[]) {
  const accepted = leaves.filter(isAccepted);
  const undone = undos.filter(isUndone);
  const parts = [
    `Leaves by list and channel\n${leavesByList(accepted, undone)}\n${outcomes(leaves)}`,
    `Leaves by day and channel (UTC)\n${leavesByDay(accepted, days)}`,
    `Page views by list and client\n${viewsByList(views)}\nA scanner that drives a browser looks like a person.`,
  ];
  if (estimated) {
    parts.push("The figures are estimates: Cloudflare kept only a sample of the data points.");
  }
  return `${parts.join("\n\n")}\n`;
}

function leavesByList(leaves: readonly Figure[], undone: readonly Figure[]): string {
  const all = [...leaves, ...undone];
  const lines = linesByList(all, (some) => [
    ...byChannel(some.filter(isAccepted)),
    total(some.filter(isUndone)),
  ]);
  return table(["list", ...CHANNELS, "leaves", "undone"], lines);
}

function leavesByDay(leaves: readonly Figure[], days: readonly string[]): string {
  const byDay = groupBy(leaves, "day");
  const highest = Math.max(...[...byDay.values()].map(total));
  const lines = days.map((day) => {
    const ofDay = byDay.get(day) ?? [];
    return { name: day, counts: byChannel(ofDay), bar: bar(total(ofDay), highest) };
  });
  return table(["day", ...CHANNELS, "leaves", ""], lines);
}

function viewsByList(views: readonly Figure[]): string {
  const lines = linesByList(views, (some) => [
    ...CLIENTS.map((client) => total(some.filter((view) => view.client === client))),
    total(some),
  ]);
  return table(["list", "people", "scanners", "unknown", "views"], lines);
}

/** One line a list, and one for all lists together where there are several. */
function linesByList(
  figures: readonly Figure[],
  counts: (figures: readonly Figure[]) => readonly number[],
): Line[] {
  const lines = [...groupBy(figures, "list")]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([name, some]) => ({ name, counts: counts(some) }));
  return lines.length > 1 ? [...lines, { name: "all lists", counts: counts(figures) }] : lines;
}

/** The outcomes of all requests, accepted or not. */
function outcomes(leaves: readonly Figure[]): string {
  const byOutcome = groupBy(leaves, "outcome");
  const known = Object.keys(OUTCOMES).filter((outcome) => byOutcome.has(outcome));
  const parts = [...new Set([...known, ...byOutcome.keys()])].map(
    (outcome) => `${number(total(byOutcome.get(outcome) ?? []))} ${OUTCOMES[outcome] ?? outcome}`,
  );
  const asked = parts.length > 0 ? parts.join("; ") : "no one";
  const sentences = [`Who asked: ${asked}.`];
  const everything = total(leaves.filter(({ scope }) => scope === "everything"));
  if (everything > 0) sentences.push(`${number(everything)} of them asked to leave everything.`);
  const average = averageMs(leaves.filter(isAccepted));
  if (average !== undefined) sentences.push(`A leave took ${number(average)} ms on average.`);
  return sentences.join(" ");
}

/** A count for each channel, and their sum. */
function byChannel(leaves: readonly Figure[]): number[] {
  const ofChannel = (channel: string) => leaves.filter((leave) => leave.channel === channel);
  return [...CHANNELS.map((channel) => total(ofChannel(channel))), total(leaves)];
}

function table(head: readonly string[], lines: readonly Line[]): string {
  const made = new Table({
    head: [...head],
    colAligns: head.map((title, column) => (column === 0 || title === "" ? "left" : "right")),
    style: { head: [], border: [], compact: true },
  });
  for (const line of lines) {
    made.push([
      line.name,
      ...line.counts.map(number),
      ...(line.bar === undefined ? [] : [line.bar]),
    ]);
  }
  return made.toString();
}

/** A bar of at most `BAR_WIDTH` characters; only a value of 0 has none. */
function bar(value: number, highest: number): string {
  if (value === 0) return "";
  return "█".repeat(Math.max(1, Math.round((value / highest) * BAR_WIDTH)));
}

function number(value: number): string {
  return value.toLocaleString("en");
}

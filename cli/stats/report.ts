/** The figures for people to read: tables, bars, and a few sentences. Pure. */

import Table from "cli-table3";

import { numeral } from "../command.ts";
import { averageMs, type Figure, type Figures, isAccepted, total } from "./figures.ts";

const CHANNELS = ["one-click", "page", "mailto", "other"];
const CLIENTS = ["person", "scanner", "unknown"];
const BAR_WIDTH = 24;

type Cell = string | number;

/** What each outcome of a leave means. */
const OUTCOMES: Readonly<Record<string, string>> = {
  done: "done at once",
  queued: "queued",
  "dead-letter": "dead letters, for you to decide",
  "no-contact": "about contacts that Resend does not have",
  "too-many": "refused as too many",
  "try-again": "told to try again",
};

/** @param days every day asked for; those without a leave are shown too */
export function report(figures: Figures, days: readonly string[]) {
  const { leaves, undos, views, audits, links, estimated } = figures;
  if ([leaves, undos, views, audits, links].every(({ length }) => length === 0)) {
    return "Nothing was recorded: no leave, no undo, no page view.\n";
  }
  const accepted = leaves.filter(isAccepted);
  const undone = undos.filter(isAccepted);
  const parts = [
    `Leaves by list and channel\n${leavesByList(accepted, undone)}\n${outcomes(leaves)}`,
    `Leaves by day and channel (UTC)\n${leavesByDay(accepted, days)}`,
    `Page views by list and client\n${viewsByList(views)}\nA scanner that drives a browser looks like a person.`,
  ];
  if (audits.length > 0) parts.push(audited(audits));
  if (links.length > 0) {
    parts.push(`Links that were missing from properties, and written: ${numeral(total(links))}.`);
  }
  if (estimated) {
    parts.push("The figures are estimates: Cloudflare kept only a sample of the data points.");
  }
  return `\n${parts.join("\n\n")}\n`;
}

function leavesByList(leaves: readonly Figure[], undone: readonly Figure[]): string {
  const rows = rowsByList([...leaves, ...undone], (some) => [
    ...byChannel(some.filter(({ event }) => event === "leave")),
    total(some.filter(({ event }) => event === "undo")),
  ]);
  return table(["list", ...CHANNELS, "leaves", "undone"], rows);
}

function leavesByDay(leaves: readonly Figure[], days: readonly string[]): string {
  const byDay = Map.groupBy(leaves, ({ day }) => day);
  const highest = Math.max(...[...byDay.values()].map(total));
  const rows = days.map((day) => {
    const ofDay = byDay.get(day) ?? [];
    return [day, ...byChannel(ofDay), bar(total(ofDay), highest)];
  });
  return table(["day", ...CHANNELS, "leaves", ""], rows);
}

function viewsByList(views: readonly Figure[]): string {
  const rows = rowsByList(views, (some) => [
    ...CLIENTS.map((client) => total(some.filter((view) => view.client === client))),
    total(some),
  ]);
  return table(["list", "people", "scanners", "unknown", "views"], rows);
}

/** Who was found on a list again, and who was taken off again. */
function audited(audits: readonly Figure[]): string {
  const keptOut = audits.filter(({ outcome }) => outcome === "kept-out");
  const found = numeral(total(audits) - total(keptOut));
  return `Found on a list again after they left: ${found}. Taken off again: ${numeral(total(keptOut))}.`;
}

/** A row for each list, and one for all lists together where there are several. */
function rowsByList(
  figures: readonly Figure[],
  counts: (figures: readonly Figure[]) => readonly number[],
): Cell[][] {
  const row = (name: string, some: readonly Figure[]) => [name, ...counts(some)];
  const rows = [...Map.groupBy(figures, ({ list }) => list)]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([list, some]) => row(list, some));
  return rows.length > 1 ? [...rows, row("all lists", figures)] : rows;
}

/** The outcomes of all requests, accepted or not. */
function outcomes(leaves: readonly Figure[]): string {
  const byOutcome = Map.groupBy(leaves, ({ outcome }) => outcome);
  const known = Object.keys(OUTCOMES).filter((outcome) => byOutcome.has(outcome));
  const parts = [...new Set([...known, ...byOutcome.keys()])].map(
    (outcome) => `${numeral(total(byOutcome.get(outcome) ?? []))} ${OUTCOMES[outcome] ?? outcome}`,
  );
  const sentences = [`Requests: ${parts.join("; ") || "none"}.`];
  const everything = total(leaves.filter(({ scope }) => scope === "everything"));
  if (everything > 0) sentences.push(`${numeral(everything)} of them to leave everything.`);
  const average = averageMs(leaves.filter(isAccepted));
  if (average !== undefined) sentences.push(`A leave took ${numeral(average)} ms on average.`);
  return sentences.join(" ");
}

/** A count for each channel, and their sum. */
function byChannel(leaves: readonly Figure[]): number[] {
  const ofChannel = (channel: string) => leaves.filter((leave) => leave.channel === channel);
  return [...CHANNELS.map((channel) => total(ofChannel(channel))), total(leaves)];
}

function table(head: readonly string[], rows: readonly Cell[][]): string {
  const made = new Table({
    head: [...head],
    colAligns: head.map((title, column) => (column === 0 || title === "" ? "left" : "right")),
    style: { head: [], border: [], compact: true },
  });
  made.push(...rows.map((row) => row.map((cell) => cell.toLocaleString("en"))));
  return made.toString();
}

/** A bar of at most `BAR_WIDTH` characters; only a value of 0 has none. */
function bar(value: number, highest: number): string {
  if (value === 0) return "";
  return "█".repeat(Math.max(1, Math.round((value / highest) * BAR_WIDTH)));
}

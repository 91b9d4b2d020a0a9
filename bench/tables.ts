/** Results as tables of words, the same for the terminal and for the document. Pure. */

import type { Count } from "./count.ts";
import type { Duel } from "./duel.ts";
import type { Results } from "./results.ts";
import { number, percent, ratio, spread, whole } from "./wording.ts";

export interface Table {
  title: string;
  head: string[];
  rows: string[][];
}

/** A table for everything that was measured. */
export function tablesOf(results: Results): Table[] {
  const { page = [], leave = [], ledger = [], size, start, signing = [], growth = [] } = results;
  return [
    ...page.map((duel) => duelTable("Page (GET)", duel)),
    ...leave.map((duel) => duelTable("Leave (POST)", duel)),
    ...ledger.map((duel) => duelTable("Leave through an object (POST)", duel)),
    ...(size
      ? [
          {
            title: "Bundle, as wrangler uploads it",
            head: ["", "bytes", "gzip"],
            rows: size.map(({ name, bytes, gzipBytes }) => [name, whole(bytes), whole(gzipBytes)]),
          },
        ]
      : []),
    ...(start
      ? [
          {
            title: "From the start of the process to the first answer",
            head: ["", "ms"],
            rows: start.map(({ name, ms }) => [name, spread(ms)]),
          },
        ]
      : []),
    ...signing.map(({ way, signers }) => ({
      title: `Links signed in Node, ${way}`,
      head: ["", "a second", "of bare"],
      rows: signers.map(({ name, perSecond, besideBare }) => [
        name,
        spread(perSecond),
        ratio(besideBare),
      ]),
    })),
    ...growth.map(({ by, what, members }) => ({
      title: `Growth by ${by}: ${what}, 32 connections`,
      head: ["", "requests/s", "CPU µs", "CPU of the first"],
      rows: members.map(({ name, figures }) => [
        name,
        spread(figures.requestsPerSecond),
        spread(figures.cpuMicroseconds),
        ratio(figures.beside.cpuMicroseconds),
      ]),
    })),
  ];
}

const COUNT_TITLES = {
  page: "Page (GET)",
  leave: "Leave (POST)",
  "page-parts": "Parts, each added to limit-page",
  "leave-parts": "Parts, each added to limit-call",
} as const satisfies Record<Count["section"], string>;

/** A table for everything that was counted: contenders as shares of the limit, parts as what they add. */
export function countTables(counts: readonly Count[]): Table[] {
  return counts.map(({ section, members }) => {
    const least = members[0]?.instructions.median ?? Number.NaN;
    const isParts = section === "page-parts" || section === "leave-parts";
    return {
      title: `${COUNT_TITLES[section]}: thousands of instructions a request`,
      head: ["", "thousands", isParts ? "adds" : "of the limit"],
      rows: members.map(({ name, instructions: { median, min, max } }) => [
        name,
        spread({ median: median / 1000, min: min / 1000, max: max / 1000 }),
        isParts ? number((median - least) / 1000) : (median / least).toFixed(2),
      ]),
    };
  });
}

function duelTable(what: string, { connections, contenders }: Duel): Table {
  return {
    title: `${what}, ${connections === 1 ? "1 connection" : `${connections} connections`}`,
    head: [
      "",
      "requests/s",
      "of the limit",
      "p50 ms",
      "CPU µs",
      "CPU of the limit",
      "answer, bytes",
      "busy: Worker, stub, load",
    ],
    rows: contenders.map(({ name, figures }) => {
      const { requestsPerSecond, beside, p50Ms, cpuMicroseconds, responseBytes, busy } = figures;
      return [
        name,
        spread(requestsPerSecond),
        ratio(beside.requestsPerSecond),
        number(p50Ms.median),
        spread(cpuMicroseconds),
        ratio(beside.cpuMicroseconds),
        whole(responseBytes),
        [busy.worker, busy.upstream, busy.load].map(percent).join(", "),
      ];
    }),
  };
}

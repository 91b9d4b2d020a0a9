/** Prints what was measured as a plain table. */

import Table from "cli-table3";

export interface Row {
  name: string;
  requestsPerSecond: number;
  /** Requests a second as a share of the limit's. */
  ofLimit: number;
  /** Median latency in milliseconds. */
  p50Ms: number;
  /** CPU time of workerd for one request, in microseconds. */
  cpuMicroseconds: number;
  /** The same as a multiple of the limit's. */
  cpuOfLimit: number;
}

/** Nothing but spaces, and a rule below the head. */
const PLAIN = {
  ...Object.fromEntries(
    [
      "bottom",
      "bottom-left",
      "bottom-mid",
      "bottom-right",
      "left",
      "left-mid",
      "mid",
      "mid-mid",
    ].map((part) => [part, ""]),
  ),
  ...Object.fromEntries(
    ["right", "right-mid", "top", "top-left", "top-mid", "top-right"].map((part) => [part, ""]),
  ),
  middle: "  ",
};

/** Writes it to the standard output. */
export function printTable(title: string, rows: readonly Row[]): void {
  const table = new Table({
    head: ["", "requests/s", "of the limit", "p50 ms", "CPU µs", "CPU of the limit"],
    colAligns: ["left", "right", "right", "right", "right", "right"],
    chars: PLAIN,
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
  });
  for (const row of rows) {
    table.push([
      row.name,
      row.requestsPerSecond.toFixed(0),
      row.ofLimit.toFixed(2),
      row.p50Ms.toPrecision(3),
      row.cpuMicroseconds.toFixed(0),
      row.cpuOfLimit.toFixed(2),
    ]);
  }
  console.log(`\n${title}\n\n${table.toString()}`);
}

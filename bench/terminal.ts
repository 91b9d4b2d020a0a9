import CliTable from "cli-table3";

import type { Table } from "./tables.ts";

/** A table for the terminal. */
export function terminalTable({ title, head, rows }: Table): string {
  const table = new CliTable({
    head,
    colAligns: head.map((_, column) => (column === 0 ? "left" : "right")),
    style: { head: [], border: [] },
  });
  table.push(...rows);
  return `\n${title}\n${table.toString()}`;
}

/** The columns of a CSV: where a row names its contact, and which are added. Pure. */

import { Unusable } from "../terminal.ts";

/** The columns that are added, in this order. */
export const ADDED = ["link", "list_unsubscribe", "list_unsubscribe_post"] as const;

/** A header row: what it says, and where a row's contact stands. */
export interface Columns {
  names: readonly string[];
  /** Places of the columns `id` and `email`, as far as there are any; `id` first. */
  contact: readonly { name: "id" | "email"; index: number }[];
}

/** Reads a header row. Names count in any case; other columns may have any names, twice or none. */
export function readColumns(names: readonly string[]): Columns {
  const plain = names.map((name) => name.trim().toLowerCase());
  for (const name of ["id", "email", ...ADDED]) {
    const count = plain.filter((other) => other === name).length;
    if (count > 1) {
      throw new Unusable(`--csv: ${count} columns are called "${name}"; rename all but one`);
    }
  }
  const taken = ADDED.find((name) => plain.includes(name));
  if (taken !== undefined) {
    throw new Unusable(
      `--csv: there is a column "${taken}" already, and it is about to be added; rename or remove it`,
    );
  }
  const contact = (["id", "email"] as const)
    .map((name) => ({ name, index: plain.indexOf(name) }))
    .filter(({ index }) => index !== -1);
  if (contact.length === 0) {
    const found = names.map((name) => JSON.stringify(name)).join(", ");
    throw new Unusable(
      `--csv: needs a column "id" or "email" in its first row, and has ${found || "none"}`,
    );
  }
  return { names, contact };
}

/** Whom a row is about: its `id` where that is filled, else its `email`. */
export function contactOf(
  row: readonly string[],
  { contact }: Columns,
): { column: string; contact: string } | undefined {
  for (const { name, index } of contact) {
    const value = row[index]?.trim();
    if (value) return { column: name, contact: value };
  }
  return undefined;
}

/** One row of a CSV and its link. A row that can have none is kept, and says why. */

import { mintLink } from "../../src/links/mint.ts";
import { type Columns, contactOf } from "./columns.ts";
import type { Sender } from "./task.ts";

/** What signs a file's rows. */
export interface Signer extends Sender {
  secret: string;
}

export interface LinkedRow {
  /** The row's own fields under their columns, then the added ones, then what had no column. */
  fields: readonly string[];
  /** Why it has no link. */
  problem?: string;
}

/** Adds the link and the headers to a row. */
export async function linkRow(
  row: readonly string[],
  columns: Columns,
  signer: Signer,
): Promise<LinkedRow> {
  const width = columns.names.length;
  // A row that stops early has its last fields empty.
  const own = Array.from({ length: width }, (_, index) => row[index] ?? "");
  const without = (problem: string) => {
    return { fields: [...own, "", "", "", ...row.slice(width)], problem };
  };
  if (row.length > width) {
    return without(`has ${row.length} fields, and the header has ${width}; quote the commas`);
  }
  const found = contactOf(row, columns);
  if (found === undefined) {
    return without(`has no ${columns.contact.map(({ name }) => name).join(" and no ")}`);
  }
  try {
    const { url, headers } = await mintLink({ ...signer, contact: found.contact });
    return { fields: [...own, url, ...Object.values(headers)] };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return without(error.message.replace(/^contact:/, `${found.column}:`));
  }
}

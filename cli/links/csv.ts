/**
 * Adds links to a CSV on its way from stdin to stdout, a batch of rows at a time. A row that cannot have a link is
 * kept without one, and reported by its line.
 */

import { pipeline } from "node:stream/promises";

import { stringify } from "csv-stringify/sync";

import { mintLink } from "../../src/links/mint.ts";
import { type Terminal, UsageError } from "../command.ts";
import { type Csv, openCsv, type Row } from "./csv-input.ts";

/** Rows that are signed and written together. */
const BATCH = 1000;

/** Rows from one report of progress to the next. */
const PROGRESS = 100_000;

/** The columns that are added, in this order. */
const ADDED = ["link", "list_unsubscribe", "list_unsubscribe_post"] as const;

/** What the links of a file have in common. */
export interface Signer {
  origin: string;
  /** A name from `LISTS`, or a segment ID. */
  list: string;
  mailtoDomain?: string | undefined;
  secret: string;
}

/** A header row: what it says, and where a row's contact is. */
interface Columns {
  names: readonly string[];
  /** The indexes of the columns `id` and `email`, as far as there are any; `id` first. */
  contact: readonly { name: "id" | "email"; index: number }[];
}

interface LinkedRow {
  /** The row's own fields under their columns, then the added ones, then what had no column. */
  fields: readonly string[];
  /** Why it has no link. */
  problem?: string;
}

/** How many rows were written, and how many of them without a link. */
interface Count {
  rows: number;
  bad: number;
}

/**
 * Copies the CSV, and adds the columns.
 *
 * @param quiet reports bad rows on stderr, and no progress
 * @returns how many rows have no link
 */
export async function linkCsv(
  signer: Signer,
  { stdin, stdout, stderr }: Pick<Terminal, "stdin" | "stdout" | "stderr">,
  quiet: boolean,
): Promise<number> {
  const count = { rows: 0, bad: 0 };
  const report = (line: string) => void stderr.write(`${line}\n`);
  const progress = quiet ? () => undefined : report;
  try {
    const written = addLinks(await openCsv(stdin), signer, count, { report, progress });
    await pipeline(written, stdout, { end: false });
  } finally {
    // A file that is refused keeps what writes it waiting otherwise, and so this process.
    stdin.destroy();
  }
  const good = count.rows - count.bad;
  progress(`${number(count.rows)} rows: ${number(good)} with a link, ${number(count.bad)} without`);
  return count.bad;
}

async function* batchesOf(rows: AsyncIterable<Row>): AsyncIterable<Row[]> {
  let batch: Row[] = [];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length === BATCH) {
      yield batch;
      batch = [];
    }
  }
  yield batch;
}

/** Signs batch by batch, and writes text as the file is written. */
async function* addLinks(
  { bom, delimiter, newline, rows }: Csv,
  signer: Signer,
  count: Count,
  say: Readonly<Record<"report" | "progress", (line: string) => void>>,
): AsyncIterable<string> {
  const text = (records: readonly (readonly string[])[]) =>
    stringify(records as string[][], { delimiter, record_delimiter: newline });
  const reading = rows[Symbol.asyncIterator]();
  const header = await reading.next();
  const columns = readColumns(header.done ? [] : header.value.fields);
  yield (bom ? "\uFEFF" : "") + text([[...columns.names, ...ADDED]]);
  for await (const batch of batchesOf({ [Symbol.asyncIterator]: () => reading })) {
    const linked = await Promise.all(batch.map(({ fields }) => linkRow(fields, columns, signer)));
    for (const [index, { problem }] of linked.entries()) {
      if (problem !== undefined) {
        count.bad++;
        say.report(`line ${batch[index]?.line}: ${problem}`);
      }
      count.rows++;
      if (count.rows % PROGRESS === 0) say.progress(`${number(count.rows)} rows …`);
    }
    yield text(linked.map(({ fields }) => fields));
  }
}

function number(value: number): string {
  return value.toLocaleString("en");
}

/** Reads a header row. Names count in any case; other columns may have any names. */
function readColumns(names: readonly string[]): Columns {
  const plain = names.map((name) => name.trim().toLowerCase());
  for (const name of ["id", "email", ...ADDED]) {
    const count = plain.filter((other) => other === name).length;
    if (count > 1) {
      throw new UsageError(`--csv: ${count} columns are called "${name}"; rename all but one`);
    }
  }
  const taken = ADDED.find((name) => plain.includes(name));
  if (taken !== undefined) {
    throw new UsageError(
      `--csv: the file has a column "${taken}" already, which is about to be added; rename or remove it`,
    );
  }
  const contact = (["id", "email"] as const)
    .map((name) => ({ name, index: plain.indexOf(name) }))
    .filter(({ index }) => index !== -1);
  if (contact.length === 0) {
    const found = names.map((name) => JSON.stringify(name)).join(", ");
    throw new UsageError(
      `--csv: the first row has no column "id" or "email"; it has ${found || "nothing"}`,
    );
  }
  return { names, contact };
}

/** Adds the link and the headers to a row. */
async function linkRow(
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
  // Its `id` where that is filled, else its `email`.
  const column = columns.contact.find(({ index }) => own[index]?.trim());
  if (column === undefined) {
    return without(`has no ${columns.contact.map(({ name }) => name).join(" and no ")}`);
  }
  try {
    const contact = own[column.index]?.trim() ?? "";
    const { url, headers } = await mintLink({ ...signer, contact });
    return { fields: [...own, url, ...Object.values(headers)] };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return without(error.message.replace(/^contact:/, `${column.name}:`));
  }
}

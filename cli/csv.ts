/**
 * Copies a CSV from stdin to stdout and adds links, without changing anything else. A row that cannot have a link is kept
 * without one, and reported by its line.
 */

import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

import { stringify } from "csv-stringify";

import { mintLink } from "../src/links/mint.ts";
import { numeral, type Terminal, UsageError } from "./command.ts";
import { openCsv, type Row } from "./csv-reader.ts";

/** How many rows are signed at the same time. */
const CONCURRENCY = 100;

/** How many rows there are between two progress reports. */
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

/** A header row, and the columns that have a row's contact. */
type Columns = ReturnType<typeof readColumns>;

/**
 * Copies the CSV, and adds the columns.
 *
 * @param quiet reports bad rows on stderr, and no progress
 * @returns how many rows have no link
 */
export async function linkCsv(signer: Signer, terminal: Terminal, quiet: boolean): Promise<number> {
  const { stdin, stdout, stderr } = terminal;
  const count = { rows: 0, bad: 0 };
  const report = (line: string) => void stderr.write(`${line}\n`);
  const progress = quiet ? () => undefined : report;

  /** Signs the rows, and counts and reports them. */
  async function* linked(rows: AsyncIterable<Row>): AsyncIterable<readonly string[]> {
    const reading = rows[Symbol.asyncIterator]();
    const header = await reading.next();
    const columns = readColumns(header.done ? [] : header.value.fields);
    yield [...columns.names, ...ADDED];
    const others = Readable.from({ [Symbol.asyncIterator]: () => reading });
    const signed = others.map((row: Row) => linkRow(row, columns, signer), {
      concurrency: CONCURRENCY,
    }) as AsyncIterable<Row & { problem?: string }>;
    for await (const { line, fields, problem } of signed) {
      if (problem !== undefined) {
        count.bad++;
        report(`line ${line}: ${problem}`);
      }
      count.rows++;
      if (count.rows % PROGRESS === 0) progress(`${numeral(count.rows)} rows …`);
      yield fields;
    }
  }

  try {
    const { rows, ...format } = await openCsv(stdin, "--csv");
    await pipeline(linked(rows), stringify(format), stdout, { end: false });
  } finally {
    // Otherwise, the program that writes to stdin would wait after a refusal, and so would this process.
    stdin.destroy();
  }
  const good = count.rows - count.bad;
  progress(
    `${numeral(count.rows)} rows: ${numeral(good)} with a link, ${numeral(count.bad)} without`,
  );
  return count.bad;
}

/** Reads a header row. The case of the names does not matter; other columns may have any names. */
function readColumns(names: readonly string[]) {
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

/** Adds the link and the headers to a row: first its fields with a column, then the added ones, then any extra fields. */
async function linkRow({ line, fields }: Row, { names, contact }: Columns, signer: Signer) {
  const width = names.length;
  // In a short row, the missing fields are empty.
  const own = names.map((_, index) => fields[index] ?? "");
  const without = (problem: string) => {
    return { line, fields: [...own, "", "", "", ...fields.slice(width)], problem };
  };
  if (fields.length > width) {
    return without(`has ${fields.length} fields, and the header has ${width}; quote the commas`);
  }
  // Its `id` if it has one, else its `email`.
  const column = contact.find(({ index }) => own[index]?.trim());
  if (column === undefined) {
    return without(`has no ${contact.map(({ name }) => name).join(" and no ")}`);
  }
  try {
    const minted = await mintLink({ ...signer, contact: own[column.index]?.trim() ?? "" });
    return { line, fields: [...own, minted.url, ...Object.values(minted.headers)] };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return without(error.message.replace(/^contact:/, `${column.name}:`));
  }
}

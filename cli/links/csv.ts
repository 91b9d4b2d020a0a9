/** Adds links to a CSV on its way from stdin to stdout, a batch of rows at a time. */

import { pipeline } from "node:stream/promises";

import { stringify } from "csv-stringify/sync";

import type { Terminal } from "../terminal.ts";
import { ADDED, type Columns, readColumns } from "./columns.ts";
import { type Dialect, dialectOf, peekFirstLine } from "./dialect.ts";
import { linkRow, type Signer } from "./row.ts";
import { type Row, rowsOf } from "./rows.ts";

/** Rows that are signed and written together. */
const BATCH = 1000;

/** Rows from one report of progress to the next. */
const PROGRESS = 100_000;

/** How many rows were written, and how many of them without a link. */
export interface Count {
  rows: number;
  bad: number;
}

/** Copies the CSV, and adds the columns. Reports bad rows and progress on stderr. */
export async function linkCsv(
  signer: Signer,
  { stdin, stdout, stderr }: Pick<Terminal, "stdin" | "stdout" | "stderr">,
): Promise<Count> {
  const count = { rows: 0, bad: 0 };
  const { start, whole } = await peekFirstLine(stdin);
  const dialect = dialectOf(start);
  const written = linked(batchesOf(rowsOf(whole, dialect)), signer, dialect, count, (line) =>
    stderr.write(`${line}\n`),
  );
  await pipeline(written, stdout, { end: false });
  const good = count.rows - count.bad;
  stderr.write(
    `${number(count.rows)} rows: ${number(good)} with a link, ${number(count.bad)} without\n`,
  );
  return count;
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

/** Signs batch by batch, and writes text in the file's own dialect. */
async function* linked(
  batches: AsyncIterable<Row[]>,
  signer: Signer,
  { bom, delimiter, newline }: Dialect,
  count: Count,
  report: (line: string) => void,
): AsyncIterable<string> {
  const text = (rows: readonly (readonly string[])[]) =>
    stringify(rows as string[][], { delimiter, record_delimiter: newline });
  let columns: Columns | undefined;
  for await (const batch of batches) {
    if (columns === undefined) {
      columns = readColumns(batch.shift()?.fields ?? []);
      yield (bom ? "\uFEFF" : "") + text([[...columns.names, ...ADDED]]);
    }
    const known = columns;
    const rows = await Promise.all(batch.map(({ fields }) => linkRow(fields, known, signer)));
    for (const [index, { problem }] of rows.entries()) {
      if (problem !== undefined) {
        count.bad++;
        report(`line ${batch[index]?.line}: ${problem}`);
      }
      count.rows++;
      if (count.rows % PROGRESS === 0) report(`${number(count.rows)} rows …`);
    }
    yield text(rows.map(({ fields }) => fields));
  }
}

function number(value: number): string {
  return value.toLocaleString("en");
}

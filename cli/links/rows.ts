/** Reads the rows of a CSV with the lines on which they start, as far as it is a CSV. */

import { pipeline } from "node:stream";

import { CsvError, type Options, parse } from "csv-parse";

import { Unusable } from "../terminal.ts";
import { checkUtf8, type Dialect } from "./dialect.ts";

/** A row that is longer has a quote that nobody closed. */
const MAX_ROW_BYTES = 2 ** 20;

/** A row, and the line on which it starts. */
export interface Row {
  line: number;
  fields: readonly string[];
}

/**
 * Parses what comes in. Skips empty lines, and takes what is odd and can be read: quotes where none
 * should be, rows of any length, any mixture of line ends.
 *
 * @throws Unusable when a quote is never closed, or the bytes are not UTF-8
 */
export async function* rowsOf(
  input: AsyncIterable<Uint8Array>,
  { delimiter }: Dialect,
): AsyncIterable<Row> {
  // The parser's own count takes a CRLF in quotes for two lines.
  let line = 1;
  const options: Options<Row, string[]> = {
    bom: true,
    delimiter,
    max_record_size: MAX_ROW_BYTES,
    on_record: (fields) => {
      const row = { line, fields };
      line += 1 + newlines(fields);
      return fields.length > 1 || fields[0] !== "" ? row : undefined;
    },
    record_delimiter: ["\r\n", "\n", "\r"],
    relax_column_count: true,
    relax_quotes: true,
  };
  // The parser's types let `on_record` give something else only where `columns` does too.
  const parser = parse(options as unknown as Options);
  // An error before the parser destroys it, and so is thrown from there.
  pipeline(checkUtf8(input), parser, () => {});
  try {
    yield* parser as AsyncIterable<Row>;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new Unusable(
      `--csv: a quote is opened in the row of line ${line} and never closed; close it, what is written so far is not all`,
    );
  }
}

function newlines(fields: readonly string[]): number {
  return fields.reduce((sum, field) => sum + (field.match(/\r\n|\n|\r/g)?.length ?? 0), 0);
}

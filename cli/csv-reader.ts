/**
 * Reads a CSV as people have it: separated by commas, semicolons, or tabs, with any line ends. Input that could be misread
 * is refused: bytes that are not UTF-8, and open quotes.
 */

import { pipeline as pipe } from "node:stream";

import { CsvError, type Options, parse } from "csv-parse";

import { UsageError } from "./command.ts";

/** The most bytes of a row, including the header row. */
const MAX_ROW_BYTES = 2 ** 20;

export interface Row {
  /** The line on which it starts, from 1. */
  line: number;
  fields: readonly string[];
  /** The row as it stands in the file, with its quotes, and without its line end. */
  raw: string;
}

/**
 * Opens a CSV: detects its format, and returns its rows, which are read on demand.
 *
 * @param option the command's option, for errors
 * @throws UsageError, also while the rows are read
 */
export async function openCsv(input: AsyncIterable<Uint8Array>, option: string) {
  const { start, whole } = await peekFirstLine(input);
  if (/^(?:\xff\xfe|\xfe\xff)/.test(start.toString("latin1", 0, 2))) {
    throw new UsageError(`${option}: the file is UTF-16; save it as CSV in UTF-8`);
  }
  const [line = ""] = start.toString("utf8").split("\n", 1);
  // Text in quotes is a column's name, even if it contains delimiters.
  const bare = line.replaceAll(/"[^"]*"/g, "");
  const count = (delimiter: string) => bare.split(delimiter).length;
  const delimiters = [",", ";", "\t"] as const;
  const delimiter = delimiters.reduce((most, next) => (count(next) > count(most) ? next : most));
  return {
    bom: line.startsWith("\uFEFF"),
    delimiter,
    record_delimiter: line.endsWith("\r") ? "\r\n" : "\n",
    rows: readRows(whole, delimiter, option),
  };
}

/** Reads the first line of a stream. Returns it, and the whole stream. */
async function peekFirstLine(input: AsyncIterable<Uint8Array>) {
  const chunks = input[Symbol.asyncIterator]();
  let start = Buffer.alloc(0);
  while (!start.includes("\n") && start.length < MAX_ROW_BYTES) {
    const next = await chunks.next();
    if (next.done) break;
    start = Buffer.concat([start, next.value]);
  }
  async function* whole() {
    yield start;
    yield* { [Symbol.asyncIterator]: () => chunks };
  }
  return { start, whole: whole() };
}

/** Reads rows. Skips empty lines, and accepts stray quotes, rows of any length, and mixed line ends. */
async function* readRows(
  input: AsyncIterable<Uint8Array>,
  delimiter: string,
  option: string,
): AsyncIterable<Row> {
  // The parser counts a CRLF in quotes as two lines.
  let line = 1;
  const options: Options<Row, { record: string[]; raw: string }> = {
    bom: true,
    delimiter,
    max_record_size: MAX_ROW_BYTES,
    on_record: ({ record: fields, raw }) => {
      // The parser leaves the first character of the line end there.
      const row = { line, fields, raw: raw.replace(/[\r\n]$/, "") };
      line += 1 + (fields.join().match(/\r\n|\n|\r/g)?.length ?? 0);
      return fields.length > 1 || fields[0] !== "" ? row : undefined;
    },
    raw: true,
    record_delimiter: ["\r\n", "\n", "\r"],
    relax_column_count: true,
    relax_quotes: true,
  };
  // The parser's types allow `on_record` to return another type only if `columns` does, too.
  const parser = parse(options as unknown as Options);
  // An error in the input destroys the parser, which then throws it.
  pipe(checkUtf8(input, option), parser, () => {});
  try {
    yield* parser as AsyncIterable<Row>;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new UsageError(
      `${option}: the row that starts on line ${line} opens a quote and does not close it; close it and start over, since the output is incomplete`,
    );
  }
}

async function* checkUtf8(
  input: AsyncIterable<Uint8Array>,
  option: string,
): AsyncIterable<Uint8Array> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const check = (chunk?: Uint8Array) => {
    try {
      decoder.decode(chunk, { stream: chunk !== undefined });
    } catch {
      throw new UsageError(`${option}: the file is not UTF-8; save it as CSV in UTF-8`);
    }
  };
  for await (const chunk of input) {
    check(chunk);
    yield chunk;
  }
  check();
}

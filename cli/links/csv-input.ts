/**
 * Reads a CSV as a stream: how it is written, so that what comes out is written the same way, and its rows with
 * the lines on which they start. Refuses what would sign a contact misread: bytes that are not UTF-8, open quotes.
 */

import { pipeline } from "node:stream";

import { CsvError, type Options, parse } from "csv-parse";

import { UsageError } from "../command.ts";

export interface Csv {
  /** Whether it starts with a byte order mark, as Excel needs it. */
  bom: boolean;
  delimiter: "," | ";" | "\t";
  newline: "\n" | "\r\n";
  rows: AsyncIterable<Row>;
}

export interface Row {
  /** The line on which it starts, from 1. */
  line: number;
  fields: readonly string[];
}

/** Bytes by which the header row must have ended, and the most that a row may have. */
const MAX_ROW_BYTES = 2 ** 20;

/** Opens a CSV. Its rows are read while they are asked for. */
export async function openCsv(input: AsyncIterable<Uint8Array>): Promise<Csv> {
  const { start, whole } = await peekFirstLine(input);
  if (/^(?:\xff\xfe|\xfe\xff)/.test(start.toString("latin1", 0, 2))) {
    throw new UsageError("--csv: the file is UTF-16; save it as CSV in UTF-8");
  }
  const [line = ""] = start.toString("utf8").split("\n", 1);
  // What is in quotes is a column's name, whatever it is made of.
  const bare = line.replaceAll(/"[^"]*"/g, "");
  const count = (delimiter: string) => bare.split(delimiter).length;
  const delimiters = [",", ";", "\t"] as const;
  const delimiter = delimiters.reduce((most, next) => (count(next) > count(most) ? next : most));
  return {
    bom: line.startsWith("\uFEFF"),
    delimiter,
    newline: line.endsWith("\r") ? "\r\n" : "\n",
    rows: readRows(whole, delimiter),
  };
}

/** Reads a stream as far as its first line, and gives that and the whole stream. */
async function peekFirstLine(
  input: AsyncIterable<Uint8Array>,
): Promise<{ start: Buffer; whole: AsyncIterable<Uint8Array> }> {
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

/** Skips empty lines, and takes what is odd and can be read: stray quotes, rows of any length, mixed line ends. */
async function* readRows(input: AsyncIterable<Uint8Array>, delimiter: string): AsyncIterable<Row> {
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
  // An error in the input destroys the parser, and so is thrown from there.
  pipeline(checkUtf8(input), parser, () => {});
  try {
    yield* parser as AsyncIterable<Row>;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new UsageError(
      `--csv: the row that starts on line ${line} opens a quote and does not close it; close it and start over, since the output is incomplete`,
    );
  }
}

async function* checkUtf8(input: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const check = (chunk?: Uint8Array) => {
    try {
      decoder.decode(chunk, { stream: chunk !== undefined });
    } catch {
      throw new UsageError("--csv: the file is not UTF-8; save it as CSV in UTF-8");
    }
  };
  for await (const chunk of input) {
    check(chunk);
    yield chunk;
  }
  check();
}

function newlines(fields: readonly string[]): number {
  return fields.reduce((sum, field) => sum + (field.match(/\r\n|\n|\r/g)?.length ?? 0), 0);
}

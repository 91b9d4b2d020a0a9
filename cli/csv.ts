/**
 * CSVs as people have them: separated by commas, semicolons, or tabs, with any line ends. Input that could be misread is
 * refused: bytes that are not UTF-8, and open quotes. `link --csv` copies one from stdin to stdout and adds links, without
 * changing anything else; a row that cannot have a link is kept without one, and reported by its line.
 */

import { pipeline as pipe, Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

import { CsvError, type Options, parse } from "csv-parse";
import { stringify } from "csv-stringify";

import { mintLink } from "../src/links/mint.ts";
import { numeral, type Terminal, UsageError } from "./command.ts";

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

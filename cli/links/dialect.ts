/** How a CSV is written, told from its beginning, so that what comes out is written as what went in. */

import { Unusable } from "../terminal.ts";

export interface Dialect {
  /** Whether it starts with a byte order mark, as Excel needs it. */
  bom: boolean;
  delimiter: "," | ";" | "\t";
  newline: "\n" | "\r\n";
}

/** Bytes by which the header row must have ended. */
const MAX_HEADER_BYTES = 2 ** 20;

/** Reads a stream as far as its first line, and gives that and the whole stream. */
export async function peekFirstLine(
  input: AsyncIterable<Uint8Array>,
): Promise<{ start: Buffer; whole: AsyncIterable<Uint8Array> }> {
  const chunks = input[Symbol.asyncIterator]();
  let start = Buffer.alloc(0);
  while (!start.includes("\n") && start.length < MAX_HEADER_BYTES) {
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

/** Tells how a CSV is written from bytes that hold its first line. */
export function dialectOf(start: Buffer): Dialect {
  if (/^(?:\xff\xfe|\xfe\xff)/.test(start.toString("latin1", 0, 2))) {
    throw new Unusable("--csv: the file is UTF-16; save it as CSV in UTF-8");
  }
  const [line = ""] = start.toString("utf8").split("\n", 1);
  // What stands in quotes is a column's name, whatever it is made of.
  const bare = line.replaceAll(/"[^"]*"/g, "");
  const count = (delimiter: string) => bare.split(delimiter).length;
  const delimiters = [",", ";", "\t"] as const;
  return {
    bom: line.startsWith("\uFEFF"),
    delimiter: delimiters.reduce((most, next) => (count(next) > count(most) ? next : most)),
    newline: line.endsWith("\r") ? "\r\n" : "\n",
  };
}

/** Passes bytes on, and stops at the first that are not UTF-8: no contact is signed misread. */
export async function* checkUtf8(input: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const check = (chunk?: Uint8Array) => {
    try {
      decoder.decode(chunk, { stream: chunk !== undefined });
    } catch {
      throw new Unusable("--csv: the file is not UTF-8; save it as CSV in UTF-8");
    }
  };
  for await (const chunk of input) {
    check(chunk);
    yield chunk;
  }
  check();
}

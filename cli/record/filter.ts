/**
 * Takes out of a CSV who has left: by contact ID, and by address in any case. The rows that stay are copied as they are. A row
 * that names no one is left out too, unless it is allowed, since it could be about anyone.
 */

import { closeSync, createReadStream, openSync, writeSync } from "node:fs";
import { pipeline } from "node:stream/promises";

import type { Terminal } from "../command.ts";
import { foldAddress, openPeople } from "./person.ts";
import type { Entry } from "./worker.ts";

/** Who has left. */
export interface Departed {
  /** IDs, and addresses as `foldAddress` writes them. */
  names: ReadonlySet<string>;
  entries: number;
  /** Entries of which only this name is known. */
  only: { id: number; email: number };
}

/** Reads who has left. An entry that changes meanwhile comes again, and its last state applies. */
export async function readDeparted(entries: AsyncIterable<Entry>): Promise<Departed> {
  const left = new Map<number, readonly string[]>();
  for await (const { id, state, contact_id: contactId, email } of entries) {
    // In every other state, the person is not to be mailed.
    if (state === "undone") left.delete(id);
    else
      left.set(
        id,
        [contactId, email && foldAddress(email)].filter((name) => name !== null),
      );
  }
  const names = new Set<string>();
  const only = { id: 0, email: 0 };
  for (const both of left.values()) {
    for (const name of both) names.add(name);
    if (both.length === 1) only[both[0]?.includes("@") ? "email" : "id"] += 1;
  }
  return { names, entries: left.size, only };
}

export interface FilterOptions {
  /** Paths, relative to the person's folder. */
  file: string;
  dropped: string | undefined;
  allowUnresolved: boolean;
  /** Reports a row that names no one. */
  report: (line: string) => void;
}

export interface Filtered {
  rows: number;
  left: number;
  unresolved: number;
  /** Rows that stay and have only this name. */
  only: { email: number; id: number };
}

/** Copies the CSV to stdout, without those who have left. */
export async function filterCsv(
  { names }: Pick<Departed, "names">,
  { file, dropped, allowUnresolved, report }: FilterOptions,
  { stdout }: Pick<Terminal, "stdout">,
): Promise<Filtered> {
  const count: Filtered = { rows: 0, left: 0, unresolved: 0, only: { email: 0, id: 0 } };
  const input = createReadStream(file);
  let fd: number | undefined;

  async function* kept(): AsyncGenerator<string, void, undefined> {
    const { bom, record_delimiter: eol, header, people } = await openPeople(input, "--filter");
    const head = `${bom ? "\uFEFF" : ""}${header}${eol}`;
    if (dropped !== undefined) fd = openSync(dropped, "w");
    if (fd !== undefined) writeSync(fd, head);
    yield head;
    for await (const { line, raw, id = "", email = "", problem } of people) {
      const hasLeft = names.has(id) || names.has(email);
      count.rows += 1;
      if (hasLeft) count.left += 1;
      else if (problem !== undefined) {
        count.unresolved += 1;
        report(`line ${line}: ${problem}`);
      } else if (id === "") count.only.email += 1;
      else if (email === "") count.only.id += 1;
      if (!hasLeft && (problem === undefined || allowUnresolved)) yield raw + eol;
      else if (fd !== undefined) writeSync(fd, raw + eol);
    }
  }

  try {
    await pipeline(kept, stdout, { end: false });
  } finally {
    input.destroy();
    if (fd !== undefined) closeSync(fd);
  }
  return count;
}

/**
 * Takes out of a CSV who has left: by contact ID, and by address in any case. The rows that stay are copied as they are. A row
 * that names no one is left out too, unless it is allowed, since it could be about anyone.
 */

import { closeSync, createReadStream, openSync, writeSync } from "node:fs";
import type { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";

import { numeral } from "../command.ts";
import type { Row } from "../csv-reader.ts";
import { foldAddress, openPeople, type Person } from "./person.ts";
import type { RecordItem } from "../../src/ledger/record.ts";

/** Who has left. */
export interface Departed {
  /** IDs, and addresses as `foldAddress` writes them. */
  names: ReadonlySet<string>;
  entries: number;
  /** Entries of which only this name is known. */
  only: { id: number; email: number };
}

/** Reads who has left. An entry that changes meanwhile comes again, and its last state applies. */
export async function readDeparted(entries: AsyncIterable<RecordItem>): Promise<Departed> {
  const left = new Map<number, readonly string[]>();
  for await (const { id, state, contact_id: contactId, email } of entries) {
    const both = [contactId, email && foldAddress(email)].filter((name) => name !== null);
    // In every other state, the person is not to be mailed.
    if (state === "undone") left.delete(id);
    else left.set(id, both);
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
  file: string;
  /** Where the rows that are left out go. */
  dropped: string | undefined;
  allowUnresolved: boolean;
  /** Asks the Worker which of these names are of people who left and were forgotten. */
  askForgotten: (names: string[]) => Promise<ReadonlySet<string>>;
  report: (line: string) => void;
}

/** How many rows are judged together, each with two names at most. A question has at most 1,000. */
const BATCH = 500;

/**
 * Copies the CSV without those who have left, and reports the counts.
 *
 * @returns how many rows name no one
 */
export async function filterCsv(
  { names, entries, only }: Departed,
  { file, dropped, allowUnresolved, askForgotten, report }: FilterOptions,
  stdout: Writable,
): Promise<number> {
  const count = { rows: 0, left: 0, unresolved: 0, half: 0 };
  const input = createReadStream(file);
  let fd: number | undefined;

  function judge({ line, id, email, problem }: Row & Person, gone: ReadonlySet<string>): boolean {
    count.rows += 1;
    if ([id, email].some((name) => name !== undefined && (names.has(name) || gone.has(name)))) {
      count.left += 1;
      return false;
    }
    if (problem !== undefined) {
      count.unresolved += 1;
      report(`line ${line}: ${problem}`);
      return allowUnresolved;
    }
    const isHalf = (id === undefined && only.id > 0) || (email === undefined && only.email > 0);
    if (isHalf) count.half += 1;
    return true;
  }

  async function* kept(): AsyncGenerator<string, void, undefined> {
    const { bom, record_delimiter: eol, header, people } = await openPeople(input, "--filter");
    const head = `${bom ? "\uFEFF" : ""}${header}${eol}`;
    if (dropped !== undefined) fd = openSync(dropped, "w");
    if (fd !== undefined) writeSync(fd, head);
    yield head;
    for await (const batch of inBatches(people)) {
      const given = batch.flatMap(({ id = [], email = [] }) => [id, email].flat());
      // Whether there are any cannot be seen in the record, whose entries may be deleted.
      const gone = given.length > 0 ? await askForgotten(given) : new Set<string>();
      for (const row of batch) {
        if (judge(row, gone)) yield row.raw + eol;
        else if (fd !== undefined) writeSync(fd, row.raw + eol);
      }
    }
  }

  try {
    await pipeline(kept, stdout, { end: false });
  } finally {
    input.destroy();
    if (fd !== undefined) closeSync(fd);
  }
  const { rows, left, unresolved, half } = count;
  report(
    `${numeral(rows)} rows: ${numeral(rows - left - unresolved)} stay, ${numeral(left)} have left, ${numeral(unresolved)} could not be resolved (compared with ${numeral(entries)} entries)`,
  );
  if (half > 0) {
    report(
      `warning: ${numeral(half)} of those who stay could be people who left, since the record has only the ID or only the address of some; give both columns, email and id, or try again tomorrow, when the Worker has read the others`,
    );
  }
  return unresolved;
}

async function* inBatches<Item>(items: AsyncIterable<Item>): AsyncGenerator<Item[], void> {
  let batch: Item[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}

/** What is done with a CSV of people: those who left are taken out of it, or are imported from it. */

import { closeSync, openSync, writeSync } from "node:fs";
import type { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";

import type { RecordItem } from "../../src/ledger/record.ts";
import { numeral, UsageError } from "../command.ts";
import type { Row } from "../csv.ts";
import { foldAddress, openPeople, type Person } from "./person.ts";
import type { Worker } from "./worker.ts";

/** Who has left. */
interface Departed {
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

interface FileOptions {
  file: string;
  /** Reports a row that has a problem, and the counts. */
  report: (line: string) => void;
}

interface FilterOptions extends FileOptions {
  /** Where the rows that are left out go. */
  dropped: string | undefined;
  allowUnresolved: boolean;
  /** Asks the Worker which of these names are of people who left and were forgotten. */
  askForgotten: (names: string[]) => Promise<ReadonlySet<string>>;
}

/** A request has at most 1,000 rows to import, or names to ask about; a row has two names at most. */
const IMPORTED = 1000;
const FILTERED = 500;

/**
 * Copies a CSV without those who have left, by contact ID and by address in any case. The rows that stay are copied as they
 * are. A row that names no one is left out too, unless it is allowed, since it could be about anyone.
 *
 * @returns how many rows name no one
 */
export async function filterCsv(
  { names, entries, only }: Departed,
  { file, dropped, allowUnresolved, askForgotten, report }: FilterOptions,
  stdout: Writable,
): Promise<number> {
  const count = { rows: 0, left: 0, unresolved: 0, half: 0 };
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
    const { bom, record_delimiter: eol, header, people } = await openPeople(file, "--filter");
    const head = `${bom ? "\uFEFF" : ""}${header}${eol}`;
    if (dropped !== undefined) fd = openSync(dropped, "w");
    if (fd !== undefined) writeSync(fd, head);
    yield head;
    for await (const batch of inBatches(people, FILTERED)) {
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

async function* inBatches<Item>(items: AsyncIterable<Item>, size: number): AsyncGenerator<Item[]> {
  let batch: Item[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

interface ImportOptions extends FileOptions {
  /** Of all rows; `undefined` if the file has a column `list`. */
  list: string | undefined;
  progress: (line: string) => void;
}

/**
 * Sends the people of a CSV, who left with an earlier tool, to the Worker's record.
 *
 * @returns how many rows were not imported
 */
export async function importCsv(
  worker: Worker,
  { file, list, report, progress }: ImportOptions,
): Promise<number> {
  const count = { rows: 0, imported: 0, unchanged: 0, failed: 0 };
  const fail = (line: number, problem: string) => {
    count.failed += 1;
    report(`line ${line}: ${problem}`);
  };
  const { people, valueIn } = await openPeople(file, "--import");
  for await (const batch of inBatches(people, IMPORTED)) {
    const sent: { line: number; row: object }[] = [];
    for (const { line, fields, id, email, problem } of batch) {
      const value = (...columns: string[]) => valueIn(fields, ...columns);
      const operation = value("operation");
      const to = list ?? value("list");
      if (to === undefined && operation !== "everything") {
        throw new UsageError(
          `--list: is missing, and line ${line} has no list; name the list that they left`,
        );
      }
      const left_at = value("left_at", "done_at", "asked_at");
      if (problem !== undefined) fail(line, problem);
      // In a file of --csv: who has come back.
      else if (value("state") === "undone") count.unchanged += 1;
      else sent.push({ line, row: { list: to, operation, contact_id: id, email, left_at } });
    }
    if (sent.length > 0) {
      const result = await worker.import(sent.map(({ row }) => row));
      count.imported += result.imported;
      count.unchanged += result.unchanged;
      for (const { row, error } of result.refused) fail(sent[row]?.line ?? 0, error);
    }
    count.rows += batch.length;
    progress(`${numeral(count.rows)} rows …`);
  }
  const { rows, imported, unchanged, failed } = count;
  report(
    `${numeral(rows)} rows: ${numeral(imported)} imported, ${numeral(unchanged)} known already, ${numeral(failed)} not imported`,
  );
  return failed;
}

/**
 * Takes out of a CSV who has left: by contact ID, and by address in any case. The rows that stay are copied as they are. A row
 * that names no one is left out too, unless it is allowed, since it could be about anyone.
 */

import { closeSync, createReadStream, openSync, writeSync } from "node:fs";
import { pipeline } from "node:stream/promises";

import type { Terminal } from "../command.ts";
import { foldAddress, openPeople, type Person } from "./person.ts";
import type { Entry } from "./worker.ts";

/** The states of an entry that does not keep its person off the list. */
const NOT_LEFT: ReadonlySet<string> = new Set(["undone", "joined", "canceled"]);

/** Who has left, from the entries of the record. */
export class Departed {
  /** Names by entry: one that changes meanwhile comes again. */
  readonly #left = new Map<number, readonly string[]>();
  #names: ReadonlySet<string> | undefined;
  /** Entries of which only one name is known. */
  readonly #half = { id: new Set<number>(), email: new Set<number>() };

  add({ id, state, contact_id: contactId, email }: Entry): void {
    const names = [contactId, email && foldAddress(email)].filter((name) => name !== null);
    if (NOT_LEFT.has(state)) this.#left.delete(id);
    else this.#left.set(id, names);
    const isHalf = this.#left.has(id) && names.length === 1;
    for (const known of ["id", "email"] as const) {
      const only = known === "id" ? contactId : email;
      if (isHalf && only !== null) this.#half[known].add(id);
      else this.#half[known].delete(id);
    }
  }

  has({ id, email }: Person): boolean {
    this.#names ??= new Set([...this.#left.values()].flat());
    return [id, email].some((name) => name !== undefined && this.#names?.has(name));
  }

  /** How many entries could be missed by a row that has only an address, or only an ID. */
  unknownTo(column: "email" | "id"): number {
    return this.#half[column === "email" ? "id" : "email"].size;
  }

  /** How many entries are of people who have left. */
  get size(): number {
    return this.#left.size;
  }
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
  departed: Departed,
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
    for await (const { line, raw, ...person } of people) {
      const { id, email, problem } = person;
      const hasLeft = departed.has(person);
      count.rows += 1;
      if (hasLeft) count.left += 1;
      else if (problem !== undefined) {
        count.unresolved += 1;
        report(`line ${line}: ${problem}`);
      } else if (id === undefined) count.only.email += 1;
      else if (email === undefined) count.only.id += 1;
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

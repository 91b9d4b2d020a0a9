/** Brings in who left with an earlier tool: reads a CSV, and sends its people to the Worker's record, some at a time. */

import { createReadStream } from "node:fs";

import { numeral } from "../command.ts";
import { openPeople } from "./person.ts";
import type { Worker } from "./worker.ts";

/** The most people of one request. */
const BATCH = 500;

export interface ImportOptions {
  /** The path. */
  file: string;
  list: string;
  /** Reports a row that names no one. */
  report: (line: string) => void;
  progress: (line: string) => void;
}

/** @returns how many rows could not be brought in */
export async function importCsv(
  worker: Worker,
  { file, list, report, progress }: ImportOptions,
): Promise<number> {
  const count = { rows: 0, added: 0, failed: 0 };
  let batch: string[] = [];
  const flush = async () => {
    if (batch.length === 0) return;
    const { added } = await worker.import({ list, contacts: batch });
    count.added += typeof added === "number" ? added : 0;
    batch = [];
    progress(`${numeral(count.rows)} rows …`);
  };

  const input = createReadStream(file);
  try {
    const { people } = await openPeople(input, "--import");
    for await (const { line, id, email, problem } of people) {
      count.rows += 1;
      const contact = id ?? email;
      if (contact !== undefined) batch.push(contact);
      else {
        count.failed += 1;
        report(`line ${line}: ${problem}`);
      }
      if (batch.length === BATCH) await flush();
    }
    await flush();
  } finally {
    input.destroy();
  }
  const known = count.rows - count.added - count.failed;
  report(
    `${numeral(count.rows)} rows: ${numeral(count.added)} brought in, ${numeral(known)} known already, ${numeral(count.failed)} failed`,
  );
  return count.failed;
}

/** Imports who left with an earlier tool: reads a CSV, and sends its people to the Worker's record, some at a time. */

import { createReadStream } from "node:fs";

import { numeral, UsageError } from "../command.ts";
import { openPeople } from "./person.ts";
import type { Worker } from "./worker.ts";

/** The most rows of one request. */
const BATCH = 1000;

export interface ImportOptions {
  /** The path. */
  file: string;
  /** Of all rows; `undefined` if the file has a column `list`. */
  list: string | undefined;
  /** Reports a row that is not imported. */
  report: (line: string) => void;
  progress: (line: string) => void;
}

/** @returns how many rows were not imported */
export async function importCsv(
  worker: Worker,
  { file, list, report, progress }: ImportOptions,
): Promise<number> {
  const count = { rows: 0, imported: 0, unchanged: 0, failed: 0 };
  let batch: { line: number; row: object }[] = [];
  const fail = (line: number, problem: string) => {
    count.failed += 1;
    report(`line ${line}: ${problem}`);
  };
  const flush = async () => {
    if (batch.length === 0) return;
    const result = await worker.import(batch.map(({ row }) => row));
    count.imported += result.imported;
    count.unchanged += result.unchanged;
    for (const { row, error } of result.refused) fail(batch[row]?.line ?? 0, error);
    batch = [];
    progress(`${numeral(count.rows)} rows …`);
  };

  const input = createReadStream(file);
  try {
    const { people, valueIn } = await openPeople(input, "--import");
    for await (const { line, fields, id, email, problem } of people) {
      count.rows += 1;
      const value = (...columns: string[]) => valueIn(fields, ...columns);
      const operation = value("operation");
      const to = list ?? value("list");
      if (to === undefined && operation !== "everything") {
        throw new UsageError(
          `--list: is missing, and line ${line} has no list; name the list that they left`,
        );
      }
      if (problem !== undefined) fail(line, problem);
      // In a file of --csv: who has come back, and who was forgotten.
      else if (value("state") === "undone") count.unchanged += 1;
      else {
        const left_at = value("left_at", "done_at", "asked_at");
        batch.push({ line, row: { list: to, operation, contact_id: id, email, left_at } });
      }
      if (batch.length === BATCH) await flush();
    }
    await flush();
  } finally {
    input.destroy();
  }
  const { rows, imported, unchanged, failed } = count;
  report(
    `${numeral(rows)} rows: ${numeral(imported)} imported, ${numeral(unchanged)} known already, ${numeral(failed)} not imported`,
  );
  return failed;
}

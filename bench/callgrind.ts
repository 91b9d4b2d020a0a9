/** Instructions of a process, counted by Valgrind: fifty times slower, but the same whatever else the machine does. */

import { execFile } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

export interface Counter {
  /** What the process is started by. */
  command: readonly string[];
  /** Instructions of all its threads, from the start of the work to its end. */
  during(pid: number, work: () => Promise<void>): Promise<number>;
}

/** @throws Error that names the remedy, when Valgrind is missing */
export async function checkValgrind(): Promise<void> {
  try {
    await run("valgrind", ["--version"]);
  } catch {
    throw new Error("--count needs Valgrind: apt-get install valgrind");
  }
}

/** @param folder where Valgrind writes */
export function callgrind(folder: string): Counter {
  const file = join(folder, "callgrind.out");
  let dumps = 0;
  return {
    // V8 writes code while it runs, which Valgrind must notice.
    command: [
      "valgrind",
      "--tool=callgrind",
      "--smc-check=all-non-file",
      `--callgrind-out-file=${file}`,
    ],
    async during(pid, work) {
      await run("callgrind_control", ["--zero", `${pid}`]);
      await work();
      await run("callgrind_control", ["--dump", `${pid}`]);
      dumps += 1;
      const dump = `${file}.${dumps}`;
      const total = totalIn(readFileSync(dump, "latin1"));
      rmSync(dump);
      return total;
    },
  };
}

/**
 * Reads the total of a dump.
 *
 * @throws Error when there is none
 * @see https://valgrind.org/docs/manual/cl-format.html
 */
export function totalIn(dump: string): number {
  const [, total] = /^totals: (\d+)$/m.exec(dump) ?? [];
  if (total === undefined) throw new Error("Valgrind wrote a dump without a total");
  return Number(total);
}

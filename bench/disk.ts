/** The disk that Durable Objects write to here: on Cloudflare there is another one, farther away. */

import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { quantile } from "./statistics.ts";

export interface Disk {
  /** `TMPDIR` sets it. */
  folder: string;
  /** Milliseconds until a small write is on the disk; a commit takes one at least. */
  writeMs: number;
}

const WRITES = 30;

export function thisDisk(): Disk {
  const made = mkdtempSync(join(tmpdir(), "leave-this-list-disk-"));
  const file = openSync(join(made, "writes"), "w");
  const page = Buffer.alloc(4096);
  const times = Array.from({ length: WRITES }, () => {
    const startedAt = performance.now();
    writeSync(file, page);
    fdatasyncSync(file);
    return performance.now() - startedAt;
  });
  closeSync(file);
  rmSync(made, { recursive: true });
  return { folder: tmpdir(), writeMs: quantile(times, 0.5) };
}

/** All that a run has measured; `--json` prints it as it is. */

import { availableParallelism, cpus } from "node:os";

import { type Disk, thisDisk } from "./disk.ts";
import type { Duel } from "./duel.ts";
import type { Growth } from "./growth.ts";
import type { Signing } from "./signing.ts";
import type { Start } from "./starts.ts";
import { WORKERD_VERSION } from "./workerd.ts";

export interface Size {
  name: string;
  bytes: number;
  gzipBytes: number;
}

/** What was not asked for is absent. */
export interface Results {
  machine: {
    cpu: string;
    cores: number;
    workerd: string;
    node: string;
    disk: Disk;
  };
  /** Bytes of our page's body, and so of limit-page's. */
  pageBytes: number;
  page?: Duel[];
  leave?: Duel[];
  ledger?: Duel[];
  size?: Size[];
  start?: Start[];
  signing?: Signing[];
  growth?: Growth[];
}

export function thisMachine(): Results["machine"] {
  return {
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    workerd: WORKERD_VERSION,
    node: process.versions.node,
    disk: thisDisk(),
  };
}

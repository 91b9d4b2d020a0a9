/** Runs the command `stats` in this process, at a fixed time, against a stand-in of the SQL API. */

import { Readable } from "node:stream";

import { afterEach, beforeEach } from "vitest";

import { runStats } from "../../cli/stats/run.ts";
import { createCount, type DataPoint } from "../../src/telemetry.ts";
import type { Point } from "../cloudflare/sql-dataset.ts";
import { ACCOUNT_ID, API_TOKEN, type SqlStandIn, startSqlStandIn } from "../cloudflare/sql.ts";
import { collector, type Ended } from "./run.ts";

/** What the time is in these tests: a Monday noon. */
export const NOW = Date.parse("2026-11-23T12:00:00Z");

export const DATASET = "leave_this_list";

/** Call it once at the top of a test file; what it returns is good inside tests. */
export function runningStats() {
  let standIn: SqlStandIn | undefined;

  beforeEach(async () => {
    standIn = await startSqlStandIn(() => NOW);
  });

  afterEach(() => standIn?.close());

  return {
    get api(): SqlStandIn {
      if (standIn === undefined) throw new Error("the stand-in runs inside tests only");
      return standIn;
    },

    /** Runs `stats` with these arguments, and with these variables in place of those that work. */
    async stats(args: readonly string[] = [], env: Record<string, string> = {}): Promise<Ended> {
      const [stdout, stderr] = [collector(), collector()];
      const exitCode = await runStats(
        args,
        {
          env: {
            CLOUDFLARE_ACCOUNT_ID: ACCOUNT_ID,
            CLOUDFLARE_API_TOKEN: API_TOKEN,
            CLOUDFLARE_API_BASE_URL: this.api.url,
            ...env,
          },
          stdin: Readable.from([]),
          stdout: stdout.stream,
          stderr: stderr.stream,
        },
        NOW,
      );
      return { exitCode, stdout: stdout.text(), stderr: stderr.text() };
    },
  };
}

/** The data point that the Worker writes for this. */
export function written(at: string, happening: DataPoint, sampleInterval = 1): Point {
  let point: Point | undefined;
  const count = createCount({
    writeDataPoint({ indexes: [index = ""], blobs, doubles }) {
      point = { at, index, blobs, doubles, sampleInterval };
    },
  });
  count(happening);
  if (point === undefined) throw new Error("nothing was written");
  return point;
}

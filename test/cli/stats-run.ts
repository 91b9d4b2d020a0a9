/**
 * Runs the command `stats` in this process, against a stand-in for Cloudflare's SQL API: it checks the token, and
 * evaluates the query with SQLite on data points as the Worker writes them.
 */

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { DatabaseSync } from "node:sqlite";

import { getRequestListener } from "@hono/node-server";
import { afterEach, beforeEach } from "vitest";

import { createCount, type DataPoint } from "../../src/telemetry.ts";
import { type Ended, run } from "./run.ts";

/** What the time is in these tests: a Monday noon. */
export const NOW = Date.parse("2026-11-23T12:00:00Z");

export const DATASET = "leave_this_list";
export const ACCOUNT_ID = "0123456789abcdef0123456789abcdef";
/** May read analytics. */
export const API_TOKEN = "token-that-may-read-analytics-0123456789";
/** May do other things. */
export const OTHER_TOKEN = "token-that-may-edit-workers-0123456789";

export interface SqlApi {
  /** Goes into `CLOUDFLARE_API_BASE_URL`. */
  url: string;
  /** Writes what the Worker would write for this, as a point that stands for some. */
  write: (at: string, point: DataPoint, sampleInterval?: number, dataset?: string) => void;
  /** Answers every query from now on with this, but `SHOW TABLES`. */
  answerWith(status: number, body: string): void;
  /** The queries in turn. */
  queries: readonly string[];
  close(): void;
}

/** Starts the stand-in. */
export async function startSqlApi(): Promise<SqlApi> {
  const database = new DatabaseSync(":memory:");
  database.function("toDateTime", (text) => text);
  database.function(
    "toStartOfInterval",
    { varargs: true },
    (at) => `${String(at).slice(0, 10)} 00:00:00`,
  );
  const datasets = new Set<string>();
  const queries: string[] = [];
  let fault: { status: number; body: string } | undefined;

  const error = (status: number, code: number, message: string) =>
    Response.json({ success: false, errors: [{ code, message }], result: null }, { status });
  async function answer(request: Request): Promise<Response> {
    const path = `/client/v4/accounts/${ACCOUNT_ID}/analytics_engine/sql`;
    if (new URL(request.url).pathname !== path) return error(404, 7003, "Could not route to this");
    const authorization = request.headers.get("authorization");
    if (authorization === `Bearer ${OTHER_TOKEN}`)
      return error(403, 10_000, "Authentication error");
    if (authorization !== `Bearer ${API_TOKEN}`) return error(401, 10_000, "Authentication error");
    const sql = await request.text();
    if (sql === "SHOW TABLES FORMAT JSON") {
      return Response.json({ data: [...datasets].map((dataset) => ({ dataset })) });
    }
    queries.push(sql);
    if (fault !== undefined) return new Response(fault.body, fault);
    try {
      const query = sql.replace("INTERVAL '1' DAY", "'1 DAY'").replace(/FORMAT JSON$/, "");
      const statement = database.prepare(query);
      statement.setReadBigInts(true);
      // Whole numbers of 64 bits come as text.
      const data = JSON.stringify(statement.all(), (_, value: unknown) =>
        typeof value === "bigint" ? value.toString() : value,
      );
      return new Response(`{"meta":[],"data":${data}}`);
    } catch (cause) {
      return new Response(String(cause), { status: 422 });
    }
  }

  const server = createServer(getRequestListener(answer));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/client/v4`,
    write(at, point, sampleInterval = 1, dataset = DATASET) {
      datasets.add(dataset);
      const blobNames = Array.from({ length: 6 }, (_, index) => `blob${index + 1}`).join(", ");
      database.exec(
        `CREATE TABLE IF NOT EXISTS ${dataset} (timestamp, _sample_interval, ${blobNames}, double1)`,
      );
      createCount({
        writeDataPoint({ blobs, doubles }) {
          const insert = database.prepare(
            `INSERT INTO ${dataset} VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          );
          insert.run(
            at.slice(0, 19).replace("T", " "),
            BigInt(sampleInterval),
            ...blobs,
            ...doubles,
          );
        },
      })(point);
    },
    answerWith: (status, body) => void (fault = { status, body }),
    queries,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Starts the stand-in for each test of a file; what it returns is good inside tests. */
export function runningStats() {
  let api: SqlApi;

  beforeEach(async () => {
    api = await startSqlApi();
  });
  afterEach(() => api.close());

  return {
    api: () => api,

    /** Runs `stats` with these options, and with these variables in place of those that work. */
    stats: (
      args: readonly string[] = [],
      env: Record<string, string> = {},
      root?: string,
    ): Promise<Ended> => {
      const variables = {
        CLOUDFLARE_ACCOUNT_ID: ACCOUNT_ID,
        CLOUDFLARE_API_TOKEN: API_TOKEN,
        CLOUDFLARE_API_BASE_URL: api.url,
        ...env,
      };
      return run(["stats", ...args], { env: variables, now: NOW, ...(root && { root }) });
    },
  };
}

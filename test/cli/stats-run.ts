/**
 * Runs the command `stats` in this process, against a stand-in for Cloudflare's SQL API, which evaluates the query
 * with SQLite on data points as the Worker writes them.
 */

import { DatabaseSync } from "node:sqlite";

import { getRequestListener } from "@hono/node-server";

import { createCount, type DataPoint } from "../../src/telemetry.ts";
import { run, serve } from "./run.ts";

/** What the time is in these tests: a Monday noon. */
const NOW = Date.parse("2026-11-23T12:00:00Z");

const ACCOUNT_ID = "0123456789abcdef0123456789abcdef";
export const API_TOKEN = "token-that-may-read-analytics-0123456789";

const COLUMNS =
  "timestamp, _sample_interval, blob1, blob2, blob3, blob4, blob5, blob6, double1, dataset";

/** Starts the stand-in, which ends with the test. */
export async function startStats() {
  const database = new DatabaseSync(":memory:");
  const day = (timestamp: unknown) => `${String(timestamp).slice(0, 10)} 00:00:00`;
  database.function("toDateTime", (text) => text);
  database.function("toStartOfInterval", { varargs: true }, day);
  database.exec(`CREATE TABLE points (${COLUMNS})`);
  const queries: string[] = [];
  let fault: { status: number; body: string } | undefined;

  /** @returns rows as ClickHouse writes them: whole numbers of 64 bits are text */
  function rows(sql: string): Response {
    const statement = database.prepare(sql);
    statement.setReadBigInts(true);
    const asText = (_: string, value: unknown) => (typeof value === "bigint" ? `${value}` : value);
    return new Response(`{"data":${JSON.stringify(statement.all(), asText)}}`);
  }

  async function answer(request: Request): Promise<Response> {
    const path = `/client/v4/accounts/${ACCOUNT_ID}/analytics_engine/sql`;
    if (new URL(request.url).pathname !== path) return new Response("no route", { status: 404 });
    if (request.headers.get("authorization") !== `Bearer ${API_TOKEN}`) {
      return new Response("Authentication error", { status: 401 });
    }
    const sql = await request.text();
    if (sql.startsWith("SHOW TABLES")) return rows("SELECT DISTINCT dataset FROM points");
    queries.push(sql);
    if (fault !== undefined) return new Response(fault.body, fault);
    const [, dataset = ""] = /\nFROM (\w+)\n/.exec(sql) ?? [];
    const known = database.prepare("SELECT 1 FROM points WHERE dataset = ?").get(dataset);
    if (known === undefined) return new Response("unknown table", { status: 422 });
    return rows(
      sql
        .replace(`FROM ${dataset}\nWHERE`, `FROM points WHERE dataset = '${dataset}' AND`)
        .replace("INTERVAL '1' DAY", "'1 DAY'")
        .replace("FORMAT JSON", ""),
    );
  }

  const url = `${await serve(getRequestListener(answer))}/client/v4`;
  return {
    queries,

    /** Answers every query from now on with this. */
    answerWith: (status: number, body: string) => void (fault = { status, body }),

    /** Writes what the Worker would write for this, as a point that stands for some. */
    write: (at: string, point: DataPoint, sampleInterval = 1, dataset = "leave_this_list") => {
      const timestamp = at.slice(0, 19).replace("T", " ");
      const insert = database.prepare(`INSERT INTO points VALUES (${"?, ".repeat(9)}?)`);
      createCount({
        writeDataPoint: ({ blobs, doubles }) =>
          insert.run(timestamp, BigInt(sampleInterval), ...blobs, ...doubles, dataset),
      })(point);
    },

    /** Runs `stats` with these options, and with these variables in place of those that work. */
    stats: (args: readonly string[] = [], env: Record<string, string> = {}, root?: string) => {
      const variables = {
        CLOUDFLARE_ACCOUNT_ID: ACCOUNT_ID,
        CLOUDFLARE_API_TOKEN: API_TOKEN,
        CLOUDFLARE_API_BASE_URL: url,
        ...env,
      };
      return run(["stats", ...args], { env: variables, now: NOW, ...(root && { root }) });
    },
  };
}

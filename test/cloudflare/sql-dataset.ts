/** Datasets in SQLite, in the shape that Analytics Engine gives to data points; and queries on them. */

import { DatabaseSync, type SQLOutputValue } from "node:sqlite";

import { Refused, translate, untyped } from "./sql-dialect.ts";

/** A data point as a Worker writes it, with what Analytics Engine adds. */
export interface Point {
  /** Such as `2026-11-23T09:30:00Z`. */
  at: string;
  index: string;
  blobs: readonly string[];
  doubles: readonly number[];
  /** How many data points it stands for; 1 where nothing was sampled. */
  sampleInterval?: number;
}

export interface JsonAnswer {
  meta: { name: string; type: string }[];
  data: Record<string, unknown>[];
  rows: number;
}

const COLUMNS = [
  "dataset",
  "timestamp",
  "_sample_interval",
  "index1",
  ...Array.from({ length: 20 }, (_, index) => `blob${index + 1}`),
  ...Array.from({ length: 20 }, (_, index) => `double${index + 1}`),
];

const UNIT_SECONDS: Readonly<Record<string, number>> = {
  DAY: 86_400,
  HOUR: 3600,
  MINUTE: 60,
  SECOND: 1,
};

const DATE_TIME = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;

export interface Datasets {
  /** A dataset comes into being with its first point. */
  write(dataset: string, points: readonly Point[]): void;
  /** @throws Refused as the SQL API refuses */
  query(sql: string): JsonAnswer;
}

/** @param now what the time is, in milliseconds since 1970 */
export function createDatasets(now: () => number): Datasets {
  const database = new DatabaseSync(":memory:");
  const names = new Set<string>();
  database.function("now", () => dateTime(now()));
  database.function("toDateTime", (value) => asDateTime(value));
  database.function("toStartOfDay", (value) => startOf(value, "1 DAY"));
  database.function("toStartOfInterval", (value, interval) => startOf(value, interval));

  return {
    write(dataset, points) {
      names.add(dataset);
      database.exec(`CREATE TABLE IF NOT EXISTS "${dataset}" (${COLUMNS.join(", ")})`);
      const places = COLUMNS.map(() => "?").join(", ");
      const insert = database.prepare(`INSERT INTO "${dataset}" VALUES (${places})`);
      for (const { at, index, blobs, doubles, sampleInterval = 1 } of points) {
        insert.run(
          dataset,
          dateTime(Date.parse(at)),
          BigInt(sampleInterval),
          index,
          ...Array.from({ length: 20 }, (_, blob) => blobs[blob] ?? ""),
          ...Array.from({ length: 20 }, (_, double) => doubles[double] ?? 0),
        );
      }
    },

    query(sql) {
      if (/^\s*SHOW\s+TABLES(?:\s+FORMAT\s+JSON)?\s*$/i.test(sql)) {
        return answer([...names].map((dataset) => ({ dataset, type: "default" })));
      }
      return answer(run(database, translate(sql)));
    },
  };
}

function run(database: DatabaseSync, sql: string): Record<string, SQLOutputValue>[] {
  try {
    const statement = database.prepare(sql);
    // SQLite's whole numbers are 64-bit, as ClickHouse's counts are.
    statement.setReadBigInts(true);
    return statement.all();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const [, column] = /no such column: (\S+)/.exec(message) ?? [];
    const [, table] = /no such table: (\S+)/.exec(message) ?? [];
    if (column !== undefined) throw new Refused(untyped(column));
    throw new Refused(table === undefined ? message : `unknown table: ${table}`);
  }
}

/** In ClickHouse's format JSON a 64-bit whole number is text: it may be more than JavaScript can count. */
function answer(rows: readonly Record<string, SQLOutputValue>[]): JsonAnswer {
  const data = rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [
        name,
        typeof value === "bigint" ? value.toString() : value,
      ]),
    ),
  );
  const meta = Object.entries(rows[0] ?? {}).map(([name, value]) => ({
    name,
    type: typeOf(value),
  }));
  return { meta, data, rows: data.length };
}

function typeOf(value: SQLOutputValue): string {
  if (typeof value === "bigint") return "UInt64";
  if (typeof value === "number") return "Float64";
  return typeof value === "string" && DATE_TIME.test(value) ? "DateTime" : "String";
}

function dateTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 19).replace("T", " ");
}

function asDateTime(value: unknown): string {
  if (typeof value === "number") return dateTime(value * 1000);
  if (typeof value === "string" && DATE_TIME.test(value)) return value;
  throw new Error("cannot parse a datetime: write YYYY-MM-DD hh:mm:ss");
}

function startOf(value: unknown, interval: unknown): string {
  const [count, unit = ""] = String(interval).split(" ");
  const step = Number(count) * (UNIT_SECONDS[unit.toUpperCase()] ?? Number.NaN) * 1000;
  const at = Date.parse(`${asDateTime(value).replace(" ", "T")}Z`);
  return dateTime(Math.floor(at / step) * step);
}

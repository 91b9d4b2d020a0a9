/** The stand-in of the SQL API evaluates queries, and refuses what the real one refuses. */

import { describe, expect, it } from "vitest";

import { createDatasets, type Point } from "../cloudflare/sql-dataset.ts";
import { Refused } from "../cloudflare/sql-dialect.ts";

const point = (at: string, list: string, ms: number, sampleInterval = 1): Point => ({
  at,
  index: list,
  blobs: ["leave", list],
  doubles: [ms],
  sampleInterval,
});

function datasets() {
  const all = createDatasets(() => Date.parse("2026-11-23T12:00:00Z"));
  all.write("points", [
    point("2026-11-22T23:59:59Z", "weekly", 10),
    point("2026-11-23T00:00:00Z", "weekly", 20, 3),
    point("2026-11-23T11:30:00Z", "news", 40),
  ]);
  return all;
}

describe("the stand-in of the SQL API", () => {
  it("counts, weighs and groups by day", () => {
    const query = `SELECT toStartOfInterval(timestamp, INTERVAL '1' DAY) AS day, count() AS rows,
      sum(_sample_interval) AS points, sum(_sample_interval * double1) AS ms
      FROM points GROUP BY day ORDER BY day FORMAT JSON`;
    expect(datasets().query(query)).toEqual({
      meta: [
        { name: "day", type: "DateTime" },
        { name: "rows", type: "UInt64" },
        { name: "points", type: "UInt64" },
        { name: "ms", type: "Float64" },
      ],
      data: [
        { day: "2026-11-22 00:00:00", rows: "1", points: "1", ms: 10 },
        { day: "2026-11-23 00:00:00", rows: "2", points: "4", ms: 100 },
      ],
      rows: 2,
    });
  });

  it("compares times, and lists its tables", () => {
    const query =
      "SELECT blob2 AS list FROM points WHERE timestamp >= toDateTime('2026-11-23 00:00:01')";
    expect(datasets().query(query).data).toEqual([{ list: "news" }]);
    expect(datasets().query("SHOW TABLES").data).toEqual([{ dataset: "points", type: "default" }]);
  });

  it.each([
    ["a column behind its alias", "SELECT double1 AS ms FROM points ORDER BY double1"],
    ["an order by what is not selected", "SELECT blob1 FROM points ORDER BY timestamp"],
    ["a column beside a sum", "SELECT blob2, sum(double1) AS ms FROM points"],
    ["what is not grouped by", "SELECT blob1, blob2, count() AS n FROM points GROUP BY blob2"],
    ["a column that is not there", "SELECT blob21 FROM points"],
    ["a table that is not there", "SELECT blob1 FROM nowhere"],
    ["two tables", "SELECT blob1 FROM points JOIN points ON true"],
    ["a function it does not have", "SELECT uniq(blob1) FROM points"],
    [
      "an interval without quotes",
      "SELECT toStartOfInterval(timestamp, INTERVAL 1 DAY) FROM points",
    ],
    ["two statements", "SELECT blob1 FROM points; SELECT blob2 FROM points"],
    ["a time in another format", "SELECT toDateTime('2026-11-23T00:00:00Z') FROM points"],
  ])("refuses %s", (_, query) => {
    expect(() => datasets().query(query)).toThrow(Refused);
  });
});

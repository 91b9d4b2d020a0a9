/**
 * The command `stats`, on data points as the Worker writes them, in a stand-in for Cloudflare's SQL API that evaluates the
 * query with SQLite. The figures expected are counted by hand.
 */

import { DatabaseSync } from "node:sqlite";

import { getRequestListener } from "@hono/node-server";
import { describe, expect, it } from "vitest";

import { createCount, type DataPoint } from "../../src/telemetry.ts";
import { folderOf, NOWHERE, run, serve } from "./run.ts";

/** What the time is in these tests: a Monday noon. */
const NOW = Date.parse("2026-11-23T12:00:00Z");

const ACCOUNT_ID = "0123456789abcdef0123456789abcdef";
const API_TOKEN = "token-that-may-read-analytics-0123456789";

const COLUMNS =
  "timestamp, _sample_interval, blob1, blob2, blob3, blob4, blob5, blob6, double1, dataset";

/** Starts the stand-in, which ends with the test. */
async function startStats() {
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

const SEGMENT = "78261eea-8f8b-4381-83c6-79fa7120f1cf";

type Leave = Extract<DataPoint, { event: "leave" }>;

const leave = (list: string, channel: Leave["channel"], outcome: Leave["outcome"], ms: number) =>
  ({ event: "leave", scope: "list", list, channel, outcome, ms }) as const;
const view = (list: string, client: "person" | "scanner" | "unknown") =>
  ({ event: "view", list, client }) as const;
const undo = (outcome: "undone" | "too-late") =>
  ({ event: "undo", list: "weekly", outcome, ms: 50 }) as const;

/** A time on the Monday of the tests, with a view there. */
const TODAY = "2026-11-23T08:00:00Z";
const VIEW = view("weekly", "person");

/** A week in which a newsletter went out on Saturday. */
async function startWeek() {
  const api = await startStats();
  const { write } = api;
  write("2026-11-16T23:59:59Z", leave("weekly", "page", "done", 9000));
  write("2026-11-17T00:00:00Z", leave("weekly", "page", "done", 100));
  write("2026-11-21T08:00:00Z", leave("weekly", "one-click", "done", 80));
  write("2026-11-21T08:00:01Z", leave("weekly", "one-click", "queued", 120));
  write("2026-11-21T09:00:00Z", leave("weekly", "mailto", "no-contact", 60));
  write("2026-11-21T09:30:00Z", leave("weekly", "one-click", "too-many", 0));
  write("2026-11-22T23:59:59Z", leave(SEGMENT, "other", "done", 140));
  write("2026-11-23T11:59:00Z", leave("weekly", "page", "try-again", 100));
  write("2026-11-23T11:59:30Z", { ...leave("weekly", "page", "done", 200), scope: "everything" });
  write("2026-11-21T08:00:00Z", view("weekly", "scanner"));
  write("2026-11-21T08:00:00Z", view("weekly", "scanner"));
  write("2026-11-21T08:10:00Z", view("weekly", "person"));
  write("2026-11-21T08:20:00Z", view(SEGMENT, "unknown"));
  write("2026-11-21T08:12:00Z", undo("undone"));
  write("2026-11-21T08:13:00Z", undo("too-late"));
  for (const outcome of ["keep-out", "kept-out", "another-system"] as const) {
    write("2026-11-22T08:00:00Z", { event: "audit", list: "weekly", scope: "list", outcome });
  }
  write("2026-11-22T08:00:00Z", { event: "link-sync", list: "weekly" });
  return api;
}

describe("stats", () => {
  it("prints leaves by list, channel and day, page views, and undos", async () => {
    const { stats, queries } = await startWeek();
    const { exitCode, stdout, stderr } = await stats(["--days", "7"]);
    expect([exitCode, stderr]).toEqual([0, ""]);
    expect(stdout).toMatchInlineSnapshot(`
      "leave_this_list: 2026-11-17 to 2026-11-23

      Leaves by list and channel
      ┌──────────────────────────────────────┬───────────┬──────┬────────┬───────┬─────┐
      │ list                                 │ one-click │ page │ mailto │ other │ all │
      ├──────────────────────────────────────┼───────────┼──────┼────────┼───────┼─────┤
      │ 78261eea-8f8b-4381-83c6-79fa7120f1cf │         0 │    0 │      0 │     1 │   1 │
      │ weekly                               │         2 │    2 │      1 │     0 │   5 │
      │ all lists                            │         2 │    2 │      1 │     1 │   6 │
      └──────────────────────────────────────┴───────────┴──────┴────────┴───────┴─────┘
      Requests: 4 done, 1 no-contact, 1 queued, 1 too-many, 1 try-again. 1 of them to leave everything. A leave took 117 ms on average. Undone: 1.

      Leaves by day and channel (UTC)
      ┌────────────┬───────────┬──────┬────────┬───────┬─────┐
      │ day        │ one-click │ page │ mailto │ other │ all │
      ├────────────┼───────────┼──────┼────────┼───────┼─────┤
      │ 2026-11-17 │         0 │    1 │      0 │     0 │   1 │
      │ 2026-11-18 │         0 │    0 │      0 │     0 │   0 │
      │ 2026-11-19 │         0 │    0 │      0 │     0 │   0 │
      │ 2026-11-20 │         0 │    0 │      0 │     0 │   0 │
      │ 2026-11-21 │         2 │    0 │      1 │     0 │   3 │
      │ 2026-11-22 │         0 │    0 │      0 │     1 │   1 │
      │ 2026-11-23 │         0 │    1 │      0 │     0 │   1 │
      │ all days   │         2 │    2 │      1 │     1 │   6 │
      └────────────┴───────────┴──────┴────────┴───────┴─────┘

      Page views by list and client
      ┌──────────────────────────────────────┬────────┬─────────┬─────────┬─────┐
      │ list                                 │ person │ scanner │ unknown │ all │
      ├──────────────────────────────────────┼────────┼─────────┼─────────┼─────┤
      │ 78261eea-8f8b-4381-83c6-79fa7120f1cf │      0 │       0 │       1 │   1 │
      │ weekly                               │      1 │       2 │       0 │   3 │
      │ all lists                            │      1 │       2 │       1 │   4 │
      └──────────────────────────────────────┴────────┴─────────┴─────────┴─────┘
      A scanner that drives a browser looks like a person.

      Found on a list again after they left: 2. Taken off again: 1.

      Links that were missing from properties, and written: 1.
      "
    `);
    // Each query has its price.
    expect(queries).toHaveLength(1);
  });

  it("asks for seven days in UTC, or for --days, and looks at one --list in any case", async () => {
    const { stats } = await startWeek();
    expect((await stats()).stdout).toBe((await stats(["--days", "7"])).stdout);
    const { stdout } = await stats(["--days", "2"]);
    expect(stdout).toMatch(/^leave_this_list: 2026-11-22 to 2026-11-23\n/);
    expect(stdout).toMatch(/^│ all lists .*│ +0 │ +1 │ +0 │ +1 │ +2 │$/m);
    expect(stdout).not.toContain("2026-11-21");
    const one = await stats(["--list", "WEEKLY"]);
    expect(one.stdout).toMatch(/^leave_this_list, list weekly: /);
    expect(one.stdout).toMatch(/^│ weekly │ +2 │ +2 │ +1 │ +0 │ +5 │$/m);
    expect(one.stdout).not.toMatch(new RegExp(`${SEGMENT}|all lists`));
  });

  it("prints every figure as JSON", async () => {
    const { stats } = await startWeek();
    const week = JSON.parse((await stats(["--json"])).stdout);
    expect(week).toMatchObject({
      dataset: "leave_this_list",
      from: "2026-11-17",
      to: "2026-11-23",
    });
    expect([week.estimated, week.leaves.length]).toEqual([false, 8]);
    const common = { day: week.to, list: "weekly", channel: "page", count: 1 };
    expect(week.leaves.slice(-2)).toEqual([
      { ...common, scope: "everything", outcome: "done", averageMs: 200 },
      { ...common, scope: "list", outcome: "try-again", averageMs: 100 },
    ]);
    const saturday = { day: "2026-11-21", list: "weekly" };
    expect(week.undos).toContainEqual({ ...saturday, outcome: "undone", count: 1 });
    expect(week.views).toContainEqual({ ...saturday, client: "scanner", count: 2 });
    const sunday = { day: "2026-11-22", list: "weekly" };
    expect(week.audits).toContainEqual({ ...sunday, outcome: "kept-out", count: 1 });
    expect(week.links).toEqual([{ ...sunday, count: 1 }]);
  });

  it("counts what a sampled row stands for, and says that it is an estimate", async () => {
    const { write, stats } = await startStats();
    write(TODAY, leave("weekly", "one-click", "done", 100), 1000);
    write(TODAY, leave("weekly", "one-click", "done", 400), 200);
    write(TODAY, view("weekly", "scanner"), 5000);
    const { stdout } = await stats(["--days", "1"]);
    expect(stdout).toMatch(/^│ weekly │ +1,200 │ +0 │ +0 │ +0 │ +1,200 │$/m);
    expect(stdout).toMatch(/^│ weekly │ +0 │ +5,000 │ +0 │ +5,000 │$/m);
    expect(stdout).toContain("A leave took 150 ms on average.");
    expect(stdout).toContain("estimates");
  });

  it.each([
    [["--dataset", "own"], "main"],
    [[], "own"],
    [["--env", "test"], "main"],
  ])("reads the dataset that %j names, if Wrangler's file has %s", async (args, dataset) => {
    const { write, stats } = await startStats();
    write(TODAY, VIEW, 1, "own");
    const metrics = (name: string) =>
      `analytics_engine_datasets = [{ binding = "METRICS", dataset = "${name}" }]\n`;
    const toml = `${metrics(dataset)}[env.test]\n${metrics("own")}`;
    const { exitCode, stdout } = await stats(args, {}, folderOf({ "wrangler.toml": toml }));
    expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/^own: [^]*│ weekly │ +1 │/)]);
  });

  it("says that nothing happened in these days, and ends well", async () => {
    const { write, stats, answerWith } = await startStats();
    write("2026-10-01T00:00:00Z", VIEW);
    const stdout =
      "leave_this_list: 2026-11-17 to 2026-11-23\nNothing was recorded: no leave, no undo, no page view.\n";
    expect(await stats()).toEqual({ exitCode: 0, stdout, stderr: "" });
    answerWith(422, 'unable to find type of column: "blob1"');
    expect(await stats()).toEqual({ exitCode: 0, stdout, stderr: "" });
    expect(JSON.parse((await stats(["--json"])).stdout)).toMatchObject({ leaves: [] });
  });

  it("says that nothing was ever recorded, and what to do", async () => {
    const { write, stats } = await startStats();
    write(TODAY, VIEW, 1, "another_dataset");
    const { exitCode, stdout, stderr } = await stats();
    expect([exitCode, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/^error: dataset leave_this_list: does not exist, .*binding METRICS/);
  });

  it.each([
    [401, "Authentication error", "CLOUDFLARE_API_TOKEN: Cloudflare refuses it (401: Authent"],
    [403, "", "TOKEN: Cloudflare refuses it (403: no message); it needs the permission Account >"],
    [400, '{"errors":[{"code":6003,"message":"Invalid headers"}]}', "refuses it (400: Invalid hea"],
    [404, "no route", "CLOUDFLARE_ACCOUNT_ID: Cloudflare has no such account (404: no route)"],
    [429, "<html>\u001B[31m\nbusy</html>", "available (429: <html> [31m busy</html>); try again"],
    [500, " \n", "is not available (500: no message); try again in a minute"],
    [422, "unsupported function: sum", "refuses the query (422: unsupported function: sum)"],
    [200, "<html>", "answered something other than its JSON format"],
    [200, '{"data":1}', "answered something other than its JSON format"],
    [0, "", "error: 127.0.0.1:2: cannot be reached (ECONNREFUSED); check the network\n"],
  ])("says what to do, without the token, after %i %j", async (status, body, message) => {
    const { write, stats, answerWith } = await startStats();
    write(TODAY, VIEW);
    answerWith(status, body);
    const env = status === 0 ? { CLOUDFLARE_API_BASE_URL: NOWHERE } : {};
    const { exitCode, stdout, stderr } = await stats([], env);
    expect([exitCode, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain(API_TOKEN);
  });
});

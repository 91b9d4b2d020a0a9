/** The command `stats`, on data points as the Worker writes them. The figures expected are counted by hand. */

import { describe, expect, it } from "vitest";

import type { DataPoint } from "../../src/telemetry.ts";
import { DATASET, runningStats, written } from "./stats-run.ts";

const sandbox = runningStats();

const SEGMENT = "78261eea-8f8b-4381-83c6-79fa7120f1cf";

type Leave = Extract<DataPoint, { event: "leave" }>;
type View = Extract<DataPoint, { event: "view" }>;
type Undo = Extract<DataPoint, { event: "undo" }>;

const leave = (
  list: string,
  channel: Leave["channel"],
  outcome: Leave["outcome"],
  ms: number,
): Leave => ({
  event: "leave",
  scope: "list",
  list,
  channel,
  outcome,
  ms,
});
const view = (list: string, client: View["client"]): View => ({ event: "view", list, client });
const undo = (list: string, outcome: Undo["outcome"]): Undo => ({
  event: "undo",
  list,
  outcome,
  ms: 50,
});

/** A week in which a newsletter went out on Saturday. */
const WEEK = [
  written("2026-11-16T23:59:59Z", leave("weekly", "page", "done", 9000)),
  written("2026-11-17T00:00:00Z", leave("weekly", "page", "done", 100)),
  written("2026-11-21T08:00:00Z", leave("weekly", "one-click", "done", 80)),
  written("2026-11-21T08:00:01Z", leave("weekly", "one-click", "queued", 120)),
  written("2026-11-21T09:00:00Z", leave("weekly", "mailto", "no-contact", 60)),
  written("2026-11-21T09:30:00Z", leave("weekly", "one-click", "too-many", 0)),
  written("2026-11-22T23:59:59Z", leave(SEGMENT, "other", "done", 140)),
  written("2026-11-23T11:59:00Z", leave("weekly", "page", "try-again", 100)),
  written("2026-11-23T11:59:30Z", {
    ...leave("weekly", "page", "done", 200),
    scope: "everything",
  }),
  written("2026-11-21T08:00:00Z", view("weekly", "scanner")),
  written("2026-11-21T08:00:00Z", view("weekly", "scanner")),
  written("2026-11-21T08:10:00Z", view("weekly", "person")),
  written("2026-11-21T08:20:00Z", view(SEGMENT, "unknown")),
  written("2026-11-21T08:12:00Z", undo("weekly", "undone")),
  written("2026-11-21T08:13:00Z", undo("weekly", "too-late")),
];

describe("stats", () => {
  it("prints leaves by list, channel and day, page views, and undos", async () => {
    sandbox.api.write(DATASET, WEEK);
    const { exitCode, stdout, stderr } = await sandbox.stats(["--days", "7"]);
    expect([exitCode, stderr]).toEqual([0, ""]);
    expect(stdout).toMatchInlineSnapshot(`
      "leave_this_list: 2026-11-17 to 2026-11-23

      Leaves by list and channel
      ┌──────────────────────────────────────┬───────────┬──────┬────────┬───────┬────────┬────────┐
      │ list                                 │ one-click │ page │ mailto │ other │ leaves │ undone │
      ├──────────────────────────────────────┼───────────┼──────┼────────┼───────┼────────┼────────┤
      │ 78261eea-8f8b-4381-83c6-79fa7120f1cf │         0 │    0 │      0 │     1 │      1 │      0 │
      │ weekly                               │         2 │    2 │      1 │     0 │      5 │      1 │
      │ all lists                            │         2 │    2 │      1 │     1 │      6 │      1 │
      └──────────────────────────────────────┴───────────┴──────┴────────┴───────┴────────┴────────┘
      Who asked: 4 done at once; 1 queued; 1 unknown to Resend; 1 too often, turned away; 1 neither done nor stored, turned away. 1 of them asked to leave everything. A leave took 117 ms on average.

      Leaves by day and channel (UTC)
      ┌────────────┬───────────┬──────┬────────┬───────┬────────┬──────────────────────────┐
      │ day        │ one-click │ page │ mailto │ other │ leaves │                          │
      ├────────────┼───────────┼──────┼────────┼───────┼────────┼──────────────────────────┤
      │ 2026-11-17 │         0 │    1 │      0 │     0 │      1 │ ████████                 │
      │ 2026-11-18 │         0 │    0 │      0 │     0 │      0 │                          │
      │ 2026-11-19 │         0 │    0 │      0 │     0 │      0 │                          │
      │ 2026-11-20 │         0 │    0 │      0 │     0 │      0 │                          │
      │ 2026-11-21 │         2 │    0 │      1 │     0 │      3 │ ████████████████████████ │
      │ 2026-11-22 │         0 │    0 │      0 │     1 │      1 │ ████████                 │
      │ 2026-11-23 │         0 │    1 │      0 │     0 │      1 │ ████████                 │
      └────────────┴───────────┴──────┴────────┴───────┴────────┴──────────────────────────┘

      Page views by list and client
      ┌──────────────────────────────────────┬────────┬──────────┬─────────┬───────┐
      │ list                                 │ people │ scanners │ unknown │ views │
      ├──────────────────────────────────────┼────────┼──────────┼─────────┼───────┤
      │ 78261eea-8f8b-4381-83c6-79fa7120f1cf │      0 │        0 │       1 │     1 │
      │ weekly                               │      1 │        2 │       0 │     3 │
      │ all lists                            │      1 │        2 │       1 │     4 │
      └──────────────────────────────────────┴────────┴──────────┴─────────┴───────┘
      A scanner that drives a browser looks like a person.
      "
    `);
  });

  it("asks for seven days unless it is told, and for days in UTC", async () => {
    sandbox.api.write(DATASET, WEEK);
    expect((await sandbox.stats()).stdout).toBe((await sandbox.stats(["--days", "7"])).stdout);
    const { stdout } = await sandbox.stats(["--days", "2"]);
    expect(stdout).toMatch(/^leave_this_list: 2026-11-22 to 2026-11-23\n/);
    expect(stdout).toMatch(/^│ all lists .*│ +0 │ +1 │ +0 │ +1 │ +2 │ +0 │$/m);
    expect(stdout).not.toContain("2026-11-21");
  });

  it("looks at one list alone, in any case", async () => {
    sandbox.api.write(DATASET, WEEK);
    const { stdout } = await sandbox.stats(["--list", "WEEKLY"]);
    expect(stdout).toMatch(/^leave_this_list, list weekly: /);
    expect(stdout).toMatch(/^│ weekly │ +2 │ +2 │ +1 │ +0 │ +5 │ +1 │$/m);
    expect(stdout).not.toMatch(new RegExp(`${SEGMENT}|all lists`));
  });

  it("counts what a sampled row stands for, and says that it is an estimate", async () => {
    sandbox.api.write(DATASET, [
      written("2026-11-23T08:00:00Z", leave("weekly", "one-click", "done", 100), 1000),
      written("2026-11-23T08:00:00Z", leave("weekly", "one-click", "done", 400), 200),
      written("2026-11-23T08:00:00Z", view("weekly", "scanner"), 5000),
    ]);
    const { stdout } = await sandbox.stats(["--days", "1"]);
    expect(stdout).toMatch(/^│ weekly │ +1,200 │ +0 │ +0 │ +0 │ +1,200 │ +0 │$/m);
    expect(stdout).toMatch(/^│ weekly │ +0 │ +5,000 │ +0 │ +5,000 │$/m);
    expect(stdout).toContain("Who asked: 1,200 done at once. A leave took 150 ms on average.");
    expect(stdout).toContain("estimates");
  });

  it("prints every figure as JSON, too", async () => {
    sandbox.api.write(DATASET, WEEK);
    const { exitCode, stdout } = await sandbox.stats(["--days", "1", "--json"]);
    expect(exitCode).toBe(0);
    const day = "2026-11-23";
    const common = { day, list: "weekly", channel: "page", count: 1 };
    expect(JSON.parse(stdout)).toEqual({
      dataset: DATASET,
      from: day,
      to: day,
      estimated: false,
      leaves: expect.arrayContaining([
        { ...common, scope: "list", outcome: "try-again", averageMs: 100 },
        { ...common, scope: "everything", outcome: "done", averageMs: 200 },
      ]),
      undos: [],
      views: [],
    });
    const week = JSON.parse((await sandbox.stats(["--json"])).stdout);
    expect(week.leaves).toHaveLength(8);
    expect(week.undos).toContainEqual({
      day: "2026-11-21",
      list: "weekly",
      outcome: "undone",
      count: 1,
    });
    expect(week.views).toContainEqual({
      day: "2026-11-21",
      list: "weekly",
      client: "scanner",
      count: 2,
    });
  });

  it("reads another dataset, of a Worker that writes to one", async () => {
    sandbox.api.write("staging", [written("2026-11-23T08:00:00Z", view("weekly", "person"))]);
    const { exitCode, stdout } = await sandbox.stats(["--dataset", "staging"]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("Who asked: nobody.");
    expect(stdout).toMatch(/^│ weekly │ +1 │ +0 │ +0 │ +1 │$/m);
  });

  it("asks once: each query has its price", async () => {
    sandbox.api.write(DATASET, WEEK);
    await sandbox.stats();
    expect(sandbox.api.queries).toHaveLength(1);
  });
});

describe("stats, when there is nothing to show,", () => {
  const old = [written("2026-10-01T00:00:00Z", view("weekly", "person"))];

  it("says that nothing happened in these days, and is content", async () => {
    sandbox.api.write(DATASET, old);
    expect(await sandbox.stats(["--days", "7"])).toEqual({
      exitCode: 0,
      stdout:
        "leave_this_list: 2026-11-17 to 2026-11-23\nNothing was recorded: no leave, no undo, no page view.\n",
      stderr: "",
    });
  });

  it("takes a column without a type for that, where the dataset is there", async () => {
    sandbox.api.write(DATASET, old);
    sandbox.api.refuseEmpty();
    const { exitCode, stdout } = await sandbox.stats();
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining("Nothing was recorded")]);
    expect(JSON.parse((await sandbox.stats(["--json"])).stdout)).toMatchObject({ leaves: [] });
  });

  it("says that nothing was ever recorded, and what to do, with exit code 1", async () => {
    sandbox.api.write("another_dataset", old);
    const { exitCode, stdout, stderr } = await sandbox.stats();
    expect([exitCode, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/^dataset leave_this_list: does not exist; nothing has been recorded/);
    expect(stderr).toContain("binding METRICS");
  });
});

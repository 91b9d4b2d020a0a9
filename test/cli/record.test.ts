/** The command `record`: what it prints, what it takes out of a CSV, and what it says when it cannot. */

import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { getRequestListener } from "@hono/node-server";
import { describe, expect, it } from "vitest";

import type { RecordItem } from "../../src/ledger/record.ts";
import { folderOf, ID, run, serve, start } from "./run.ts";

const TOKEN = "a-token-of-the-operator";

/** An entry; without names, of a person who no one else is. */
function entry(id: number, of: Partial<RecordItem> = {}): RecordItem {
  return {
    id,
    seq: id,
    list: "weekly",
    operation: "list",
    channel: "one-click",
    contact: `person-${id}@example.com`,
    contact_id: null,
    email: `person-${id}@example.com`,
    asked_at: "2026-11-01T08:00:00.000Z",
    done_at: "2026-11-01T08:00:01.000Z",
    state: "done",
    ...of,
  };
}

/** Starts the Worker, which ends with the test. @param answer in place of its record */
async function startRecord(
  entries: readonly RecordItem[] = [],
  answer?: (request: Request, path: string) => Response | undefined,
  pageSize = 7,
) {
  const bodies: object[][] = [];
  const listener = getRequestListener(async (request: Request) => {
    const { pathname, searchParams } = new URL(request.url);
    const path = pathname.replace("/leave/-/", "");
    const own = answer?.(request, path);
    if (own !== undefined) return own;
    if (path === "record/forgotten") return Response.json({ forgotten: [] });
    if (request.method === "POST") {
      const rows = (await request.json()) as object[];
      bodies.push(rows);
      const refused = [{ row: 1, error: "no list has this name" }];
      return Response.json({ imported: rows.length - 1, unchanged: 0, refused });
    }
    const [after, limit, list] = ["after", "limit", "list"].map((name) => searchParams.get(name));
    const later = entries.filter(
      (one) =>
        one.seq > Number(after) &&
        (list === null || one.list === list || one.operation === "everything"),
    );
    const data = later.slice(0, Math.min(Number(limit), pageSize));
    return Response.json({ object: "list", data, has_more: later.length > data.length });
  });
  const origin = await serve(listener);
  return {
    bodies,
    origin,
    /** Runs the command in a folder with these files. */
    record: async (args: readonly string[], files: Record<string, string> = {}) => {
      const cwd = folderOf(files);
      const ended = await run(["record", origin, ...args], { env: { OPERATOR_TOKEN: TOKEN }, cwd });
      return { ...ended, cwd };
    },
  };
}

const OTHER_ID = "78261eea-8f8b-4381-83c6-79fa7120f1cf";
const MIRA = { contact: "Mira@Example.com", email: "Mira@Example.com" };
const lines = (output: string) => output.split("\n").slice(0, -1);

describe("record", () => {
  it("prints each entry once, over pages, as CSV or lines of JSON", async () => {
    const entries = Array.from({ length: 20 }, (_, index) => entry(index + 1));
    const { record } = await startRecord(entries);
    const csv = await record(["--csv"]);
    expect([csv.exitCode, csv.stderr]).toEqual([0, ""]);
    const [header, first, ...others] = lines(csv.stdout);
    expect(header).toBe(
      "id,seq,list,operation,channel,contact,contact_id,email,asked_at,done_at,state",
    );
    expect(first).toBe(
      "1,1,weekly,list,one-click,person-1@example.com,,person-1@example.com,2026-11-01T08:00:00.000Z,2026-11-01T08:00:01.000Z,done",
    );
    expect(others.map((line) => Number(line.split(",")[0]))).toEqual(
      Array.from({ length: 19 }, (_, index) => index + 2),
    );
    const json = await record(["--json"]);
    expect(lines(json.stdout).map((line) => JSON.parse(line))).toEqual(entries);
  });

  it("counts entries by list and state, and prints those of one --list, or --since a date", async () => {
    const { record } = await startRecord([
      entry(1),
      entry(2, { state: "queued", done_at: null }),
      entry(3, { list: "product-news", done_at: "2026-11-20T00:00:00.000Z" }),
      entry(4, { operation: "everything", asked_at: "2026-11-20T00:00:00.000Z" }),
    ]);
    const { stdout } = await record([]);
    expect(stdout).toBe("weekly: 1 done, 1 queued\nproduct-news: 1 done\neverything: 1 done\n");
    const ids = async (...args: string[]) => {
      const ended = await record(["--json", ...args]);
      return lines(ended.stdout).map((line) => JSON.parse(line).id);
    };
    expect(await ids("--list", "Weekly")).toEqual([1, 2, 4]);
    expect(await ids("--since", "2026-11-20")).toEqual([3, 4]);
    expect((await (await startRecord()).record([])).stdout).toBe("no entries\n");
  });
});

describe("record --filter", () => {
  const LEFT = [
    entry(1, { contact: ID, contact_id: ID, email: null }),
    entry(2, MIRA),
    entry(3, { email: "zoe@blüten.example" }),
    entry(4, { email: "back@example.com" }),
    entry(5, { email: "undone@example.com", state: "undone" }),
    entry(6, { email: "queued@example.com", state: "queued" }),
    entry(7, { email: "dead@example.com", state: "dead" }),
    entry(8, { email: "re-added@example.com", state: "re-added" }),
    entry(9, { email: "news@example.com", list: "product-news" }),
    entry(10, { email: "all@example.com", list: "product-news", operation: "everything" }),
    // An entry that changed while it was read.
    entry(4, { seq: 11, email: "back@example.com", state: "undone" }),
  ];

  it.each([
    ["an ID, in any case", `id\n${ID.toUpperCase()}\n${OTHER_ID}\n`, [1]],
    ["an address, in any case", "Email Address\nMIRA@example.COM\n mira@example.com \n", []],
    [
      "an address beside another system's ID",
      "id,email\n12,mira@example.com\n13,a@b.example\n",
      [1],
    ],
    ["either name", `id,email\n${ID},new@example.com\n${OTHER_ID},mira@example.com\n`, []],
    ["a domain in its other form", "email\nzoe@xn--blten-lva.example\nzoe@bluten.example\n", [1]],
    ["contact_id, before the number of the entry", `id,contact_id,email\n7,${ID},\n`, []],
    [
      "every state but the ends of a leave",
      `e-mail\n${["queued", "dead", "re-added", "undone", "back"].map((name) => `${name}@example.com\n`).join("")}`,
      [3, 4],
    ],
    ["any list", "email\nnews@example.com\nall@example.com\n", []],
  ])("knows who left by %s", async (_, file, kept) => {
    const { record } = await startRecord(LEFT);
    const { exitCode, stdout } = await record(["--filter", "in.csv"], { "in.csv": file });
    const [header, ...rows] = lines(file);
    const wanted = rows.filter((_row, index) => kept.includes(index));
    expect([exitCode, lines(stdout)]).toEqual([0, [header, ...wanted]]);
  });

  it("looks at one --list, and at everything", async () => {
    const { record } = await startRecord(LEFT);
    const file = "email\nnews@example.com\nall@example.com\nmira@example.com\n";
    const { stdout } = await record(["--filter", "in.csv", "--list", "weekly"], { "in.csv": file });
    expect(stdout).toBe("email\nnews@example.com\n");
  });

  it("keeps the form of the file, and writes what it leaves out beside it", async () => {
    const { record } = await startRecord(LEFT);
    const file = `\uFEFF"Name";'x';E-Mail;\r\n"Mira";1;mira@example.com;\r\n"a ""b""\r\nc"; 2 ;ok@example.com\r\n;"";"ok@example.com";x;y\r\n\r\nü;;"QUEUED@example.com"`;
    const args = ["--filter", "in.csv", "--dropped", "out.csv"];
    const { exitCode, stdout, stderr, cwd } = await record(args, { "in.csv": file });
    const [head, mira, ...ok] = file.split(/(?<=;\r\n)/);
    expect(stdout).toBe(head + ok.join("").replace(/\r\nü.*$/, ""));
    expect(readFileSync(join(cwd, "out.csv"), "utf8")).toBe(
      `${head}${mira}ü;;"QUEUED@example.com"\r\n`,
    );
    expect(exitCode).toBe(0);
    expect(stderr).toBe(
      "4 rows: 2 stay, 2 have left, 0 could not be resolved (compared with 8 entries)\nwarning: 2 of those who stay could be people who left, since the record has only the ID or only the address of some; give both columns, email and id, or try again tomorrow, when the Worker has read the others\n",
    );
  });

  it("asks the Worker about people who were forgotten, whatever the record still has of them", async () => {
    const asked: number[] = [];
    const { record } = await startRecord([], (_, path) => {
      if (path === "record/forgotten") asked.push(asked.length);
      return asked.length === 1
        ? Response.json({ forgotten: ["person-499@example.com"] })
        : undefined;
    });
    const rows = Array.from({ length: 500 }, (_, row) => `${ID},Person-${row}@example.com\n`);
    const { stdout } = await record(["--filter", "in.csv"], {
      "in.csv": `id,email\n${rows.join("")}`,
    });
    expect(stdout).toBe(`id,email\n${rows.slice(0, -1).join("")}`);
    expect(asked).toHaveLength(1);
  });

  it("leaves out rows that name no one, unless they are allowed", async () => {
    const { record } = await startRecord(LEFT);
    const file = "id,email\n12,\n,\n,Ok <ok@example.com>\n,ok@example.com\n";
    const strict = await record(["--filter", "in.csv", "--dropped", "out.csv"], { "in.csv": file });
    expect([strict.exitCode, strict.stdout]).toEqual([1, "id,email\n,ok@example.com\n"]);
    expect(lines(strict.stderr).slice(0, 4)).toEqual([
      "line 2: id: is not a Resend contact ID",
      "line 3: has no ID and no address",
      "line 4: email: has < in it; give the address alone, such as mira@example.com",
      "4 rows: 1 stay, 0 have left, 3 could not be resolved (compared with 8 entries)",
    ]);
    expect(lines(readFileSync(join(strict.cwd, "out.csv"), "utf8"))).toHaveLength(4);
    const lax = await record(["--filter", "in.csv", "--allow-unresolved"], { "in.csv": file });
    expect([lax.exitCode, lax.stdout]).toEqual([0, file]);
  });

  it.each([
    [
      "no such column",
      "name,phone\nMira,5\n",
      'the first row has no column "email" or "id"; it has "name", "phone"',
    ],
    ["nothing", "", "it has nothing"],
    ["two such columns", "Email,e-mail\n", 'the columns "Email" and "e-mail" could both be it'],
    ["an open quote", 'email\n"a@example.com\n', "the row that starts on line 2 opens a quote"],
    ["no such file", undefined, "ENOENT: no such file"],
  ])("refuses a file with %s", async (_, file, message) => {
    const { record } = await startRecord(LEFT);
    const files = file === undefined ? {} : { "in.csv": file };
    const { exitCode, stderr } = await record(["--filter", "in.csv"], files);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(message)]);
    expect(stderr).toMatch(/^error: .*\n$/);
  });
});

describe("record --import", () => {
  it("sends each row with its names, its list, and its time, and names the rows that fail", async () => {
    const { record, bodies } = await startRecord();
    const file = `Email Address,left_at\nA@example.com,2025-03-01\n\n"b@example.com",\nnobody,\n${"c@example.com,\n".repeat(1000)}`;
    const args = ["--import", "in.csv", "--list", "weekly"];
    const { exitCode, stdout, stderr } = await record(args, { "in.csv": file });
    expect(bodies.map((rows) => rows.length)).toEqual([999, 3]);
    expect(bodies[0]?.slice(0, 2)).toEqual([
      { list: "weekly", email: "a@example.com", left_at: "2025-03-01" },
      { list: "weekly", email: "b@example.com" },
    ]);
    expect([exitCode, stdout]).toEqual([1, ""]);
    expect(lines(stderr)).toEqual([
      "line 5: email: must be a Resend contact ID, or an email address of at most 254 bytes",
      "line 4: no list has this name",
      "1,000 rows …",
      "line 1004: no list has this name",
      "1,003 rows …",
      "1,003 rows: 1,000 imported, 0 known already, 3 not imported",
    ]);
  });

  it("takes the file of --csv of another Worker, without those who came back", async () => {
    const left = entry(1, { contact_id: ID, list: null, operation: "everything" });
    const other = await startRecord([left, entry(2, { state: "undone" }), entry(3)]);
    const { stdout: csv } = await other.record(["--csv"]);
    const { record, bodies } = await startRecord();
    await record(["--import", "left.csv"], { "left.csv": csv });
    const left_at = "2026-11-01T08:00:01.000Z";
    expect(bodies).toEqual([
      [
        { operation: "everything", contact_id: ID, email: "person-1@example.com", left_at },
        { list: "weekly", operation: "list", email: "person-3@example.com", left_at },
      ],
    ]);
    const none = await record(["--import", "in.csv"], { "in.csv": "email\na@example.com\n" });
    expect(none).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("--list: is missing"),
    });
  });
});

describe("a Worker that does not give its record", () => {
  const TOKEN_MISSING = "the Worker has no OPERATOR_TOKEN; set it with `npx wrangler secret put";

  it.each<[title: string, status: number, body: string, others: string, message: string]>([
    ["another token", 401, "{}", "", "OPERATOR_TOKEN: is not the deployed Worker's"],
    ["no token", 404, "", "health", TOKEN_MISSING],
    ["another site", 404, "<h1>Not found</h1>", "", "no Worker of leave-this-list answers at"],
    ["a login page", 302, "", "", "answers with 302 instead of the record"],
    ["a page with 200", 200, "<h1>Hello</h1>", "", "answers with 200 instead of the record"],
    [
      "a complaint",
      400,
      '{"error":"no such list"}',
      "",
      "the Worker refuses this (400): no such list",
    ],
  ])("is named: %s", async (_, status, body, others, message) => {
    const { record } = await startRecord([], (_request, path) =>
      path === others ? Response.json({ status: "ok" }) : new Response(body, { status }),
    );
    const { exitCode, stdout, stderr } = await record(["--csv"]);
    expect([exitCode, stdout, stderr]).toEqual([2, "", expect.stringContaining(message)]);
    const json = JSON.parse((await record(["--json"])).stderr);
    expect(`error: ${json.error.message}\n`).toBe(stderr);
  });

  it("is asked again after an error of its own", async () => {
    let errors = 0;
    const { record } = await startRecord([entry(1)], () =>
      errors++ < 2 ? new Response("", { status: 503 }) : undefined,
    );
    const { exitCode, stdout } = await record(["--json"]);
    expect([exitCode, lines(stdout)]).toEqual([0, [expect.stringContaining('"id":1')]]);
  });
});

/** `RECORD_ROWS=100000` makes it as large as the promise. */
const ROWS = Number(process.env["RECORD_ROWS"] ?? 60_000);

/** Runs `record` in a process with a heap of at most so many megabytes, against as many entries as rows. */
async function recordInProcess(heap: number, ...args: string[]) {
  const entries = Array.from({ length: ROWS }, (_, row) =>
    entry(row + 1, { contact_id: randomUUID() }),
  );
  const { origin } = await startRecord(entries, undefined, 1000);
  const started = performance.now();
  const peak = 'process.on("exit", () => console.error("peak " + process.resourceUsage().maxRSS));';
  const flags = [`--max-old-space-size=${heap}`, `--import=data:text/javascript,${peak}`];
  const env = { ...process.env, OPERATOR_TOKEN: TOKEN };
  const { stdout, stderr, exitCode } = await start(["record", origin, ...args], env, flags).ended;
  const seconds = (performance.now() - started) / 1000;
  const megabytes = Number(/^peak (\d+)$/m.exec(stderr)?.[1]) / 1024;
  console.log(`${args[0]}, ${ROWS} rows: ${seconds.toFixed(1)} s, ${megabytes.toFixed(0)} MB`);
  expect(exitCode, stderr).toBe(0);
  return { rows: lines(stdout), seconds };
}

describe("as many entries as rows", { timeout: 30_000 + ROWS }, () => {
  it("are printed by --csv in a heap that could not hold them", async () => {
    const { rows } = await recordInProcess(24, "--csv", "--quiet");
    expect(rows).toHaveLength(ROWS + 1);
  });

  it("are taken out by --filter", async () => {
    const row = (number: number) => `${number},"PERSON-${number}@example.com"\r\n`;
    const given = Array.from({ length: ROWS }, (_, number) => row(number + ROWS / 2 + 1));
    const folder = folderOf({ "in.csv": `id,email\r\n${given.join("")}` });
    const { rows, seconds } = await recordInProcess(512, "--filter", `${folder}/in.csv`);
    expect(rows).toHaveLength(ROWS / 2 + 1);
    expect(`${rows[1]}\n`).toBe(row(ROWS + 1));
    expect(seconds).toBeLessThan(30);
  });
});

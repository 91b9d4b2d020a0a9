/// <reference types="vite/types/importMeta.d.ts" />
/** What the operator reads: log lines as docs/ledger.md lists them, and data points as docs/metrics.md does. */

import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";

import { readEnv } from "../src/settings/env.ts";
import type { DataPoint, LogLine } from "../src/telemetry.ts";
import { nobody, scripted, WEEKLY } from "./scripted.ts";
import type { ScriptedAnswer } from "./upstream/types.ts";
import { DOWN, refusal, REMOVED } from "./upstream.ts";
import {
  fromPage,
  ledgerOf,
  LIMITED,
  MADE_UP,
  ONE_CLICK,
  press,
  signedPath,
  SILENT,
  startWorker,
  type TestWorker,
  undoForm,
  VIEW,
} from "./worker.ts";

const DOCS = import.meta.glob<string>("../docs/{ledger,metrics}.md", {
  eager: true,
  query: "?raw",
  import: "default",
});

/** The rows of the table whose head begins so, each with its cells. */
function rowsOf(page: "ledger" | "metrics", head: RegExp): string[][] {
  const lines = (DOCS[`../docs/${page}.md`] ?? "").split("\n");
  const first = lines.findIndex((line) => head.test(line)) + 2;
  const length = lines.slice(first).findIndex((line) => !line.startsWith("|"));
  const cells = (line: string) => line.split("|").map((cell) => cell.trim());
  return lines.slice(first, first + length).map((line) => cells(line).slice(1, -1));
}

const namesIn = (cell = "") =>
  [...cell.replaceAll(/\([^)]*\)/g, "").matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name);

type Line<E> = Extract<LogLine, { event: E }>;
type Fields<E> = Line<E>["level"] | Exclude<keyof Line<E>, "event" | "level">;

/** The levels and the fields of every line, as the compiler knows them: it refuses one too many and one too few. */
const anyLevel = { info: 1, warn: 1, error: 1 } as const;
const queue = { entry: 1, scope: 1, list: 1, attempts: 1, ageSeconds: 1 } as const;
const cause = { fault: 1, status: 1, upstream: 1 } as const;
const backlog = { queued: 1, oldestSeconds: 1, deadLetters: 1, held: 1, linkSync: 1 } as const;
const asked = { scope: 1, list: 1, channel: 1 } as const;
const LINES: { [E in LogLine["event"]]: Record<Fields<E>, 1> } = {
  leave: { ...anyLevel, ...asked, outcome: 1, ...cause, entry: 1, ms: 1, hash: 1 },
  undo: { info: 1, warn: 1, scope: 1, list: 1, outcome: 1, ms: 1 },
  drained: { info: 1, ...queue, outcome: 1 },
  delayed: { warn: 1, error: 1, ...queue, ...cause },
  held: { error: 1, ...queue, ...cause },
  "dead-letter": { error: 1, ...queue, ...cause },
  ledger: { ...anyLevel, ...backlog, lastFault: 1 },
  "links-synced": { info: 1, properties: 1 },
  "link-sync-delayed": { warn: 1, error: 1, attempts: 1, failures: 1, ...cause },
  "link-sync-lost": { error: 1, properties: 1 },
  "re-added": { warn: 1, error: 1, entry: 1, scope: 1, list: 1, found: 1, reaction: 1 },
  "kept-out": { info: 1, entry: 1, scope: 1, list: 1 },
  audited: { info: 1, lists: 1, contacts: 1 },
  "audit-delayed": { warn: 1, error: 1, ...cause },
  "too-many": { warn: 1, ...asked },
  "mail-refused": { info: 1 },
  "webhook-refused": { warn: 1, reason: 1 },
  settings: { error: 1, faults: 1 },
  exception: { error: 1, name: 1, what: 1, at: 1 },
};

type Outcome<E> = Extract<DataPoint, { event: E; outcome: string }>["outcome"];

const refused = { "asked-again": 1, "others-stand": 1, "too-late": 1 } as const;
const OUTCOMES: { [E in "leave" | "undo" | "audit"]: Record<Outcome<E>, 1> } = {
  leave: { done: 1, "no-contact": 1, queued: 1, "dead-letter": 1, "try-again": 1, "too-many": 1 },
  undo: { undone: 1, canceled: 1, undoing: 1, ...refused, "too-many": 1, "try-again": 1 },
  audit: { report: 1, "keep-out": 1, "another-system": 1, "kept-out": 1 },
};

const sorted = (names: Record<string, object>) =>
  Object.entries(names).map(([name, of]) => [name, Object.keys(of).toSorted()]);

describe("the documentation", () => {
  it("lists every log line, its levels, and its fields", () => {
    const rows = rowsOf("ledger", /^\| `event` .*\| level/);
    const listed = rows.map(([event, , level = "", fields]) => [
      namesIn(event)[0],
      [...level.split(", "), ...namesIn(fields)].toSorted(),
    ]);
    expect(listed).toEqual(sorted(LINES));
  });

  it("lists every outcome that is counted", () => {
    const rows = rowsOf("metrics", /^\| event .*\| outcomes/);
    const listed = rows.map(([event, of]) => [namesIn(event)[0], namesIn(of).toSorted()]);
    expect(listed).toEqual(sorted(OUTCOMES));
  });
});

/** A point: event, list, scope, channel, outcome, client; the milliseconds are another test's. */
const point = (...blobs: [event: string, list: string, ...string[]]) => ({
  indexes: [`${blobs[0]} ${blobs[1]}`],
  blobs: [...blobs, ""],
  doubles: [expect.any(Number)],
});

const mail = async (worker: TestWorker, path: string) =>
  worker.mail(`${path.replace("/leave/", "").replace("/", ".")}@leave.acme.com`);

type Start = Parameters<typeof startWorker>;

it.each<[channel: string, outcome: string, Start, RequestInit?]>([
  ["one-click", "done", [], ONE_CLICK],
  ["page", "done", [], fromPage()],
  ["other", "done", [], { method: "POST" }],
  ["mailto", "done", []],
  ["one-click", "no-contact", [scripted([], nobody)], ONE_CLICK],
  ["one-click", "queued", [[DOWN]], ONE_CLICK],
  ["one-click", "dead-letter", [[refusal(422, "validation_error", "No")]], ONE_CLICK],
  ["one-click", "try-again", [[], SILENT], ONE_CLICK],
  ["one-click", "too-many", [[], { ...LIMITED, ...SILENT }], ONE_CLICK],
])("a request to leave is one data point and one log line: %s, %s", async (...row) => {
  const [channel, outcome, start, init] = row;
  const worker = await startWorker(...start);
  const path = await signedPath();
  await (init === undefined ? mail(worker, path) : worker.fetch(path, init));
  expect(worker.points).toEqual([point("leave", "weekly", "list", channel, outcome)]);
  const isTooMany = outcome === "too-many";
  const line = isTooMany ? { event: "too-many" } : { event: "leave", outcome };
  expect(worker.log).toMatchObject([{ line: { ...line, scope: "list", list: "weekly", channel } }]);
});

it("a leave of everything is counted for the list whose link it was, as the link names it", async () => {
  const worker = await startWorker();
  await worker.fetch(`${await signedPath({ list: WEEKLY })}/everything`, ONE_CLICK);
  expect(worker.points).toEqual([point("leave", WEEKLY, "everything", "one-click", "done")]);
});

it.each<[string, ScriptedAnswer[], object?, string?]>([
  ["undone", [REMOVED]],
  ["canceled", [DOWN]],
  ["undoing", [REMOVED, refusal(500, "internal_server_error", "")]],
  ["asked-again", [], {}, MADE_UP],
  ["try-again", [], SILENT, MADE_UP],
  ["too-many", [], LIMITED, MADE_UP],
])("an undo is one data point with its outcome: %s", async (outcome, answers, change, madeUp) => {
  const worker = await startWorker(answers, change);
  const path = await signedPath();
  const token = madeUp ?? (await press(worker, path)).token ?? "";
  worker.points.length = 0;
  await press(worker, `${path}/undo`, undoForm(token));
  expect(worker.points).toEqual([point("undo", "weekly", "", "", outcome)]);
});

describe("data points", () => {
  it("have the milliseconds that the Ledger took", async () => {
    let now = 0;
    const takes = (ms: number, outcome: object) => async () => ((now += ms), outcome);
    const unsubscribe = takes(42, { kind: "done", asking: MADE_UP });
    const undo = takes(7, { kind: "undone", scope: "list" });
    const worker = await startWorker([], ledgerOf({ unsubscribe, undo }), { now: () => now });
    const path = await signedPath();
    await worker.fetch(path, ONE_CLICK);
    await worker.fetch(`${path}/undo`, undoForm(MADE_UP));
    expect(worker.points.map(({ doubles }) => doubles)).toEqual([[42], [7]]);
  });

  it("are not made for a link that no one signed: anyone could fill the dataset", async () => {
    const worker = await startWorker();
    await worker.fetch("/leave/weekly/forged");
    await worker.fetch("/leave/weekly/forged", ONE_CLICK);
    await worker.fetch("/leave/-/health");
    await worker.mail("nobody@leave.acme.com");
    expect(worker.points).toEqual([]);
  });

  it("go to the dataset that wrangler.toml declares", () => {
    const settings = readEnv(env);
    const dataset = settings.kind === "ready" ? settings.metrics : undefined;
    expect(dataset).toBe(env.METRICS);
    expect(() => dataset?.writeDataPoint(point("view", "weekly", "", "", ""))).not.toThrow();
  });

  it.each([
    ["throws", { writeDataPoint: () => JSON.parse("nonsense") as never }],
    ["is no dataset", "leave_this_list"],
    ["is missing", undefined],
  ])("stop no one from leaving when the dataset %s", async (_, dataset) => {
    const worker = await startWorker([REMOVED], { METRICS: dataset });
    const path = await signedPath();
    expect((await worker.fetch(path)).status).toBe(200);
    expect((await worker.fetch(path, ONE_CLICK)).status).toBe(200);
    expect(worker.log).toMatchObject([{ level: "info", line: { outcome: "done" } }]);
  });
});

it("data points hold no address, no ticket, no ID of a request, no hash, no key and no secret", async () => {
  const contact = "someone.private@example.com";
  const worker = await startWorker([DOWN, REMOVED]);
  const path = await signedPath({ contact });
  const view = VIEW;
  await worker.fetch(path);
  for (const init of [ONE_CLICK, fromPage(view)]) await worker.fetch(path, init);
  await worker.fetch(`${path}/undo`, undoForm(view));
  await mail(worker, path);
  expect(worker.points).toHaveLength(5);
  const hash = String(worker.log[0]?.line["hash"]);
  const secrets = ["private", path.split("/").at(-1), view, hash, "re_test", "correct-horse"];
  const all = JSON.stringify(worker.points);
  expect(secrets.filter((secret = "") => all.includes(secret))).toEqual([]);
});

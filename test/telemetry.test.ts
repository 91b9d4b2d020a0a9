/// <reference types="vite/types/importMeta.d.ts" />
/**
 * What the operator reads: log lines as docs/ledger.md lists them, and data points in Workers Analytics Engine, whose
 * blobs are event, list, scope, channel, outcome, client; the double is milliseconds.
 */

import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";

import { readEnv } from "../src/settings/env.ts";
import type { DataPoint, LogLine } from "../src/telemetry.ts";
import { nobody, type Scripted, scripted, WEEKLY } from "./scripted.ts";
import type { ScriptedAnswer } from "./upstream/types.ts";
import { DOWN, refusal, REMOVED } from "./upstream.ts";
import {
  fromPage,
  ledgerOf,
  ONE_CLICK,
  press,
  signedPath,
  startWorker,
  undoForm,
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
const asked = { scope: 1, list: 1, channel: 1 } as const;
const LINES: { [E in LogLine["event"]]: Record<Fields<E>, 1> } = {
  leave: { ...anyLevel, ...asked, outcome: 1, ...cause, entry: 1, ms: 1, hash: 1 },
  undo: { info: 1, warn: 1, scope: 1, list: 1, outcome: 1, ms: 1 },
  drained: { info: 1, ...queue, outcome: 1 },
  delayed: { warn: 1, error: 1, ...queue, ...cause },
  held: { error: 1, ...queue, ...cause },
  "dead-letter": { error: 1, ...queue, ...cause },
  ledger: {
    ...anyLevel,
    queued: 1,
    oldestSeconds: 1,
    deadLetters: 1,
    held: 1,
    linkSync: 1,
    lastFault: 1,
  },
  "links-synced": { info: 1, properties: 1 },
  "link-sync-delayed": { warn: 1, error: 1, attempts: 1, failures: 1, ...cause },
  "link-sync-lost": { error: 1, properties: 1 },
  "too-many": { warn: 1, ...asked },
  "mail-refused": { info: 1 },
  "webhook-refused": { warn: 1, reason: 1 },
  settings: { error: 1, faults: 1 },
  exception: { error: 1, name: 1, what: 1, at: 1 },
};

type Outcome<E> = Extract<DataPoint, { event: E; outcome: string }>["outcome"];

const OUTCOMES: { [E in "leave" | "undo"]: Record<Outcome<E>, 1> } = {
  leave: { done: 1, "no-contact": 1, queued: 1, "dead-letter": 1, "try-again": 1, "too-many": 1 },
  undo: {
    undone: 1,
    canceled: 1,
    undoing: 1,
    "asked-again": 1,
    "others-stand": 1,
    "too-late": 1,
    "too-many": 1,
    "try-again": 1,
  },
};

describe("the documentation", () => {
  it("lists every log line, its levels, and its fields", () => {
    const listed = rowsOf("ledger", /^\| `event` .*\| level/).map(
      ([event, , level = "", fields]) => [
        namesIn(event)[0],
        [...level.split(", "), ...namesIn(fields)].toSorted(),
      ],
    );
    const written = Object.entries(LINES).map(([event, names]) => [
      event,
      Object.keys(names).toSorted(),
    ]);
    expect(listed).toEqual(written);
  });

  it("lists every outcome that is counted", () => {
    const listed = rowsOf("metrics", /^\| event .*\| outcomes/).map(([event, outcomes]) => [
      namesIn(event)[0],
      namesIn(outcomes).toSorted(),
    ]);
    const counted = Object.entries(OUTCOMES).map(([event, of]) => [
      event,
      Object.keys(of).toSorted(),
    ]);
    expect(listed).toEqual(counted);
  });
});

const NEVER = refusal(422, "validation_error", "No");
const NO_LIMIT_LEFT = { limit: async () => ({ success: false }) };

/** A Worker whose dataset keeps what it is given. */
async function startCounted(
  answers: ScriptedAnswer[] | Scripted = [REMOVED],
  change: object = {},
  runtime: Parameters<typeof startWorker>[2] = {},
) {
  const points: AnalyticsEngineDataPoint[] = [];
  const dataset = { writeDataPoint: (point: AnalyticsEngineDataPoint) => void points.push(point) };
  const worker = await startWorker(answers, { METRICS: dataset, ...change }, runtime);
  return { worker, points };
}

/** A point without its milliseconds. */
const point = (event: string, list: string, ...others: string[]) => ({
  indexes: [`${event} ${list}`],
  blobs: [event, list, ...others],
  doubles: [expect.any(Number)],
});

describe("a leave", () => {
  it.each([
    ["one-click", ONE_CLICK],
    ["page", fromPage()],
    ["other", { method: "POST" }],
  ])("is one point with its list and channel: %s", async (channel, init) => {
    const { worker, points } = await startCounted();
    await worker.fetch(await signedPath(), init);
    expect(points).toEqual([point("leave", "weekly", "list", channel, "done", "")]);
  });

  it("and an undo have the milliseconds that the Ledger took", async () => {
    let now = 0;
    const takes = (ms: number, outcome: object) => async () => ((now += ms), outcome);
    const id = "0".repeat(32);
    const unsubscribe = takes(42, { kind: "done", asking: id });
    const undo = takes(7, { kind: "undone", scope: "list" });
    const runtime = { now: () => now };
    const { worker, points } = await startCounted([], ledgerOf({ unsubscribe, undo }), runtime);
    const path = await signedPath();
    await worker.fetch(path, ONE_CLICK);
    await worker.fetch(`${path}/undo`, undoForm(id));
    expect(points.map(({ doubles }) => doubles)).toEqual([[42], [7]]);
  });

  it("by mail counts with the channel mailto", async () => {
    const { worker, points } = await startCounted();
    const [, , list, ticket] = (await signedPath()).split("/");
    await worker.mail(`${list}.${ticket}@leave.acme.com`);
    expect(points).toEqual([point("leave", "weekly", "list", "mailto", "done", "")]);
  });

  it.each<[string, ScriptedAnswer[] | Scripted, object]>([
    ["done", [REMOVED], {}],
    ["no-contact", scripted([], nobody), {}],
    ["queued", [DOWN], {}],
    ["dead-letter", [NEVER], {}],
    ["try-again", [], ledgerOf({})],
    ["too-many", [], { LEAVE_LIMIT: NO_LIMIT_LEFT }],
  ])("counts with its outcome: %s", async (outcome, answers, change) => {
    const { worker, points } = await startCounted(answers, change);
    await worker.fetch(await signedPath(), ONE_CLICK);
    expect(points).toEqual([point("leave", "weekly", "list", "one-click", outcome, "")]);
  });

  it("of everything counts as that, for the list whose link it was", async () => {
    const { worker, points } = await startCounted();
    await worker.fetch(`${await signedPath()}/everything`, ONE_CLICK);
    expect(points).toEqual([point("leave", "weekly", "everything", "one-click", "done", "")]);
  });

  it("from a list that is named by its segment counts under that ID", async () => {
    const { worker, points } = await startCounted();
    await worker.fetch(await signedPath({ list: WEEKLY }), ONE_CLICK);
    expect(points).toEqual([point("leave", WEEKLY, "list", "one-click", "done", "")]);
  });
});

describe("an undo", () => {
  it.each<[string, ScriptedAnswer[]]>([
    ["undone", [REMOVED]],
    ["canceled", [DOWN]],
    ["undoing", [REMOVED, refusal(500, "internal_server_error", "")]],
  ])("is one point, beside that of the leave; a receipt is none: %s", async (outcome, answers) => {
    const { worker, points } = await startCounted(answers);
    const path = await signedPath();
    const { token = "" } = await press(worker, path);
    await press(worker, `${path}/undo`, undoForm(token));
    expect(points).toEqual([
      point("leave", "weekly", "list", "page", outcome === "canceled" ? "queued" : "done", ""),
      point("undo", "weekly", "", "", outcome, ""),
    ]);
  });

  it.each([
    ["asked-again", {}],
    ["try-again", ledgerOf({})],
    ["too-many", { LEAVE_LIMIT: NO_LIMIT_LEFT }],
  ])("counts with its outcome: %s", async (outcome, change) => {
    const { worker, points } = await startCounted([], change);
    await worker.fetch(`${await signedPath()}/undo`, undoForm("0".repeat(32)));
    expect(points).toEqual([point("undo", "weekly", "", "", outcome, "")]);
  });
});

const CHROME =
  "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36";
const SAFARI =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Mobile/15E148 Safari/604.1";
const APPLE_IN_APP =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148";
const CUBOT =
  "Mozilla/5.0 (Linux; Android 13; CUBOT NOTE 50; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/142.0.0.0 Mobile Safari/537.36";
const GOES = { "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" };

describe("a page view", () => {
  it.each([
    ["person", "Chrome, after a click", { ...GOES, "sec-fetch-user": "?1", "user-agent": CHROME }],
    ["person", "Chrome, after a page's redirect", { ...GOES, "user-agent": CHROME }],
    ["person", "Safari, which never says ?1", { ...GOES, "user-agent": SAFARI }],
    ["person", "an app's own view on iOS", { ...GOES, "user-agent": APPLE_IN_APP }],
    ["person", "a telephone named Cubot", { ...GOES, "user-agent": CUBOT }],
    ["unknown", "a prefetch", { ...GOES, "sec-purpose": "prefetch", "user-agent": CHROME }],
    ["unknown", "a browser's name alone", { "user-agent": CHROME }],
    ["unknown", "a script of a page", { "sec-fetch-mode": "cors", "user-agent": CHROME }],
    ["unknown", "no name at all", {}],
    ["scanner", "a bot", { "user-agent": "Mozilla/5.0 (compatible; bingbot/2.0; +http://b.com)" }],
    ["scanner", "a program", { "user-agent": "python-requests/2.32.5" }],
    ["scanner", "a library", { "user-agent": "Go-http-client/2.0" }],
    ["scanner", "a link's preview", { "user-agent": "Slackbot-LinkExpanding 1.0" }],
    ["scanner", "Office", { "user-agent": "Mozilla/4.0 (compatible; ms-office; MSOffice 16)" }],
    ["scanner", "a mail proxy", { "user-agent": "Mozilla/5.0 (via ggpht.com GoogleImageProxy)" }],
    [
      "scanner",
      "a browser that says it has no screen",
      { ...GOES, "user-agent": CHROME.replace(" Chrome", " HeadlessChrome") },
    ],
  ])("counts as %s: %s", async (client, _, headers) => {
    const { worker, points } = await startCounted();
    await worker.fetch(await signedPath(), { headers });
    expect(points).toEqual([
      { indexes: ["view weekly"], blobs: ["view", "weekly", "", "", "", client], doubles: [0] },
    ]);
  });

  it("by HEAD is a scanner's: no browser goes to a page like that", async () => {
    const { worker, points } = await startCounted();
    const headers = { ...GOES, "user-agent": CHROME };
    await worker.fetch(await signedPath(), { method: "HEAD", headers });
    expect(points).toEqual([point("view", "weekly", "", "", "", "scanner")]);
  });

  it("is not counted where no link was signed: anybody could fill the dataset", async () => {
    const { worker, points } = await startCounted();
    await worker.fetch("/leave/weekly/forged");
    await worker.fetch("/leave/weekly/forged", ONE_CLICK);
    await worker.fetch("/leave/-/health");
    await worker.fetch("/robots.txt");
    await worker.mail("nobody@leave.acme.com");
    expect(points).toEqual([]);
  });
});

describe("counting", () => {
  it("writes to the dataset that wrangler.toml declares", () => {
    const settings = readEnv(env);
    const dataset = settings.kind === "ready" ? settings.metrics : undefined;
    expect(dataset).toBe(env.METRICS);
    const write = () =>
      dataset?.writeDataPoint({ indexes: ["view weekly"], blobs: ["view"], doubles: [0] });
    expect(write).not.toThrow();
  });

  it("keeps the contact, the ticket and the hash out", async () => {
    const contact = "someone.private@example.com";
    const { worker, points } = await startCounted();
    const path = await signedPath({ contact });
    await worker.fetch(path);
    const { token = "none" } = await press(worker, path);
    await press(worker, `${path}/undo`, undoForm(token));
    await worker.fetch(path, ONE_CLICK);
    const text = JSON.stringify(points);
    expect(points).toHaveLength(4);
    const hash = String(worker.log[0]?.line["hash"]);
    for (const secret of ["private", "@", path.split("/").at(-1) ?? "", hash, token]) {
      expect(text).not.toContain(secret);
    }
  });

  const thrown = () => {
    throw new Error("Analytics Engine write limit exceeded.");
  };
  it.each([
    ["throws", { writeDataPoint: thrown }],
    ["is no dataset", "leave_this_list"],
    ["is missing", undefined],
  ])("costs nobody their leave when the dataset %s", async (_, dataset) => {
    const worker = await startWorker([REMOVED], { METRICS: dataset });
    const path = await signedPath();
    expect((await worker.fetch(path)).status).toBe(200);
    expect((await worker.fetch(path, ONE_CLICK)).status).toBe(200);
    expect(worker.log).toMatchObject([{ level: "info", line: { outcome: "done" } }]);
  });
});

/**
 * What Cloudflare's log store keeps of a Worker: never a ticket, and no one who unsubscribes. A Tail Worker collects it. The
 * Worker runs as it is deployed: `wrangler dev` would add middleware that catches what is thrown.
 */

import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";

import { API_KEY, broadcastVars, LINK_SECRET, OPERATOR_TOKEN } from "../../sandbox/settings.ts";
import type { Subscriber } from "../../sandbox/running.ts";
import { until, WRANGLER } from "../../sandbox/processes.ts";
import {
  sandboxConfig,
  startWorker,
  type WorkerProcess,
  wranglerEnvironment,
} from "../../sandbox/worker-process.ts";
import { exchange, FORM, mailtoOf, ONE_CLICK_BODY, sendMail } from "./exchange.ts";
import { leave, open, press } from "./reader.ts";
import { restartable } from "./restartable.ts";

/** One invocation as the log store keeps it, as far as it matters here. */
interface Trace {
  event: { request?: { url: string; method: string }; rcptTo?: string; rpcMethod?: string } | null;
  logs: { level: string; message: unknown }[];
  exceptions: { name: string; message: string }[];
}

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** How late a trace may come. */
const SETTLED_MS = 300;

const SINK = `
const items = [];
export default {
  fetch: ({ method }) => Response.json(method === "DELETE" ? items.splice(0) : items),
  tail: (events) => void items.push(...JSON.parse(JSON.stringify(events))),
};
`;

const folder = mkdtempSync(join(tmpdir(), "tailed-"));
const registry = join(folder, "registry");
let bundle: string;
let sink: WorkerProcess;

const traces = async () => (await (await fetch(sink.url)).json()) as Trace[];
const forget = async () => void (await (await fetch(sink.url, { method: "DELETE" })).text());

beforeAll(async () => {
  const build = join(folder, "build");
  const options = ["--dry-run", `--config=${ROOT}sandbox/wrangler.toml`, `--outdir=${build}`];
  const env = wranglerEnvironment(folder);
  await promisify(execFile)(process.execPath, [WRANGLER, "deploy", ...options], { env, cwd: ROOT });
  bundle = readFileSync(join(build, "index.js"), "utf8");

  // A folder of its own, as for each Worker: wrangler watches it, and restarts what is there at every change.
  const home = mkdtempSync(join(folder, "sink-"));
  const [main, config] = [join(home, "index.js"), join(home, "wrangler.toml")];
  writeFileSync(main, SINK);
  const [date] = /^compatibility_date = .*$/m.exec(sandboxConfig()) ?? [];
  writeFileSync(config, `name = "trace-sink"\nmain = "${main}"\n${date}\nno_bundle = true\n`);
  sink = await startWorker({ registry, config, resendBaseUrl: "http://127.0.0.1:9" });
});

afterAll(async () => {
  await sink.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Starts a Worker, and waits until the sink hears of it. @param patch changes its bundle */
async function tailed(patch = (code: string) => code, linkSecrets = LINK_SECRET) {
  const sandbox = await restartable();
  onTestFinished(() => sandbox[Symbol.asyncDispose]());
  const home = mkdtempSync(join(folder, "worker-"));
  const [main, config] = [join(home, "index.js"), join(home, "wrangler.toml")];
  writeFileSync(main, patch(bundle));
  const tail = `main = "${main}"\nno_bundle = true\ntail_consumers = [{ service = "trace-sink" }]`;
  writeFileSync(config, sandboxConfig().replace(/^main = .*$/m, tail));
  const vars = broadcastVars("http://127.0.0.1");
  await sandbox.start({ registry, config, linkSecrets, vars });
  await forget();
  const hears = async () => {
    await (await fetch(`${sandbox.url}/robots.txt`)).text();
    return (await traces()).length > 0;
  };
  await until("the sink hears of the Worker", hears, 20_000);
  await sleep(SETTLED_MS);
  await forget();
  const ask = (method: string, path: string, body = "") =>
    exchange({ origin: sandbox.url, method, path, headers: body === "" ? {} : FORM, body });
  return { ...sandbox, ask };
}

/** What `wrangler dev` itself says of a mail that was rejected. */
const OF_WRANGLER = /^The Workers runtime canceled this request/;

/** The store keeps a URL or a recipient with each line and each exception of these. */
const isAddressed = ({ event }: Trace) =>
  event?.request !== undefined || event?.rcptTo !== undefined || event?.rpcMethod === "email";

const linesOf = (kept: readonly Trace[]) => kept.flatMap(({ logs }) => logs);
const eventsOf = (kept: readonly Trace[]) =>
  linesOf(kept).map(
    ({ message }) => /"event":"([\w-]+)"/.exec(JSON.stringify(message).replaceAll("\\", ""))?.[1],
  );

/** What is in the log store, and should not be. */
function leaksIn(kept: readonly Trace[], ...readers: Subscriber[]): string[] {
  const own = (trace: Trace) =>
    trace.exceptions.filter(
      ({ message }) => trace.event?.rpcMethod !== "email" || !OF_WRANGLER.test(message),
    );
  const beside = kept
    .filter(isAddressed)
    .flatMap((trace) => [linesOf([trace]), own(trace)].flat())
    .map((line) => `with a URL: ${JSON.stringify(line)}`);
  const said = JSON.stringify(kept.map(({ logs, exceptions }) => [logs, exceptions]));
  const secrets = new Set(readers.flatMap(secretsOf));
  return [...beside, ...[...secrets].filter((secret) => said.includes(secret))];
}

function secretsOf({ id, email, linkById, linkByAddress }: Subscriber): string[] {
  const tickets = [linkById, linkByAddress].map((url) => url.slice(url.lastIndexOf("/") + 1));
  return [...tickets, id, email, email.replace("@", "%40"), API_KEY, LINK_SECRET];
}

/** All traces, once there is one for each request and each mail. */
async function tracesOf(count: number): Promise<Trace[]> {
  const addressed = async () => (await traces()).filter(isAddressed).length;
  await until(`${count} traces`, async () => (await addressed()) >= count, 10_000);
  // Those of the Ledger and of the log lines come by themselves.
  await sleep(SETTLED_MS);
  const all = await traces();
  expect(all.filter(isAddressed)).toHaveLength(count);
  return all;
}

/** Where the bundle begins to handle something; the first group is its argument. */
const PLACE = {
  get: /\.get\("\*",async (\w+)=>\{/,
  fetch: /async fetch\((\w+)\)\{(?=try\{)/,
  email: /async email\((\w+)\)\{try\{/,
  report: /\breport\(\)\{/,
};

function patched(code: string, at: RegExp, change: string): string {
  const changed = code.replace(at, change);
  if (changed === code) throw new Error("the bundle has no such place");
  return changed;
}

it("has no line and no exception with a URL or a recipient, whatever is requested", async () => {
  const sandbox = await tailed();
  const reader = await sandbox.subscriber();
  const { pathname } = new URL(reader.linkById);
  const nowhere = "0".repeat(32);
  const forged = `${pathname.slice(0, -1)}1`;
  const asked: [method: string, path: string, status: number, body?: string][] = [
    ["GET", pathname, 200],
    ["HEAD", pathname, 200],
    ["POST", pathname, 200],
    ["POST", pathname, 200, ONE_CLICK_BODY],
    ["POST", `${pathname}/everything`, 200],
    ["POST", `${pathname}/undo`, 409, `token=${nowhere}&confirm=page`],
    ["GET", `${pathname}/receipt/${nowhere}`, 404],
    ["PUT", pathname, 405],
    ["GET", forged, 404],
    ["POST", forged, 404],
    ["GET", "/leave/weekly", 200],
    ["GET", "/leave/-/health", 200],
    ["POST", "/leave/-/webhook", 400, "{}"],
    ["GET", "/leave/-/ledger", 401],
    ["DELETE", "/leave/-/ledger/1", 401],
    ["GET", "/", 200],
  ];
  for (const [method, path, status, body] of asked) {
    expect((await sandbox.ask(method, path, body)).status, `${method} ${path}`).toBe(status);
  }
  const other = await sandbox.subscriber();
  const receipt = await leave(other.linkByAddress);
  const undone = await press(receipt, "Undo");
  expect([receipt.status, undone.status]).toEqual([303, 303]);
  await open(receipt.url);
  for (let round = 0; round < 31; round++) await sandbox.ask("POST", pathname);
  await sandbox.standIn.fault("500");
  const late = await sandbox.subscriber();
  expect((await sandbox.ask("POST", new URL(late.linkByAddress).pathname)).status).toBe(202);
  expect((await sendMail(sandbox.url, mailtoOf(late.linkById))).status).toBe(200);
  expect((await sendMail(sandbox.url, mailtoOf(`${reader.linkById.slice(0, -1)}1`))).status).toBe(
    400,
  );

  // The page, its form, its receipt, the undo and its receipt, the receipt again; and two mails.
  const kept = await tracesOf(asked.length + 6 + 31 + 1 + 2);
  expect(leaksIn(kept, reader, other, late)).toEqual([]);
  const all = ["leave", "undo", "too-many", "webhook-refused", "mail-refused"];
  expect(eventsOf(kept)).toEqual(expect.arrayContaining(all));
});

it("has none of faulty settings", async () => {
  const sandbox = await tailed(undefined, "short");
  const reader = await sandbox.subscriber();
  const { pathname } = new URL(reader.linkById);
  for (const method of ["GET", "POST"]) {
    expect((await sandbox.ask(method, pathname)).status).toBe(503);
  }
  expect((await sendMail(sandbox.url, mailtoOf(reader.linkById))).status).toBe(400);
  const kept = await tracesOf(3);
  expect(leaksIn(kept, reader)).toEqual([]);
  expect(eventsOf(kept).filter((event) => event === "settings")).toHaveLength(3);
});

it("has none of an exception in a route, the email handler, or the Ledger", async () => {
  const sandbox = await tailed((code) => {
    const onGet = patched(code, PLACE.get, "$&throw new Error($1.req.path);");
    const onMail = patched(onGet, PLACE.email, "$&throw new Error($1.to);");
    return patched(onMail, PLACE.report, '$&throw new Error("no report");');
  });
  const reader = await sandbox.subscriber();
  const { pathname } = new URL(reader.linkById);
  for (const method of ["GET", "HEAD"]) {
    expect((await sandbox.ask(method, pathname)).status).toBe(503);
  }
  expect((await sendMail(sandbox.url, mailtoOf(reader.linkById))).status).toBe(400);
  // A promise that is rejected: nothing catches this one before the route does.
  const headers = { authorization: `Bearer ${OPERATOR_TOKEN}` };
  const report = await fetch(`${sandbox.url}/leave/-/ledger`, { headers });
  expect([report.status, await report.text()]).toEqual([503, expect.any(String)]);
  const kept = await tracesOf(4);
  expect(leaksIn(kept, reader)).toEqual([]);
  expect(eventsOf(kept)).toEqual(["exception", "exception", "exception"]);
});

it("would show a line that a route writes, and an exception that it does not catch", async () => {
  const sandbox = await tailed((code) => {
    const throws = '$&if($1.method==="POST")throw new Error($1.url);';
    const onGet = patched(code, PLACE.get, '$&console.log("looked at");');
    return patched(onGet, PLACE.fetch, throws);
  });
  const reader = await sandbox.subscriber();
  const { pathname } = new URL(reader.linkById);
  await sandbox.ask("GET", pathname);
  expect(leaksIn(await tracesOf(1), reader)).toEqual([expect.stringContaining("looked at")]);
  await forget();
  await sandbox.ask("POST", pathname);
  expect(leaksIn(await tracesOf(1), reader)).toEqual([
    expect.stringContaining("with a URL"),
    pathname.slice("/leave/weekly/".length),
  ]);
});

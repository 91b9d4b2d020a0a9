/**
 * `doctor --resend-contract` against the stand-in: it prints what the switches say, puts everything back however it ends,
 * and fails where the Worker would tell a reader something better than the truth.
 */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

import { describe, expect, it, onTestFinished } from "vitest";

import { type Note, writeNote } from "../../cli/doctor/contract-account.ts";
import { type ProxyFault, startProxy } from "../../sandbox/proxy.ts";
import { MIRA } from "../../sandbox/resend/samples.ts";
import { runningStandIn } from "../../sandbox/running.ts";
import { API_KEY } from "../../sandbox/settings.ts";
import { folderOf, run } from "./run.ts";

const standIn = runningStandIn();

const MAIN = fileURLToPath(new URL("../../cli/main.ts", import.meta.url));
const NOTE = "leave-this-list/resend-contract.json";
const ADDRESS = "mira@example.com";
const CONTRACT = ["doctor", "--resend-contract"];
const OURS = [...CONTRACT, "--contact", ADDRESS];

interface Answered {
  check: string;
  answer: string;
  status: string;
  worker: string;
  report?: string;
}

const settings = (url: string, state: string) => ({
  RESEND_API_KEY: API_KEY,
  RESEND_BASE_URL: url,
  XDG_STATE_HOME: state,
});

async function contract(args: readonly string[], fault?: ProxyFault, state = folderOf({})) {
  const proxy = fault && (await startProxy(standIn.url, fault));
  if (proxy) onTestFinished(() => proxy.close());
  return run(args, { env: settings(proxy?.url ?? standIn.url, state), root: state });
}

const answersIn = (stdout: string) => (JSON.parse(stdout) as { answers: Answered[] }).answers;

/** Everything of the account that a call could change. */
async function account() {
  const { body } = await standIn.control("GET", "state");
  const { id } = (body.contacts as { id: string; email: string }[])[0] ?? { id: "" };
  const person = `/contacts/${id}`;
  const lists = [
    "/topics",
    "/contact-properties",
    person,
    `${person}/segments`,
    `${person}/topics`,
  ];
  const read = async (path: string) => (await standIn.call("GET", path)).json() as Promise<unknown>;
  return [body, ...(await Promise.all(lists.map(read)))];
}

/** Gives the contact all that a run could lose. */
async function furnish() {
  const topic = { name: "News", default_subscription: "opt_in" };
  const { id } = (await (await standIn.call("POST", "/topics", topic)).json()) as { id: string };
  await standIn.call("POST", "/contact-properties", { key: "plan", type: "string" });
  const choice = { topics: [{ id, subscription: "opt_out" }] };
  await standIn.call("PATCH", `/contacts/${MIRA}/topics`, choice);
  await standIn.call("PATCH", `/contacts/${MIRA}`, { properties: { plan: "gold" } });
  await standIn.control("DELETE", "requests");
  return account();
}

describe("what is not known of Resend", () => {
  it.each([
    ["deletingAbsent", "200", "delete-no-segment", /^200/],
    ["deletingAbsent", "404", "delete-no-segment", /^404/],
    ["removingAbsent", "200", "remove-again", /^200/],
    ["removingAbsent", "404", "remove-again", /^404/],
    ["removingAbsent", "404-unknown-contact", "remove-no-contact", /^404/],
    ["removingAbsent", "404-unknown-segment", "remove-no-segment", /^404/],
    ["removingAbsent", "404-other-contact", "remove-again", /^404/],
    ["removalBody", "contact_segment", "remove", /"object":"contact_segment"/],
    ["removalBody", "id", "remove", /^200 \{"id":"\{segment\}","deleted":true\} /],
    ["removalBody", "audience", "remove", /"audienceId":"\{segment\}"/],
    ["addingAgain", "200", "add-again", /^200/],
    ["addingAgain", "409", "add-again", /^409/],
    ["addingAgain", "422", "add-again", /^422/],
    ["addressCase", "exact", "address-case", /^404/],
    ["addressCase", "ignored", "address-case", /^200/],
    ["topicsBody", "object", "opt-in-array", /^422/],
    ["topicsBody", "array", "opt-out", /^422/],
    ["importResets", "nothing", "import-unsubscribed", /ok: The record/],
    ["importResets", "unsubscribed", "import-unsubscribed", /warning: It is not told/],
    ["longestValue", "unlimited", "value-5000", /^200/],
    ["longestValue", "500", "value-5000", /^422/],
    ["longestValue", "50", "value-100", /^422/],
  ])("%s %s is seen, and put back", async (name, position, check, answer) => {
    const before = await furnish();
    await standIn.control("PUT", "behavior", { [name]: position });
    const { exitCode, stdout, stderr } = await contract([...OURS, "--json"]);
    expect([exitCode, stderr]).toEqual([0, ""]);
    const asked = answersIn(stdout).find((one) => one.check === check);
    expect(`${asked?.answer} ${asked?.status}: ${asked?.worker}`).toMatch(answer);
    expect(await account()).toEqual(before);
  });
});

const json = (body: object, status = 200) => ({
  status,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});
const isRemoval = (method: string, path: string) =>
  method === "DELETE" && /^\/contacts\/[^/]+\/segments\//.test(path);

describe("fails where the Worker would tell a reader something better than the truth", () => {
  it.each<[string, string[], ProxyFault["intercept"]]>([
    [
      "a removal is confirmed, and not done",
      ["remove", "remove-again", "remove-by-address"],
      ({ method, path }) => (isRemoval(method, path) ? json({ deleted: true }) : undefined),
    ],
    [
      "a segment of another team is shown",
      ["no-segment"],
      ({ path }) => (/^\/segments\/[0-9a-f-]{36}$/.test(path) ? json({ id: "x" }) : undefined),
    ],
    [
      "the canary is refused, and an unknown address is not",
      ["remove-no-address", "remove-bad-address"],
      ({ method, path }) =>
        isRemoval(method, path) && !path.includes("%40") && !path.includes(MIRA)
          ? json({ name: "not_found" }, 404)
          : undefined,
    ],
    [
      "`unsubscribed` is taken, and not kept",
      ["unsubscribe"],
      ({ method, body }) =>
        method === "PATCH" && String(body).includes('"unsubscribed":true') ? json({}) : undefined,
    ],
  ])("%s", async (_, checks, intercept = () => undefined) => {
    const before = await furnish();
    // Putting back needs the real answers about segments.
    const fault: ProxyFault = {
      intercept: (request) =>
        request.method === "DELETE" && request.path.startsWith("/segments/")
          ? undefined
          : intercept(request),
    };
    const { exitCode, stdout } = await contract([...OURS, "--json"], fault);
    const failed = answersIn(stdout).filter(({ status }) => status === "failure");
    expect(exitCode).toBe(1);
    expect(failed.map(({ check }) => check)).toEqual(expect.arrayContaining(checks));
    expect(failed[0]?.report).toMatch(/^Please open an issue: ".*Resend answered 200 .* But /);
    expect(await account()).toEqual(before);
  });
});

describe("one clear error, and nothing changed", () => {
  const restricted = () => json({ name: "restricted_api_key", message: "Restricted" }, 401);
  it.each<[string, string[], ProxyFault?]>([
    ["--contact: is missing; give a test contact of your own", CONTRACT],
    ["--contact: Resend has no such contact; create", [...CONTRACT, "--contact=no@example.com"]],
    ["--resend-contract: is missing", ["doctor", "https://acme.com", "--contact=a@b.c"]],
    ["RESEND_API_KEY: The key can only send email. Create", OURS, { intercept: restricted }],
    ["RESEND_API_KEY: Resend refuses the key (400)", OURS, { intercept: () => json({}, 400) }],
  ])("%s", async (message, args, fault) => {
    const { exitCode, stdout, stderr } = await contract(args, fault);
    expect([exitCode, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(message);
    const { body } = await standIn.control("GET", "requests");
    expect((body.requests as { method: string }[]).filter((one) => one.method !== "GET")).toEqual(
      [],
    );
  });

  it("after a run that was cut off elsewhere", async () => {
    const state = folderOf({});
    writeNote(join(state, NOTE), { baseUrl: "https://api.resend.com" } as Note);
    const { stderr } = await contract(OURS, undefined, state);
    expect(stderr).toContain("was cut off at https://api.resend.com; run it there");
  });

  it("without a key", async () => {
    const { exitCode, stderr } = await run(OURS);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("RESEND_API_KEY: is missing")]);
  });
});

/** Runs the command as a process, which gets the signal at this request. */
async function cutOff(signal: NodeJS.Signals, at: string, state: string) {
  const child: { kill?: (signal: NodeJS.Signals) => void } = {};
  const proxy = await startProxy(standIn.url, {
    alter(reply, { method, path }) {
      if (`${method} ${path}`.startsWith(at)) child.kill?.(signal);
      return reply;
    },
  });
  onTestFinished(() => proxy.close());
  const env = { ...process.env, ...settings(proxy.url, state) };
  const started = spawn(process.execPath, [MAIN, ...OURS], { env });
  child.kill = (how) => started.kill(how);
  const [stderr, [code]] = await Promise.all([text(started.stderr), once(started, "close")]);
  return { code: code as number | null, stderr, url: proxy.url };
}

describe.each(["POST /segments", "POST /topics", "PATCH /contacts/", "DELETE /segments/"])(
  "a run that is cut off at %s",
  (at) => {
    it("by Ctrl-C puts everything back, and ends with 130", async () => {
      const [before, state] = [await furnish(), folderOf({})];
      const { code, stderr } = await cutOff("SIGINT", at, state);
      // While it is putting back, there is nothing to interrupt.
      expect([code, stderr]).toEqual(
        at === "DELETE /segments/" ? [0, ""] : [130, "error: interrupted\n"],
      );
      expect(existsSync(join(state, NOTE))).toBe(false);
      expect(await account()).toEqual(before);
    });

    it("by kill -9 is put back by the next", async () => {
      const [before, state] = [await furnish(), folderOf({})];
      const { code, url } = await cutOff("SIGKILL", at, state);
      const file = join(state, NOTE);
      expect([code, statSync(file).mode & 0o777]).toEqual([null, 0o600]);
      expect(readFileSync(file, "utf8")).not.toMatch(/@|re_sandbox/);
      expect(await account()).not.toEqual(before);

      const { exitCode, stderr } = await run(OURS, { env: settings(url, state), root: state });
      expect([exitCode, stderr]).toEqual([0, expect.stringMatching(/^An earlier run was cut off/)]);
      expect(existsSync(file)).toBe(false);
      expect(await account()).toEqual(before);
    });
  },
);

it("stays within a fifth of the rate limit, and touches no other contact", async () => {
  await standIn.control("PUT", "rate-limit", { perSecond: 100 });
  await contract(OURS);
  const { body } = await standIn.control("GET", "requests");
  const requests = body.requests as { time: number; url: string }[];
  const busiest = requests.map(
    ({ time }) => requests.filter((one) => one.time >= time && one.time < time + 1000).length,
  );
  expect(requests.length).toBeGreaterThan(60);
  expect(Math.max(...busiest)).toBeLessThanOrEqual(20);
  const others = /3b0c4a52|a4d7c2e8|6f1d1f0a|c8e2b6f4|5e9a1c7d/;
  expect(requests.filter(({ url }) => others.test(url))).toEqual([]);
});

it("saves what Resend answered, without addresses, keys, or anything of the sender's", async () => {
  await furnish();
  const state = folderOf({});
  await contract([...OURS, "--save", "saved.json"], undefined, state);
  const saved = readFileSync(join(state, "saved.json"), "utf8");
  expect(JSON.parse(saved).recorded.length).toBeGreaterThan(50);
  expect(saved).not.toMatch(/mira|holm|gold|weekly|news|re_sandbox|e169aa45|78261eea/i);
  expect(new Set(saved.match(/[^\s"\\/]+@[^\s"\\/]+/g))).toEqual(
    new Set(saved.match(/test-\d@example\.com|TEST-\d@EXAMPLE\.COM/g)),
  );
});

it("docs/doctor.md shows what it prints", async () => {
  const { stdout } = await contract(OURS);
  const docs = readFileSync(new URL("../../docs/doctor.md", import.meta.url), "utf8");
  const [, shown] =
    /```console\n(\$ npm run doctor -- --resend-contract.*?\n)```/s.exec(docs) ?? [];
  const printed = stdout
    .replace(/http:\S+ · 1000 (.*) 200\n/, "https://api.resend.com · 10 $1 2\n")
    .replaceAll(/\d{4}-\d\d-\d\d \d[\d:.]+/g, "2026-11-27 09:30:00.123");
  const command = "$ npm run doctor -- --resend-contract --contact you@acme.com\n";
  expect(command + printed).toBe(shown);
});

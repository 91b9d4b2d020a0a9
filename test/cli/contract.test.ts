/**
 * `doctor --resend-contract` against the stand-in: it prints what the switches say, puts everything back however it ends,
 * and fails where the Worker would tell a reader something untrue.
 */

import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it, onTestFinished, vi } from "vitest";

import { type Note, writeNote } from "../../cli/doctor/contract-account.ts";
import { type ProxyFault, startProxy } from "../../sandbox/proxy.ts";
import { type Behavior, DEFAULT_BEHAVIOR } from "../../sandbox/resend/world.ts";
import { runningStandIn } from "../../sandbox/running.ts";
import { API_KEY, MIRA, SAMPLE_LISTS } from "../../sandbox/settings.ts";
import { folderOf, run, start } from "./run.ts";

const standIn = runningStandIn();

/** A process takes its time on a busy machine. */
vi.setConfig({ testTimeout: 30_000 });

const NOTE = "leave-this-list/resend-contract.json";
const ADDRESS = "mira@example.com";
const CONTRACT = ["doctor", "--resend-contract"];
const OURS = [...CONTRACT, "--contact", ADDRESS];

type Answered = Record<"check" | "answer" | "status" | "worker", string> & { report?: string };

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
  const contacts = await standIn.server.contacts();
  const person = `/contacts/${contacts[0]?.id}`;
  const lists = [
    "/segments",
    "/topics",
    "/contact-properties",
    person,
    `${person}/segments`,
    `${person}/topics`,
  ];
  const read = async (path: string) => (await standIn.call("GET", path)).json() as Promise<unknown>;
  const shown = contacts.map(({ email, unsubscribed, properties, segments }) => {
    return { email, unsubscribed, properties, segments };
  });
  return [shown, ...(await Promise.all(lists.map(read)))];
}

/** Gives the contact all that a run could lose. @returns the account */
async function furnish(unsubscribed = true) {
  const topic = { name: "News", default_subscription: "opt_in" };
  const { id } = (await (await standIn.call("POST", "/topics", topic)).json()) as { id: string };
  await standIn.call("POST", "/contact-properties", { key: "plan", type: "string" });
  const choice = { topics: [{ id, subscription: "opt_out" }] };
  await standIn.call("PATCH", `/contacts/${MIRA}/topics`, choice);
  await standIn.call("PATCH", `/contacts/${MIRA}`, { unsubscribed, properties: { plan: "gold" } });
  await standIn.server.forget();
  return account();
}

/** Every position of every switch that a call can see, and what the report says: a check and a regular expression each. */
const POSITIONS: [behavior: Partial<Behavior>, ...reports: string[]][] = [
  [
    DEFAULT_BEHAVIOR,
    "delete-no-segment ^200; remove-no-contact ^200; remove-no-segment ^200; remove-again ^200",
    "remove contact_segment; add-again ^200; address-case ^404; opt-out ^200; opt-in-array ^200",
    "import-unsubscribed ok: The record stays true; value-5000 ^200",
  ],
  [
    { deletingAbsent: "404", removingAbsent: "404", removalBody: "id", addingAgain: "409" },
    "delete-no-segment ^404; remove-no-contact ^404; remove-no-segment ^404; remove-again ^404",
    'remove ^200 {"id":"{segment}","deleted":true} ok; add-again ^409',
  ],
  [
    { addressCase: "ignored", topicsBody: "object", importResets: "unsubscribed" },
    "address-case ^200; opt-in-array ^422; import-unsubscribed warning: It does not learn",
  ],
  [
    { removingAbsent: "404-unknown-contact", removalBody: "audience", addingAgain: "422" },
    "remove-no-contact ^404; remove audienceId; add-again ^422",
  ],
  [
    { removingAbsent: "404-unknown-segment", topicsBody: "array", longestValue: "50" },
    "remove-no-segment ^404; opt-out ^422.* ok; value-100 ^422",
  ],
  [
    { removingAbsent: "404-other-contact", longestValue: "500" },
    "remove-again ^404.* ok; remove-no-contact ^200; value-500 ^200; value-5000 ^422",
  ],
];

it.each(POSITIONS)("sees what is not known of Resend: %j", async (behavior, ...reports) => {
  const before = await furnish();
  await standIn.server.behave(behavior);
  const { exitCode, stdout, stderr } = await contract([...OURS, "--json"]);
  expect([exitCode, stderr]).toEqual([0, ""]);
  const answers = new Map(answersIn(stdout).map((one) => [one.check, one]));
  for (const report of reports.join("; ").split("; ")) {
    const [check = "", ...words] = report.split(" ");
    const { answer, status, worker } = answers.get(check) ?? {};
    const expected = new RegExp(words.join(" ").replaceAll(/[{}]/g, "\\$&"));
    expect(`${answer} ${status}: ${worker}`, check).toMatch(expected);
  }
  expect(await account()).toEqual(before);
});

/** Answers in Resend's place. @param pattern of the method, the path, and the body */
const answering = (pattern: RegExp, answer: object, status = 200): ProxyFault => ({
  intercept: ({ method, path, body }) =>
    pattern.test(`${method} ${path} ${String(body)}`)
      ? { status, headers: {}, body: JSON.stringify(answer) }
      : undefined,
});
const anything = (name: string, status: number) => answering(/^/, { name }, status);

it.each<[title: string, checks: string[], fault: ProxyFault]>([
  [
    "a removal is confirmed, and not done",
    ["remove", "remove-again", "remove-by-address"],
    answering(/^DELETE \/contacts\/.*\/segments/, { deleted: true }),
  ],
  [
    "a segment of another team is shown",
    ["no-segment"],
    answering(/^GET \/segments\/[0-9a-f-]{36} /, { id: "x" }),
  ],
  [
    "the canary is refused, and an unknown address is not",
    ["remove-no-address", "remove-bad-address"],
    answering(/^DELETE \/contacts\/(?!e169aa45)[0-9a-f-]{36}\/segments/, {}, 404),
  ],
  ["an opt-out is not kept", ["unsubscribe"], answering(/^PATCH .*"unsubscribed":true/, {})],
])("fails, since the Worker would say something untrue: %s", async (_, ...given) => {
  const [checks, fault] = given;
  const before = await furnish(false);
  const { exitCode, stdout } = await contract([...OURS, "--json"], fault);
  const failed = answersIn(stdout).filter(({ status }) => status === "failure");
  expect([exitCode, failed.map(({ check }) => check)]).toEqual([1, expect.arrayContaining(checks)]);
  expect(failed[0]?.report).toMatch(/^Please open an issue: ".*Resend answered 200 .* But /);
  expect(await account()).toEqual(before);
});

it.each<[string, string[], ProxyFault?]>([
  ["--contact: is missing; give a test contact of your own", CONTRACT],
  ["--contact: Resend has no such contact; create", [...CONTRACT, "--contact=no@example.com"]],
  ["--resend-contract: is missing", ["doctor", "https://acme.com", "--contact=a@b.c"]],
  ["KEY: The key can only send email. Create", OURS, anything("restricted_api_key", 401)],
  ["KEY: Resend refuses the key (400)", OURS, anything("validation_error", 400)],
  ["RESEND_BASE_URL: Resend answered with status 503. Try", OURS, anything("down", 503)],
])("changes nothing after one clear error: %s", async (message, args, fault) => {
  const { exitCode, stdout, stderr } = await contract(args, fault);
  expect([exitCode, stdout]).toEqual([2, ""]);
  expect(stderr).toContain(message);
  expect((await standIn.server.requests()).filter(({ method }) => method !== "GET")).toEqual([]);
});

it("needs a key, and that a run that was cut off elsewhere is finished", async () => {
  expect(await run(OURS)).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining("RESEND_API_KEY: is missing"),
  });
  const state = folderOf({});
  writeNote(join(state, NOTE), { baseUrl: "https://api.resend.com" } as Note);
  const { stderr } = await contract(OURS, undefined, state);
  expect(stderr).toContain("was cut off; set RESEND_BASE_URL to https://api.resend.com and");
});

/** Runs the command as a process, which gets the signal at this request. */
async function cutOff(signal: NodeJS.Signals, at: string, state: string) {
  let kill = () => false;
  const proxy = await startProxy(standIn.url, {
    alter(reply, { method, path }) {
      if (`${method} ${path}`.startsWith(at)) kill();
      return reply;
    },
  });
  onTestFinished(() => proxy.close());
  const { child, ended } = start(OURS, { ...process.env, ...settings(proxy.url, state) });
  // A second signal would end it at once.
  kill = () => !child.killed && child.kill(signal);
  return { ...(await ended), url: proxy.url };
}

describe("a run that is cut off", () => {
  // While it is putting back, there is nothing to interrupt.
  it.each([
    ["PATCH /contacts/", 130, "error: interrupted\n"],
    ["DELETE /contact-properties/", 0, ""],
  ])("by Ctrl-C at %s puts everything back, and ends with %i", async (at, code, told) => {
    const [before, state] = [await furnish(false), folderOf({})];
    const { exitCode, stderr } = await cutOff("SIGINT", at, state);
    expect([exitCode, stderr]).toEqual([code, told]);
    expect(existsSync(join(state, NOTE))).toBe(false);
    expect(await account()).toEqual(before);
  });

  it.each(["POST /segments", "POST /topics", "PATCH /contacts/", "DELETE /topics/"])(
    "by kill -9 at %s is put back by the next",
    async (at) => {
      const [before, state] = [await furnish(false), folderOf({})];
      const { exitCode, url } = await cutOff("SIGKILL", at, state);
      const file = join(state, NOTE);
      expect([exitCode, statSync(file).mode & 0o777]).toEqual([null, 0o600]);
      expect(readFileSync(file, "utf8")).not.toMatch(/@|re_sandbox/);
      expect(await account()).not.toEqual(before);

      const next = await run(OURS, { env: settings(url, state), root: state });
      const told = expect.stringMatching(/^An earlier run was cut off/);
      expect(next).toMatchObject({ exitCode: 0, stderr: told });
      expect(existsSync(file)).toBe(false);
      expect(await account()).toEqual(before);
    },
  );
});

describe("puts back", () => {
  it("what Resend changes on its own", async () => {
    const before = await furnish();
    const [, { data }] = before as [unknown, { data: { id: string }[] }];
    const { exitCode } = await contract(OURS, {
      async alter(reply, { method, path }) {
        if (`${method} ${path}` !== "POST /contacts/imports") return reply;
        await standIn.call("PATCH", `/contacts/${MIRA}`, {
          first_name: "",
          properties: { plan: "tin" },
        });
        await standIn.call("DELETE", `/contacts/${MIRA}/segments/${SAMPLE_LISTS.weekly.segment}`);
        const topics = [{ id: data[0]?.id, subscription: "opt_in" }];
        await standIn.call("PATCH", `/contacts/${MIRA}/topics`, { topics });
        return reply;
      },
    });
    expect([exitCode, await account()]).toEqual([0, before]);
  });

  it("in the next run what it cannot, and says so", async () => {
    const [before, state] = [await furnish(), folderOf({})];
    await standIn.server.fault("not-deleted");
    const { exitCode, stderr } = await contract(OURS, undefined, state);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /^error: not everything is put back: .*; run the command again, .*\.json/,
    );
    await standIn.server.fault("none");
    expect((await contract(OURS, undefined, state)).exitCode).toBe(0);
    expect(await account()).toEqual(before);
  });
});

it("stays within a fifth of the rate limit, and touches no other contact", async () => {
  await standIn.server.rateLimit(200);
  await contract(OURS);
  const requests = await standIn.server.requests();
  const busiest = requests.map(
    ({ time }) => requests.filter((one) => one.time >= time && one.time < time + 1000).length,
  );
  expect(requests.length).toBeGreaterThan(60);
  expect(Math.max(...busiest)).toBeLessThanOrEqual(40);
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

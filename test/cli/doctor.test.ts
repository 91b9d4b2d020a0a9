/**
 * The command `doctor`: its options and its report, its requests on the wire, and what it finds at Resend: the account, and a
 * contact of the sender's own.
 */

import type { IncomingMessage, RequestListener } from "node:http";

import { beforeEach, describe, expect, it, onTestFinished } from "vitest";

import { checkBroadcast } from "../../cli/doctor/checks/broadcast.ts";
import { checkCertificate } from "../../cli/doctor/checks/endpoint.ts";
import { checkResend } from "../../cli/doctor/checks/resend.ts";
import { type Send, sendTo } from "../../cli/doctor/exchange.ts";
import { MARKS } from "../../cli/doctor/finding.ts";
import { connectResend } from "../../cli/resend.ts";
import { leaveUrl } from "../../src/links/index.ts";
import { startProxy } from "../../sandbox/proxy.ts";
import { runningStandIn } from "../../sandbox/running.ts";
import { API_KEY, MIRA, SAMPLE_LISTS } from "../../sandbox/settings.ts";
import { folderOf, NOWHERE, OTHER_SECRET, run, SECRET, serve } from "./run.ts";

const SEGMENT = "78261eea-8f8b-4381-83c6-79fa7120f1cf";
const TOML = `[vars.LISTS.weekly]\nsegment = "${SEGMENT.toUpperCase()}"\n[vars.LISTS.broken]\nsegment = "x"\n`;

const WRONG_BASE_URL = { RESEND_API_KEY: "re_x", RESEND_BASE_URL: "resend" };

interface Given {
  toml?: string;
  env?: Record<string, string>;
  files?: Record<string, string>;
}

const doctor = (args: readonly string[], { toml = TOML, env = {}, files = {} }: Given = {}) =>
  run(["doctor", ...args], {
    root: folderOf({ "wrangler.toml": toml, ...files }),
    env: { LINK_SECRETS: SECRET, ...env },
  });

describe("what the doctor cannot start with", () => {
  it.each<[message: string, args: string[], given?: Given]>([
    ["missing required argument 'origin'", []],
    ["origin: must be https", ["http://acme.com"]],
    ["origin: must be https", ["acme"]],
    ["--list: weeky is not in LISTS, which has weekly", [NOWHERE, "--list=weeky"]],
    ["--list: is missing, and LISTS has no list", [NOWHERE], { toml: "" }],
    ["--list: weekly is not in LISTS, which has none", [NOWHERE, "--list=weekly"], { toml: "" }],
    ["RESEND_BASE_URL: must be an https URL", [NOWHERE], { env: WRONG_BASE_URL }],
    ["ENOENT: no such file", [NOWHERE, "--message=no.eml"]],
    ["option '--json' cannot be used with option '--quiet'", [NOWHERE, "--json", "--quiet"]],
  ])("is one clear error: %s", async (message, args, given) => {
    const { exitCode, stdout, stderr } = await doctor(args, given);
    expect([exitCode, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(message);
  });
});

describe("a report", () => {
  it("is JSON for programs", async () => {
    const { exitCode, stdout } = await doctor([`${NOWHERE}/leave/-/health`, "--json"]);
    const report = JSON.parse(stdout);
    expect(exitCode).toBe(1);
    expect(report).toMatchObject({ origin: NOWHERE, list: "weekly", healthy: false });
    expect(report.findings[1]).toEqual({
      check: "health",
      title: "Health",
      status: "failure",
      found: "/leave/-/health was dropped without an answer (ECONNREFUSED).",
      remedy: expect.stringMatching(/wrangler dev/),
    });
  });

  it("needs no settings but the secret: a segment ID is a list", async () => {
    const { exitCode, stdout } = await doctor([NOWHERE, `--list=${SEGMENT}`], { toml: "" });
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/· list 78261eea/);
  });

  it("covers the body of a Broadcast that has arrived, and says why the contact is left out", async () => {
    const files = { "sent.eml": "Subject: hello\r\n\r\nhello\r\n" };
    const args = [NOWHERE, "--broadcast=you@acme.com", "--message=sent.eml", "--json"];
    const { findings } = JSON.parse((await doctor(args, { files })).stdout) as {
      findings: { check: string }[];
    };
    const about = findings.filter(({ check }) => /^(?:broadcast|message)/.test(check));
    expect(about).toMatchObject([
      { check: "broadcast-contact", status: "skipped", found: expect.stringMatching(/API_KEY/) },
      { check: "message-body", status: "warning" },
      { check: "message-recipient", status: "skipped" },
      { check: "message-address", status: "note" },
    ]);
  });

  it("is 100 columns wide, without control characters from an answer", async () => {
    const faults = [
      { setting: "LISTS", problem: `\u001B[31m\u0007is\r\nodd ${"and ".repeat(40)}` },
    ];
    const body = JSON.stringify({ status: "faulty", faults });
    const origin = await serve((_, response) => response.writeHead(500).end(body));
    const { stdout } = await doctor([origin]);
    expect(stdout).toMatch(/LISTS +is odd and/);
    expect(stdout.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
    expect(Math.max(...stdout.split("\n").map(({ length }) => length))).toBeLessThanOrEqual(100);
    expect(stdout).toMatch(/\n {2}\d+ ok, 0 warnings, 1 failure, \d+ skipped\n$/);
  });
});

async function proxied(): Promise<string> {
  const answer = { status: 200, headers: {}, body: "" };
  const proxy = await startProxy(NOWHERE, { intercept: () => answer }, "good");
  onTestFinished(() => proxy.close());
  return proxy.url;
}

const GET = { method: "GET", path: "/" } as const;

describe("a request", () => {
  it("is sent with its path unchanged, its own headers, and only Host and Connection besides", async () => {
    const seen: IncomingMessage[] = [];
    const origin = await serve((request, response) => {
      seen.push(request);
      response.end();
    });
    const headers = { "user-agent": "", "x-odd": "1" };
    await sendTo(origin)({ method: "POST", path: "/a//b/../%zz?x=1&amp;", headers, body: "é" });
    expect(seen[0]?.url).toBe("/a//b/../%zz?x=1&amp;");
    const names = Object.keys(seen[0]?.headers ?? {}).toSorted();
    expect(names).toEqual(["connection", "content-length", "host", "x-odd"]);
    expect(seen[0]?.headers["content-length"]).toBe("2");
  });

  it("reads no more than 64 Ki and a chunk", async () => {
    const origin = await serve((_, response) => response.end("x".repeat(1_000_000)));
    const outcome = await sendTo(origin)(GET);
    expect(outcome).toMatchObject({ kind: "answer", status: 200 });
    const { length } = (outcome as { body: string }).body;
    expect(length).toBeGreaterThanOrEqual(65_536);
    expect(length).toBeLessThan(200_000);
  });

  const breakOff: RequestListener = (_, response) => {
    response.writeHead(200, { "content-length": "100" });
    response.write("half", () => response.destroy());
  };

  it.each<[why: string, origin: () => string | Promise<string>]>([
    ["timeout", () => serve(() => undefined)],
    ["ECONNREFUSED", () => NOWHERE],
    ["ECONNREFUSED", () => "http://[::1]:1"],
    ["ECONNRESET", () => serve(breakOff)],
  ])("without an answer is lost: %s", async (why, origin) => {
    expect(await sendTo(await origin(), 300)(GET)).toMatchObject({ kind: "lost", why });
  });
});

it.each<[finding: string, origin: () => string | Promise<string>]>([
  ["failure: The certificate comes without its chain, or from an", proxied],
  [
    "failure: The TLS handshake was dropped",
    async () => `https${(await serve(() => {})).slice(4)}`,
  ],
  ["skipped: This is plain http", () => NOWHERE],
])("a certificate: %s", async (finding, origin) => {
  const at = await origin();
  const { status, found } = checkCertificate(at, await sendTo(at)(GET), Date.now());
  expect(`${status}: ${found}`).toContain(finding);
});

describe("Resend's account", () => {
  const LISTS = new Map<string, { segment?: string; topic?: string }>([
    ["weekly", { segment: SEGMENT }],
  ]);
  const ALL = { data: [{ id: SEGMENT, name: "Weekly" }], has_more: false };

  async function findings(status: number, body: object, headers = {}, lists = LISTS) {
    const baseUrl = await serve((_, response) => {
      response.writeHead(status, { "content-type": "application/json", ...headers });
      response.end(JSON.stringify(body));
    });
    const connection = connectResend({ apiKey: "re_test", baseUrl });
    const found = await checkResend({ connection, lists });
    return found.map((finding) => `${finding.status}: ${finding.found}`);
  }

  it.each<[finding: string, status: number, body?: object]>([
    ["failure: The key can only send email.", 401, { name: "restricted_api_key" }],
    ["failure: Resend refuses the key (400)", 400, { message: "in any words" }],
    ["warning: Resend answered with status 404.", 404],
  ])("%s", async (finding, status, body = {}) => {
    const [key, ...others] = await findings(status, body);
    expect(key).toContain(finding);
    expect(others).toEqual(["skipped: The key could not be used.", expect.stringMatching(/^skip/)]);
  });

  it("tells its limit, may have no lists, and may not be there", async () => {
    const ok = [
      "ok: The key is active, and has full access.",
      "ok: Every segment in LISTS exists.",
    ];
    expect(await findings(200, ALL)).toEqual([...ok, "warning: Resend did not report it."]);
    const limited = await findings(200, ALL, { "ratelimit-limit": "5" }, new Map());
    expect(limited.slice(1)).toEqual([
      "skipped: There is no list in LISTS.",
      expect.stringMatching(/^ok: 5 requests a second/),
    ]);
    const topic = async (id: string) =>
      (await findings(200, ALL, {}, new Map([...LISTS, ["digest", { topic: id }]])))[2];
    // This Resend lists the same of all kinds.
    expect(await topic(SEGMENT)).toBe("ok: Every topic in LISTS exists.");
    const unknown = "failure: This Resend team does not have LISTS.digest.topic.";
    expect(await topic("another")).toBe(unknown);
    const connection = connectResend({ apiKey: "re_test", baseUrl: NOWHERE });
    const lost = await checkResend({ connection, lists: LISTS });
    expect(lost[0]).toMatchObject({ status: "warning", found: "Resend did not answer." });
    const skipped = await checkResend({ connection: undefined, lists: LISTS });
    expect(skipped.map(({ status }) => status)).toEqual(["skipped", "skipped", "skipped"]);
  });
});

describe("a test contact for Broadcasts", () => {
  const standIn = runningStandIn();
  const SENDER = { origin: "https://acme.com", list: "weekly" };
  const LINK = { ...SENDER, contact: MIRA, secret: SECRET };
  const PROPERTY = "leave_weekly";
  const LISTS = new Map([["weekly", { ...SAMPLE_LISTS.weekly, property: PROPERTY }]]);

  /** A Worker that answers every link with its page, or none. */
  const worker =
    (status: number): Send =>
    ({ path }) => {
      const body = `<form method="post" action="${path}">`;
      return Promise.resolve({ kind: "answer", status, headers: {}, body, ms: 1 });
    };

  async function findings({
    contact = "mira@example.com",
    lists = LISTS,
    status = 200,
    baseUrl = standIn.url,
  } = {}) {
    const connection = connectResend({ apiKey: API_KEY, baseUrl });
    const sender = { ...SENDER, secrets: [SECRET, OTHER_SECRET] as const, lists, connection };
    const found = await checkBroadcast(contact, sender, worker(status));
    return found.map((one) => `${MARKS[one.status].mark} ${one.found}`);
  }

  const hold = (value: string) =>
    standIn.resend.contacts.update({ id: MIRA, properties: { [PROPERTY]: value } });

  beforeEach(() => standIn.resend.contactProperties.create({ key: PROPERTY, type: "string" }));

  it("is in order with its own link, and nothing changes at Resend", async () => {
    await hold(await leaveUrl(LINK));
    expect(await findings()).toEqual([
      "✓ The contact is in the list's segment, and gets Broadcasts.",
      "✓ It holds the contact's own link.",
      "✓ It opens.",
    ]);
    const changes = (await standIn.server.requests()).filter(({ method }) => method !== "GET");
    expect(changes.filter(({ url }) => /segments|broadcasts/.test(url))).toEqual([]);
  });

  it.each<[finding: string, link: Partial<typeof LINK> | string]>([
    ["✗ The property is empty.", ""],
    ["✗ It holds no link to this origin.", "unsubscribe"],
    ["✗ It holds a link that does not open.", "https://acme.com/leave/weekly"],
    ["✗ It holds no link to this origin.", { origin: "https://old.acme.com" }],
    ["✗ It holds a link of another contact or list.", { list: "product-news" }],
    ["✗ It holds a link of another contact or list.", { contact: "mira@example.com" }],
    ["✗ It holds a link that does not open.", { secret: `${SECRET}-old` }],
    ["! It holds a link that an older secret has signed.", { secret: OTHER_SECRET }],
  ])("%s The value: %j", async (finding, link) => {
    await hold(typeof link === "string" ? link : await leaveUrl({ ...LINK, ...link }));
    expect((await findings())[1]).toBe(finding);
  });

  it.each<[finding: string, given: Parameters<typeof findings>[0]]>([
    ["✗ Resend has no such contact.", { contact: "x@example.com" }],
    ["✗ The contact has opted out of every Broadcast.", { contact: "kit.larsen@example.net" }],
    ["! The contact is not in the list's segment.", { contact: "zoe@blüten.example.org" }],
    ["– LISTS.weekly has no segment and property.", { lists: new Map() }],
    ["✗ Resend did not answer.", { baseUrl: NOWHERE }],
  ])("%s Given: %j", async (finding, given) => {
    expect((await findings(given))[0]).toBe(finding);
  });

  it("may have a link that the Worker does not open", async () => {
    await hold(await leaveUrl(LINK));
    expect((await findings({ status: 404 })).at(-1)).toBe("✗ It does not open.");
  });
});

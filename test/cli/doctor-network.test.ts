/** What the doctor does on the wire: its requests, the TLS handshake, and what Resend answers. */

import type { IncomingMessage, RequestListener } from "node:http";

import { describe, expect, it, onTestFinished } from "vitest";

import { checkCertificate } from "../../cli/doctor/checks/endpoint.ts";
import { checkResend } from "../../cli/doctor/checks/resend.ts";
import { sendTo } from "../../cli/doctor/exchange.ts";
import { connectResend } from "../../cli/resend.ts";
import { startProxy } from "../../sandbox/proxy.ts";
import { NOWHERE, serve } from "./run.ts";

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
  const SEGMENT = "78261eea-8f8b-4381-83c6-79fa7120f1cf";
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

/** What the doctor does on the wire: its requests, the TLS handshake, and what Resend answers. */

import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";

import { describe, expect, it, onTestFinished } from "vitest";

import { checkCertificate } from "../../cli/doctor/checks/endpoint.ts";
import { checkResend } from "../../cli/doctor/checks/resend.ts";
import { sendTo } from "../../cli/doctor/exchange.ts";
import { connectResend } from "../../cli/resend.ts";
import { type Certificate, startProxy } from "../../sandbox/proxy.ts";

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function proxied(certificate: Certificate, target = "http://127.0.0.1:1"): Promise<string> {
  const proxy = await startProxy(target, {}, certificate);
  onTestFinished(() => proxy.close());
  return proxy.url;
}

const GET = { method: "GET", path: "/" } as const;
/** No one listens there. */
const NOWHERE = "http://127.0.0.1:1";

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

  it("follows no redirect", async () => {
    let requests = 0;
    const origin = await serve((_, response) => {
      requests += 1;
      response.writeHead(302, { location: "/" }).end();
    });
    expect(await sendTo(origin)(GET)).toMatchObject({ kind: "answer", status: 302 });
    expect(requests).toBe(1);
  });

  it("accepts any certificate, and reads no more than 64 Ki and a chunk", async () => {
    const upstream = await serve((_, response) => response.end("x".repeat(1_000_000)));
    const outcome = await sendTo(await proxied("self-signed", upstream))(GET);
    expect(outcome).toMatchObject({ kind: "answer", status: 200 });
    const { length } = (outcome as { body: string }).body;
    expect(length).toBeGreaterThanOrEqual(65_536);
    expect(length).toBeLessThan(200_000);
  });

  it.each<[name: string, origin: () => Promise<string>, why: string]>([
    ["that no one answers", () => serve(() => undefined), "timeout"],
    ["to a closed port", () => Promise.resolve(NOWHERE), "ECONNREFUSED"],
    ["to a closed port over IPv6", () => Promise.resolve("http://[::1]:1"), "ECONNREFUSED"],
    [
      "whose answer breaks off",
      () =>
        serve((_, response) => {
          response.writeHead(200, { "content-length": "100" });
          response.write("half", () => response.destroy());
        }),
      "ECONNRESET",
    ],
  ])("%s is lost, and says why", async (_, origin, why) => {
    expect(await sendTo(await origin(), 300)(GET)).toMatchObject({ kind: "lost", why });
  });
});

describe("a certificate", () => {
  const NOW = Date.parse("2026-11-23T00:00:00Z");

  it.each<[name: string, origin: () => Promise<string>, status: string, found: RegExp]>([
    ["self-signed", () => proxied("self-signed"), "failure", /^The certificate is self-signed/],
    ["of an unknown authority", () => proxied("good"), "failure", /unknown authority/],
    [
      "where nothing speaks TLS",
      async () => (await serve(() => undefined)).replace("http:", "https:"),
      "failure",
      /^The TLS handshake was dropped/,
    ],
    ["on a closed port", () => Promise.resolve("https://[::1]:1"), "failure", /ECONNREFUSED/],
    ["on plain http", () => Promise.resolve(NOWHERE), "skipped", /plain http/],
  ])("%s", async (_, origin, status, found) => {
    const finding = await checkCertificate(await origin(), NOW);
    expect(finding).toMatchObject({ status, found: expect.stringMatching(found) });
  });
});

describe("Resend's account", () => {
  const SEGMENT = "78261eea-8f8b-4381-83c6-79fa7120f1cf";
  const LISTS = new Map([["weekly", { segment: SEGMENT }]]);
  const ALL = { data: [{ id: SEGMENT, name: "Weekly" }], has_more: false };
  const FIVE = { "ratelimit-limit": "5" };

  async function findings(status: number, body: object, headers = {}, lists = LISTS) {
    const baseUrl = await serve((_, response) => {
      response.writeHead(status, { "content-type": "application/json", ...headers });
      response.end(JSON.stringify(body));
    });
    return checkResend({ connection: connectResend({ apiKey: "re_test", baseUrl }), lists });
  }

  it("is read with one request: the key, the segments, and the limit", async () => {
    expect(await findings(200, ALL, FIVE)).toMatchObject([
      { check: "resend-key", status: "ok" },
      { check: "segments", status: "ok" },
      { check: "rate-limit", status: "ok", found: expect.stringMatching(/^5 requests a second/) },
    ]);
  });

  it.each<[name: string, status: number, body: object, finding: string]>([
    ["may only send", 401, { name: "restricted_api_key" }, "failure: The key may only send email."],
    ["is deleted", 403, { name: "invalid_api_key" }, "failure: Resend refuses the key (403)"],
    ["is wrong", 400, { message: "in any words" }, "failure: Resend refuses the key (400)"],
    ["cannot be tried", 503, {}, "warning: Resend answered with status 503."],
    ["leads nowhere", 404, {}, "warning: Resend answered with status 404."],
  ])("says that the key %s", async (_, status, body, finding) => {
    const [key, ...others] = await findings(status, body);
    expect(`${key?.status}: ${key?.found}`).toContain(finding);
    expect(others.map((other) => other.status)).toEqual(["skipped", "skipped"]);
  });

  it.each<[name: string, headers: object, lists: typeof LISTS, index: number, finding: object]>([
    ["no limit", {}, LISTS, 2, { status: "warning", found: "Resend does not say." }],
    ["no list", FIVE, new Map(), 1, { status: "skipped", found: "There is no list in LISTS." }],
  ])("may have %s", async (_, headers, lists, index, finding) => {
    expect((await findings(200, ALL, headers, lists))[index]).toMatchObject(finding);
  });

  it("may not answer, or not be asked", async () => {
    const connection = connectResend({ apiKey: "re_test", baseUrl: NOWHERE });
    const [key] = await checkResend({ connection, lists: LISTS });
    expect(key).toMatchObject({ status: "warning", found: "Resend did not answer." });
    const skipped = await checkResend({ connection: undefined, lists: LISTS });
    expect(skipped.map(({ status }) => status)).toEqual(["skipped", "skipped", "skipped"]);
  });
});

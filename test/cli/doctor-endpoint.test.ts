/** What the doctor asks over the wire, and what it makes of TLS and of Resend. */

import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";

import { describe, expect, it, onTestFinished } from "vitest";

import { judgeCertificate, shakeHands } from "../../cli/doctor/certificate.ts";
import { asking } from "../../cli/doctor/exchange.ts";
import { judgeAccount, readAccount } from "../../cli/doctor/resend.ts";
import { startProxy } from "../../sandbox/proxy.ts";

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("a request", () => {
  it("goes out with the headers that it is given, and none but Host and Connection beside", async () => {
    const seen: IncomingMessage[] = [];
    const origin = await serve((request, response) => {
      seen.push(request);
      response.end();
    });
    const headers = { "user-agent": "", "x-odd": "1" };
    await asking(origin)({ method: "POST", path: "/a//b/../%zz?x=1&amp;", headers, body: "é" });
    expect(seen[0]?.url).toBe("/a//b/../%zz?x=1&amp;");
    expect(Object.keys(seen[0]?.headers ?? {}).toSorted()).toEqual([
      "connection",
      "content-length",
      "host",
      "x-odd",
    ]);
    expect(seen[0]?.headers["content-length"]).toBe("2");
  });

  it("follows no redirect", async () => {
    let asked = 0;
    const origin = await serve((_, response) => {
      asked += 1;
      response.writeHead(302, { location: "/" }).end();
    });
    const outcome = await asking(origin)({ method: "GET", path: "/" });
    expect([outcome, asked]).toMatchObject([{ kind: "answer", status: 302 }, 1]);
  });

  it("that nobody answers is lost, and says so", async () => {
    const silent = await serve(() => undefined);
    const get = { method: "GET", path: "/" } as const;
    expect(await asking(silent, 100)(get)).toMatchObject({ kind: "lost", why: "timeout" });
    expect(await asking("http://127.0.0.1:1")(get)).toMatchObject({ why: "ECONNREFUSED" });
  });

  it("whose answer breaks off is lost", async () => {
    const origin = await serve((_, response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write("half", () => response.destroy());
    });
    expect(await asking(origin)({ method: "GET", path: "/" })).toMatchObject({ kind: "lost" });
  });
});

describe("a certificate", () => {
  const NOW = new Date("2026-11-23T00:00:00Z");
  const shaken = { kind: "shaken", protocol: "TLSv1.3", fault: undefined } as const;

  it.each([
    ["self-signed", /is signed by itself/],
    ["expired", /has expired/],
    ["good", /authority that is not known|without its chain/],
  ] as const)("that nobody trusts is told by its fault: %s", async (certificate, words) => {
    const proxy = await startProxy("http://127.0.0.1:1", {}, certificate);
    onTestFinished(() => proxy.close());
    const { verdict, saw } = judgeCertificate(await shakeHands(proxy.url), NOW);
    expect([verdict, saw]).toEqual(["failure", expect.stringMatching(words)]);
  });

  it("that ends within two weeks is a warning", () => {
    const verdictAt = (day: string) =>
      judgeCertificate({ ...shaken, validUntil: new Date(day) }, NOW).verdict;
    expect(verdictAt("2026-12-06")).toBe("warning");
    expect(verdictAt("2026-12-08")).toBe("ok");
  });

  it("is not there where nothing speaks TLS", async () => {
    const origin = await serve((_, response) => response.end());
    const https = origin.replace("http:", "https:");
    expect(judgeCertificate(await shakeHands(https), NOW).verdict).toBe("failure");
    expect(judgeCertificate(await shakeHands(origin), NOW).verdict).toBe("skipped");
  });
});

describe("Resend", () => {
  const SEGMENT = "78261eea-8f8b-4381-83c6-79fa7120f1cf";
  const LISTS = new Map([["weekly", SEGMENT]]);
  const json = (status: number, body: object, headers = {}) =>
    serve((_, response) => {
      response.writeHead(status, { "content-type": "application/json", ...headers });
      response.end(JSON.stringify(body));
    });
  const judged = async (baseUrl: string, lists: ReadonlyMap<string, string> = LISTS) =>
    judgeAccount(await readAccount({ apiKey: "re_test", baseUrl }), lists);

  it("tells of key, segments and limit with one request", async () => {
    const page = { data: [{ id: SEGMENT }], has_more: false };
    const findings = await judged(await json(200, page, { "ratelimit-limit": "5" }));
    expect(findings.map(({ verdict }) => verdict)).toEqual(["ok", "ok", "ok"]);
    expect(findings[2]?.saw).toMatch(/^5 requests a second/);
  });

  it("has more segments than one page", async () => {
    const origin = await serve((request, response) => {
      const isFirst = !request.url?.includes("after=");
      const id = isFirst ? "11111111-2222-4333-8444-555555555555" : SEGMENT;
      response.end(JSON.stringify({ data: [{ id }], has_more: isFirst }));
    });
    expect((await judged(origin))[1]?.verdict).toBe("ok");
  });

  it("names the list whose segment it does not have", async () => {
    const [, segments] = await judged(await json(200, { data: [], has_more: false }));
    expect(segments).toMatchObject({
      verdict: "failure",
      saw: expect.stringMatching(/LISTS\.weekly\.segment/),
    });
  });

  it.each([
    ["may only send", 401, { name: "restricted_api_key" }, "failure", /only send/],
    ["is revoked", 403, { name: "invalid_api_key" }, "failure", /refuses the key/],
    ["is wrong", 400, { message: "in whatever words" }, "failure", /refuses the key/],
    ["cannot be tried", 503, {}, "warning", /answered 503/],
  ] as const)("says that the key %s", async (_, status, body, verdict, words) => {
    const [key, ...others] = await judged(await json(status, body));
    expect(key).toMatchObject({ verdict, saw: expect.stringMatching(words) });
    expect(others.map((finding) => finding.verdict)).toEqual(["skipped", "skipped"]);
  });

  it("is not asked without a key", () => {
    const verdicts = judgeAccount({ kind: "no-key" }, LISTS).map(({ verdict }) => verdict);
    expect(verdicts).toEqual(["skipped", "skipped", "skipped"]);
  });
});

/** What a deployment learns of a Resend account, before anything depends on it. */

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { describe, expect, it, onTestFinished } from "vitest";

import { readAccount } from "../../cli/deploy/account.ts";
import { runningStandIn } from "../../sandbox/running.ts";
import { API_KEY } from "../../sandbox/settings.ts";

const standIn = runningStandIn();

/** Answers every request alike, and counts them. */
async function answering(status: number, body: object | string) {
  const seen = { requests: 0 };
  const server = createServer((_, response) => {
    seen.requests += 1;
    response.writeHead(status, { "content-type": "application/json", "retry-after": "0" });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { seen, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

describe("readAccount", () => {
  it("lists the segments, however many pages they fill", async () => {
    for (let number = 1; number <= 120; number++) {
      await standIn.resend.segments.create({ name: `Segment ${number}` });
    }
    const account = await readAccount(API_KEY, `${standIn.url}/`);
    const names = account.kind === "open" ? account.segments.map(({ name }) => name) : [];
    expect([names.length, new Set(names).size]).toEqual([122, 122]);
    expect([names[0], names.at(-1)]).toEqual(["Segment 120", "Weekly digest"]);
  });

  it("refuses a key that Resend does not know", async () => {
    const account = await readAccount("re_mistyped", standIn.url);
    expect(account).toEqual({
      kind: "refused",
      problem: expect.stringContaining("is refused by Resend"),
    });
  });

  it("refuses a key that may only send", async () => {
    const { url } = await answering(401, {
      statusCode: 401,
      name: "restricted_api_key",
      message: "This API key is restricted to only send emails",
    });
    const account = await readAccount(API_KEY, url);
    expect(account).toEqual({ kind: "refused", problem: expect.stringContaining("may only send") });
  });

  it("knows nothing while Resend is down, after three tries", async () => {
    const { url, seen } = await answering(503, { name: "application_error" });
    const account = await readAccount(API_KEY, url);
    expect([account, seen.requests]).toEqual([
      { kind: "silent", problem: "Resend answers with 503" },
      3,
    ]);
  });

  it("knows nothing where something else answers", async () => {
    const { url } = await answering(200, "<html>");
    expect(await readAccount(API_KEY, url)).toMatchObject({ kind: "silent" });
  });
});

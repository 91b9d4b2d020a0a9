/** The Worker as it is deployed: wired with the settings of wrangler.toml, and silent where a ticket would be beside its lines. */

import { env, exports } from "cloudflare:workers";
import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";

import deployed, { Telemetry } from "../src/index.ts";
import { ONE_CLICK, ORIGIN, signedPath } from "./worker.ts";

const write = vi.spyOn(Telemetry.prototype, "write");
const said = (["log", "info", "warn", "error"] as const).map((level) => vi.spyOn(console, level));

/** What has been written to the console. */
const lines = () => said.flatMap(({ mock }) => mock.calls);

beforeEach(() => {
  vi.clearAllMocks();
  for (const spy of said) spy.mockImplementation(() => undefined);
});

afterAll(() => vi.restoreAllMocks());

describe("the deployed Worker", () => {
  it("is wired with the settings of wrangler.toml", async () => {
    const health = await exports.default.fetch(`${ORIGIN}/leave/-/health`);
    expect([health.status, await health.json()]).toEqual([200, { status: "unverified" }]);
    const page = await exports.default.fetch(ORIGIN + (await signedPath()));
    expect(await page.text()).toContain("Weekly digest");
    // Nothing answers at the base URL of the tests.
    const click = await exports.default.fetch(ORIGIN + (await signedPath()), ONE_CLICK);
    expect(click.status).toBe(202);
    expect(await env.LEDGER.getByName("ledger").report()).toMatchObject({ queued: 1 });
  });

  it("carries a request through for a client that hangs up", async () => {
    const hangsUp = new AbortController();
    const stalled = new ReadableStream({
      start: (c) => c.enqueue(new TextEncoder().encode("List-Unsubscribe=")),
    });
    const init = { method: "POST", body: stalled, signal: hangsUp.signal };
    const answer = exports.default.fetch(ORIGIN + (await signedPath()), init);
    await scheduler.wait(100);
    hangsUp.abort();
    await expect(answer).rejects.toThrow(/abort/i);
    const queued = () => env.LEDGER.getByName("ledger").report();
    await expect.poll(queued, { timeout: 4_000 }).toMatchObject({ queued: 1 });
  });
});

describe("the log", () => {
  it("of a mail is written in a call of its own", async () => {
    const setReject = vi.fn<(reason: string) => void>();
    await deployed.email({ to: "a.b@leave.acme.com", setReject } as never);
    expect(setReject).toHaveBeenCalledOnce();
    await expect.poll(() => write.mock.calls).toEqual([[{ level: "info", event: "mail-refused" }]]);
    expect(lines()).toEqual([['{"event":"mail-refused"}']]);
  });
});

describe("what should never happen", () => {
  const trouble = () => {
    throw new Error("someone.private@example.com");
  };

  it("is 503 to a request, and neither thrown nor told", async () => {
    const request = Object.defineProperty(new Request(ORIGIN), "url", { get: trouble });
    const { status, headers } = await deployed.fetch(request as never);
    expect([status, Object.fromEntries(headers)]).toEqual([
      503,
      {
        "content-type": "text/plain;charset=UTF-8",
        "retry-after": "300",
        "cache-control": "no-store",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
        "x-robots-tag": "noindex",
      },
    ]);
    expect(lines()).toEqual([]);
  });

  it("rejects a mail, and is neither thrown nor told", async () => {
    const setReject = vi.fn<(reason: string) => void>();
    const mail = Object.defineProperty({ setReject }, "to", { get: trouble });
    await deployed.email(mail as never);
    expect(setReject).toHaveBeenCalledWith(expect.stringContaining("could not be stored"));
    expect(lines()).toEqual([]);
  });
});

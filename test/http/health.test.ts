/** What an uptime monitor hears on `/leave/-/health`. */

import { describe, expect, it } from "vitest";

import { answering, NEWS, scripted, WEEKLY } from "../scripted.ts";
import { DOWN, NOT_FOUND, refusal, REMOVED } from "../upstream.ts";
import { ledgerOf, ONE_CLICK, signedPath, startWorker, type TestWorker } from "../worker.ts";

const HOUR_MS = 3_600_000;
const WELL = { isVerified: true, faults: [] };

async function health({ fetch }: Pick<TestWorker, "fetch">): Promise<[number, unknown]> {
  const response = await fetch("/leave/-/health");
  return [response.status, await response.json()];
}

const faulty = (setting: string, problem: RegExp): [number, unknown] => [
  500,
  { status: "faulty", faults: [{ setting, problem: expect.stringMatching(problem) }] },
];

describe("the health of the Ledger", () => {
  it("is unverified until Resend has shown every list's segment, and then ok", async () => {
    const worker = await startWorker();
    expect(await health(worker)).toEqual([200, { status: "unverified" }]);
    await worker.ledger().ring();
    expect(await health(worker)).toEqual([200, { status: "ok" }]);
    const reads = worker.resend.all.filter(({ method }) => method === "GET");
    expect(reads.map(({ path }) => path).toSorted()).toEqual([
      `/segments/${NEWS}`,
      `/segments/${WEEKLY}`,
    ]);
  });

  it("names a segment that Resend does not know", async () => {
    const reads = answering(new RegExp(`^/segments/${NEWS}$`), NOT_FOUND);
    const worker = await startWorker(scripted([REMOVED], reads));
    await worker.ledger().ring();
    expect(await health(worker)).toEqual(
      faulty("LISTS.product-news.segment", /^is not known to Resend/),
    );
  });

  it("names a list that links name and no setting does", async () => {
    const worker = await startWorker();
    await worker.ledger().ring();
    await worker.fetch(await signedPath({ list: "forgotten" }), ONE_CLICK);
    expect(await health(worker)).toEqual(faulty("LISTS.forgotten", /^is missing/));
  });

  it.each([
    ["RESEND_API_KEY", refusal(401, "restricted_api_key", "")],
    ["RESEND_BASE_URL", { status: 302, headers: { location: "https://elsewhere.example" } }],
  ])("names %s where Resend refuses every request", async (setting, answer) => {
    const worker = await startWorker(scripted([answer], () => answer));
    await worker.fetch(await signedPath(), ONE_CLICK);
    expect(await health(worker)).toEqual(faulty(setting, /Resend/));
  });

  it("tells of a queue whose oldest request is over an hour old", async () => {
    const worker = await startWorker([DOWN]);
    await worker.fetch(await signedPath(), ONE_CLICK);
    worker.pass(HOUR_MS - 1_000);
    expect((await health(worker))[0]).toBe(200);
    worker.pass(62_000);
    expect(await health(worker)).toEqual(faulty("LEDGER", /^has queued a request for 61 minutes/));
  });

  it("is asked for each time until it is verified, and then once a minute", async () => {
    let now = Date.now();
    let asked = 0;
    let answer = { ...WELL, isVerified: false };
    const stub = { health: async () => ((asked += 1), answer) };
    const worker = await startWorker([], ledgerOf(stub), { now: () => now });
    await health(worker);
    await health(worker);
    expect(asked).toBe(2);
    answer = WELL;
    await health(worker);
    now += 60_000;
    expect(await health(worker)).toEqual([200, { status: "ok" }]);
    expect(asked).toBe(3);
    now += 1;
    await health(worker);
    expect(asked).toBe(4);
  });

  it("is at fault when the Ledger does not answer, and asked for again", async () => {
    let asked = 0;
    const stub = {
      health: async () => {
        asked += 1;
        if (asked > 2) return WELL;
        throw new Error("someone.private@example.com");
      },
    };
    const worker = await startWorker([], ledgerOf(stub));
    expect(await health(worker)).toEqual(faulty("LEDGER", /^does not answer/));
    expect(await health(worker)).toEqual([200, { status: "ok" }]);
  });
});

describe("LEDGER_JURISDICTION", () => {
  /** A Ledger of which each jurisdiction has its own: one that was used, one that was not. */
  const places = (used: { anywhere: boolean; eu: boolean }) => {
    const at = (isUsed: boolean) => ({
      getByName: () => ({ health: async () => WELL, isUsed: async () => isUsed }),
    });
    return { LEDGER: { ...at(used.anywhere), jurisdiction: () => at(used.eu) } };
  };

  it.each([
    ["", { anywhere: true, eu: false }, 200],
    ["", { anywhere: false, eu: true }, 500],
    ["eu", { anywhere: false, eu: true }, 200],
    ["eu", { anywhere: true, eu: false }, 500],
  ])("%j is at fault where the other place was used: %j", async (place, used, status) => {
    const worker = await startWorker([], { ...places(used), LEDGER_JURISDICTION: place });
    expect(await health(worker)).toEqual(
      status === 200
        ? [200, { status: "ok" }]
        : faulty("LEDGER_JURISDICTION", /^has changed since the first request/),
    );
  });

  it("is not at fault where the other place is out of reach", async () => {
    const elsewhere = { isUsed: () => Promise.reject(new Error("down")) };
    const worker = await startWorker([], ledgerOf({ health: async () => WELL }, elsewhere));
    expect(await health(worker)).toEqual([200, { status: "ok" }]);
  });
});

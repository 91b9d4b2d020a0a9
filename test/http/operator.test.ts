/** What an uptime monitor and the operator are told, and what the operator can do. */

import { runInDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";

import { NEWS, WEEKLY } from "../scripted.ts";
import { DOWN, refusal, REMOVED } from "../upstream.ts";
import {
  AS_OPERATOR,
  ID,
  ledgerOf,
  ONE_CLICK,
  OPERATOR_TOKEN,
  refuseStorage,
  signedPath,
  startWorker,
  type TestWorker,
} from "../worker.ts";

const NEVER = refusal(422, "validation_error", "");

describe("GET /leave/-/health", () => {
  const WELL = { isVerified: true, faults: [] };
  const OK = [200, { status: "ok" }];
  const trouble = () => Promise.reject(new Error("someone.private@example.com"));

  async function health({ fetch }: Pick<TestWorker, "fetch">): Promise<[number, unknown]> {
    const response = await fetch("/leave/-/health");
    return [response.status, await response.json()];
  }

  const faulty = (setting: string, problem: RegExp) => [
    500,
    { status: "faulty", faults: [{ setting, problem: expect.stringMatching(problem) }] },
  ];

  it("is unverified until Resend has shown every list's segment, then ok, then names what is wrong", async () => {
    const worker = await startWorker();
    expect(await health(worker)).toEqual([200, { status: "unverified" }]);
    await worker.ledger().ring();
    expect(await health(worker)).toEqual(OK);
    const reads = worker.resend.all.filter(({ method }) => method === "GET");
    const paths = reads.map(({ path }) => path).toSorted();
    expect(paths).toEqual([`/segments/${NEWS}`, `/segments/${WEEKLY}`]);
    await worker.fetch(await signedPath({ list: "forgotten" }), ONE_CLICK);
    worker.pass(61_000);
    expect(await health(worker)).toEqual(faulty("LISTS.forgotten", /^is missing/));
  });

  it("asks the Ledger each time until it is verified, and then once a minute", async () => {
    let now = Date.now();
    const answers = [{ ...WELL, isVerified: false }, WELL, WELL];
    const stub = { health: async () => answers.shift() };
    const worker = await startWorker([], ledgerOf(stub), { now: () => now });
    expect(await health(worker)).toEqual([200, { status: "unverified" }]);
    expect(await health(worker)).toEqual(OK);
    now += 60_000;
    expect(await health(worker)).toEqual(OK);
    expect(answers).toHaveLength(1);
    now += 1;
    expect(await health(worker)).toEqual(OK);
    expect(answers).toHaveLength(0);
  });

  it("is 500 when the Ledger does not answer, and asks again", async () => {
    const answers = [trouble, trouble, async () => WELL];
    const worker = await startWorker([], ledgerOf({ health: () => answers.shift()?.() }));
    expect(await health(worker)).toEqual(faulty("LEDGER", /^does not answer/));
    expect(await health(worker)).toEqual(OK);
  });

  it.each([
    ["", { anywhere: true, eu: false }, 200],
    ["", { anywhere: false, eu: true }, 500],
    ["eu", { anywhere: false, eu: true }, 200],
    ["eu", { anywhere: true, eu: false }, 500],
  ])("names LEDGER_JURISDICTION %j if the other place was used: %j", async (place, used, is) => {
    const at = (isUsed: boolean) => ({
      getByName: () => ({ health: async () => WELL, isUsed: async () => isUsed }),
    });
    const LEDGER = { ...at(used.anywhere), jurisdiction: () => at(used.eu) };
    const worker = await startWorker([], { LEDGER, LEDGER_JURISDICTION: place });
    const moved = faulty("LEDGER_JURISDICTION", /^has changed since the first request/);
    expect(await health(worker)).toEqual(is === 200 ? OK : moved);
  });

  it("is ok if the other place cannot be reached", async () => {
    const stubs = ledgerOf({ health: async () => WELL }, { isUsed: trouble });
    expect(await health(await startWorker([], stubs))).toEqual(OK);
  });
});

const LEDGER = "/leave/-/ledger";
const JOINED = "/leave/-/record/joined";
const headers = AS_OPERATOR;

const ROUTES = [
  ["GET", LEDGER],
  ["POST", `${LEDGER}/retry`],
  ["DELETE", `${LEDGER}/1`],
  ["POST", JOINED],
] as const;

describe("the operator's routes", () => {
  it.each(ROUTES)("do not exist without a token: %s %s", async (method, path) => {
    const worker = await startWorker([], ledgerOf({}));
    // No path takes a DELETE, so 405 does not tell whether there is such a route.
    const status = method === "DELETE" ? 405 : 404;
    expect((await worker.fetch(path, { method, headers })).status).toBe(status);
  });

  it.each([
    OPERATOR_TOKEN,
    "Bearer operator-toke",
    "Bearer operator-token2",
    "Basic operator-token",
  ])("refuse %j", async (authorization) => {
    const worker = await startWorker([], { OPERATOR_TOKEN, ...ledgerOf({}) });
    for (const [method, path] of ROUTES) {
      const response = await worker.fetch(path, { method, headers: { authorization } });
      expect([response.status, response.headers.get("www-authenticate")]).toEqual([401, "Bearer"]);
      expect(response.headers.get("cache-control")).toBe("no-store");
    }
  });

  it("report what is queued and what is a dead letter, queue it again, and drop it", async () => {
    let now = Date.UTC(2026, 10, 23, 12);
    const worker = await startWorker([NEVER, DOWN], { OPERATOR_TOKEN }, { now: () => now });
    const ask = async (path = "", method = "GET") => {
      const response = await worker.fetch(LEDGER + path, { method, headers });
      return [response.status, await response.json()];
    };
    const contact = crypto.randomUUID();
    for (const given of [{ contact }, { list: "product-news" }, { list: "forgotten" }]) {
      await worker.fetch(await signedPath(given), ONE_CLICK);
    }
    const letter = { id: 1, scope: "list", list: "weekly", contact, fault: "rejected" };
    const report = {
      queued: 2,
      oldestSeconds: 0,
      queuedByList: { forgotten: 1, "product-news": 1 },
      held: [],
      deadLetterCount: 1,
      deadLetters: [{ ...letter, ageSeconds: 0 }],
      lastFault: "unavailable",
      cooldownUntil: "2026-11-23T12:00:01.000Z",
      limitPerSecond: 1000,
      linkSync: { queued: 0, written: 0, lastFault: null },
      audit: { reAdded: 0, keptOut: 0 },
      rows: { read: expect.any(Number), written: expect.any(Number) },
    };
    expect(await ask()).toEqual([200, report]);

    // What is over thirty days old is queued only where they say so.
    now += 31 * 24 * 3_600_000;
    expect(await ask("/retry", "POST")).toEqual([200, { retried: 0 }]);
    expect(await ask("/retry?include=new", "POST")).toEqual([200, { retried: 0 }]);
    expect(await ask("/retry?include=old", "POST")).toEqual([200, { retried: 1 }]);
    expect(await ask()).toMatchObject([200, { queued: 3, deadLetterCount: 0 }]);

    expect(await ask("/audit", "POST")).toEqual([200, { started: true }]);

    expect(await ask("/1", "DELETE")).toEqual([200, { dropped: true }]);
    expect(await ask("/1", "DELETE")).toEqual([404, { dropped: false }]);
    expect(await ask(`/${"9".repeat(400)}`, "DELETE")).toEqual([404, { dropped: false }]);
    expect(await ask()).toMatchObject([200, { queued: 2 }]);
  });
});

describe("POST /leave/-/record/joined, when a person has signed up again", () => {
  const start = async (answers = [REMOVED]) => {
    const worker = await startWorker(answers, { OPERATOR_TOKEN });
    const say = async (body: object | string) => {
      const text = typeof body === "string" ? body : JSON.stringify(body);
      const response = await worker.fetch(JOINED, { method: "POST", headers, body: text });
      return [response.status, await response.json()];
    };
    const leave = async (contact: string, action = "", list = "weekly") =>
      (await worker.fetch((await signedPath({ contact, list })) + action, ONE_CLICK)).status;
    return { worker, say, leave };
  };

  it("ends their earlier requests, and none for another list", async () => {
    const { worker, say, leave } = await start();
    await leave(ID);
    await leave(ID, "/everything");
    await leave(ID, "", "product-news");
    expect(await say({ list: "weekly", contact: ID })).toEqual([200, { ended: 2 }]);
    expect(await say({ list: "weekly", contact: ID })).toEqual([200, { ended: 0 }]);
    // A moment ago it was done; since then it is not.
    expect([await leave(ID), await leave(ID, "", "product-news")]).toEqual([200, 200]);
    expect(worker.resend.seen()).toHaveLength(4);
  });

  it("cancels what is queued, and must be sent again while Resend cannot be read", async () => {
    const { worker, say, leave } = await start([DOWN, REMOVED]);
    await leave(ID);
    expect(await say({ list: "weekly", contact: ID })).toMatchObject([503, {}]);
    worker.pass(60_000);
    await worker.ledger().ring();
    expect(worker.resend.seen().filter(({ path }) => path.includes(ID))).toHaveLength(1);
    expect(await worker.ledger().report()).toMatchObject({ queued: 0 });
  });

  it.each([
    "",
    "null",
    '{"list":"weekly"}',
    '{"list":"","contact":""}',
    '{"list":7,"contact":"a@example.com"}',
  ])("is refused as %j, and ends nothing", async (body) => {
    const { say, leave } = await start();
    await leave(ID);
    expect(await say(body)).toEqual([400, { error: expect.stringContaining("send JSON") }]);
    expect(await say({ list: "weekly", contact: ID })).toEqual([200, { ended: 1 }]);
  });

  it("is 503 if it cannot be stored, and delays no one", async () => {
    const { worker, say, leave } = await start();
    await leave(ID);
    await refuseStorage(worker, "UPDATE ON entries");
    const who = { list: "weekly", contact: ID };
    expect((await say(who))[0]).toBe(503);
    await runInDurableObject(worker.ledger(), (_, { storage: { sql } }) =>
      sql.exec("DROP TRIGGER full"),
    );
    expect(await leave(ID, "", "product-news")).toBe(200);
    expect(await say(who)).toEqual([200, { ended: 1 }]);
  });
});

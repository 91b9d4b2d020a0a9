import { runInDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";

import { DOWN, json, refusal, REMOVED } from "../upstream.ts";
import { ID, ledgerOf, ONE_CLICK, signedPath, startWorker } from "../worker.ts";

const LEDGER = "/leave/-/ledger";
const JOINED = "/leave/-/record/joined";
const TOKEN = "operator-token";
const headers = { authorization: `Bearer ${TOKEN}` };

const ROUTES = [
  ["GET", LEDGER],
  ["POST", `${LEDGER}/retry`],
  ["DELETE", `${LEDGER}/1`],
  ["POST", JOINED],
] as const;

describe("the operator's routes", () => {
  it.each(ROUTES)("do not exist without a token: %s %s", async (method, path) => {
    const worker = await startWorker([], ledgerOf({}));
    // Where nothing is deleted, nobody learns whether there is a route.
    const status = method === "DELETE" ? 405 : 404;
    expect((await worker.fetch(path, { method, headers })).status).toBe(status);
  });

  it.each([
    {},
    { authorization: "" },
    { authorization: TOKEN },
    { authorization: "Bearer" },
    { authorization: "Bearer operator-toke" },
    { authorization: "Bearer operator-token2" },
    { authorization: "Basic operator-token" },
  ])("are shut to %j", async (given) => {
    const worker = await startWorker([], { OPERATOR_TOKEN: TOKEN, ...ledgerOf({}) });
    for (const [method, path] of ROUTES) {
      const response = await worker.fetch(path, { method, headers: given });
      expect([response.status, response.headers.get("www-authenticate")]).toEqual([401, "Bearer"]);
      expect(response.headers.get("cache-control")).toBe("no-store");
    }
  });

  it("tell what is queued and what is a dead letter, queue it again, and drop it", async () => {
    const answers = [refusal(422, "validation_error", ""), DOWN];
    let now = Date.UTC(2026, 10, 23, 12);
    const worker = await startWorker(answers, { OPERATOR_TOKEN: TOKEN }, { now: () => now });
    const ask = async (path: string, method = "GET") => {
      const response = await worker.fetch(LEDGER + path, { method, headers });
      return [response.status, await response.json()];
    };
    const contact = crypto.randomUUID();
    await worker.fetch(await signedPath({ contact }), ONE_CLICK);
    await worker.fetch(await signedPath({ list: "product-news" }), ONE_CLICK);
    await worker.fetch(await signedPath({ list: "forgotten" }), ONE_CLICK);
    const letter = { scope: "list", list: "weekly", contact, fault: "rejected" };
    expect(await ask("")).toEqual([
      200,
      {
        queued: 2,
        oldestSeconds: 0,
        queuedByList: { forgotten: 1, "product-news": 1 },
        held: [],
        deadLetterCount: 1,
        deadLetters: [{ ...letter, id: 1, ageSeconds: 0 }],
        lastFault: "unavailable",
        cooldownUntil: "2026-11-23T12:00:01.000Z",
        limitPerSecond: 1000,
        linkSync: { queued: 0, lastFault: null },
        rows: { read: expect.any(Number), written: expect.any(Number) },
      },
    ]);
    now += 90_000;
    expect(await ask("")).toMatchObject([
      200,
      { oldestSeconds: 90, deadLetters: [{ ageSeconds: 90 }], cooldownUntil: null },
    ]);

    expect(await ask("/retry", "POST")).toEqual([200, { retried: 1 }]);
    expect(await ask("")).toMatchObject([200, { queued: 3, deadLetterCount: 0 }]);

    expect(await ask("/1", "DELETE")).toEqual([200, { dropped: true }]);
    expect(await ask("/1", "DELETE")).toEqual([404, { dropped: false }]);
    expect(await ask(`/${"9".repeat(400)}`, "DELETE")).toEqual([404, { dropped: false }]);
    expect(await ask("")).toMatchObject([200, { queued: 2 }]);
  });

  it("queue what is over thirty days old only where they are told so", async () => {
    const answers = [refusal(422, "validation_error", "")];
    const worker = await startWorker(answers, { OPERATOR_TOKEN: TOKEN });
    await worker.fetch(await signedPath(), ONE_CLICK);
    await runInDurableObject(worker.ledger(), (_, { storage }) => {
      storage.sql.exec("UPDATE entries SET asked_at = asked_at - ?", 31 * 24 * 3_600_000);
    });
    const retry = async (query: string) => {
      const init = { method: "POST", headers };
      return (await worker.fetch(`${LEDGER}/retry${query}`, init)).json();
    };
    expect(await retry("")).toEqual({ retried: 0 });
    expect(await retry("?include=new")).toEqual({ retried: 0 });
    expect(await retry("?include=old")).toEqual({ retried: 1 });
  });
});

describe("a sender's word that somebody has signed up again", () => {
  const start = async (answers = [REMOVED]) => {
    const worker = await startWorker(answers, { OPERATOR_TOKEN: TOKEN });
    const say = async (body: object | string) => {
      const text = typeof body === "string" ? body : JSON.stringify(body);
      const response = await worker.fetch(JOINED, { method: "POST", headers, body: text });
      return [response.status, await response.json()];
    };
    const leave = async (contact: string, action = "", list = "weekly") =>
      (await worker.fetch((await signedPath({ contact, list })) + action, ONE_CLICK)).status;
    return { worker, say, leave };
  };

  it("ends what they had asked for, and no other list's", async () => {
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

  it("cancels what is queued, and is to be sent again while Resend cannot tell the other name", async () => {
    const { worker, say, leave } = await start([DOWN, REMOVED]);
    await leave(ID);
    expect(await say({ list: "weekly", contact: ID })).toMatchObject([503, {}]);
    worker.pass(60_000);
    await worker.ledger().ring();
    expect(worker.resend.seen().filter(({ path }) => path.includes(ID))).toHaveLength(1);
    expect(await worker.ledger().report()).toMatchObject({ queued: 0 });
  });

  it("holds for both of their names", async () => {
    const { worker, say, leave } = await start();
    const contact = "steve.wozniak@gmail.com";
    await leave(contact, "/everything");
    const other = "5e26e74a-65db-452e-a6b6-a4fa4dd60afe";
    worker.resend.reads = () => json(200, { id: other, email: contact, unsubscribed: true });
    expect(await say({ list: "weekly", contact: other })).toEqual([200, { ended: 1 }]);
  });

  it.each([
    "",
    "null",
    "[]",
    "weekly",
    '{"list":"weekly"}',
    '{"contact":"a@example.com"}',
    '{"list":"","contact":""}',
    '{"list":7,"contact":"a@example.com"}',
  ])("is refused as %j, and ends nothing", async (body) => {
    const { say, leave } = await start();
    await leave(ID);
    expect(await say(body)).toEqual([400, { error: expect.stringContaining("send JSON") }]);
    expect(await say({ list: "weekly", contact: ID })).toEqual([200, { ended: 1 }]);
  });

  it("is 503 where it cannot be stored, and holds nobody up", async () => {
    const { worker, leave } = await start();
    await leave(ID);
    const full = (statement: string) =>
      runInDurableObject(worker.ledger(), (_, { storage }) => void storage.sql.exec(statement));
    await full(
      "CREATE TRIGGER full BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'full'); END",
    );
    const body = JSON.stringify({ list: "weekly", contact: ID });
    expect((await worker.fetch(JOINED, { method: "POST", headers, body })).status).toBe(503);
    await full("DROP TRIGGER full");
    expect(await leave(ID, "", "product-news")).toBe(200);
  });
});

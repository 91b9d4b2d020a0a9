import { runInDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";

import { createDeliveryCheck } from "../../src/crypto/webhook.ts";
import { contactEvent, type SvixHeaders, svixHeaders, WEBHOOK_SECRET } from "../svix.ts";
import { NEWS, WEEKLY } from "../scripted.ts";
import { ID, startWorker } from "../worker.ts";

const OTHER = "11111111-2222-4333-8444-555555555555";

/** Made with Python's `hmac`; the first is the example of Svix's documentation. */
const EXAMPLE = {
  id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
  timestamp: "1614265330",
  signatures: "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
  body: new TextEncoder().encode('{"test": 2432232314}'),
};
const EXAMPLE_MS = 1_614_265_330_000;
const BYTES = {
  id: "msg_2Lh9KRb0pzN4LePd3XiA4v12Axj",
  timestamp: "1795435200",
  signatures: "v1,8uFX2B9LeMvA+Hg/Bn0ZAC0bmqozi5BMNoXSZPffuTU=",
  body: Uint8Array.of(0xff, 0xfe, 0x00, 0xc3),
};
const MINUTE_MS = 60_000;

describe("a delivery's signature", () => {
  const check = createDeliveryCheck(WEBHOOK_SECRET);

  it("holds over the body's very bytes, whatever they are", async () => {
    expect(await check(EXAMPLE, EXAMPLE_MS)).toBe("genuine");
    expect(await check(BYTES, 1_795_435_200_000)).toBe("genuine");
  });

  it.each([
    ["another key made it", { signatures: "v1,MfyI7bVQKEjKJvBfcR4eFkJRFwC1dkNLFmTwsf6d+Vs=" }],
    ["one byte of the body is another", { body: new TextEncoder().encode('{"test": 2432232315}') }],
    ["the body lost its end", { body: EXAMPLE.body.slice(0, -1) }],
    ["the body is gone", { body: new Uint8Array() }],
    ["the ID is another", { id: "msg_p5jXN8AQM9LWM0D4loKWxJel" }],
    ["the timestamp is another", { timestamp: "1614265331" }],
    ["it has no version", { signatures: EXAMPLE.signatures.slice(3) }],
    ["its version is unknown", { signatures: EXAMPLE.signatures.replace("v1", "v2") }],
    ["it is cut short", { signatures: EXAMPLE.signatures.slice(0, -4) }],
    ["it lost its padding", { signatures: EXAMPLE.signatures.slice(0, -1) }],
    ["it is in another case", { signatures: EXAMPLE.signatures.toUpperCase() }],
    ["it is a version alone", { signatures: "v1," }],
  ])("is forged where %s", async (_, change) => {
    expect(await check({ ...EXAMPLE, ...change }, EXAMPLE_MS)).toBe("forged");
  });

  it("is forged with another secret", async () => {
    const other = createDeliveryCheck("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD");
    expect(await other(EXAMPLE, EXAMPLE_MS)).toBe("forged");
  });

  it("may be one of several, of which the others are unknown or false", async () => {
    const signatures = `v1a,AAAA v1,Zm9yZ2Vk ${EXAMPLE.signatures} v2,BBBB`;
    expect(await check({ ...EXAMPLE, signatures }, EXAMPLE_MS)).toBe("genuine");
  });

  it.each([
    ["five minutes old", 5 * MINUTE_MS, "genuine"],
    ["older than that", 5 * MINUTE_MS + 1, "stale"],
    ["five minutes ahead", -5 * MINUTE_MS, "genuine"],
    ["further ahead", -5 * MINUTE_MS - 1, "stale"],
  ])("%s: after %i ms it is %s", async (_, laterMs, verdict) => {
    expect(await check(EXAMPLE, EXAMPLE_MS + laterMs)).toBe(verdict);
  });

  it.each([
    { id: undefined },
    { id: "" },
    { timestamp: undefined },
    { timestamp: "soon" },
    { timestamp: "1614265330.5" },
    { timestamp: "-1614265330" },
    { timestamp: "16142653300000" },
    { signatures: undefined },
    { signatures: "" },
  ])("is malformed with %j", async (change) => {
    expect(await check({ ...EXAMPLE, ...change }, EXAMPLE_MS)).toBe("malformed");
  });
});

/** A Worker with a webhook. */
async function start(change: Record<string, unknown> = {}) {
  const worker = await startWorker([], {
    ORIGIN: "https://acme.com",
    RESEND_WEBHOOK_SECRET: WEBHOOK_SECRET,
    LISTS: {
      weekly: { segment: WEEKLY, property: "leave_weekly" },
      "product-news": { segment: NEWS, property: "leave_news" },
      plain: { segment: OTHER },
    },
    ...change,
  });
  const post = (body: BodyInit, headers: Partial<SvixHeaders>) =>
    worker.fetch("/leave/-/webhook", { method: "POST", body, headers });
  return {
    ...worker,
    post,
    deliver: async (body: string) => post(body, await svixHeaders(body)),
    stored: () =>
      runInDurableObject(worker.ledger(), (_, { storage }) =>
        storage.sql.exec("SELECT contact, lists FROM link_sync_jobs ORDER BY contact").toArray(),
      ),
  };
}

/** A body of 10 KB a piece, whose length nobody knows before its end. */
function inPieces(body: string): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(body);
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(at, (at += 10_240)));
    },
  });
}

describe("the webhook", async () => {
  it("does not exist without its secret", async () => {
    const worker = await start({ RESEND_WEBHOOK_SECRET: undefined });
    const answer = await worker.deliver(contactEvent(ID, [WEEKLY]));
    expect(answer.status).toBe(404);
    expect(await worker.stored()).toEqual([]);
  });

  it.each(["contact.created", "contact.updated"])("stores what %s gives to do", async (type) => {
    const worker = await start();
    const answer = await worker.deliver(contactEvent(ID, [OTHER, WEEKLY], type));
    expect([answer.status, await answer.text()]).toEqual([202, "stored\n"]);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(await worker.stored()).toEqual([{ contact: ID, lists: "weekly" }]);
    expect(worker.resend.all).toEqual([]);
  });

  it("stores a contact once, however often it is told of it", async () => {
    const worker = await start();
    const body = contactEvent(ID, [NEWS, WEEKLY]);
    const headers = await svixHeaders(body);
    const again = await svixHeaders(body, { id: "msg_another" });
    for (const one of [headers, headers, again]) {
      expect((await worker.post(body, one)).status).toBe(202);
    }
    expect(await worker.stored()).toEqual([{ contact: ID, lists: "weekly product-news" }]);
  });

  it("leaves it to Resend where deliveries disagree, or do not say", async () => {
    const worker = await start();
    await worker.deliver(contactEvent(ID, [WEEKLY]));
    await worker.deliver(contactEvent(ID, [WEEKLY, NEWS]));
    await worker.deliver(contactEvent(OTHER, undefined));
    expect(await worker.stored()).toEqual([
      { contact: OTHER, lists: null },
      { contact: ID, lists: null },
    ]);
  });

  it.each([
    ["another event", contactEvent(ID, [WEEKLY], "contact.deleted")],
    ["an event about an e-mail", '{"type":"email.sent","data":{"email_id":"x"}}'],
    ["a contact on no list", contactEvent(ID, [])],
    ["a list without a property", contactEvent(ID, [OTHER])],
    ["an ID that is none", contactEvent("steve.wozniak@gmail.com", [WEEKLY])],
    ["no data", '{"type":"contact.updated","data":null}'],
    ["no object", "null"],
    ["no JSON", "contact.updated"],
  ])("has nothing to do for %s", async (_, body) => {
    const worker = await start();
    const answer = await worker.deliver(body);
    expect([answer.status, await answer.text()]).toEqual([200, "nothing to do\n"]);
    expect(await worker.stored()).toEqual([]);
  });

  it("has nothing to do while no list has a property", async () => {
    const worker = await start({ LISTS: { weekly: { segment: WEEKLY } } });
    expect((await worker.deliver(contactEvent(ID, [WEEKLY]))).status).toBe(200);
    expect((await worker.deliver(contactEvent(ID, undefined))).status).toBe(200);
    expect(await worker.stored()).toEqual([]);
  });

  const BODY = contactEvent(ID, [WEEKLY]);
  const LONG = BODY.padEnd(65_537);
  const LATER = { at: Date.now() + 6 * MINUTE_MS };
  const EARLIER = { at: Date.now() - 6 * MINUTE_MS };

  it.each([
    ["no signature at all", BODY, {}, 400, "malformed"],
    ["no ID", BODY, { ...(await svixHeaders(BODY)), "svix-id": "" }, 400, "malformed"],
    ["a stale signature", BODY, await svixHeaders(BODY, EARLIER), 401, "stale"],
    ["one from the future", BODY, await svixHeaders(BODY, LATER), 401, "stale"],
    ["another body's", `${BODY} `, await svixHeaders(BODY), 401, "forged"],
    ["too long a body", LONG, await svixHeaders(LONG), 413, "oversized"],
  ])("refuses %s, and does nothing", async (_, body, headers, status, reason) => {
    const worker = await start();
    const answer = await worker.post(body, headers);
    expect([answer.status, await answer.text()]).toEqual([status, `${reason}\n`]);
    expect(await worker.stored()).toEqual([]);
    expect(worker.log).toEqual([{ level: "warn", line: { event: "webhook-refused", reason } }]);
  });

  it("takes 64 KB, in pieces that come when they come", async () => {
    const worker = await start();
    const body = contactEvent(ID, [WEEKLY]).padEnd(65_536);
    expect((await worker.post(inPieces(body), await svixHeaders(body))).status).toBe(202);
    const longer = `${body} `;
    expect((await worker.post(inPieces(longer), await svixHeaders(longer))).status).toBe(413);
  });

  it("takes a delivery without a body for an empty one", async () => {
    const worker = await start();
    const send = (headers: Partial<SvixHeaders>) =>
      worker.fetch("/leave/-/webhook", { method: "POST", headers });
    const signed = await send(await svixHeaders(""));
    expect([signed.status, await signed.text()]).toEqual([200, "nothing to do\n"]);
    expect((await send(await svixHeaders(BODY))).status).toBe(401);
    expect(await worker.stored()).toEqual([]);
  });

  it("does not listen for ever", async () => {
    const worker = await start();
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 2 ** 20;
        controller.enqueue(new Uint8Array(2 ** 20));
      },
    });
    expect((await worker.post(endless, await svixHeaders(BODY))).status).toBe(413);
    expect(sent).toBeGreaterThan(2 ** 24);
    expect(sent).toBeLessThanOrEqual(2 ** 24 + 3 * 2 ** 20);
  });

  it("refuses a delivery that breaks off, and does nothing", async () => {
    const worker = await start();
    let isSent = false;
    const broken = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (isSent) return controller.error(new Error("gone"));
        isSent = true;
        controller.enqueue(new TextEncoder().encode(BODY.slice(0, -1)));
      },
    });
    expect((await worker.post(broken, await svixHeaders(BODY))).status).toBe(401);
    expect(await worker.stored()).toEqual([]);
  });

  it("asks for the delivery again when it could not store", async () => {
    const worker = await start();
    await runInDurableObject(worker.ledger(), (_, { storage }) => {
      storage.sql.exec(
        "CREATE TRIGGER full BEFORE INSERT ON link_sync_jobs BEGIN SELECT RAISE(ABORT, 'full'); END",
      );
    });
    expect((await worker.deliver(BODY)).status).toBe(503);
  });
});

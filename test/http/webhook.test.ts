import { runInDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";

import { contactEvent, type SvixHeaders, svixHeaders, WEBHOOK_SECRET } from "../svix.ts";
import { NEWS, WEEKLY } from "../scripted.ts";
import { ID, ledgerOf, ORIGIN, refuseStorage, startWorker, streamOf } from "../worker.ts";

const OTHER = "11111111-2222-4333-8444-555555555555";
const MINUTE_MS = 60_000;
const BODY = contactEvent(ID, [WEEKLY]);

/** A Worker with a webhook. */
async function start(change: Record<string, unknown> = {}) {
  const worker = await startWorker([], {
    ORIGIN,
    RESEND_WEBHOOK_SECRET: WEBHOOK_SECRET,
    LISTS: {
      weekly: { segment: WEEKLY, property: "leave_weekly" },
      "product-news": { segment: NEWS, property: "leave_news" },
      plain: { segment: OTHER },
    },
    ...change,
  });
  const post = async (body: BodyInit | null, headers: Partial<SvixHeaders>) => {
    const init = { method: "POST", headers, ...(body !== null && { body }) };
    const answer = await worker.fetch("/leave/-/webhook", init);
    return [answer.status, await answer.text()] as const;
  };
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

const bytesOf = (text: string) => new TextEncoder().encode(text);
const inTwo = (text: string) => streamOf([text.slice(0, 9_000), text.slice(9_000)].map(bytesOf));

function* cutShort() {
  yield bytesOf(BODY.slice(0, -1));
  throw new Error("gone");
}

const STORED = [202, "stored\n"];
const NOTHING = [200, "nothing to do\n"];

describe("the webhook", async () => {
  it("does not exist without its secret", async () => {
    const worker = await start({ RESEND_WEBHOOK_SECRET: undefined });
    expect((await worker.deliver(BODY))[0]).toBe(404);
    expect(await worker.stored()).toEqual([]);
  });

  it.each([
    ["contact.created", [OTHER, WEEKLY], "weekly"],
    ["contact.updated", undefined, null],
  ])("stores the job in %s of %j, and asks Resend nothing", async (type, segments, lists) => {
    const worker = await start();
    expect(await worker.deliver(contactEvent(ID, segments, type))).toEqual(STORED);
    expect(await worker.stored()).toEqual([{ contact: ID, lists }]);
    expect(worker.resend.all).toEqual([]);
  });

  it.each([
    ["contact.created", [OTHER], true, STORED],
    ["contact.updated", undefined, false, NOTHING],
  ])("tells the audit of %s", async (type, segments, mayBeBack, answer) => {
    const told: unknown[] = [];
    const contactChanged = async (contact: unknown) => told.push(contact) > 0 && mayBeBack;
    const lists = { plain: { segment: OTHER } };
    const worker = await start({ ...ledgerOf({ contactChanged }), LISTS: lists });
    expect(await worker.deliver(contactEvent(ID, segments, type))).toEqual(answer);
    const email = "steve.wozniak@gmail.com";
    expect(told).toEqual([{ id: ID, email, unsubscribed: false, segments }]);
  });

  it("tells the audit who was opted in to a topic, and nothing else of it", async () => {
    const told: unknown[] = [];
    const contactChanged = async (contact: unknown) => told.push(contact) > 0;
    const worker = await start(ledgerOf({ contactChanged }));
    const topics = [
      { id: "a", subscription: "opt_in" },
      { id: "b", subscription: "opt_out" },
    ];
    const event = (data: object) => JSON.stringify({ type: "contact.topics.updated", data });
    expect(await worker.deliver(event({ email: "mira@example.com", topics }))).toEqual(STORED);
    for (const data of [{ topics }, { email: "mira@example.com", topics: topics.slice(1) }]) {
      expect(await worker.deliver(event(data))).toEqual(NOTHING);
    }
    expect(told).toEqual([{ email: "mira@example.com", optedIn: ["a"] }]);
  });

  it("stores a contact once, however many deliveries name it", async () => {
    const worker = await start();
    const body = contactEvent(ID, [NEWS, WEEKLY]);
    const headers = await svixHeaders(body);
    const again = await svixHeaders(body, { id: "msg_another" });
    for (const one of [headers, headers, again]) {
      expect(await worker.post(body, one)).toEqual(STORED);
    }
    expect(await worker.stored()).toEqual([{ contact: ID, lists: "weekly product-news" }]);
  });

  it.each([
    ["another event", contactEvent(ID, [WEEKLY], "contact.deleted")],
    ["a contact on no list", contactEvent(ID, [])],
    ["a list without a property", contactEvent(ID, [OTHER])],
    ["something else than an ID", contactEvent("steve.wozniak@gmail.com", [WEEKLY])],
    [
      "a contact without an address",
      JSON.stringify({ type: "contact.updated", data: { id: ID, segment_ids: [] } }),
    ],
    [
      "topics that are no list",
      JSON.stringify({ type: "contact.topics.updated", data: { email: "a@b.c", topics: 7 } }),
    ],
    ["no data", '{"type":"contact.updated","data":null}'],
    ["no object", "null"],
    ["no JSON", "contact.updated"],
  ])("has nothing to do for %s", async (_, body) => {
    const worker = await start();
    expect(await worker.deliver(body)).toEqual(NOTHING);
    expect(await worker.stored()).toEqual([]);
  });

  const LONG = BODY.padEnd(65_537);
  const EARLIER = { at: Date.now() - 6 * MINUTE_MS };
  it.each<[string, BodyInit | null, Partial<SvixHeaders>, number, string]>([
    ["no signature at all", BODY, {}, 400, "malformed"],
    ["a stale signature", BODY, await svixHeaders(BODY, EARLIER), 401, "stale"],
    ["another body's", `${BODY} `, await svixHeaders(BODY), 401, "forged"],
    ["no body", null, await svixHeaders(BODY), 401, "forged"],
    ["a body that breaks off", streamOf(cutShort()), await svixHeaders(BODY), 401, "forged"],
    ["too long a body", LONG, await svixHeaders(LONG), 413, "oversized"],
  ])("refuses %s, and does nothing", async (_, body, headers, status, reason) => {
    const worker = await start();
    expect(await worker.post(body, headers)).toEqual([status, `${reason}\n`]);
    expect(await worker.stored()).toEqual([]);
    expect(worker.log).toEqual([{ level: "warn", line: { event: "webhook-refused", reason } }]);
  });

  it("accepts 64 KB in two pieces, and an empty body", async () => {
    const worker = await start();
    const body = BODY.padEnd(65_536);
    expect(await worker.post(inTwo(body), await svixHeaders(body))).toEqual(STORED);
    const longer = `${body} `;
    expect((await worker.post(inTwo(longer), await svixHeaders(longer)))[0]).toBe(413);
    expect(await worker.post(null, await svixHeaders(""))).toEqual(NOTHING);
  });

  it("does not read forever", async () => {
    const worker = await start();
    let sent = 0;
    function* tooLong() {
      for (; sent < 2 ** 25; sent += 2 ** 20) yield new Uint8Array(2 ** 20);
    }
    expect((await worker.post(streamOf(tooLong()), await svixHeaders(BODY)))[0]).toBe(413);
    expect(sent).toBeGreaterThanOrEqual(2 ** 24);
    expect(sent).toBeLessThanOrEqual(2 ** 24 + 3 * 2 ** 20);
  });

  it("asks for the delivery again when it could not store", async () => {
    const worker = await start();
    await refuseStorage(worker, "INSERT ON link_sync_jobs");
    expect(await worker.deliver(BODY)).toEqual([503, "not stored\n"]);
  });
});

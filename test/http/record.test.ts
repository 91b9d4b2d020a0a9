/** What a sender's own systems read of the record, and what they tell it. */

import { describe, expect, it } from "vitest";

import { json, refusal, REMOVED } from "../upstream.ts";
import { NEWS, nobody, type Reads, WEEKLY } from "../scripted.ts";
import { svixHeaders, WEBHOOK_SECRET } from "../svix.ts";
import {
  AS_OPERATOR,
  ID,
  leave as press,
  ONE_CLICK,
  OPERATOR_TOKEN,
  ORIGIN,
  read,
  signedPath,
  startWorker,
  undoForm,
} from "../worker.ts";

const EMAIL = "Steve.Wozniak@gmail.com";
const EMAIL_ID = "5e26e74a-65db-452e-a6b6-a4fa4dd60afe";
const TOPIC = "b6d24b8e-af0b-4c3c-be0c-359bbd97381e";
const OTHER_TOPIC = "07d84122-7224-4881-9c31-1c048e204602";
const MINUTE_MS = 60_000;
const NOON = Date.UTC(2026, 10, 23, 12);

interface Body {
  data: { seq: number; channel: string; state: string; operation: string; list: string | null }[];
  has_more: boolean;
  mailable: boolean;
  reason: string | null;
}

/** Steve has opted in to the topic. */
const TOPICS = { object: "list", has_more: false, data: [{ id: TOPIC, subscription: "opt_in" }] };
const STEVE = { id: EMAIL_ID, email: EMAIL, unsubscribed: false };
const reads: Reads = (path) => {
  if (path.endsWith("/topics")) return json(200, TOPICS);
  return path.endsWith(EMAIL_ID) ? json(200, STEVE) : undefined;
};

async function start(answers = [REMOVED]) {
  const LISTS = {
    weekly: { segment: WEEKLY },
    news: { segment: NEWS },
    daily: { topic: TOPIC },
    twin: { segment: WEEKLY },
  };
  const secrets = { OPERATOR_TOKEN, ORIGIN, RESEND_WEBHOOK_SECRET: WEBHOOK_SECRET };
  const worker = await startWorker(answers, { LISTS, ...secrets }, { now: () => now });
  worker.resend.reads = reads;
  let now = NOON;
  const pass = (ms: number) => void (now += ms);
  /** Delivers an event of Resend's webhook that happened now. */
  const hear = async (type: string, data: object, ago = 0) => {
    const event = { type, created_at: new Date(now - ago).toISOString(), data };
    const body = JSON.stringify(event);
    const signed = await svixHeaders(body, { at: now });
    const init = { method: "POST", headers: signed, body };
    return (await worker.fetch("/leave/-/webhook", init)).status;
  };
  const send = async (path: string, method = "GET", body?: unknown) => {
    const init = {
      method,
      headers: AS_OPERATOR,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    };
    const response = await worker.fetch(`/leave/-/record${path}`, init);
    return { status: response.status, body: (await response.json()) as Body };
  };
  const leave = async (contact: string, action = "", list = "weekly") => {
    await worker.fetch((await signedPath({ contact, list })) + action, ONE_CLICK);
  };
  const page = async (query = "") => (await send(query)).body;
  /** Whether a person may be mailed, and if not, why. */
  const may = async (list: string, contact: string) => {
    const { mailable, reason } = (await send(`/${list}/${encodeURIComponent(contact)}`)).body;
    return mailable || reason;
  };
  const join = (list: string, contact: string) => send("/joined", "POST", { list, email: contact });
  return { worker, send, leave, page, may, join, hear, pass };
}

describe("GET /leave/-/record", () => {
  it("has what is known of each person, in the order of changes", async () => {
    const { leave, page } = await start();
    await leave(ID);
    await leave(EMAIL, "/everything", "news");
    const at = "2026-11-23T12:00:00.000Z";
    const left = { asked_at: at, done_at: at, state: "done", channel: "one-click" };
    const mira = { list: "weekly", operation: "list", contact: ID, contact_id: ID };
    const steve = { list: "news", operation: "everything", contact: EMAIL, email: EMAIL };
    expect(await page()).toEqual({
      object: "list",
      data: [
        { id: 1, seq: 2, ...mira, email: "e169aa45@example.com", ...left },
        { id: 3, seq: 4, ...steve, contact_id: EMAIL_ID, ...left },
      ],
      has_more: false,
    });
  });

  it("goes on behind a `seq`, and shows again what has changed since", async () => {
    const { leave, page } = await start();
    const seqs = async (query: string) => {
      const { data, has_more: hasMore } = await page(query);
      return [data.map(({ seq }) => seq), hasMore];
    };
    for (const list of ["weekly", "news", "twin", WEEKLY, "weekly"]) {
      await leave(list === "twin" ? EMAIL : ID, "", list);
    }
    expect(await seqs("")).toEqual([[4, 6, 8, 10], false]);
    expect(await seqs("?limit=2")).toEqual([[4, 6], true]);
    expect(await seqs("?limit=2&after=6")).toEqual([[8, 10], false]);
    expect(await seqs("?after=10")).toEqual([[], false]);
    await leave(ID, "/everything", "news");
    expect(await seqs("?after=10")).toEqual([[12], false]);
    // A list's entries are those of all its names, and those for everything.
    expect(await seqs("?list=weekly")).toEqual([[6, 8, 10, 12], false]);
    expect(await seqs(`?list=${NEWS}&limit=1`)).toEqual([[4], true]);
    expect(await seqs("?list=news")).toEqual([[4, 12], false]);
  });

  it.each([
    ["list=nope", /no list has this name/],
    ["list=No%20List", /no list has this name/],
    ["after=x", /`after`/],
    ["after=-1", /`after`/],
    ["limit=0", /`limit`/],
    ["limit=1001", /`limit`/],
    ["limit=1e2", /`limit`/],
  ])("refuses ?%s", async (query, error) => {
    const { send } = await start();
    expect(await send(`?${query}`)).toEqual({
      status: 400,
      body: { error: expect.stringMatching(error) },
    });
  });
});

describe("GET /leave/-/record/{list}/{contact}, whether a person may be mailed", () => {
  const YES = { mailable: true, reason: null, entry: null };
  const no = (reason: string, entry: unknown) => ({ mailable: false, reason, entry });
  const ask = async ({ send }: Awaited<ReturnType<typeof start>>, list: string, contact: string) =>
    (await send(`/${list}/${encodeURIComponent(contact)}`)).body;

  it.each([
    ["weekly", ID, "left"],
    ["weekly", ID.toUpperCase(), "left"],
    ["twin", ID, "left"],
    [WEEKLY, ID, "left"],
    ["news", ID, null],
    ["news", EMAIL, "left"],
    ["weekly", EMAIL.toLowerCase(), "left"],
    ["weekly", EMAIL_ID, "left"],
    ["weekly", "a/b+c@example.com", "left"],
    ["weekly", "someone.else@example.com", null],
  ])("answers for %s and %s: %s", async (list, contact, reason) => {
    const started = await start();
    await started.leave(ID);
    await started.leave(EMAIL, "/everything");
    await started.leave("a/b+c@example.com");
    const answer = await ask(started, list, contact);
    const { entry } = answer as { entry?: { state: string } };
    const left = { mailable: false, reason: "left", state: "done" };
    expect({ ...answer, state: entry?.state }).toMatchObject(reason ? left : YES);
  });

  it("is no while a request is queued, or a dead letter", async () => {
    const started = await start([refusal(422, "validation_error", ""), refusal(500, "x", "")]);
    await started.leave(ID);
    await started.leave(ID, "", "news");
    const entry = (state: string) => expect.objectContaining({ state, done_at: null });
    expect(await ask(started, "weekly", ID)).toEqual(no("asked", entry("dead")));
    expect(await ask(started, "news", ID)).toEqual(no("asked", entry("queued")));
  });

  it("is refused for a list that does not exist, and for what is no contact", async () => {
    const { send } = await start();
    for (const list of ["weekyl", "No%20List"]) {
      expect(await send(`/${list}/${ID}`)).toMatchObject({ status: 404 });
    }
    expect(await send("/weekly/steve")).toMatchObject({ status: 400 });
  });
});

describe("DELETE /leave/-/record/{contact}, which forgets a person", () => {
  it("deletes both names, keeps them off what they left, and shows a poller that they are gone", async () => {
    const { send, leave, page, may } = await start();
    await leave(EMAIL);
    await leave(EMAIL_ID, "", "twin");
    await leave(ID);
    const { data } = await page();
    expect(await send(`/${EMAIL.toUpperCase()}`, "DELETE")).toMatchObject({
      body: { forgotten: 2 },
    });
    expect(await may("weekly", EMAIL.toLowerCase())).toBe("forgotten");
    expect(await may("weekly", EMAIL_ID)).toBe("forgotten");
    expect([await may("news", EMAIL), await may("weekly", ID)]).toEqual([true, "left"]);
    const imported = await send("/import", "POST", [
      { list: "weekly", email: EMAIL, left_at: "2025-03-01" },
    ]);
    expect(imported.body).toMatchObject({ imported: 0, unchanged: 1 });
    const among = async (list: string | undefined, ...contacts: unknown[]) =>
      (await send("/forgotten", "POST", { list, contacts })).body;
    const names = [ID, EMAIL, EMAIL_ID.toUpperCase(), "a@b.example"];
    const forgotten = [EMAIL.toLowerCase(), EMAIL_ID];
    expect(await among(undefined, ...names)).toEqual({ forgotten });
    expect(await among("twin", ...names)).toEqual({ forgotten });
    expect(await among("news", ...names)).toEqual({ forgotten: [] });
    for (const wrong of [
      { list: "weekly", contacts: [] },
      { list: "x", contacts: [ID] },
      { list: 7, contacts: [ID] },
      { list: "weekly", contacts: [1] },
      { list: "weekly", contacts: ID },
    ]) {
      const body = { error: expect.any(String) };
      expect(await send("/forgotten", "POST", wrong)).toEqual({ status: 400, body });
    }
    const gone = { contact: null, contact_id: null, email: null, state: "forgotten" };
    const after = await page(`?after=${data.at(-1)?.seq}`);
    expect(after.data).toHaveLength(2);
    expect(after.data).toEqual(
      expect.arrayContaining([1, 3].map((id) => expect.objectContaining({ id, ...gone }))),
    );
    const everything = JSON.stringify(await send("")).toLowerCase();
    expect(everything).not.toMatch(/wozniak|5e26e74a/);
    expect(await send(`/${EMAIL}`, "DELETE")).toMatchObject({
      status: 200,
      body: { forgotten: 0 },
    });
  });

  it("lets them join again, what they left on other lists apart", async () => {
    const { send, leave, may, join } = await start();
    expect(await join("weekyl", EMAIL)).toMatchObject({ status: 400 });
    await leave(EMAIL, "/everything");
    await leave(EMAIL, "", "twin");
    await leave(EMAIL, "", "news");
    await send(`/${EMAIL_ID}`, "DELETE");
    await join("weekly", EMAIL_ID);
    expect([await may("weekly", EMAIL), await may("news", EMAIL)]).toEqual([true, "forgotten"]);
    await leave(EMAIL);
    expect([await may("weekly", EMAIL), await may("weekly", EMAIL_ID)]).toEqual(["left", "left"]);
  });

  it("is 409 while a request is queued or a dead letter, and 503 while Resend does not say the other name", async () => {
    const { send, leave, worker, may } = await start([
      refusal(422, "validation_error", ""),
      refusal(500, "x", ""),
    ]);
    await leave(ID);
    const dead = { entry: 1, state: "dead", error: expect.stringContaining("drop the entry") };
    expect(await send(`/${ID}`, "DELETE")).toEqual({ status: 409, body: dead });
    await leave(ID);
    const body = { entry: 1, state: "queued", error: expect.stringContaining("entry 1 is queued") };
    expect(await send(`/${ID}`, "DELETE")).toEqual({ status: 409, body });
    expect(await may("weekly", ID)).toBe("asked");
    worker.resend.reads = () => refusal(500, "x", "");
    expect(await send(`/${EMAIL}`, "DELETE")).toMatchObject({ status: 503 });
    expect(await send("/steve", "DELETE")).toMatchObject({ status: 400 });
  });
});

describe("POST /leave/-/record/import, of who left with an earlier tool", () => {
  const ROW = { list: "weekly", contact: EMAIL, left_at: "2025-03-01T09:00:00Z" };

  it("enters them as done, once, and sends nothing to Resend", async () => {
    const { send, page, may, worker } = await start();
    const rows = [
      ROW,
      { ...ROW, contact: EMAIL.toLowerCase(), left_at: undefined },
      { operation: "everything", contact_id: ID, email: "mira@example.com" },
    ];
    const imported = { imported: 2, unchanged: 1, refused: [] };
    expect((await send("/import", "POST", rows)).body).toEqual(imported);
    expect((await send("/import", "POST", rows)).body).toMatchObject({ imported: 0, unchanged: 3 });
    const at = "2025-03-01T09:00:00.000Z";
    const entered = { channel: "import", state: "done" };
    expect((await page()).data).toMatchObject([
      { ...entered, list: "weekly", email: EMAIL, asked_at: at, done_at: at },
      { ...entered, list: null, operation: "everything", contact_id: ID },
    ]);
    const answers = [may("weekly", EMAIL), may("news", EMAIL), may("news", "MIRA@example.com")];
    expect(await Promise.all(answers)).toEqual(["left", true, "left"]);
    expect(worker.resend.all).toEqual([]);
  });

  it("does not block the undo of a later request", async () => {
    const { worker, send, may } = await start();
    const path = await signedPath({ contact: EMAIL });
    const token = await press(worker, path);
    await send("/import", "POST", [{ ...ROW, list: "twin", contact: "old@example.com" }]);
    const { body } = await send("/import", "POST", [{ ...ROW, operation: "everything" }]);
    expect(body).toMatchObject({ imported: 1 });
    const undone = await read(worker, `${path}/undo`, undoForm(token));
    expect([undone.status, await may("weekly", "old@example.com")]).toEqual([303, "left"]);
  });

  it("refuses rows that are malformed, and enters the others", async () => {
    const { send } = await start();
    const rows = [
      ROW,
      null,
      { ...ROW, contact: "steve" },
      { ...ROW, list: "weekyl" },
      { ...ROW, list: undefined },
      { ...ROW, left_at: "yesterday" },
      { ...ROW, left_at: 7 },
      { ...ROW, email: "other@example.com", contact_id: "7" },
    ];
    const { status, body } = await send("/import", "POST", rows);
    const refused = [1, 2, 3, 4, 5, 6, 7].map((row) => ({ row, error: expect.any(String) }));
    expect({ status, body }).toEqual({ status: 200, body: { imported: 1, unchanged: 0, refused } });
    for (const bad of [[], {}, undefined, Array.from({ length: 1_001 }, () => ROW)]) {
      expect((await send("/import", "POST", bad)).status).toBe(400);
    }
  });
});

describe("what Resend hears itself", () => {
  const contact = (change: object = {}) => ({
    ...STEVE,
    unsubscribed: true,
    segment_ids: [WEEKLY],
    ...change,
  });
  const topics = (id: string, subscription = "opt_out") => ({
    email: EMAIL,
    topics: [{ id, subscription }],
  });

  it.each([
    ["contact.updated", contact(), "everything", "resend"],
    ["contact.topics.updated", topics(TOPIC), "list", "resend"],
    ["email.complained", { to: [`Steve <${EMAIL}>`] }, "everything", "complaint"],
  ])("is entered, and acts on nothing: %s", async (type, data, operation, channel) => {
    const { hear, page, worker } = await start();
    expect([await hear(type, data), await hear(type, data)]).toEqual([202, 200]);
    const names = { contact_id: EMAIL_ID, email: EMAIL };
    const list = operation === "list" ? "daily" : null;
    const entered = { ...names, list, operation, channel, state: "done" };
    expect((await page()).data).toEqual([expect.objectContaining(entered)]);
    expect(worker.resend.seen()).toEqual([]);
  });

  it.each([
    ["contact.updated", contact({ unsubscribed: false })],
    ["contact.updated", contact({ id: "7", email: "steve" })],
    ["contact.deleted", contact()],
    ["contact.topics.updated", topics(TOPIC, "opt_in")],
    ["contact.topics.updated", topics(OTHER_TOPIC)],
    ["contact.topics.updated", { email: EMAIL, topics: [null] }],
    ["email.complained", { to: [EMAIL, "other@example.com"] }],
    ["email.delivered", { to: [EMAIL] }],
  ])("is nothing: %s %j", async (type, data) => {
    const { hear, page } = await start();
    expect(await hear(type, data)).toBe(200);
    expect((await page()).data).toEqual([]);
  });

  it.each([
    ["/everything", "", "contact.updated", contact()],
    ["", "daily", "contact.topics.updated", topics(TOPIC)],
  ])(
    "is nothing new if it is our own doing: %s, and no undo ends",
    async (action, list, type, data) => {
      const set = (subscription: string) => json(200, { topics: [{ id: TOPIC, subscription }] });
      const { worker, hear, page, may, pass } = await start([set("opt_out"), set("opt_in")]);
      const path = await signedPath({ contact: EMAIL_ID, ...(list && { list }) });
      const token = await press(worker, path + action);
      const done = expect.objectContaining({ channel: "page", state: "done" });
      expect([await hear(type, data), (await page()).data]).toEqual([200, [done]]);
      pass(10_000);
      const undone = await read(worker, `${path}/undo`, undoForm(token));
      expect([undone.status, await may("daily", EMAIL)]).toEqual([303, true]);
      // A delivery that comes late changes nothing; a later event does.
      expect([await hear(type, data, 10_000), await may("daily", EMAIL)]).toEqual([200, true]);
      pass(2 * MINUTE_MS);
      expect([await hear(type, data), await may("daily", EMAIL)]).toEqual([202, "left"]);
      expect((await page()).data).toHaveLength(1);
    },
  );

  it("changes nothing for someone who joined since, and is delivered again if it cannot be stored", async () => {
    const { worker, hear, may, join, pass } = await start();
    await join("daily", EMAIL);
    expect([await hear("contact.updated", contact()), await may("daily", EMAIL)]).toEqual([
      200,
      true,
    ]);
    pass(2 * MINUTE_MS);
    worker.resend.reads = () => refusal(500, "x", "");
    expect(await hear("contact.topics.updated", topics(TOPIC))).toBe(503);
    worker.resend.reads = nobody;
    expect(await hear("contact.topics.updated", topics(TOPIC))).toBe(202);
    expect(await may("daily", EMAIL)).toBe("left");
  });
});

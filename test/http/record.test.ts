/** What a sender's own systems read of the record, and what they tell it. */

import { describe, expect, it } from "vitest";

import { refusal, REMOVED } from "../upstream.ts";
import { NEWS, WEEKLY } from "../scripted.ts";
import { ID, ONE_CLICK, signedPath, startWorker } from "../worker.ts";

const OPERATOR_TOKEN = "operator-token";
const headers = { authorization: `Bearer ${OPERATOR_TOKEN}` };
const EMAIL = "Steve.Wozniak@gmail.com";
const EMAIL_ID = "5e26e74a-65db-452e-a6b6-a4fa4dd60afe";
const NOON = Date.UTC(2026, 10, 23, 12);

interface Body {
  data: { seq: number }[];
  has_more: boolean;
}

async function start(answers = [REMOVED]) {
  const LISTS = { weekly: { segment: WEEKLY }, news: { segment: NEWS }, twin: { segment: WEEKLY } };
  const worker = await startWorker(answers, { OPERATOR_TOKEN, LISTS }, { now: () => NOON });
  const send = async (path: string, method = "GET", body?: unknown) => {
    const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
    const response = await worker.fetch(`/leave/-/record${path}`, init);
    return { status: response.status, body: (await response.json()) as Body };
  };
  const leave = async (contact: string, action = "", list = "weekly") => {
    await worker.fetch((await signedPath({ contact, list })) + action, ONE_CLICK);
  };
  const page = async (query = "") => (await send(query)).body;
  return { worker, send, leave, page };
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
    expect(await send(`/weekyl/${ID}`)).toMatchObject({ status: 404 });
    expect(await send("/weekly/steve")).toMatchObject({ status: 400 });
  });
});

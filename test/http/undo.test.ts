/** What a person sees of the Ledger's rules for undo (docs/ledger.md). */

import { describe, expect, it } from "vitest";

import { answering, nobody, type Reads, scripted, WEEKLY } from "../scripted.ts";
import type { ScriptedAnswer } from "../upstream/types.ts";
import { DOWN, json, refusal, REMOVED } from "../upstream.ts";
import {
  fromPage,
  ID,
  leave,
  ONE_CLICK,
  press,
  read,
  refuseStorage,
  signedPath,
  startWorker,
  type TestWorker,
  undoForm,
  VIEW,
} from "../worker.ts";

const ADDRESS = "steve.wozniak@gmail.com";
const MINUTE_MS = 60_000;

const BACK = [303, "You are subscribed again"];
const CANCELED = [303, "Your request to unsubscribe is canceled"];
const TOO_LATE = [409, "It is too late to undo this here"];
const NEWER = [409, "There is a newer request"];
const OTHERS = [409, "Another request still stands"];

const contact = { object: "contact", id: ID, email: ADDRESS, unsubscribed: false };
/** The two spellings of one person. */
const both = answering(/^\/contacts\/[^/]+$/, json(200, contact));
const optedOut = answering(/^\/contacts\//, json(200, { ...contact, unsubscribed: true }));
const onAllLists: Reads = () => undefined;
const onNoList = answering(/\/segments$/, json(200, { object: "list", data: [], has_more: false }));

const undo = async (worker: TestWorker, path: string, token: string) => {
  const { status, title } = await press(worker, `${path}/undo`, undoForm(token));
  return [status, title];
};

const REMOVAL = `DELETE /contacts/${ID}/segments/${WEEKLY}`;
const RETURN = `POST /contacts/${ID}/segments/${WEEKLY}`;
const calls = ({ resend }: TestWorker) =>
  resend.seen().map(({ method, path }) => `${method} ${path}`);

/** A Worker whose page has been used to leave a list. */
async function left(answers: Parameters<typeof startWorker>[0] = [REMOVED], given = {}) {
  const worker = await startWorker(answers);
  const path = await signedPath({ contact: ID, ...given });
  return { worker, path, token: await leave(worker, path) };
}

describe("a page's leave", () => {
  it("reads the contact first, and can be undone with its receipt", async () => {
    const { worker, path, token } = await left();
    const order = worker.resend.all.map(({ method }) => method);
    expect(order.indexOf("DELETE")).toBe(order.length - 1);
    const paths = worker.resend.all.map((seen) => seen.path);
    expect(paths).toContain(`/contacts/${ID}/segments?limit=100`);
    const { status, location, title } = await press(worker, `${path}/undo`, undoForm(token));
    expect([[status, title], location]).toEqual([BACK, `${path}/receipt/${token}`]);
    expect(calls(worker)).toEqual([REMOVAL, RETURN]);
  });

  it.each<[string, Reads, string]>([
    ["was not on the list", onNoList, ""],
    ["is unknown to Resend", nobody, ""],
    ["had opted out before", optedOut, "/everything"],
  ])("offers no undo to a person who %s", async (_, reads, action) => {
    const worker = await startWorker(scripted([REMOVED], reads));
    const { status, token } = await press(worker, (await signedPath()) + action);
    expect([status, token]).toEqual([303, undefined]);
  });

  it("is one request however often its button is pressed", async () => {
    const worker = await startWorker();
    const path = await signedPath({ contact: ID });
    const pressed = async () => (await press(worker, path, fromPage(VIEW))).token;
    expect(await Promise.all([pressed(), pressed()])).toEqual([VIEW, VIEW]);
    expect(await pressed()).toBe(VIEW);
    expect(calls(worker)).toEqual([REMOVAL]);
    expect(await undo(worker, path, VIEW)).toEqual(BACK);
    // The page that was left open asks again, and is no longer the request that was undone.
    expect(await pressed()).toMatch(new RegExp(`^(?!${VIEW})[0-9a-f]{32}$`));
    expect(calls(worker)).toEqual([REMOVAL, RETURN, REMOVAL]);
  });

  it("offers no undo of someone else's request that is not done", async () => {
    const worker = await startWorker([DOWN]);
    const path = await signedPath();
    await worker.fetch(path, ONE_CLICK);
    expect((await press(worker, path)).token).toBeUndefined();
  });

  it("is the only one that gets a token: the answer to a one-click POST has none", async () => {
    const worker = await startWorker();
    const { html, headers } = await read(worker, await signedPath(), ONE_CLICK);
    expect(html).not.toMatch(/[0-9a-f]{32}/);
    expect(headers.has("location")).toBe(false);
  });
});

describe("undo", () => {
  it("needs the token of this request, and does not call Resend without it", async () => {
    const { worker, path } = await left();
    const others = [await signedPath(), await signedPath({ contact: ID, list: "product-news" })];
    const tokens = await Promise.all(others.map((other) => leave(worker, other)));
    const before = worker.resend.all.length;
    expect(await undo(worker, path, "")).toEqual(TOO_LATE);
    expect(await undo(worker, path, "leave.restore.99999999999.aaaa")).toEqual(TOO_LATE);
    for (const token of tokens) {
      const { status, title, html } = await press(worker, `${path}/undo`, undoForm(token));
      expect([status, title]).toEqual(NEWER);
      // In another language, the receipt says the same.
      expect(html).toContain(`href="${path}/receipt/${token}?languages"`);
    }
    const { status, html } = await read(worker, `${path}/undo`, ONE_CLICK);
    expect([status, html]).toEqual([409, expect.stringMatching(`: ${TOO_LATE[1]}`)]);
    expect(worker.resend.all).toHaveLength(before);
  });

  it("answers the same when it is repeated, and calls Resend once", async () => {
    const { worker, path, token } = await left();
    for (let i = 0; i < 3; i++) expect(await undo(worker, path, token)).toEqual(BACK);
    expect(calls(worker)).toEqual([REMOVAL, RETURN]);
    expect((await read(worker, `${path}/receipt/${token}`)).token).toBeUndefined();
  });

  it.each([
    [30, BACK],
    [30.1, TOO_LATE],
  ])("works for half an hour: after %d minutes, it is %j", async (minutes, expected) => {
    const { worker, path, token } = await left();
    // Less than a second of it has gone by.
    worker.pass(minutes * MINUTE_MS - 1_000);
    expect(await undo(worker, path, token)).toEqual(expected);
  });

  it.each<[string, ScriptedAnswer, Reads, unknown[]]>([
    ["is on the list already", refusal(409, "invalid_request", ""), onAllLists, BACK],
    ["is refused", refusal(422, "validation_error", ""), onNoList, TOO_LATE],
    ["is not found", refusal(404, "not_found", ""), onNoList, TOO_LATE],
    ["is gone", REMOVED, nobody, TOO_LATE],
  ])("of a person who %s", async (_, answer, reads, expected) => {
    const { worker, path, token } = await left([REMOVED, answer, json(200, { id: ID })]);
    worker.resend.reads = reads;
    expect(await undo(worker, path, token)).toEqual(expected);
    // Nothing was changed, so it may be tried again.
    worker.resend.reads = onAllLists;
    expect(await undo(worker, path, token)).toEqual(BACK);
  });

  it("is refused after five on one day", async () => {
    const worker = await startWorker();
    const path = await signedPath();
    const token = async () => (await press(worker, path)).token ?? "";
    for (let i = 0; i < 5; i++) expect(await undo(worker, path, await token())).toEqual(BACK);
    const { location = "", token: offered } = await press(worker, path);
    expect(offered).toBeUndefined();
    const sixth = await read(worker, `${path}/undo`, undoForm(location.slice(-32)));
    expect([sixth.status, sixth.title]).toEqual([429, "This link was used too often"]);
    expect(Number(sixth.headers.get("retry-after"))).toBeGreaterThan(0);
    worker.pass(24 * 60 * MINUTE_MS);
    expect(await undo(worker, path, await token())).toEqual(BACK);
  });

  it("is 503 when the storage fails", async () => {
    const { worker, path, token } = await left();
    await refuseStorage(worker, "UPDATE ON entries");
    expect(await undo(worker, path, token)).toEqual([503, "Something went wrong"]);
  });
});

describe("undo, while the leave is not done", () => {
  it.each<[string, ScriptedAnswer, object]>([
    ["Resend is down", DOWN, {}],
    ["the key is refused", refusal(401, "restricted_api_key", ""), {}],
    ["Resend will never take it", refusal(422, "validation_error", ""), {}],
    ["no setting names the list", REMOVED, { list: "forgotten" }],
  ])("cancels it without a call if %s", async (_, answer, given) => {
    const { worker, path, token } = await left([answer], given);
    const { queued, deadLetterCount } = await worker.ledger().report();
    expect(queued + deadLetterCount).toBe(1);
    const before = worker.resend.all.length;
    expect(await undo(worker, path, token)).toEqual(CANCELED);
    expect(await undo(worker, path, token)).toEqual(CANCELED);
    expect(worker.resend.all).toHaveLength(before);
    expect(await worker.ledger().report()).toMatchObject({ queued: 0, deadLetterCount: 0 });
  });
});

describe("undo, if another request of the same person applies", () => {
  it.each([
    ["the same list, by the address", "", { contact: ADDRESS }, "", OTHERS],
    ["everything", "", { contact: ID }, "/everything", OTHERS],
    ["another list", "", { contact: ID, list: "product-news" }, "", BACK],
    ["a list, and this was about everything", "/everything", { contact: ID }, "", BACK],
  ])("about %s", async (_, own, given, action, expected) => {
    const worker = await startWorker(scripted([REMOVED], both));
    const path = await signedPath({ contact: ID });
    const token = await leave(worker, path + own);
    await worker.fetch((await signedPath(given)) + action, ONE_CLICK);
    const isEverything = own !== "";
    const back = isEverything ? [303, "You will get emails again"] : BACK;
    expect(await undo(worker, path, token)).toEqual(expected === BACK ? back : expected);
    expect(calls(worker).includes(RETURN)).toBe(expected === BACK && !isEverything);
  });
});

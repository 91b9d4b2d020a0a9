/** What a person sees of the Ledger's rules for undo (docs/ledger.md). */

import { runInDurableObject } from "cloudflare:test";
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
  signedPath,
  startWorker,
  type TestWorker,
  titleOf,
  tokenIn,
  undoForm,
} from "../worker.ts";

const ADDRESS = "steve.wozniak@gmail.com";
const CONTACT = { object: "contact", id: ID, email: ADDRESS, unsubscribed: false };
const DONE = json(200, { id: ID });
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

const BACK = "You are back on the list";
const CANCELED = "Your request is canceled";
const TOO_LATE = "This can no longer be undone here";
const NEWER = "There is a newer request";
const TRY_AGAIN = "That did not work yet";

const onAllLists: Reads = () => undefined;
const onNoList = answering(/\/segments$/, json(200, { object: "list", data: [], has_more: false }));
/** The two spellings of one person. */
const both = answering(/^\/contacts\/[^/]+$/, json(200, CONTACT));

const undo = async (worker: TestWorker, path: string, token: string) => {
  const { status, title } = await press(worker, `${path}/undo`, undoForm(token));
  return [status, title];
};

const calls = ({ resend }: TestWorker) =>
  resend.seen().map(({ method, path }) => `${method} ${path}`);

const REMOVAL = `DELETE /contacts/${ID}/segments/${WEEKLY}`;
const RETURN = `POST /contacts/${ID}/segments/${WEEKLY}`;

describe("a page's leave", () => {
  it("reads first, and can be undone with its receipt", async () => {
    const worker = await startWorker();
    const path = await signedPath({ contact: ID });
    const token = await leave(worker, path);
    const order = worker.resend.all.map(({ method }) => method);
    expect(order.indexOf("DELETE")).toBe(order.length - 1);
    expect(worker.resend.all.map((seen) => seen.path)).toContain(
      `/contacts/${ID}/segments?limit=100`,
    );
    const { status, location, title } = await press(worker, `${path}/undo`, undoForm(token));
    expect([status, location, title]).toEqual([303, `${path}/receipt/${token}`, BACK]);
    expect(calls(worker)).toEqual([REMOVAL, RETURN]);
  });

  it.each<[string, Reads]>([
    ["was not on the list", onNoList],
    ["is unknown to Resend", nobody],
  ])("offers no undo to a person who %s", async (_, reads) => {
    const worker = await startWorker(scripted([REMOVED], reads));
    const { status, token } = await press(worker, await signedPath());
    expect([status, token]).toEqual([303, undefined]);
  });

  it("is one request however often its button is pressed", async () => {
    const worker = await startWorker();
    const path = await signedPath({ contact: ID });
    const view = "0123456789abcdef0123456789abcdef";
    const twice = [press(worker, path, fromPage(view)), press(worker, path, fromPage(view))];
    const [one, two] = await Promise.all(twice);
    expect([one?.token, two?.token]).toEqual([view, view]);
    expect((await press(worker, path, fromPage(view))).token).toBe(view);
    expect(calls(worker)).toEqual([REMOVAL]);
    expect(await undo(worker, path, view)).toEqual([303, BACK]);
    // The page that was left open asks again, and is no longer the request that was undone.
    const { status, token } = await press(worker, path, fromPage(view));
    expect([status, token]).toEqual([303, expect.not.stringMatching(view)]);
    expect(calls(worker)).toEqual([REMOVAL, RETURN, REMOVAL]);
  });

  it.each([
    ["another view of the page", fromPage()],
    ["a one-click POST", ONE_CLICK],
  ])("can no longer be undone once %s has asked again", async (_, again) => {
    const worker = await startWorker();
    const path = await signedPath({ contact: ID });
    const token = await leave(worker, path);
    expect((await press(worker, path, again)).token).toBeUndefined();
    expect(await undo(worker, path, token)).toEqual([409, NEWER]);
    // Done a moment ago: it costs Resend nothing.
    expect(calls(worker)).toEqual([REMOVAL]);
  });

  it("offers no undo of what someone else has asked for and is not done", async () => {
    const worker = await startWorker([DOWN]);
    const path = await signedPath();
    await worker.fetch(path, ONE_CLICK);
    expect((await press(worker, path)).token).toBeUndefined();
  });

  it("is the only one that gets a token: a one-click POST's answer holds none", async () => {
    const worker = await startWorker();
    const response = await worker.fetch(await signedPath(), ONE_CLICK);
    expect(await response.text()).not.toMatch(/[0-9a-f]{32}/);
    expect(response.headers.has("location")).toBe(false);
  });
});

describe("undo", () => {
  it("needs the token of this very request, and asks Resend nothing without it", async () => {
    const worker = await startWorker();
    const path = await signedPath({ contact: ID });
    const others = [await signedPath(), await signedPath({ contact: ID, list: "product-news" })];
    await leave(worker, path);
    const tokens = await Promise.all(others.map((other) => leave(worker, other)));
    const before = worker.resend.all.length;
    expect(await undo(worker, path, "")).toEqual([409, TOO_LATE]);
    expect(await undo(worker, path, "leave.restore.99999999999.aaaa")).toEqual([409, TOO_LATE]);
    for (const token of tokens) expect(await undo(worker, path, token)).toEqual([409, NEWER]);
    const click = await worker.fetch(`${path}/undo`, ONE_CLICK);
    const said = expect.stringMatching(`^Weekly digest: ${TOO_LATE}`);
    expect([click.status, await click.text()]).toEqual([409, said]);
    expect(worker.resend.all).toHaveLength(before);
  });

  it("answers the same when it is repeated, and calls Resend once", async () => {
    const worker = await startWorker();
    const path = await signedPath({ contact: ID });
    const token = await leave(worker, path);
    for (let i = 0; i < 3; i++) expect(await undo(worker, path, token)).toEqual([303, BACK]);
    expect(calls(worker)).toEqual([REMOVAL, RETURN]);
    expect(tokenIn(await (await worker.fetch(`${path}/receipt/${token}`)).text())).toBeUndefined();
  });

  it.each([
    [30, 303, BACK],
    [30.1, 409, TOO_LATE],
  ])("has half an hour: after %d minutes it is %i", async (minutes, status, title) => {
    const worker = await startWorker();
    const path = await signedPath();
    const token = await leave(worker, path);
    // Less than a second of it has gone by.
    worker.pass(minutes * MINUTE_MS - 1_000);
    expect(await undo(worker, path, token)).toEqual([status, title]);
  });

  it("claims nothing while the contact cannot be read, and may be tried again", async () => {
    const worker = await startWorker();
    const path = await signedPath();
    const token = await leave(worker, path);
    const busy = refusal(429, "rate_limit_exceeded", "", { "retry-after": "1" });
    worker.resend.reads = answering(/^\/contacts\//, busy);
    const refused = await worker.fetch(`${path}/undo`, undoForm(token));
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "1"]);
    const html = await refused.text();
    expect([titleOf(html), tokenIn(html)]).toEqual([TRY_AGAIN, token]);
    worker.resend.reads = onAllLists;
    worker.pass(1_001);
    expect(await undo(worker, path, token)).toEqual([303, BACK]);
  });

  it.each<[string, ScriptedAnswer, Reads, number, string]>([
    ["is on the list already", refusal(409, "invalid_request", ""), onAllLists, 303, BACK],
    ["is refused", refusal(422, "validation_error", ""), onNoList, 409, TOO_LATE],
    ["is gone", REMOVED, nobody, 409, TOO_LATE],
  ])("of a person who %s", async (_, answer, reads, status, title) => {
    const worker = await startWorker([REMOVED, answer, DONE]);
    const path = await signedPath();
    const token = await leave(worker, path);
    worker.resend.reads = reads;
    expect(await undo(worker, path, token)).toEqual([status, title]);
    // Nothing was changed, so it may be tried again.
    worker.resend.reads = onAllLists;
    expect(await undo(worker, path, token)).toEqual([303, BACK]);
  });

  it.each<[string, ScriptedAnswer]>([
    ["breaks off", "drop"],
    ["says that something failed", refusal(500, "internal_server_error", "")],
  ])("is finished from the queue when Resend's answer %s", async (_, answer) => {
    const worker = await startWorker([REMOVED, answer, DONE]);
    const path = await signedPath({ contact: ID });
    const token = await leave(worker, path);
    expect(await undo(worker, path, token)).toEqual([303, "Your undo is on its way"]);
    worker.pass(MINUTE_MS);
    await worker.ledger().ring();
    expect(await undo(worker, path, token)).toEqual([303, BACK]);
    expect(calls(worker).filter((call) => call === RETURN)).toHaveLength(2);
  });

  it("is refused after five on one day", async () => {
    const worker = await startWorker([REMOVED]);
    const path = await signedPath();
    const token = async () => (await press(worker, path)).token ?? "";
    for (let i = 0; i < 5; i++) {
      expect(await undo(worker, path, await token())).toEqual([303, BACK]);
    }
    const { location = "", token: offered } = await press(worker, path);
    expect(offered).toBeUndefined();
    const sixth = await worker.fetch(`${path}/undo`, undoForm(location.slice(-32)));
    expect([sixth.status, titleOf(await sixth.text())]).toEqual([429, "A moment, please"]);
    expect(Number(sixth.headers.get("retry-after"))).toBeGreaterThan(0);
    worker.pass(DAY_MS);
    expect(await undo(worker, path, await token())).toEqual([303, BACK]);
  });

  it("is 503 when the storage fails", async () => {
    const worker = await startWorker();
    const path = await signedPath();
    const token = await leave(worker, path);
    await runInDurableObject(worker.ledger(), (_, { storage }) => {
      storage.sql.exec(
        "CREATE TRIGGER full BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'full'); END",
      );
    });
    expect(await undo(worker, path, token)).toEqual([503, TRY_AGAIN]);
  });
});

describe("undo, while the leave is not done", () => {
  it.each<[string, ScriptedAnswer, object]>([
    ["Resend is down", DOWN, {}],
    ["the key is refused", refusal(401, "restricted_api_key", ""), {}],
    ["Resend will never take it", refusal(422, "validation_error", ""), {}],
    ["no setting names the list", REMOVED, { LISTS: {} }],
  ])("cancels it without a call where %s", async (_, answer, change) => {
    const worker = await startWorker([answer], change);
    const path = await signedPath();
    const token = await leave(worker, path);
    const { queued, deadLetterCount } = await worker.ledger().report();
    expect(queued + deadLetterCount).toBe(1);
    const before = worker.resend.all.length;
    expect(await undo(worker, path, token)).toEqual([303, CANCELED]);
    expect(await undo(worker, path, token)).toEqual([303, CANCELED]);
    expect(worker.resend.all).toHaveLength(before);
    expect(await worker.ledger().report()).toMatchObject({ queued: 0, deadLetterCount: 0 });
  });

  it.each([false, true])("waits while a lost removal may land, done since: %j", async (isDone) => {
    const worker = await startWorker(["drop", REMOVED, DONE]);
    const path = await signedPath({ contact: ID });
    const token = await leave(worker, path);
    worker.pass(10_000);
    if (isDone) await worker.ledger().ring();
    const early = await worker.fetch(`${path}/undo`, undoForm(token));
    expect(early.status).toBe(503);
    expect(Number(early.headers.get("retry-after"))).toBeGreaterThan(15);
    expect(tokenIn(await early.text())).toBe(token);
    expect(calls(worker)).not.toContain(RETURN);
    worker.pass(20_000);
    if (!isDone) await worker.ledger().ring();
    expect(await undo(worker, path, token)).toEqual([303, BACK]);
    // The alarm sends its canary too.
    const own = calls(worker).filter((call) => call.includes(ID));
    expect(own).toEqual([REMOVAL, REMOVAL, RETURN]);
  });

  it("cancels its own request and no other", async () => {
    const worker = await startWorker([DOWN]);
    const paths = [await signedPath({ contact: ID }), await signedPath({ contact: ADDRESS })];
    const [token = ""] = await Promise.all(paths.map((path) => leave(worker, path)));
    expect(await undo(worker, paths[0] ?? "", token)).toEqual([303, CANCELED]);
    expect(await worker.ledger().report()).toMatchObject({ queued: 1 });
  });
});

describe("undo, where another request of the same person stands", () => {
  const OTHERS = "Another request still stands";

  it.each([
    ["the same list, by the address", { contact: ADDRESS }, "", [409, OTHERS]],
    ["everything", { contact: ID }, "/everything", [409, OTHERS]],
    ["another list", { contact: ID, list: "product-news" }, "", [303, BACK]],
  ])("about %s", async (_, given, action, expected) => {
    const worker = await startWorker(scripted([REMOVED], both));
    const path = await signedPath({ contact: ID });
    const token = await leave(worker, path);
    await worker.fetch((await signedPath(given)) + action, ONE_CLICK);
    expect(await undo(worker, path, token)).toEqual(expected);
    expect(calls(worker).includes(RETURN)).toBe(expected[1] === BACK);
  });

  it("undoes everything, though a list was left since", async () => {
    const worker = await startWorker(scripted([REMOVED], both));
    const path = await signedPath({ contact: ID });
    const token = await leave(worker, `${path}/everything`);
    await worker.fetch(path, ONE_CLICK);
    expect(await undo(worker, path, token)).toEqual([303, "You will get emails again"]);
    expect(calls(worker)).not.toContain(RETURN);
  });
});

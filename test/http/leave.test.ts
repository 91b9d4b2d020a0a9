/** What a POST to a signed link does, what its sender is told, and the receipt that a page's form leads to. */

import { describe, expect, it } from "vitest";

import { answering, nobody, scripted, WEEKLY } from "../scripted.ts";
import { NOT_FOUND, refusal, REMOVED } from "../upstream.ts";
import {
  fromPage,
  ID,
  leave,
  ledgerOf,
  LIMITED,
  MADE_UP,
  ONE_CLICK,
  press,
  read,
  refuseStorage,
  signedPath,
  SILENT,
  startWorker,
  streamOf,
  type TestWorker,
  undoForm,
  VIEW,
} from "../worker.ts";

const TEXT = "text/plain; charset=UTF-8";
const HTML = "text/html; charset=UTF-8";
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

const DOWN = refusal(503, "application_error", "secret words");
const LEFT = "You are unsubscribed";

describe("a POST to a signed link, and the answers to a page's form and a mail program", () => {
  const done = [200, LEFT] as const;
  const stored = [202, "You will be unsubscribed soon"] as const;
  const tryAgain = [503, "Something went wrong", "60"] as const;
  const misconfigured = refusal(401, "restricted_api_key", "secret words");
  const never = refusal(422, "validation_error", "secret words");
  const noSegment = scripted([], answering(/^\/segments\//, NOT_FOUND));

  it.each<[string, Parameters<typeof startWorker>, readonly [number, string, string?]]>([
    ["Resend confirms it", [[REMOVED]], done],
    ["there is no such contact", [scripted([], nobody)], [200, "This address is not subscribed"]],
    ["Resend is down", [[DOWN]], stored],
    ["the key is refused", [[misconfigured]], stored],
    ["there is no such segment", [noSegment], stored],
    ["no setting names the list", [[], { LISTS: {} }], stored],
    ["Resend will never take it", [[never]], [202, "Your request is with the sender"]],
    ["the Ledger does not answer", [[], SILENT], tryAgain],
    ["it comes too often", [[], LIMITED], [429, "This link was used too often", "60"]],
  ])("where %s", async (_, start, [status, title, retryAfter = null]) => {
    const worker = await startWorker(...start);
    const click = await read(worker, await signedPath(), ONE_CLICK);
    expect([click.status, click.headers.get("content-type")]).toEqual([status, TEXT]);
    expect(click.headers.get("access-control-allow-origin")).toBe("*");
    expect(click.headers.get("retry-after")).toBe(retryAfter);
    expect(click.html).toMatch(new RegExp(`^(Weekly digest: )?${title}\\. [^]*\\.\n$`));

    const path = await signedPath();
    const form = await read(worker, path, fromPage(VIEW));
    // Done or stored, it has a receipt; what is neither is answered where it was asked.
    const isKept = status < 300;
    expect(form.status).toBe(isKept ? 303 : status);
    expect(form.headers.get("location")).toBe(isKept ? `${path}/receipt/${VIEW}` : null);
    expect(form.headers.get("retry-after")).toBe(retryAfter);
    const page = isKept ? await read(worker, `${path}/receipt/${VIEW}`) : form;
    expect([page.status, page.headers.get("content-type")]).toEqual([isKept ? 200 : status, HTML]);
    expect(page.title).toBe(title);
    expect(page.html).not.toContain("secret words");
    const isOffered = isKept && !title.includes("not subscribed");
    expect(page.html.includes(`action="${path}/everything"`)).toBe(isOffered);
    // What can be tried again is the same request.
    expect(page.html.includes(`name="view" value="${VIEW}"`)).toBe(!isKept);
    const { html } = await read(worker, `${path}/everything`, fromPage());
    expect(html.includes(`action="${path}/everything"`)).toBe(!isKept);
  });

  it.each([
    ["named in LISTS", "weekly", {}, /^Weekly digest: You are unsubscribed\. /],
    ["named by its segment ID", WEEKLY, { LISTS: {} }, /^You are unsubscribed\. /],
  ])("removes the contact from the segment of a list %s, once", async (_, list, change, said) => {
    const worker = await startWorker([REMOVED], change);
    const { status, html } = await read(worker, await signedPath({ contact: ID, list }), ONE_CLICK);
    expect([status, html]).toEqual([200, expect.stringMatching(said)]);
    const removal = { method: "DELETE", path: `/contacts/${ID}/segments/${WEEKLY}` };
    expect(worker.resend.seen()).toMatchObject([removal]);
  });

  it.each([
    ["was done, and offers no undo", REMOVED, [200, undefined, LEFT, undefined]],
    ["was not done, and may be tried again", DOWN, [503, undefined, tryAgain[1], undefined]],
  ])("says if it could not be stored, and %s", async (_, answer, expected) => {
    const worker = await startWorker([answer]);
    await refuseStorage(worker, "INSERT ON entries");
    const { status, location, title, token } = await press(worker, await signedPath());
    expect([status, location, title, token]).toEqual(expected);
    expect(worker.resend.seen()).toHaveLength(1);
  });

  it("is repeated, once and as the same request, if a restart cut it off", async () => {
    const ids: string[] = [];
    const unsubscribe = async ({ id }: { id: string }) => {
      ids.push(id);
      if (ids.length % 2 === 1) throw new Error("restarted");
      return { kind: "done", asking: id };
    };
    const worker = await startWorker([], ledgerOf({ unsubscribe }));
    expect((await worker.fetch(await signedPath(), ONE_CLICK)).status).toBe(200);
    expect(ids).toEqual([ids[0], ids[0]]);
  });

  it.each(["", VIEW.toUpperCase(), "%22%3E%0d%0a", "a".repeat(33)])(
    "makes an ID of its own where a form's is malformed: %j",
    async (view) => {
      const { location } = await press(await startWorker(), await signedPath(), fromPage(view));
      expect(location).toMatch(/\/receipt\/[0-9a-f]{32}$/);
    },
  );
});

it("the body of a POST is read for at most 16 MB: some proxies lose an answer that arrives before the request has ended", async () => {
  let sent = 0;
  function* tooLong() {
    for (; sent < 2 ** 25; sent += 2 ** 20) yield new Uint8Array(2 ** 20);
  }
  const worker = await startWorker();
  const response = await worker.fetch(await signedPath(), {
    method: "POST",
    body: streamOf(tooLong()),
  });
  expect(response.status).toBe(200);
  expect(sent).toBeGreaterThanOrEqual(2 ** 24);
  expect(sent).toBeLessThanOrEqual(2 ** 24 + 3 * 2 ** 20);
});

it.each([
  { limit: () => Promise.reject(new Error("down")) },
  { limit: () => JSON.parse("nonsense") as never },
  { limit: "none" },
])(
  "one link's limit stops no one from leaving when the rate limiter fails: %j",
  async (limiter) => {
    const worker = await startWorker([REMOVED], { LEAVE_LIMIT: limiter });
    expect((await worker.fetch(await signedPath(), ONE_CLICK)).status).toBe(200);
  },
);

describe("a POST to …/everything", () => {
  it("opts the contact out of all broadcasts, and its undo opts in again", async () => {
    const worker = await startWorker();
    const path = await signedPath({ contact: ID });
    const { status, title, token = "" } = await press(worker, `${path}/everything`);
    expect([status, title]).toEqual([303, "You are unsubscribed from all mailings"]);
    const undone = await press(worker, `${path}/undo`, undoForm(token));
    expect([undone.status, undone.title]).toEqual([303, "You will get emails again"]);
    const change = { method: "PATCH", path: `/contacts/${ID}` };
    expect(worker.resend.seen()).toMatchObject([
      { ...change, body: '{"unsubscribed":true}' },
      { ...change, body: '{"unsubscribed":false}' },
    ]);
  });

  it("is one request for the links of all lists, separate from the list's own", async () => {
    const worker = await startWorker([DOWN]);
    const path = await signedPath({ contact: ID });
    const news = await signedPath({ contact: ID, list: "product-news" });
    for (const one of [`${path}/everything`, `${news}/everything`, news]) {
      expect((await worker.fetch(one, ONE_CLICK)).status).toBe(202);
    }
    const queuedByList = { "product-news": 2 };
    expect(await worker.ledger().report()).toMatchObject({ queued: 2, queuedByList });
  });

  it("is neither offered nor done when it is turned off", async () => {
    const worker = await startWorker([REMOVED], { OFFER_EVERYTHING: false });
    const path = await signedPath();
    expect((await read(worker, path)).html).not.toContain("/everything");
    expect((await press(worker, path)).html).not.toContain("/everything");
    expect((await worker.fetch(`${path}/everything`, fromPage())).status).toBe(404);
    expect((await worker.fetch(`${path}/everything`, ONE_CLICK)).status).toBe(404);
    expect(worker.resend.seen()).toMatchObject([{ method: "DELETE" }]);
  });
});

describe("a receipt", () => {
  const OUT_OF_DATE = "This page is out of date";
  const shown = async (worker: TestWorker, at: string) => {
    const { status, title, token } = await read(worker, at);
    return [status, title, token];
  };

  it("offers undo for half an hour, and shows the result for thirty days, without a call to Resend", async () => {
    const worker = await startWorker();
    const { location = "", html, token } = await press(worker, await signedPath());
    expect(html).toContain("You can undo this for 30 minutes.");
    const requests = worker.resend.all.length;
    worker.pass(2 * MINUTE_MS);
    expect((await read(worker, location)).html).not.toContain("30 minutes");
    worker.pass(28 * MINUTE_MS - 1_000);
    expect(await shown(worker, location)).toEqual([200, LEFT, token]);
    worker.pass(2_000);
    expect(await shown(worker, location)).toEqual([200, LEFT, undefined]);
    worker.pass(29.9 * DAY_MS);
    expect(await shown(worker, location)).toEqual([200, LEFT, undefined]);
    worker.pass(DAY_MS);
    expect(await shown(worker, location)).toEqual([404, OUT_OF_DATE, undefined]);
    expect(worker.resend.all).toHaveLength(requests);
  });

  it("belongs to one request, and leads back to the link", async () => {
    const worker = await startWorker();
    const [path, other] = [await signedPath(), await signedPath()];
    const token = await leave(worker, path);
    for (const at of [`${other}/receipt/${token}`, `${other}/receipt`, `${other}/receipt/`]) {
      const { status, title, html } = await read(worker, at);
      expect([status, title]).toEqual([404, OUT_OF_DATE]);
      expect(html).toContain(`href="${other}"`);
    }
  });

  it("is 503 while the Ledger does not answer", async () => {
    const worker = await startWorker([], SILENT);
    const path = await signedPath();
    const { status, headers, title } = await read(worker, `${path}/receipt/${MADE_UP}`);
    expect([status, headers.get("retry-after")]).toEqual([503, "300"]);
    expect(title).toBe("This page is not available right now");
    // The Ledger is not asked about what is no request's ID.
    expect((await worker.fetch(`${path}/receipt/x`)).status).toBe(404);
    expect((await worker.fetch(`${path}/receipt/${MADE_UP}`, ONE_CLICK)).status).toBe(404);
  });
});

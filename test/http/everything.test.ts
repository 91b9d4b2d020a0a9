/** Unsubscribing from all that this sender mails. */

import { describe, expect, it } from "vitest";

import { answering, nobody, scripted } from "../scripted.ts";
import { DOWN, json, REMOVED } from "../upstream.ts";
import { fromPage, ID, ONE_CLICK, press, signedPath, startWorker, undoForm } from "../worker.ts";

describe("everything", () => {
  it("opts the contact out of all broadcasts, and its undo opts in again", async () => {
    const worker = await startWorker();
    const path = await signedPath({ contact: ID });
    const { status, title, token = "" } = await press(worker, `${path}/everything`);
    expect([status, title]).toEqual([303, "All emails are stopped"]);
    const undone = await press(worker, `${path}/undo`, undoForm(token));
    expect([undone.status, undone.title]).toEqual([303, "You will get emails again"]);
    const change = { method: "PATCH", path: `/contacts/${ID}` };
    expect(worker.resend.seen()).toMatchObject([
      { ...change, body: '{"unsubscribed":true}' },
      { ...change, body: '{"unsubscribed":false}' },
    ]);
  });

  it("offers no undo to somebody who had opted out before", async () => {
    const contact = { id: ID, email: "steve.wozniak@gmail.com", unsubscribed: true };
    const reads = answering(/^\/contacts\//, json(200, contact));
    const worker = await startWorker(scripted([REMOVED], reads));
    expect((await press(worker, `${await signedPath()}/everything`)).token).toBeUndefined();
  });

  it("works by a one-click POST too, whatever follows it", async () => {
    const worker = await startWorker();
    const response = await worker.fetch(`${await signedPath()}%2FEverything&amp;a=b`, ONE_CLICK);
    expect([response.status, await response.text()]).toEqual([
      200,
      expect.stringMatching(/^All emails are stopped\. /),
    ]);
    expect(worker.resend.seen()).toMatchObject([{ method: "PATCH" }]);
  });

  it("is one request whichever list's link asks, and apart from the list's own", async () => {
    const worker = await startWorker([DOWN]);
    const path = await signedPath({ contact: ID });
    const news = await signedPath({ contact: ID, list: "product-news" });
    for (const one of [`${path}/everything`, `${news}/everything`, news]) {
      expect((await worker.fetch(one, ONE_CLICK)).status).toBe(202);
    }
    expect(await worker.ledger().report()).toMatchObject({
      queued: 2,
      queuedByList: { "product-news": 2 },
    });
  });

  it("says so where Resend knows no such contact", async () => {
    const worker = await startWorker(scripted([], nobody));
    const { status, title, html } = await press(worker, `${await signedPath()}/everything`);
    expect([status, title]).toEqual([303, "This address is not subscribed"]);
    expect(html).not.toContain("<form");
  });

  it("is neither offered nor done when it is switched off", async () => {
    const worker = await startWorker([REMOVED], { OFFER_EVERYTHING: false });
    const path = await signedPath();
    expect(await (await worker.fetch(path)).text()).not.toContain("/everything");
    expect((await press(worker, path)).html).not.toContain("/everything");
    expect((await worker.fetch(`${path}/everything`, fromPage())).status).toBe(404);
    expect((await worker.fetch(`${path}/everything`, ONE_CLICK)).status).toBe(404);
    expect(worker.resend.seen()).toMatchObject([{ method: "DELETE" }]);
  });
});

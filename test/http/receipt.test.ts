/** What a person is shown of one request, for as long as they like to look. */

import { runInDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";

import { DOWN, REMOVED } from "../upstream.ts";
import {
  fromPage,
  leave,
  ledgerOf,
  ONE_CLICK,
  press,
  signedPath,
  startWorker,
  type TestWorker,
  titleOf,
  tokenIn,
  undoForm,
} from "../worker.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

describe("a receipt", () => {
  const shown = async (worker: TestWorker, at: string) => {
    const response = await worker.fetch(at);
    const html = await response.text();
    return [response.status, titleOf(html), tokenIn(html)];
  };

  it("tells how things are now, and changes nothing", async () => {
    const worker = await startWorker([DOWN, REMOVED]);
    const path = await signedPath();
    const { location = "", token } = await press(worker, path);
    const record = () =>
      runInDurableObject(worker.ledger(), (_, { storage }) =>
        storage.sql.exec("SELECT * FROM entries").toArray(),
      );
    const before = await record();
    const asked = worker.resend.all.length;
    expect(await shown(worker, location)).toEqual([200, "You are on your way out", token]);
    expect(await shown(worker, location.toUpperCase().replace("LEAVE", "leave"))).toEqual(
      await shown(worker, `${location}&amp;utm_source=x`),
    );
    expect((await worker.fetch(location, { method: "HEAD" })).status).toBe(200);
    expect(await record()).toEqual(before);
    expect(worker.resend.all).toHaveLength(asked);
    worker.pass(MINUTE_MS);
    await worker.ledger().ring();
    expect(await shown(worker, location)).toEqual([200, "You have left this list", token]);
  });

  it("offers undo for half an hour, and tells for thirty days", async () => {
    const worker = await startWorker();
    const { location = "", title, token } = await press(worker, await signedPath());
    worker.pass(30 * MINUTE_MS - 1_000);
    expect(await shown(worker, location)).toEqual([200, title, token]);
    worker.pass(2_000);
    expect(await shown(worker, location)).toEqual([200, title, undefined]);
    worker.pass(29.9 * DAY_MS);
    expect(await shown(worker, location)).toEqual([200, title, undefined]);
    worker.pass(DAY_MS);
    expect(await shown(worker, location)).toEqual([404, "This page is out of date", undefined]);
  });

  it("offers everything too, as a request of its own each time", async () => {
    const worker = await startWorker();
    const path = await signedPath();
    const { location = "" } = await press(worker, path);
    const view = async () => {
      const html = await (await worker.fetch(location)).text();
      const form = `action="${path}/everything">\n<input type="hidden" name="view" value="`;
      return html.slice(html.indexOf(form) + form.length).slice(0, 32);
    };
    const views = [await view(), await view()];
    for (const one of views) expect(one).toMatch(/^[0-9a-f]{32}$/);
    expect(new Set(views).size).toBe(2);
    expect((await press(worker, `${path}/everything`)).html).not.toContain("/everything");
  });

  it("is nobody else's, and leads back to the link", async () => {
    const worker = await startWorker();
    const [path, other] = [await signedPath(), await signedPath()];
    const token = await leave(worker, path);
    for (const at of [`${other}/receipt/${token}`, `${other}/receipt`, `${other}/receipt/`]) {
      const response = await worker.fetch(at);
      const html = await response.text();
      expect([response.status, titleOf(html)]).toEqual([404, "This page is out of date"]);
      expect(html).toContain(`href="${other}"`);
    }
  });

  it("takes no POST: it is neither a leave nor an undo", async () => {
    const worker = await startWorker();
    const path = await signedPath();
    const token = await leave(worker, path);
    const after = ["receipt", `receipt/${token}`, `%2FRECEIPT%2F${token}`, "receipt/x"];
    for (const one of after) {
      for (const init of [ONE_CLICK, fromPage(), undoForm(token)]) {
        const at = `${path}${one.startsWith("%") ? "" : "/"}${one}`;
        expect((await worker.fetch(at, init)).status, at).toBe(404);
      }
    }
    expect(worker.resend.seen()).toHaveLength(1);
    expect((await press(worker, `${path}/undo`, undoForm(token))).status).toBe(303);
  });

  it("is 503 while the Ledger does not answer", async () => {
    const worker = await startWorker([], ledgerOf({}));
    const response = await worker.fetch(`${await signedPath()}/receipt/${"0".repeat(32)}`);
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "300"]);
    expect(titleOf(await response.text())).toBe("That did not work yet");
    // It is not asked for what is no request's.
    expect((await worker.fetch(`${await signedPath()}/receipt/x`)).status).toBe(404);
  });
});

/** The log of a leave: one line, from the Ledger, or from the Worker where the Ledger was not asked. */

import { describe, expect, it } from "vitest";

import { nobody, scripted } from "../scripted.ts";
import { refusal, REMOVED } from "../upstream.ts";
import { fromPage, ledgerOf, ONE_CLICK, signedPath, startWorker } from "../worker.ts";

describe("the log of a leave", () => {
  it("is one line that says what happened", async () => {
    const worker = await startWorker();
    await worker.fetch(await signedPath(), ONE_CLICK);
    await worker.fetch(`${await signedPath()}/everything`, fromPage());
    const line = {
      event: "leave",
      scope: "list",
      list: "weekly",
      channel: "one-click",
      outcome: "done",
      entry: 1,
      ms: expect.any(Number),
      hash: expect.stringMatching(/^[a-z2-7]{10}$/),
    };
    expect(worker.log).toEqual([
      { level: "info", line },
      {
        level: "info",
        line: { ...line, scope: "everything", channel: "page", entry: expect.any(Number) },
      },
    ]);
  });

  it.each([
    ["one-click", ONE_CLICK],
    ["page", fromPage()],
    ["other", { method: "POST" }],
    ["other", { method: "POST", body: "confirm=paged&List-Unsubscribe=Two-Clicks" }],
  ])("names the channel: %s", async (channel, init) => {
    const worker = await startWorker();
    await worker.fetch(await signedPath(), init);
    expect(worker.log).toMatchObject([{ line: { channel } }]);
  });

  it("correlates the requests of one subscription, and of no other", async () => {
    const worker = await startWorker();
    const path = await signedPath();
    await worker.fetch(path, ONE_CLICK);
    await worker.fetch(`${path}>`, fromPage());
    await worker.fetch(await signedPath(), ONE_CLICK);
    const [first, second, third] = worker.log.map(({ line }) => line["hash"]);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  it.each([
    [503, "warn", "queued", "unavailable"],
    [401, "error", "queued", "key-refused"],
    [422, "error", "dead-letter", "rejected"],
  ])("names the fault behind Resend's %i", async (status, level, outcome, fault) => {
    const worker = await startWorker([refusal(status, "some_error", "Resend's words")]);
    await worker.fetch(await signedPath(), ONE_CLICK);
    const upstream = "some_error: Resend's words";
    expect(worker.log).toMatchObject([
      { level, line: { event: "leave", outcome, fault, status, upstream, entry: 1 } },
    ]);
  });

  it("warns when Resend knows nobody by that name", async () => {
    const worker = await startWorker(scripted([], nobody));
    expect((await worker.fetch(await signedPath(), ONE_CLICK)).status).toBe(200);
    expect(worker.log).toMatchObject([{ level: "warn", line: { outcome: "no-contact" } }]);
  });

  it("names a list that no setting names", async () => {
    const worker = await startWorker();
    await worker.fetch(await signedPath({ list: "forgotten" }), ONE_CLICK);
    expect(worker.log).toMatchObject([
      { level: "error", line: { list: "forgotten", outcome: "queued", fault: "list-unknown" } },
    ]);
    expect(worker.resend.all).toEqual([]);
  });

  it("says when neither the Ledger nor Resend was asked", async () => {
    const limiter = { limit: async () => ({ success: false }) };
    const worker = await startWorker([], { LEAVE_LIMIT: limiter, ...ledgerOf({}) });
    await worker.fetch(await signedPath(), ONE_CLICK);
    const line = { event: "too-many", scope: "list", list: "weekly", channel: "one-click" };
    expect(worker.log).toEqual([{ level: "warn", line }]);
  });

  it("holds no address, no ticket, no ID of a request, no key and no secret", async () => {
    const contact = "someone.private@example.com";
    const answers = [
      refusal(409, "resource_locked", `Busy with ${contact}`),
      refusal(422, "validation_error", `Cannot remove ${encodeURIComponent(contact)}`),
      REMOVED,
    ];
    const worker = await startWorker(answers);
    const path = await signedPath({ contact });
    const view = "0123456789abcdef0123456789abcdef";
    await worker.fetch(path, ONE_CLICK);
    await worker.fetch(path, ONE_CLICK);
    await worker.fetch(path, fromPage(view));
    await worker.fetch(`${path}/undo`, { ...fromPage(), body: `token=${view}&confirm=page` });
    await worker.mail(path.replace("/leave/", "").replace("/", ".") + "@leave.acme.com");
    await worker.ledger().ring();
    const text = JSON.stringify(worker.log);
    expect(worker.log.length).toBeGreaterThanOrEqual(5);
    expect(text).toContain("[address]");
    const ticket = path.split("/").at(-1) ?? "";
    for (const secret of ["private", ticket, view, "re_test", "correct-horse"]) {
      expect(text).not.toContain(secret);
    }
  });
});

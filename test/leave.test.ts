import { describe, expect, it } from "vitest";

import { refusal, REMOVED } from "./upstream.ts";
import { FROM_PAGE, ONE_CLICK, signedPath, startWorker } from "./worker.ts";

describe("the log of a leave", () => {
  it("is one line that says what happened", async () => {
    const worker = await startWorker();
    await worker.fetch(await signedPath(), ONE_CLICK);
    expect(worker.log).toEqual([
      {
        level: "info",
        line: {
          event: "leave",
          operation: "leave",
          list: "weekly",
          channel: "one-click",
          outcome: "left",
          status: 200,
          ms: expect.any(Number),
          hash: expect.stringMatching(/^[a-z2-7]{10}$/),
        },
      },
    ]);
  });

  it.each([
    ["one-click", ONE_CLICK],
    ["page", FROM_PAGE],
    ["other", { method: "POST" }],
    ["other", { method: "POST", body: "confirm=paged&List-Unsubscribe=Two-Clicks" }],
  ])("names the channel: %s", async (channel, init) => {
    const worker = await startWorker();
    await worker.fetch(await signedPath(), init);
    expect(worker.log).toMatchObject([{ line: { channel } }]);
  });

  it("correlates the requests of one membership, and of no other", async () => {
    const worker = await startWorker();
    const path = await signedPath();
    await worker.fetch(path, ONE_CLICK);
    await worker.fetch(`${path}>`, FROM_PAGE);
    await worker.fetch(await signedPath(), ONE_CLICK);
    const [first, second, third] = worker.log.map(({ line }) => line["hash"]);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  it("warns when Resend knows nobody by that name", async () => {
    const worker = await startWorker([refusal(404, "not_found", "Contact not found")]);
    expect((await worker.fetch(await signedPath(), ONE_CLICK)).status).toBe(200);
    expect(worker.log).toMatchObject([{ level: "warn", line: { outcome: "nobody", status: 404 } }]);
  });

  it.each([
    [503, "warn", "unavailable"],
    [401, "error", "key-refused"],
    [422, "error", "rejected"],
  ])("names the fault behind Resend's %i", async (status, level, fault) => {
    const worker = await startWorker([refusal(status, "some_error", "Resend's words")]);
    await worker.fetch(await signedPath(), ONE_CLICK);
    const upstream = "some_error: Resend's words";
    expect(worker.log).toMatchObject([
      { level, line: { outcome: "leaving", fault, status, upstream, row: expect.any(Number) } },
    ]);
  });

  it("says when Resend was not asked", async () => {
    const limiter = { limit: async () => ({ success: false }) };
    const worker = await startWorker([REMOVED], { LEAVE_LIMIT: limiter });
    await worker.fetch(await signedPath(), ONE_CLICK);
    expect(worker.log).toMatchObject([
      { level: "warn", line: { outcome: "too-many", status: null } },
    ]);
    expect(await worker.resend.seen()).toEqual([]);
  });

  it("holds no address, no ticket, no key and no secret", async () => {
    const contact = "someone.private@example.com";
    const answers = [
      REMOVED,
      refusal(422, "validation_error", `Cannot remove ${contact}`),
      refusal(404, "not_found", "Contact not found"),
    ];
    const worker = await startWorker(answers);
    const path = await signedPath({ contact });
    for (let i = 0; i < 3; i++) await worker.fetch(path, ONE_CLICK);
    const text = JSON.stringify(worker.log);
    expect(worker.log).toHaveLength(3);
    for (const secret of ["private", path.split("/").at(-1) ?? "", "re_test", "correct-horse"]) {
      expect(text).not.toContain(secret);
    }
  });
});

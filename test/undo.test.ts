import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";

import { signProof } from "../src/link.ts";
import type { ScriptedAnswer } from "./upstream/types.ts";
import { json, refusal, REMOVED } from "./upstream.ts";
import {
  FROM_PAGE,
  ID,
  ONE_CLICK,
  SECRET,
  signedPath,
  startWorker,
  type TestWorker,
} from "./worker.ts";

const SEGMENT = "78261eea-8f8b-4381-83c6-79fa7120f1cf";
const MEMBER = json(200, { data: [{ id: SEGMENT }], has_more: false });
const NO_MEMBER = json(200, { data: [], has_more: false });
const SUBSCRIBED = json(200, { id: ID, unsubscribed: false });
const UNSUBSCRIBED = json(200, { id: ID, unsubscribed: true });
const DONE = json(200, { id: ID });
const DOWN = refusal(503, "application_error", "Down");

/** The proof that a result page carries; `undefined` where it offers no way back. */
function proofIn(html: string): string | undefined {
  return /name="proof" value="([^"]+)"/.exec(html)?.[1];
}

async function press(worker: TestWorker, path: string) {
  const response = await worker.fetch(path, FROM_PAGE);
  const html = await response.text();
  return { status: response.status, html, proof: proofIn(html) };
}

async function comeBack(worker: TestWorker, path: string, proof = "") {
  const body = new URLSearchParams({ confirm: "page", proof }).toString();
  const response = await worker.fetch(`${path}/rejoin`, { ...FROM_PAGE, body });
  const [, title] = /<h1[^>]*>([^<]*)</.exec(await response.text()) ?? [];
  return { status: response.status, title };
}

const calls = async ({ resend }: TestWorker) =>
  (await resend.seen()).map(({ method, path }) => `${method} ${path.replace(/\?.*/, "")}`);

describe("a page's leave", () => {
  it("reads first, and offers a way back to whoever was on the list", async () => {
    const worker = await startWorker([MEMBER, REMOVED, DONE]);
    const path = await signedPath({ contact: ID });
    const { status, proof } = await press(worker, path);
    expect([status, proof]).toEqual([200, expect.stringMatching(/^leave\.restore\./)]);
    expect(await comeBack(worker, path, proof)).toEqual({
      status: 200,
      title: "You are back on the list",
    });
    const membership = `/contacts/${ID}/segments`;
    expect(await calls(worker)).toEqual([
      `GET ${membership}`,
      `DELETE ${membership}/${SEGMENT}`,
      `POST ${membership}/${SEGMENT}`,
    ]);
    expect(worker.log.at(-1)).toMatchObject({
      level: "info",
      line: {
        event: "rejoin",
        operation: "leave",
        list: "weekly",
        outcome: "rejoined",
        status: 200,
      },
    });
  });

  it.each<[string, ScriptedAnswer]>([
    ["was not on the list", NO_MEMBER],
    ["is unknown to Resend", refusal(404, "not_found", "Contact not found")],
    ["could not be read", json(200, "odd")],
  ])("offers none to somebody who %s", async (_, before) => {
    const worker = await startWorker([before, REMOVED]);
    const { status, proof } = await press(worker, await signedPath());
    expect([status, proof]).toEqual([200, undefined]);
  });

  it("gives a one-click POST no proof, and does not read for it", async () => {
    const worker = await startWorker([REMOVED]);
    const response = await worker.fetch(await signedPath(), ONE_CLICK);
    expect(await response.text()).not.toContain("restore");
    expect(await worker.resend.seen()).toHaveLength(1);
  });

  it("may be repeated: the same calm answer, and nothing that could put back who had left", async () => {
    const worker = await startWorker([MEMBER, REMOVED, NO_MEMBER, REMOVED]);
    const path = await signedPath();
    expect((await press(worker, path)).proof).toBeDefined();
    const again = await press(worker, path);
    expect([again.status, again.proof]).toEqual([200, undefined]);
    expect(again.html).toContain("You have left this list");
  });
});

describe("rejoin", () => {
  it("is 403 without a proof that holds, and never calls Resend", async () => {
    const worker = await startWorker();
    const contact = crypto.randomUUID();
    const path = await signedPath({ contact });
    const now = Date.now();
    const restore = { undo: "leave", grant: "restore" } as const;
    const proofs = [
      "",
      "leave.restore.99999999999.aaaaaaaaaaaaaaaaaaaaaaaaaa",
      await signProof(restore, { list: "weekly", contact: crypto.randomUUID() }, SECRET, now),
      await signProof(restore, { list: "product-news", contact }, SECRET, now),
      await signProof(restore, { list: "weekly", contact }, SECRET, now - 31 * 60_000),
    ];
    for (const proof of proofs) {
      expect(await comeBack(worker, path, proof), proof).toEqual({
        status: 403,
        title: "This can no longer be undone here",
      });
    }
    const click = await worker.fetch(`${path}/rejoin`, ONE_CLICK);
    expect([click.status, click.headers.get("content-type")]).toEqual([
      403,
      "text/plain; charset=UTF-8",
    ]);
    expect(await worker.resend.seen()).toEqual([]);
  });

  it("may be replayed while its proof holds", async () => {
    const worker = await startWorker([MEMBER, REMOVED, DONE]);
    const path = await signedPath();
    const { proof } = await press(worker, path);
    expect((await comeBack(worker, path, proof)).status).toBe(200);
    expect((await comeBack(worker, path, proof)).status).toBe(200);
  });

  it("is never queued: when Resend is down it claims nothing, and may be tried again", async () => {
    const worker = await startWorker([MEMBER, REMOVED, DOWN, DONE]);
    const path = await signedPath();
    const { proof } = await press(worker, path);
    expect(await comeBack(worker, path, proof)).toEqual({
      status: 503,
      title: "That did not work yet",
    });
    expect((await comeBack(worker, path, proof)).title).toBe("You are back on the list");
    expect(await env.OUTBOX.getByName("outbox").report()).toMatchObject({ waiting: 0 });
  });

  it("says so when the contact is gone", async () => {
    const gone = refusal(404, "not_found", "Contact not found");
    const worker = await startWorker([MEMBER, REMOVED, gone]);
    const path = await signedPath();
    const { proof } = await press(worker, path);
    expect((await comeBack(worker, path, proof)).status).toBe(409);
  });

  it("counts towards the limit of its membership", async () => {
    const worker = await startWorker([MEMBER, REMOVED, DONE]);
    const path = await signedPath();
    const { proof } = await press(worker, path);
    const statuses = [];
    for (let i = 0; i < 12; i++) statuses.push((await comeBack(worker, path, proof)).status);
    expect(statuses).toEqual([...Array(9).fill(200), 429, 429, 429]);
  });
});

describe("rejoin, while the leave still waits", () => {
  it("withdraws it, whoever asks with the page's proof, and puts nobody back", async () => {
    const worker = await startWorker([DOWN]);
    const path = await signedPath();
    const { status, proof } = await press(worker, path);
    expect([status, proof]).toEqual([202, expect.stringMatching(/^leave\.cancel\./)]);
    expect(await env.OUTBOX.getByName("outbox").report()).toMatchObject({ waiting: 1 });
    expect(await comeBack(worker, path, proof)).toEqual({
      status: 200,
      title: "Your request is cancelled",
    });
    expect(await env.OUTBOX.getByName("outbox").report()).toMatchObject({ waiting: 0 });
    expect((await calls(worker)).filter((call) => call.startsWith("POST"))).toEqual([]);
  });

  it("puts the membership back when an attempt ended without an answer", async () => {
    const worker = await startWorker([MEMBER, "drop", DONE]);
    const path = await signedPath({ contact: ID });
    const { status, proof } = await press(worker, path);
    expect([status, proof]).toEqual([202, expect.stringMatching(/^leave\.reverse\./)]);
    expect((await comeBack(worker, path, proof)).title).toBe("You are back on the list");
    expect((await calls(worker)).at(-1)).toBe(`POST /contacts/${ID}/segments/${SEGMENT}`);
  });

  it("needs no word of Resend's where no attempt can have got through", async () => {
    const worker = await startWorker([MEMBER, refusal(401, "restricted_api_key", "")]);
    const path = await signedPath();
    const { proof } = await press(worker, path);
    expect((await comeBack(worker, path, proof)).title).toBe("Your request is cancelled");
    expect((await calls(worker)).filter((call) => call.startsWith("POST"))).toEqual([]);
  });

  it("puts back whom the page had removed, though another leave came after it and waits", async () => {
    const worker = await startWorker([MEMBER, REMOVED, DOWN, DONE]);
    const path = await signedPath({ contact: ID });
    const { proof } = await press(worker, path);
    expect((await worker.fetch(path, ONE_CLICK)).status).toBe(202);
    expect((await comeBack(worker, path, proof)).title).toBe("You are back on the list");
    expect(await env.OUTBOX.getByName("outbox").report()).toMatchObject({ waiting: 0 });
  });

  it("puts back whom a second press had removed meanwhile", async () => {
    const worker = await startWorker([MEMBER, DOWN, MEMBER, REMOVED, NO_MEMBER, DONE]);
    const path = await signedPath({ contact: ID });
    const { proof } = await press(worker, path);
    expect((await press(worker, path)).status).toBe(200);
    expect((await comeBack(worker, path, proof)).title).toBe("You are back on the list");
    expect((await calls(worker)).at(-1)).toBe(`POST /contacts/${ID}/segments/${SEGMENT}`);
  });

  it("keeps the leave when it can say nothing of it", async () => {
    const worker = await startWorker([DOWN, "drop", DOWN, MEMBER]);
    const path = await signedPath();
    const { proof } = await press(worker, path);
    expect((await comeBack(worker, path, proof)).status).toBe(503);
    expect(await env.OUTBOX.getByName("outbox").report()).toMatchObject({ waiting: 1 });
    expect((await comeBack(worker, path, proof)).title).toBe("Your request is cancelled");
    expect(await env.OUTBOX.getByName("outbox").report()).toMatchObject({ waiting: 0 });
  });

  it.each<[string, ScriptedAnswer, number, string]>([
    ["is on the list still", MEMBER, 200, "Your request is cancelled"],
    ["has left", NO_MEMBER, 409, "This can no longer be undone here"],
    ["cannot be read", DOWN, 503, "That did not work yet"],
  ])(
    "with a proof that may only cancel, and no row: looks whether the person %s",
    async (_, read, status, title) => {
      const worker = await startWorker([DOWN, DOWN, read]);
      const path = await signedPath();
      const { proof } = await press(worker, path);
      await env.OUTBOX.getByName("outbox").drop(1);
      expect(await comeBack(worker, path, proof)).toEqual({ status, title });
      expect((await calls(worker)).filter((call) => call.startsWith("POST"))).toEqual([]);
    },
  );

  it("is 503 when the storage fails", async () => {
    const broken = {
      getByName: () => ({ withdraw: () => Promise.reject(new Error("disk full")) }),
    };
    const worker = await startWorker([MEMBER, REMOVED], { OUTBOX: broken });
    const path = await signedPath();
    const { proof } = await press(worker, path);
    expect((await comeBack(worker, path, proof)).status).toBe(503);
  });
});

describe("rejoin, for a list that no setting names any more", () => {
  const grantFor = (grant: "restore" | "cancel", contact: string) =>
    signProof({ undo: "leave", grant }, { list: "forgotten", contact }, SECRET, Date.now());

  it("withdraws what waits, and asks Resend nothing", async () => {
    const worker = await startWorker();
    const path = await signedPath({ list: "forgotten" });
    const { status, proof } = await press(worker, path);
    expect([status, proof]).toEqual([202, expect.stringMatching(/^leave\.cancel\./)]);
    expect((await comeBack(worker, path, proof)).title).toBe("Your request is cancelled");
    expect(await env.OUTBOX.getByName("outbox").report()).toMatchObject({ waiting: 0 });
    expect(await worker.resend.seen()).toEqual([]);
  });

  it("claims nothing where nothing waits", async () => {
    const worker = await startWorker();
    const path = await signedPath({ contact: ID, list: "forgotten" });
    expect(await comeBack(worker, path, await grantFor("cancel", ID))).toEqual({
      status: 503,
      title: "That did not work yet",
    });
    expect(await worker.resend.seen()).toEqual([]);
  });

  it("puts nobody back into a segment that it does not know, and names the fault", async () => {
    const worker = await startWorker();
    const path = await signedPath({ contact: ID, list: "forgotten" });
    expect((await comeBack(worker, path, await grantFor("restore", ID))).status).toBe(503);
    expect(worker.log).toMatchObject([
      { level: "warn", line: { event: "rejoin", outcome: "try-again", fault: "list-unknown" } },
    ]);
    expect(await worker.resend.seen()).toEqual([]);
  });
});

describe("everything", () => {
  it("opts the contact out of all broadcasts, and the way back opts in again", async () => {
    const worker = await startWorker([SUBSCRIBED, DONE, DONE]);
    const path = await signedPath({ contact: ID });
    const { status, html, proof } = await press(worker, `${path}/everything`);
    expect([status, proof]).toEqual([200, expect.stringMatching(/^everything\.restore\./)]);
    expect(html).toContain("All emails are stopped");
    expect(await comeBack(worker, path, proof)).toEqual({
      status: 200,
      title: "You will get emails again",
    });
    const requests = await worker.resend.seen();
    expect(requests.map(({ method, path: target }) => `${method} ${target}`)).toEqual([
      `GET /contacts/${ID}`,
      `PATCH /contacts/${ID}`,
      `PATCH /contacts/${ID}`,
    ]);
    expect(requests.map(({ body }) => body)).toEqual([
      "",
      '{"unsubscribed":true}',
      '{"unsubscribed":false}',
    ]);
  });

  it("offers no way back to somebody who had opted out before", async () => {
    const worker = await startWorker([UNSUBSCRIBED, DONE]);
    const path = await signedPath();
    expect((await press(worker, `${path}/everything`)).proof).toBeUndefined();
  });

  it("works by a one-click POST too, whatever follows it", async () => {
    const worker = await startWorker([DONE]);
    const response = await worker.fetch(`${await signedPath()}%2FEverything&amp;a=b`, ONE_CLICK);
    expect([response.status, await response.text()]).toEqual([
      200,
      expect.stringMatching(/^Weekly digest: All emails are stopped\. /),
    ]);
    expect(await worker.resend.seen()).toMatchObject([{ method: "PATCH" }]);
  });

  it("waits in the Outbox while Resend is down, once for all lists", async () => {
    const worker = await startWorker([DOWN]);
    const contact = crypto.randomUUID();
    const paths = [
      await signedPath({ contact }),
      await signedPath({ contact, list: "product-news" }),
    ];
    for (const path of paths) {
      expect((await press(worker, `${path}/everything`)).status).toBe(202);
    }
    expect(await env.OUTBOX.getByName("outbox").report()).toMatchObject({
      waiting: 1,
      waitingByList: { "*": 1 },
    });
  });

  it("claims nothing for a contact that Resend does not know: the operator decides", async () => {
    const worker = await startWorker([refusal(404, "not_found", "Contact not found")]);
    const response = await worker.fetch(`${await signedPath()}/everything`, ONE_CLICK);
    expect(response.status).toBe(202);
    expect(await env.OUTBOX.getByName("outbox").report()).toMatchObject({ setAsideCount: 1 });
  });

  it("is neither offered nor done when it is switched off", async () => {
    const worker = await startWorker([DONE], { OFFER_EVERYTHING: false });
    const path = await signedPath();
    expect(await (await worker.fetch(path)).text()).not.toContain("/everything");
    expect((await press(worker, `${path}/everything`)).status).toBe(404);
    expect(await worker.resend.seen()).toEqual([]);
  });
});

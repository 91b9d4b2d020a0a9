/** What Resend's answers to a removal mean, by the table of docs/resend.md, seen from the link's other end. */

import { describe, expect, it } from "vitest";

import { NEWS, type Reads, scripted, WEEKLY } from "../scripted.ts";
import type { ScriptedAnswer } from "../upstream/types.ts";
import { json, refusal, REMOVED } from "../upstream.ts";
import { ONE_CLICK, signedPath, startWorker } from "../worker.ts";

const MISSING = refusal(404, "not_found", "No such thing");
const REWORDED = refusal(404, "gone", "Audience not found");
const NOT_DELETED = json(200, { object: "contact_segment", deleted: false });
const HTML: ScriptedAnswer = { status: 200, body: "<p>Welcome</p>" };
const CONTACT = json(200, {
  id: "5e26e74a-65db-452e-a6b6-a4fa4dd60afe",
  email: "mira@example.com",
  unsubscribed: false,
});
const ON_NONE = json(200, { object: "list", has_more: false, data: [] });

/** Answers reads by what they are about. */
function reading(of: {
  segment?: ScriptedAnswer;
  contact?: ScriptedAnswer;
  on?: ScriptedAnswer;
}): Reads {
  return (path) => {
    if (path.startsWith("/segments/")) return of.segment;
    return path.endsWith("/segments") ? of.on : of.contact;
  };
}

/** One one-click leave in front of this Resend. */
async function leave(
  answers: ScriptedAnswer[],
  reads: Reads = () => undefined,
  { contact = crypto.randomUUID(), path }: { contact?: string; path?: string } = {},
) {
  const worker = await startWorker(scripted(answers, reads));
  const link = path ?? (await signedPath({ contact }));
  const response = await worker.fetch(link, ONE_CLICK);
  const line = worker.log.find((one) => one.line["event"] === "leave")?.line;
  const { held } = await worker.ledger().report();
  return {
    worker,
    link,
    status: response.status,
    text: await response.text(),
    line,
    held,
    contact,
  };
}

const AN_ID = "e169aa45-1ecf-4183-9955-b1499d5701d3";
const AN_ADDRESS = "mira@example.com";

describe("a removal", () => {
  it.each<[string, ScriptedAnswer[], Reads | undefined, string, string, string | undefined]>([
    ["is done on a 2xx with `deleted`", [REMOVED], undefined, AN_ID, "done", undefined],
    [
      "is done on the older body",
      [json(200, { id: "x", audienceId: "y", deleted: true })],
      undefined,
      AN_ID,
      "done",
      undefined,
    ],
    ["waits on a 2xx that is not JSON", [HTML], undefined, AN_ID, "queued", "not-json"],
    ["waits on a 204", [{ status: 204 }], undefined, AN_ID, "queued", "not-json"],
    [
      "is held on `deleted: false` where the segment is unknown",
      [NOT_DELETED],
      reading({ segment: MISSING }),
      AN_ID,
      "queued",
      "segment-unknown",
    ],
    [
      "is held on a 404 where the segment is unknown",
      [MISSING],
      reading({ segment: REWORDED }),
      AN_ID,
      "queued",
      "segment-unknown",
    ],
    [
      "is done on a 404 where the contact is not on the list",
      [MISSING],
      reading({ on: ON_NONE }),
      AN_ID,
      "done",
      undefined,
    ],
    [
      "is done on `deleted: false` where the contact is not on the list",
      [NOT_DELETED],
      reading({ on: ON_NONE }),
      AN_ID,
      "done",
      undefined,
    ],
    [
      "waits on a 404 where the contact is still on the list",
      [REWORDED],
      undefined,
      AN_ID,
      "queued",
      "still-there",
    ],
    [
      "waits on `deleted: false` where the contact is still on the list",
      [NOT_DELETED],
      undefined,
      AN_ID,
      "queued",
      "still-there",
    ],
    [
      "waits on a 404 where nothing can be read",
      [MISSING],
      reading({ on: refusal(503, "x", "y") }),
      AN_ID,
      "queued",
      "unavailable",
    ],
    [
      "finds nobody where the contact is unknown",
      [REMOVED],
      reading({ contact: MISSING }),
      AN_ID,
      "no-contact",
      undefined,
    ],
    [
      "finds nobody where Resend takes an address for none",
      [REMOVED],
      reading({ contact: refusal(422, "validation_error", "Invalid") }),
      AN_ADDRESS,
      "no-contact",
      undefined,
    ],
    [
      "is a dead letter on a 422 for an address that is there",
      [refusal(422, "validation_error", "x")],
      reading({ contact: CONTACT }),
      AN_ADDRESS,
      "dead-letter",
      "rejected",
    ],
    [
      "is a dead letter on a 422 for an ID",
      [refusal(422, "validation_error", "x")],
      undefined,
      AN_ID,
      "dead-letter",
      "rejected",
    ],
    [
      "is a dead letter on a 400 of its own",
      [refusal(400, "validation_error", "x")],
      undefined,
      AN_ID,
      "dead-letter",
      "rejected",
    ],
    [
      "is a dead letter on a 409 of another name",
      [refusal(409, "conflict", "x")],
      undefined,
      AN_ID,
      "dead-letter",
      "rejected",
    ],
    [
      "waits on a lock",
      [refusal(409, "resource_locked", "x")],
      undefined,
      AN_ID,
      "queued",
      "locked",
    ],
    ["waits on a 408", [refusal(408, "x", "x")], undefined, AN_ID, "queued", "timeout"],
    ["waits on a 425", [refusal(425, "x", "x")], undefined, AN_ID, "queued", "unavailable"],
    ["waits on a 429", [refusal(429, "x", "x")], undefined, AN_ID, "queued", "rate-limited"],
    ["waits on a 500", [refusal(500, "x", "x")], undefined, AN_ID, "queued", "unavailable"],
    ["waits on a 502", [refusal(502, "x", "x")], undefined, AN_ID, "queued", "gateway"],
    ["waits where the connection is lost", ["drop"], undefined, AN_ID, "queued", "connection-lost"],
    [
      "waits for the operator on a 401",
      [refusal(401, "restricted_api_key", "x")],
      undefined,
      AN_ID,
      "queued",
      "key-refused",
    ],
    [
      "waits for the operator on a 403 that is not JSON",
      [{ status: 403, body: "error code: 1010" }],
      undefined,
      AN_ID,
      "queued",
      "key-refused",
    ],
    [
      "waits for the operator on a 405",
      [refusal(405, "x", "x")],
      undefined,
      AN_ID,
      "queued",
      "refused",
    ],
    [
      "waits for the operator on a 451",
      [refusal(451, "security_error", "x")],
      undefined,
      AN_ID,
      "queued",
      "refused",
    ],
    [
      "waits for the operator on a redirect",
      [{ status: 302, headers: { location: "/" } }],
      undefined,
      AN_ID,
      "queued",
      "redirected",
    ],
  ])("%s", async (_, answers, reads, contact, outcome, fault) => {
    const { status, line, text, held } = await leave(answers, reads, { contact });
    expect(line).toMatchObject({ outcome, ...(fault !== undefined && { fault }) });
    expect(status).toBe(outcome === "done" || outcome === "no-contact" ? 200 : 202);
    expect(text.includes("You have left this list")).toBe(outcome === "done");
    expect(held.length > 0).toBe(fault === "segment-unknown");
  });

  it("waits for the operator on a 400 that a read of the segment gets as well: the key is at fault", async () => {
    let reads = 0;
    const key = refusal(400, "validation_error", "API key is invalid");
    const { line, status } = await leave([key], (path) =>
      path.startsWith("/segments/") && ++reads > 1 ? key : undefined,
    );
    expect(line).toMatchObject({ outcome: "queued", fault: "key-refused" });
    expect(status).toBe(202);
  });
});

describe("nobody is told that they have left", () => {
  it.each([
    [
      "a segment that Resend does not know, in any words",
      reading({ segment: REWORDED }),
      "segment-unknown",
    ],
    [
      "a key of another team, whatever a removal answers",
      reading({ segment: MISSING, contact: MISSING }),
      "segment-unknown",
    ],
    [
      "a segment that could not be asked for",
      reading({ segment: refusal(503, "x", "y") }),
      "unavailable",
    ],
  ])("by %s, and no removal leaves", async (_, reads, fault) => {
    const { status, line, worker } = await leave([REMOVED], reads);
    expect(status).toBe(202);
    expect(line).toMatchObject({ outcome: "queued", fault });
    expect(worker.resend.seen()).toEqual([]);
  });

  it("by everything, before the link's list was shown", async () => {
    const path = `${await signedPath()}/everything`;
    const { status, worker } = await leave([json(200, {})], reading({ segment: MISSING }), {
      path,
    });
    expect(status).toBe(202);
    expect(worker.resend.seen()).toEqual([]);
  });
});

describe("everything", () => {
  it("opts the contact out, and calls nothing else that changes anything", async () => {
    const contact = crypto.randomUUID();
    const path = `${await signedPath({ contact })}/everything`;
    const { status, worker } = await leave([json(200, { object: "contact" })], undefined, { path });
    expect(status).toBe(200);
    expect(worker.resend.seen()).toMatchObject([
      { method: "PATCH", path: `/contacts/${contact}`, body: '{"unsubscribed":true}' },
    ]);
  });

  it("finds nobody where the contact is unknown", async () => {
    const path = `${await signedPath()}/everything`;
    const { line, worker } = await leave([REMOVED], reading({ contact: MISSING }), { path });
    expect(line).toMatchObject({ outcome: "no-contact" });
    expect(worker.resend.seen()).toEqual([]);
  });
});

describe("an address", () => {
  it("that is not found as given is tried once in lower case", async () => {
    const reads: Reads = (path) => (path.includes("Mira") ? MISSING : undefined);
    const { status, worker } = await leave([REMOVED], reads, { contact: "Mira@Example.com" });
    expect(status).toBe(200);
    expect(worker.resend.seen()).toMatchObject([
      { path: `/contacts/mira%40example.com/segments/${WEEKLY}` },
    ]);
  });
});

describe("the canary", () => {
  it.each([
    [404, 1],
    [200, 2],
  ])("answered %i: a leave costs %i requests", async (status, requests) => {
    const canary = status === 404 ? MISSING : REMOVED;
    const worker = await startWorker(scripted([canary, REMOVED]));
    await worker.ledger().ring();
    const checks = worker.resend.all.map(({ method, path }) => `${method} ${path}`);
    expect(checks.slice(0, 2).toSorted()).toEqual([
      `GET /segments/${NEWS}`,
      `GET /segments/${WEEKLY}`,
    ]);
    expect(checks.slice(2)).toEqual([
      expect.stringMatching(new RegExp(`^DELETE /contacts/[0-9a-f-]{36}/segments/${WEEKLY}$`)),
    ]);
    // A day has not passed: no other one.
    await worker.ledger().ring();
    expect(worker.resend.all).toHaveLength(3);
    const response = await worker.fetch(await signedPath(), ONE_CLICK);
    expect(response.status).toBe(200);
    expect(worker.resend.all).toHaveLength(3 + requests);
  });

  it("that was not answered is sent again later, and not at once", async () => {
    const worker = await startWorker(scripted([refusal(422, "validation_error", "x")]));
    for (let time = 0; time < 3; time++) await worker.ledger().ring();
    expect(worker.resend.seen()).toHaveLength(1);
  });
});

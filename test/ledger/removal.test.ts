/** What Resend's answers to a removal mean, by the table of docs/resend.md, seen from the link's other end. */

import { describe, expect, it } from "vitest";

import { NEWS, type Reads, scripted, TOPIC, WEEKLY } from "../scripted.ts";
import type { ScriptedAnswer } from "../upstream/types.ts";
import { json, refusal, REMOVED } from "../upstream.ts";
import { ONE_CLICK, signedPath, startWorker } from "../worker.ts";

const MISSING = refusal(404, "not_found", "No such thing");
const REWORDED = refusal(404, "gone", "Audience not found");
const REDIRECT: ScriptedAnswer = { status: 302, headers: { location: "/" } };
const NO_JSON: ScriptedAnswer = { status: 403, body: "error code: 1010" };
const NOT_DELETED = json(200, { object: "contact_segment", deleted: false });
const HTML: ScriptedAnswer = { status: 200, body: "<p>Welcome</p>" };
const CONTACT = json(200, {
  id: "5e26e74a-65db-452e-a6b6-a4fa4dd60afe",
  email: "mira@example.com",
  unsubscribed: false,
});
const ON_NONE = json(200, { object: "list", has_more: false, data: [] });

const refused = (status: number, name = "some_error") => refusal(status, name, "No");

/** Answers reads by what they are about. */
function reading(of: {
  segment?: ScriptedAnswer;
  topic?: ScriptedAnswer;
  contact?: ScriptedAnswer;
  on?: ScriptedAnswer;
}): Reads {
  return (path) => {
    if (path.startsWith("/segments/")) return of.segment;
    if (path.startsWith("/topics/")) return of.topic;
    return /\/(segments|topics)$/.test(path) ? of.on : of.contact;
  };
}

/** One one-click leave in front of this Resend. */
async function leave(
  answers: ScriptedAnswer[],
  reads: Reads = () => undefined,
  given: { contact?: string; path?: string; lists?: object } = {},
) {
  const { contact = crypto.randomUUID(), path, lists } = given;
  const worker = await startWorker(scripted(answers, reads), lists && { LISTS: lists });
  const link = path ?? (await signedPath({ contact }));
  const response = await worker.fetch(link, ONE_CLICK);
  const line = worker.log.find((one) => one.line["event"] === "leave")?.line;
  const { held } = await worker.ledger().report();
  return { worker, status: response.status, text: await response.text(), line, held };
}

const OLDER = json(200, { id: "x", audienceId: "y", deleted: true });
const NOT_ON_LIST = { on: ON_NONE };
const ONLY_CONTACT = { on: MISSING, contact: CONTACT };
const UNREADABLE = { on: refused(503) };
const UNKNOWN_SEGMENT = { segment: REWORDED };
const UNKNOWN_TOPIC = { topic: REWORDED };

/** What happens, Resend's answer, and what comes of it: outcome and fault. */
type Row = [string, ScriptedAnswer, of: string, read?: Parameters<typeof reading>[0]];

/** One of each kind; test/resend/client.test.ts has them all. */
const PLAIN: Row[] = [
  ["is done on a 2xx with `deleted`", REMOVED, "done"],
  ["is done on the older body", OLDER, "done"],
  ["waits on a 2xx that is not JSON", HTML, "queued not-json"],
  ["waits on a lock", refused(409, "resource_locked"), "queued locked"],
  ["waits where the connection is lost", "drop", "queued connection-lost"],
  ["waits for the operator on a 403 that is not JSON", NO_JSON, "queued key-refused"],
  ["waits for the operator on a redirect", REDIRECT, "queued redirected"],
  ["is a dead letter on a 400 of its own", refused(400), "dead-letter rejected"],
  ["is a dead letter on a 422 for an ID", refused(422), "dead-letter rejected"],
];

/** The answer takes a closer look. */
const READ: Row[] = [MISSING, NOT_DELETED].flatMap((answer, index): Row[] => {
  const on = `on ${["404", "`deleted: false`"][index]} where`;
  return [
    [`is held ${on} the segment is unknown`, answer, "queued segment-unknown", UNKNOWN_SEGMENT],
    [`is done ${on} the contact is not on the list`, answer, "done", NOT_ON_LIST],
    [`waits ${on} the contact is still on the list`, answer, "queued still-there"],
    [`waits ${on} only the contact is found`, answer, "queued still-there", ONLY_CONTACT],
    [`waits ${on} nothing can be read`, answer, "queued unavailable", UNREADABLE],
  ];
});

const NO_ID: Row = ["finds no such ID", REMOVED, "no-contact", { contact: MISSING }];

const ADDRESS: Row[] = [
  ["finds no such address on a 422", REMOVED, "no-contact", { contact: refused(422) }],
  ["is a dead letter on a 422", refused(422), "dead-letter rejected", { contact: CONTACT }],
];

const SHOWN = json(200, { topics: [{ id: TOPIC, subscription: "opt_out" }] });
const OPTED_OUT = json(200, { data: [{ id: TOPIC, subscription: "opt_out" }], has_more: false });

/** Nothing of a removal from a topic says `deleted`. */
const OF_TOPIC: Row[] = [
  ["is done on a 2xx that shows it", SHOWN, "done"],
  ["is done on a 2xx after which it is read", json(200, { id: TOPIC }), "done", { on: OPTED_OUT }],
  ["waits on a 2xx after which it is not", json(200, { id: TOPIC }), "queued still-there"],
  ["is held on a 404 where the topic is unknown", MISSING, "queued topic-unknown", UNKNOWN_TOPIC],
  ["is done on a 404 where the contact is out", MISSING, "done", { on: OPTED_OUT }],
  ["waits on a 404 where the contact is still in", MISSING, "queued still-there"],
  ["waits on a 404 where nothing can be read", MISSING, "queued unavailable", UNREADABLE],
  ...PLAIN.filter(([, answer]) => answer !== REMOVED && answer !== OLDER),
  NO_ID,
];

const ID = crypto.randomUUID();

describe.each([
  { of: "an ID from a segment", contact: ID, rows: [...PLAIN, ...READ, NO_ID] },
  { of: "an address from a segment", contact: "mira@example.com", rows: ADDRESS },
  { of: "a topic", contact: ID, weekly: { topic: TOPIC }, rows: OF_TOPIC },
  { of: "both", contact: ID, weekly: { segment: WEEKLY, topic: TOPIC }, rows: PLAIN.slice(2) },
])("a removal of $of", ({ contact, weekly, rows }) => {
  it.each(rows)("%s", async (_, answer, of, read) => {
    const [outcome, fault] = of.split(" ");
    const given = { contact, ...(weekly && { lists: { weekly } }) };
    const { status, line, text, held } = await leave([answer], read && reading(read), given);
    expect(line).toMatchObject({ outcome, ...(fault !== undefined && { fault }) });
    expect(status).toBe(outcome === "done" || outcome === "no-contact" ? 200 : 202);
    expect(text.includes("You are unsubscribed")).toBe(outcome === "done");
    expect(held.length > 0).toBe(fault?.endsWith("-unknown") === true);
  });
});

it("a removal waits for the operator after a 400 that a read of the segment gets, too: the key is the fault", async () => {
  let reads = 0;
  const key = refusal(400, "validation_error", "API key is invalid");
  const { line, status } = await leave([key], (path) =>
    path.startsWith("/segments/") && ++reads > 1 ? key : undefined,
  );
  expect(line).toMatchObject({ outcome: "queued", fault: "key-refused" });
  expect(status).toBe(202);
});

describe("no one is told that they have left", () => {
  it.each<[string, string, Parameters<typeof reading>[0], string]>([
    ["a segment that Resend does not know, in any words", "", UNKNOWN_SEGMENT, "segment-unknown"],
    [
      "a key of another team, whatever a removal answers",
      "",
      { segment: MISSING, contact: MISSING },
      "segment-unknown",
    ],
    ["a segment that could not be asked for", "", { segment: refused(503) }, "unavailable"],
    ["everything, before the link's list was shown", "/everything", { segment: MISSING }, ""],
  ])("by %s, and no removal is sent", async (_, action, read, fault) => {
    const path = (await signedPath()) + action;
    const { status, line, worker } = await leave([REMOVED], reading(read), { path });
    expect(status).toBe(202);
    expect(line).toMatchObject({ outcome: "queued", ...(fault && { fault }) });
    expect(worker.resend.seen()).toEqual([]);
  });
});

it("everything finds no contact if the contact is unknown", async () => {
  const path = `${await signedPath()}/everything`;
  const { line, worker } = await leave([REMOVED], reading({ contact: MISSING }), { path });
  expect(line).toMatchObject({ outcome: "no-contact" });
  expect(worker.resend.seen()).toEqual([]);
});

it("an address that is not found as given is tried once in lower case", async () => {
  const reads: Reads = (path) => (path.includes("Mira") ? MISSING : undefined);
  const { status, worker } = await leave([REMOVED], reads, { contact: "Mira@Example.com" });
  expect(status).toBe(200);
  expect(worker.resend.seen()).toMatchObject([
    { path: `/contacts/mira%40example.com/segments/${WEEKLY}` },
  ]);
});

describe("the canary", () => {
  it.each([
    [404, 1],
    [200, 2],
  ])("answered with %i: a leave costs %i requests", async (status, requests) => {
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

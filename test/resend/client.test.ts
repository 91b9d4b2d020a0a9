/** The client of Resend's API: what each operation sends, what each answer means, and that nothing throws. */

import { describe, expect, it } from "vitest";

import {
  type Classified,
  classify,
  type Failure,
  type FaultName,
} from "../../src/resend/answer.ts";
import type { SegmentId } from "../../src/links/names.ts";
import { createResend, type Found, type Resend } from "../../src/resend/client.ts";
import { createTransport } from "../../src/resend/transport.ts";
import { NEWS, WEEKLY } from "../scripted.ts";
import type { ScriptedAnswer } from "../upstream/types.ts";
import { DOWN, json, NOT_FOUND, refusal, REMOVED, upstream } from "../upstream.ts";
import { ID } from "../worker.ts";

const NOW = Date.UTC(2026, 10, 23, 12, 0, 0);
const ADDRESS = "steve.wozniak@gmail.com";
const HTML: ScriptedAnswer = { status: 200, body: "<!doctype html><title>Fine</title>" };

/** A Resend that gives these answers in turn, and what it has seen. */
async function resendOf(...answers: ScriptedAnswer[]) {
  const { baseUrl, seen } = await upstream(...answers);
  const now = () => NOW;
  const send = createTransport({ apiKey: "re_test", baseUrl, now, timeoutMs: 300 });
  return { ...createResend(send), send, seen };
}

const remove = async (answer: ScriptedAnswer) =>
  (await resendOf(answer)).removeFromSegment(ID, WEEKLY);

function segments(ids: string[], hasMore = false): ScriptedAnswer {
  return json(200, { object: "list", data: ids.map((id) => ({ id })), has_more: hasMore });
}

/** Operations by name: how each is called, and what it sends. */
const OPERATIONS: Record<
  string,
  [
    call: (resend: Resend, contact: string) => Promise<Classified | Found<unknown>>,
    method: string,
    path: (contact: string) => string,
    body?: object,
  ]
> = {
  removeFromSegment: [
    (resend, contact) => resend.removeFromSegment(contact, WEEKLY),
    "DELETE",
    (contact) => `/contacts/${contact}/segments/${WEEKLY}`,
  ],
  addToSegment: [
    (resend, contact) => resend.addToSegment(contact, WEEKLY),
    "POST",
    (contact) => `/contacts/${contact}/segments/${WEEKLY}`,
  ],
  "setUnsubscribed, true": [
    (resend, contact) => resend.setUnsubscribed(contact, true),
    "PATCH",
    (contact) => `/contacts/${contact}`,
    { unsubscribed: true },
  ],
  "setUnsubscribed, false": [
    (resend, contact) => resend.setUnsubscribed(contact, false),
    "PATCH",
    (contact) => `/contacts/${contact}`,
    { unsubscribed: false },
  ],
  setProperties: [
    (resend, contact) => resend.setProperties(contact, { leave: "https://acme.com" }),
    "PATCH",
    (contact) => `/contacts/${contact}`,
    { properties: { leave: "https://acme.com" } },
  ],
  readContact: [
    (resend, contact) => resend.readContact(contact),
    "GET",
    (contact) => `/contacts/${contact}`,
  ],
  readSegments: [
    (resend, contact) => resend.readSegments(contact),
    "GET",
    (contact) => `/contacts/${contact}/segments?limit=100`,
  ],
  findSegment: [
    (resend, segment) => resend.findSegment(segment as SegmentId),
    "GET",
    (segment) => `/segments/${segment}`,
  ],
};

it("does not compile with a contact and a segment swapped", () => {
  // @ts-expect-error: the contact is the first of the two
  const swapped = (resend: Resend) => resend.removeFromSegment(WEEKLY, ID);
  expect(swapped).toBeTypeOf("function");
});

describe.each(Object.entries(OPERATIONS))("%s", (operation, [call, method, path, body]) => {
  const isRead = method === "GET";

  it("sends one request with the key, an agent, and nothing that it need not", async () => {
    const resend = await resendOf(REMOVED);
    await call(resend, ID);
    const [request, ...others] = await resend.seen();
    expect(request).toMatchObject({ method, path: path(ID) });
    expect(request?.headers).toMatchObject({
      authorization: "Bearer re_test",
      accept: "application/json",
      "user-agent": "leave-this-list",
    });
    expect(request?.headers["content-type"]).toBe(body && "application/json");
    expect(request?.body).toBe(body === undefined ? "" : JSON.stringify(body));
    expect(others).toEqual([]);
  });

  it.each([
    ["who?are/you#1%@example.com", "who%3Fare%2Fyou%231%25%40example.com"],
    ["../../segments/x@example.com", "..%2F..%2Fsegments%2Fx%40example.com"],
    ["jürgen@bücher.example", "j%C3%BCrgen%40b%C3%BCcher.example"],
    ["a+b&c=d;e\\f@example.com", "a%2Bb%26c%3Dd%3Be%5Cf%40example.com"],
  ])("reaches the right endpoint, and no other, for %s", async (name, encoded) => {
    const resend = await resendOf(REMOVED);
    await call(resend, name);
    expect((await resend.seen()).map((request) => request.path)).toEqual([path(encoded)]);
  });

  it.each<[string, ScriptedAnswer, object]>([
    ["a 404", NOT_FOUND, isRead ? { kind: "missing" } : { kind: "not-found" }],
    ["no JSON", HTML, { kind: "transient", fault: "not-json" }],
    ["a failure", DOWN, { kind: "transient", fault: "unavailable" }],
    ["a refused key", { status: 401 }, { kind: "misconfigured", fault: "key-refused" }],
    [
      "another refusal",
      { status: 422 },
      // This key has not been shown the segment.
      operation === "findSegment" ? { kind: "missing" } : { kind: "permanent", fault: "rejected" },
    ],
    ["nothing", "drop", { kind: "transient", fault: "connection-lost" }],
  ])("answered by %s says so", async (_case, answer, expected) => {
    expect(await call(await resendOf(answer), ID)).toMatchObject(expected);
  });

  it("follows no redirect", async () => {
    const elsewhere = { status: 307, headers: { location: "/elsewhere" } };
    const resend = await resendOf(elsewhere, REMOVED);
    expect(await call(resend, ID)).toMatchObject({ kind: "misconfigured", fault: "redirected" });
    expect(await resend.seen()).toHaveLength(1);
  });
});

describe("what an answer means", () => {
  const idempotent = "invalid_idempotent_request";

  it.each<[string, ScriptedAnswer]>([
    ["deleted: true", REMOVED],
    ["JSON without a word on it", json(200, {})],
    ["another 2xx with JSON", json(201, { id: ID })],
    ["JSON that is no object", json(200, null)],
  ])("done: %s", async (_, answer) => {
    expect(await remove(answer)).toEqual({ kind: "done" });
  });

  it.each<[string, ScriptedAnswer]>([
    ["404", NOT_FOUND],
    ["404 with HTML", { status: 404, body: "<html>" }],
    ["404 without a body", { status: 404 }],
    ["deleted: false", json(200, { object: "contact", deleted: false })],
  ])("not-found: %s", async (_, answer) => {
    const failure = { kind: "permanent", fault: "not-found", maybeApplied: false };
    expect(await remove(answer)).toMatchObject({ kind: "not-found", failure });
  });

  type Row = [name: string, answer: ScriptedAnswer, fault: FaultName, maybeApplied?: boolean];
  it.each<Row>([
    ["200 with HTML", HTML, "not-json", true],
    ["200 with half of its JSON", { status: 200, body: '{"deleted":' }, "not-json", true],
    ["200 without a body", { status: 200 }, "not-json", true],
    ["204", { status: 204 }, "not-json", true],
    ["408", { status: 408 }, "timeout", true],
    ["425", { status: 425 }, "unavailable"],
    ["429", refusal(429, "rate_limit_exceeded", "Too many requests"), "rate-limited"],
    ["429 with HTML", { status: 429, body: "<html>" }, "rate-limited"],
    ["409 resource_locked", refusal(409, "resource_locked", "Busy"), "locked"],
    ["409 of another request", refusal(409, "concurrent_idempotent_requests", "Busy"), "locked"],
    ["500", refusal(500, "internal_server_error", "Oops"), "unavailable", true],
    ["502", { status: 502 }, "gateway", true],
    ["503", refusal(503, "service_unavailable", "Down"), "unavailable"],
    ["503 with HTML", { status: 503, body: "<html>" }, "unavailable"],
    ["504", { status: 504 }, "gateway", true],
    ["520 of Cloudflare's", { status: 520 }, "gateway", true],
    ["524 of Cloudflare's", { status: 524 }, "gateway", true],
    ["a broken connection", "drop", "connection-lost", true],
    ["no answer in time", "hang", "timeout", true],
  ])("transient: %s", async (_, answer, fault, maybeApplied = false) => {
    const status = typeof answer === "string" ? null : answer.status;
    expect(await remove(answer)).toMatchObject({ kind: "transient", fault, status, maybeApplied });
  });

  it.each<Row>([
    ["401", refusal(401, "restricted_api_key", "Only sending"), "key-refused"],
    ["403", refusal(403, "invalid_api_key", "API key is invalid"), "key-refused"],
    ["403 with HTML", { status: 403, body: "<html>" }, "key-refused"],
    ["405", refusal(405, "method_not_allowed", "No"), "refused"],
    ["451", refusal(451, "security_error", "No"), "refused"],
    ["301", { status: 301, headers: { location: "/elsewhere" } }, "redirected"],
    ["302 with HTML", { status: 302, body: "<html>" }, "redirected"],
    ["304", { status: 304 }, "redirected"],
  ])("misconfigured: %s", async (_, answer, fault) => {
    expect(await remove(answer)).toMatchObject({
      kind: "misconfigured",
      fault,
      maybeApplied: false,
    });
  });

  it.each<[string, ScriptedAnswer]>([
    ["400, whatever it says", refusal(400, "validation_error", "API key is invalid")],
    ["409 with another name", refusal(409, idempotent, "resource_locked")],
    ["409 with HTML", { status: 409, body: "<html>resource_locked" }],
    ["another status with a lock's name", refusal(400, "resource_locked", "Busy")],
    ["410", { status: 410 }],
    ["413", { status: 413 }],
    ["422", refusal(422, "validation_error", "Invalid contact")],
    ["422 that says that something was not found", refusal(422, "not_found", "Not found")],
  ])("permanent: %s", async (_, answer) => {
    const expected = { kind: "permanent", fault: "rejected", maybeApplied: false };
    expect(await remove(answer)).toMatchObject(expected);
  });

  it.each<[NonNullable<Parameters<typeof classify>[0]["lost"]> | undefined, FaultName, boolean]>([
    [undefined, "connection-lost", true],
    ["timeout", "timeout", true],
    // The budget had no room, so nothing has left.
    ["not-sent", "not-sent", false],
  ])("transient: no answer, lost as %s", (lost, fault, maybeApplied) => {
    const answer = { status: null, ...(lost && { lost }) };
    expect(classify(answer)).toMatchObject({ kind: "transient", fault, maybeApplied });
  });
});

describe("readContact", () => {
  const contact = { object: "contact", id: ID, email: ADDRESS, unsubscribed: false };

  it("finds a contact, whose properties stand bare or with their type", async () => {
    const properties = {
      a: "x",
      b: { type: "string", value: "y" },
      c: { type: "number", value: 0 },
    };
    const resend = await resendOf(json(200, { ...contact, first_name: "Steve", properties }));
    expect(await resend.readContact(ID)).toEqual({
      kind: "found",
      value: {
        id: ID,
        email: ADDRESS,
        unsubscribed: false,
        properties: { a: "x", b: "y", c: 0 },
      },
    });
  });

  it.each<[string, object, object]>([
    ["without properties", contact, { kind: "found", value: { properties: {} } }],
    ["who has opted out", { ...contact, unsubscribed: true }, { value: { unsubscribed: true } }],
    ["whose opt-out is not told", { ...contact, unsubscribed: undefined }, { kind: "transient" }],
    ["whose opt-out is neither", { ...contact, unsubscribed: "no" }, { kind: "transient" }],
    ["without an ID", { ...contact, id: undefined }, { kind: "transient", fault: "not-json" }],
    ["without an address", { ...contact, email: null }, { kind: "transient", fault: "not-json" }],
  ])("tells of a contact %s", async (_, body, expected) => {
    expect(await (await resendOf(json(200, body))).readContact(ID)).toMatchObject(expected);
  });

  it.each([
    [ADDRESS, { kind: "missing" }],
    [ID, { kind: "permanent", fault: "rejected", status: 422 }],
  ])("takes a 422 for %s as what it is", async (name, expected) => {
    const answer = refusal(422, "validation_error", "The email is invalid");
    expect(await (await resendOf(answer)).readContact(name)).toMatchObject(expected);
  });
});

describe("readSegments", () => {
  it.each<[string, ScriptedAnswer[], object, number]>([
    ["none", [segments([])], { kind: "found", value: [] }, 1],
    ["one page", [segments([WEEKLY])], { kind: "found", value: [WEEKLY] }, 1],
    [
      "two pages",
      [segments([NEWS], true), segments([WEEKLY])],
      { kind: "found", value: [NEWS, WEEKLY] },
      2,
    ],
    ["an empty page that is not the last", [segments([], true)], { kind: "found", value: [] }, 1],
    ["pages without an end", [segments([NEWS], true)], { kind: "permanent", fault: "rejected" }, 3],
    ["a page that fails", [segments([NEWS], true), DOWN], { kind: "transient" }, 2],
    ["no list", [json(200, { data: "odd" })], { kind: "transient", fault: "not-json" }, 1],
  ])("reads %s", async (_, answers, expected, requests) => {
    const resend = await resendOf(...answers);
    expect(await resend.readSegments(ID)).toMatchObject(expected);
    const paths = (await resend.seen()).map(({ path }) => path);
    const first = `/contacts/${ID}/segments?limit=100`;
    const next = `${first}&after=${NEWS}`;
    expect(paths).toEqual([first, next, next].slice(0, requests));
  });
});

describe("findSegment", () => {
  it.each<[string, ScriptedAnswer, object]>([
    ["is there", json(200, { object: "segment", id: WEEKLY }), { kind: "found" }],
    ["is not", refusal(404, "not_found", "Segment not found"), { kind: "missing" }],
    [
      "is kept from this key by a 400",
      refusal(400, "validation_error", "API key is invalid"),
      { kind: "misconfigured", fault: "key-refused" },
    ],
  ])("tells that a segment %s", async (_, answer, expected) => {
    expect(await (await resendOf(answer)).findSegment(WEEKLY)).toMatchObject(expected);
  });
});

describe("the rate limit that an answer tells", () => {
  const at = (ms: number) => new Date(NOW + ms).toUTCString();
  const used = { "ratelimit-limit": "10", "ratelimit-remaining": "0", "ratelimit-reset": "3" };

  it.each<[string, number, Record<string, string>, object]>([
    ["a pause in seconds", 429, { "retry-after": "7" }, { cooldownSeconds: 7 }],
    ["part of a second", 503, { "retry-after": "0.2" }, { cooldownSeconds: 1 }],
    ["a pause until a date", 503, { "retry-after": at(90_000) }, { cooldownSeconds: 90 }],
    ["a date that is past", 503, { "retry-after": at(-90_000) }, { cooldownSeconds: 0 }],
    [
      "a pause of days, of which an hour is believed",
      503,
      { "retry-after": "999999" },
      { cooldownSeconds: 3600 },
    ],
    ["a limit that is used up", 200, used, { cooldownSeconds: 3, limitPerSecond: 10 }],
    ["one of which nothing says how long", 429, {}, { cooldownSeconds: 1 }],
    ["room", 200, { ...used, "ratelimit-remaining": "4" }, { limitPerSecond: 10 }],
    ["a limit of nothing", 200, { "ratelimit-limit": "0" }, {}],
    ["nonsense", 503, { "retry-after": "soon", "ratelimit-limit": "many" }, {}],
    ["nothing", 200, {}, {}],
  ])("is read of %s", async (_, status, headers, rateLimit) => {
    const { send } = await resendOf({ status, headers, body: "{}" });
    const { status: _status, body: _body, ...told } = await send("GET", "/");
    expect(told).toEqual(rateLimit);
  });

  it("goes on with the failure", async () => {
    const answer = refusal(429, "rate_limit_exceeded", "", { "retry-after": "7" });
    expect(await remove(answer)).toMatchObject({ retryAfterSeconds: 7 });
  });
});

describe("Resend's own words, for the operator's log", () => {
  const cut = `${"x".repeat(970)}@b.c ${"private".repeat(9)}@example.com`;

  it.each<[string, unknown, string | undefined]>([
    ["name and message", { name: "a_b", message: "No." }, "a_b: No."],
    ["a message alone", { message: "No." }, "No."],
    ["an address", { message: `No ${ADDRESS}, "<${ADDRESS}>"!` }, "No [address] [address]"],
    ["an encoded address", { message: "No a%40example.com here" }, "No [address] here"],
    ["an address as a name", { name: ADDRESS, message: "No." }, "[address] No."],
    ["IDs", { message: `No ${ID} in ${WEEKLY.toUpperCase()}.` }, "No [id] in [id]."],
    ["a link", { message: "No https://acme.com/leave/weekly/c4fu2 here" }, "No […] here"],
    ["a key", { message: "Bad key re_Wq7bUoNs_3tEJd9xVgkLmPzRcY." }, "Bad key […]"],
    ["many words", { message: "x".repeat(500) }, "x".repeat(200)],
    ["an address that the cut goes through", { message: cut }, "[address] "],
    ["no text", { name: 7, message: { a: "b" } }, undefined],
    ["a list", ["odd"], undefined],
    ["nothing", null, undefined],
  ])("are cut short, and struck of addresses and IDs: %s", async (_, body, words) => {
    expect(await remove(json(422, body))).toMatchObject({ kind: "permanent", upstream: words });
  });

  it("are nothing where there is no JSON", async () => {
    const { upstream: words } = (await remove({ status: 422, body: "<p>No" })) as Failure;
    expect(words).toBeUndefined();
  });
});

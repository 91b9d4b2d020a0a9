import { describe, expect, it } from "vitest";

import { createResend, createTransport, judge, type ResendResult } from "../src/resend.ts";
import type { ScriptedAnswer } from "./upstream/types.ts";
import { json, refusal, REMOVED, upstream } from "./upstream.ts";

const CONTACT = "e169aa45-1ecf-4183-9955-b1499d5701d3";
const SEGMENT = "78261eea-8f8b-4381-83c6-79fa7120f1cf";
const OTHER_SEGMENT = "0f8d2f3c-3f0e-4b7a-9d6a-2f6a2f9a1c11";
const NOW = Date.UTC(2026, 10, 23, 12, 0, 0);

const HTML: ScriptedAnswer = { status: 403, body: "<!doctype html><title>Blocked</title>" };
const NOT_FOUND = refusal(404, "not_found", "Contact not found in segment");
const SEGMENT_NOT_FOUND = refusal(404, "not_found", "Segment not found");

function client(baseUrl: string) {
  const now = () => NOW;
  return createResend(createTransport({ apiKey: "re_test", baseUrl, now, timeoutMs: 300 }));
}

async function remove(...answers: ScriptedAnswer[]): Promise<ResendResult> {
  const { baseUrl } = await upstream(...answers);
  const resend = client(baseUrl);
  return resend.removeFromSegment({ contact: CONTACT, segment: SEGMENT });
}

function segments(ids: string[], hasMore = false): ScriptedAnswer {
  return json(200, { object: "list", data: ids.map((id) => ({ id })), has_more: hasMore });
}

describe("removeFromSegment", () => {
  it("sends one DELETE with the key, an agent and nothing else", async () => {
    const { baseUrl, seen } = await upstream(REMOVED);
    const resend = client(baseUrl);
    await resend.removeFromSegment({ contact: CONTACT, segment: SEGMENT });
    expect(await seen()).toEqual([
      expect.objectContaining({
        method: "DELETE",
        path: `/contacts/${CONTACT}/segments/${SEGMENT}`,
        headers: expect.objectContaining({
          authorization: "Bearer re_test",
          "user-agent": "leave-this-list",
        }),
      }),
    ]);
  });

  it.each([
    ["who?are/you#1%@example.com", "who%3Fare%2Fyou%231%25%40example.com"],
    ["../../segments/x@example.com", "..%2F..%2Fsegments%2Fx%40example.com"],
    ["jürgen@bücher.example", "j%C3%BCrgen%40b%C3%BCcher.example"],
    ["a+b&c=d;e\\f@example.com", "a%2Bb%26c%3Dd%3Be%5Cf%40example.com"],
  ])("reaches the right endpoint, and no other, for %s", async (contact, encoded) => {
    const { baseUrl, seen } = await upstream(REMOVED);
    const resend = client(baseUrl);
    await resend.removeFromSegment({ contact, segment: SEGMENT });
    expect((await seen()).map(({ path }) => path)).toEqual([
      `/contacts/${encoded}/segments/${SEGMENT}`,
    ]);
  });

  it.each([
    ["any 2xx with any body", { status: 204 }],
    ["200 with HTML", { status: 200, body: "<p>fine</p>" }],
  ] satisfies [string, ScriptedAnswer][])("takes %s for done", async (_, answer) => {
    expect(await remove(answer)).toMatchObject({ outcome: "done", status: answer.status });
  });

  it("tells that Resend knows no such contact", async () => {
    const answer = refusal(404, "not_found", "Contact not found");
    expect(await remove(answer)).toMatchObject({ outcome: "nobody", status: 404 });
  });

  it.each<[string, ScriptedAnswer, string]>([
    ["408", { status: 408 }, "timeout"],
    ["502", { status: 502 }, "gateway"],
    ["524 of Cloudflare's", { status: 524 }, "gateway"],
    ["409 resource_locked", refusal(409, "resource_locked", "Busy"), "locked"],
    [
      "409 concurrent_idempotent_requests",
      refusal(409, "concurrent_idempotent_requests", "Busy"),
      "locked",
    ],
    ["425", { status: 425 }, "unavailable"],
    ["429", refusal(429, "rate_limit_exceeded", "Too many requests"), "rate-limited"],
    ["500", refusal(500, "internal_server_error", "Oops"), "unavailable"],
    ["503 with HTML", { status: 503, body: "<html>" }, "unavailable"],
    ["a refusal that is not JSON", HTML, "not-json"],
    ["a redirect that is not JSON", { status: 302, body: "<html>" }, "not-json"],
    ["a broken connection", "drop", "connection-lost"],
    ["no answer in time", "hang", "timeout"],
  ])("takes %s for something that may work later", async (_, answer, fault) => {
    expect(await remove(answer)).toMatchObject({ outcome: "later", fault });
  });

  it.each<[string, ScriptedAnswer, string]>([
    [
      "400 API key is invalid",
      refusal(400, "validation_error", "API key is invalid"),
      "key-refused",
    ],
    ["401", refusal(401, "restricted_api_key", "Only sending"), "key-refused"],
    ["403", refusal(403, "invalid_api_key", "API key is invalid"), "key-refused"],
    ["301", { status: 301, headers: { location: "/elsewhere" } }, "redirected"],
  ])("takes %s for something that the operator must mend", async (_, answer, fault) => {
    expect(await remove(answer)).toMatchObject({ outcome: "misconfigured", fault });
  });

  it("never follows a redirect", async () => {
    const { baseUrl, seen } = await upstream(
      { status: 307, headers: { location: "/other" } },
      REMOVED,
    );
    const resend = client(baseUrl);
    await resend.removeFromSegment({ contact: CONTACT, segment: SEGMENT });
    expect(await seen()).toHaveLength(1);
  });

  it.each<[string, ScriptedAnswer]>([
    ["422", refusal(422, "validation_error", "Invalid contact")],
    ["400 with other words", refusal(400, "validation_error", "Bad segment")],
    ["409 with another name", refusal(409, "invalid_idempotent_request", "No")],
    ["405", refusal(405, "method_not_allowed", "No")],
  ])("takes %s for something that can never work", async (_, answer) => {
    expect(await remove(answer)).toMatchObject({ outcome: "never", fault: "rejected" });
  });
});

describe("removeFromSegment, after a 404 that does not say what is missing", () => {
  it("asks which segments the contact is in, and is done when this one is not among them", async () => {
    const { baseUrl, seen } = await upstream(NOT_FOUND, segments([OTHER_SEGMENT]));
    const resend = client(baseUrl);
    const result = await resend.removeFromSegment({ contact: CONTACT, segment: SEGMENT });
    expect(result).toMatchObject({ outcome: "done", status: 200 });
    expect((await seen()).map(({ method, path }) => `${method} ${path}`)).toEqual([
      `DELETE /contacts/${CONTACT}/segments/${SEGMENT}`,
      `GET /contacts/${CONTACT}/segments?limit=100`,
    ]);
  });

  it("does not claim a removal while the segment is among them, on a later page too", async () => {
    const { baseUrl, seen } = await upstream(
      { status: 404, body: "<html>" },
      segments([OTHER_SEGMENT], true),
      segments([SEGMENT]),
    );
    const resend = client(baseUrl);
    const result = await resend.removeFromSegment({ contact: CONTACT, segment: SEGMENT });
    expect(result).toMatchObject({ outcome: "misconfigured", fault: "not-found" });
    expect((await seen()).at(-1)?.path).toBe(
      `/contacts/${CONTACT}/segments?limit=100&after=${OTHER_SEGMENT}`,
    );
  });

  it.each<[string, ScriptedAnswer, Partial<ResendResult>]>([
    ["Resend fails", { status: 503 }, { outcome: "later" }],
    ["the list is unreadable", { status: 200, body: "<html>" }, { outcome: "later" }],
    [
      "the contact is unknown",
      refusal(404, "not_found", "Contact not found"),
      { outcome: "nobody" },
    ],
    ["the address is wrong", refusal(404, "not_found", "Not found"), { outcome: "misconfigured" }],
    ["the pages never end", segments([OTHER_SEGMENT], true), { outcome: "later" }],
  ])("judges by the second answer when %s", async (_, second, expected) => {
    expect(await remove(NOT_FOUND, second)).toMatchObject(expected);
  });
});

describe("removeFromSegment, after a 404 that says that the segment is missing", () => {
  const absent = segments([OTHER_SEGMENT]);

  it("is done when the segment exists and the contact is not in it", async () => {
    expect(await remove(SEGMENT_NOT_FOUND, absent, json(200, { id: SEGMENT }))).toMatchObject({
      outcome: "done",
    });
  });

  it("claims nothing when there is no such segment: the one that was meant may have them still", async () => {
    const { baseUrl, seen } = await upstream(SEGMENT_NOT_FOUND, absent, SEGMENT_NOT_FOUND);
    const resend = client(baseUrl);
    expect(await resend.removeFromSegment({ contact: CONTACT, segment: SEGMENT })).toMatchObject({
      outcome: "misconfigured",
      fault: "segment-unknown",
    });
    expect((await seen()).at(-1)).toMatchObject({ method: "GET", path: `/segments/${SEGMENT}` });
  });

  it.each<[string, ScriptedAnswer, Partial<ResendResult>]>([
    ["Resend fails", { status: 503 }, { outcome: "later" }],
    ["the key is refused", refusal(401, "restricted_api_key", ""), { outcome: "misconfigured" }],
    ["nobody can say", refusal(405, "method_not_allowed", ""), { outcome: "done" }],
    ["there is no such page", refusal(404, "not_found", ""), { outcome: "done" }],
  ])("judges by the third answer when %s", async (_, third, expected) => {
    expect(await remove(SEGMENT_NOT_FOUND, absent, third)).toMatchObject(expected);
  });
});

describe("isSubscribed", () => {
  it.each<[string, ScriptedAnswer, boolean | undefined]>([
    ["gets broadcasts", json(200, { unsubscribed: false }), true],
    ["has opted out", json(200, { unsubscribed: true }), false],
    ["is unknown to Resend", refusal(404, "not_found", "Contact not found"), false],
    ["is told of without a word on that", json(200, { id: CONTACT }), undefined],
    ["is told of with another word than yes or no", json(200, { unsubscribed: "no" }), undefined],
    ["cannot be read", { status: 503 }, undefined],
  ])("tells of a contact that %s", async (_, answer, expected) => {
    const { baseUrl } = await upstream(answer);
    expect(await client(baseUrl).isSubscribed(CONTACT)).toBe(expected);
  });
});

describe("readSegments", () => {
  it("tells what the pages that it reads hold, though they never end", async () => {
    const { baseUrl, seen } = await upstream(segments([SEGMENT], true));
    expect(await client(baseUrl).readSegments(CONTACT)).toMatchObject({
      outcome: "done",
      segments: [SEGMENT, SEGMENT, SEGMENT],
    });
    expect(await seen()).toHaveLength(3);
  });

  it.each<[string, ScriptedAnswer, object]>([
    ["HTML", { status: 200, body: "<html>" }, { outcome: "later", fault: "not-json" }],
    ["an unknown contact", refusal(404, "not_found", "Contact not found"), { outcome: "nobody" }],
    ["a refused key", { status: 401, body: "{}" }, { outcome: "misconfigured" }],
  ])("claims no segments for %s", async (_, answer, expected) => {
    const { baseUrl } = await upstream(answer);
    expect(await client(baseUrl).readSegments(CONTACT)).toMatchObject({
      ...expected,
      segments: [],
    });
  });

  it("is done for a contact that is in none", async () => {
    const { baseUrl } = await upstream(segments([]));
    expect(await client(baseUrl).readSegments(CONTACT)).toMatchObject({
      outcome: "done",
      segments: [],
    });
  });
});

describe("judge", () => {
  it("takes silence for a lost connection where nothing says why", () => {
    expect(judge({ status: null, pace: {} })).toEqual({ kind: "later", fault: "connection-lost" });
    expect(judge({ status: null, lost: "paused", pace: {} })).toEqual({
      kind: "later",
      fault: "paused",
    });
  });
});

describe("the pace that Resend asks for", () => {
  const paceOf = async (status: number, headers: Record<string, string>) =>
    (await remove({ status, headers, body: "{}" })).pace;

  it("reads retry-after in seconds and as a date", async () => {
    expect(await paceOf(429, { "retry-after": "7" })).toEqual({ pauseSeconds: 7 });
    const date = new Date(NOW + 90_000).toUTCString();
    expect(await paceOf(503, { "retry-after": date })).toEqual({ pauseSeconds: 90 });
    const past = new Date(NOW - 90_000).toUTCString();
    expect(await paceOf(503, { "retry-after": past })).toEqual({ pauseSeconds: 0 });
  });

  it("waits for the reset when the limit is used up, a second when nothing says how long", async () => {
    const exhausted = {
      "ratelimit-limit": "10",
      "ratelimit-remaining": "0",
      "ratelimit-reset": "3",
    };
    expect(await paceOf(200, exhausted)).toEqual({ pauseSeconds: 3, limitPerSecond: 10 });
    expect(await paceOf(429, {})).toEqual({ pauseSeconds: 1 });
  });

  it("asks for no pause while there is room, and takes nonsense for nothing", async () => {
    expect(await paceOf(200, { "ratelimit-limit": "5", "ratelimit-remaining": "4" })).toEqual({
      limitPerSecond: 5,
    });
    expect(await paceOf(503, { "retry-after": "soon", "ratelimit-limit": "many" })).toEqual({});
  });

  it("keeps what the first of several answers asked for", async () => {
    const first = refusal(404, "not_found", "Something", { "retry-after": "9" });
    expect((await remove(first, segments([]))).pace).toEqual({ pauseSeconds: 9 });
  });

  it("never believes in a pause of more than an hour", async () => {
    expect(await paceOf(503, { "retry-after": "999999" })).toEqual({ pauseSeconds: 3600 });
  });

  it("pauses for five seconds after a timeout", async () => {
    expect((await remove("hang")).pace).toEqual({ pauseSeconds: 5 });
  });
});

describe("Resend's own words", () => {
  it("are kept for the log, without addresses and cut short", async () => {
    const message = `No someone@example.com or b%40example.com here ${"x".repeat(500)}`;
    const { upstream: words } = await remove(refusal(422, "validation_error", message));
    expect(words).toMatch(/^validation_error: No \[address\] or \[address\] here x+$/);
    expect(words).toHaveLength(200);
  });

  it("are nothing when there are none", async () => {
    expect((await remove({ status: 503 })).upstream).toBeUndefined();
    expect((await remove({ status: 422, body: '["odd"]' })).upstream).toBeUndefined();
  });
});

/** What only the commands ask of Resend. Answers are Resend's own, as recorded or documented. */

import { describe, expect, it } from "vitest";

import { createResendLists } from "../../src/resend/lists.ts";
import { createTransport } from "../../src/resend/transport.ts";
import { WEEKLY } from "../scripted.ts";
import type { ScriptedAnswer } from "../upstream/types.ts";
import { DOWN, json, NOT_FOUND, refusal, upstream } from "../upstream.ts";
import { ID } from "../worker.ts";

async function resendOf(...answers: ScriptedAnswer[]) {
  const { baseUrl, seen } = await upstream(...answers);
  const send = createTransport({ apiKey: "re_test", baseUrl, now: () => 0, timeoutMs: 300 });
  return { ...createResendLists(send), seen };
}

const list = (data: unknown[], hasMore = false) =>
  json(200, { object: "list", data, has_more: hasMore });

const SEGMENT = { id: WEEKLY, name: "Weekly", created_at: "2025-10-17 16:47:12.007797+00" };
const CONTACT = { id: ID, email: "test.5@example.com", first_name: null, unsubscribed: false };
const KEY_REFUSED = { kind: "misconfigured", fault: "key-refused" };
const BAD_KEY = refusal(400, "validation_error", "API key is invalid");
const RESTRICTED = refusal(
  401,
  "restricted_api_key",
  "This API key is restricted to only send emails",
);

describe("listSegments", () => {
  it.each<[string, ScriptedAnswer[], object]>([
    ["none", [list([])], { kind: "found", value: [] }],
    ["one", [list([SEGMENT])], { kind: "found", value: [{ id: WEEKLY, name: "Weekly" }] }],
    [
      "two pages",
      [list([SEGMENT], true), list([{ ...SEGMENT, id: ID }])],
      { kind: "found", value: [{ id: WEEKLY }, { id: ID }] },
    ],
    ["a page that fails", [list([SEGMENT], true), DOWN], { kind: "transient" }],
    ["an item without an ID", [list([{ name: "x" }])], { kind: "transient", fault: "not-json" }],
    ["no list", [json(200, { data: {} })], { kind: "transient", fault: "not-json" }],
    ["a 400, which is about the key", [BAD_KEY], KEY_REFUSED],
    ["a 403", [refusal(403, "invalid_api_key", "API key is invalid")], KEY_REFUSED],
    ["a key that may only send", [RESTRICTED], { kind: "misconfigured", fault: "key-restricted" }],
  ])("reads %s", async (_, answers, expected) => {
    const resend = await resendOf(...answers);
    expect(await resend.listSegments()).toMatchObject(expected);
    const paths = (await resend.seen()).map(({ path }) => path);
    const pages = ["/segments?limit=100", `/segments?limit=100&after=${WEEKLY}`];
    expect(paths).toEqual(pages.slice(0, answers.length));
  });
});

describe("listContacts", () => {
  const page = (hasMore: boolean) => ({ kind: "found", value: { items: [{ id: ID }], hasMore } });

  it.each<[string, string | undefined, ScriptedAnswer, object]>([
    ["the first page", undefined, list([CONTACT], true), page(true)],
    ["the page after a contact", ID, list([CONTACT]), page(false)],
    ["an unknown segment", undefined, NOT_FOUND, { kind: "missing" }],
    ["a cursor that Resend does not find", ID, NOT_FOUND, { kind: "missing" }],
    [
      "a cursor that Resend refuses",
      ID,
      refusal(422, "validation_error", "x"),
      { kind: "missing" },
    ],
    ["a cursor that Resend calls malformed", ID, BAD_KEY, { kind: "missing" }],
    ["a refused key", undefined, BAD_KEY, KEY_REFUSED],
    ["another refusal", undefined, refusal(422, "validation_error", "x"), { kind: "permanent" }],
    ["an outage", ID, DOWN, { kind: "transient" }],
  ])("reads %s", async (_, after, answer, expected) => {
    const resend = await resendOf(answer);
    expect(await resend.listContacts(WEEKLY, after)).toMatchObject(expected);
    const [request] = await resend.seen();
    const cursor = after === undefined ? "" : `&after=${after}`;
    expect(request?.path).toBe(`/segments/${WEEKLY}/contacts?limit=100${cursor}`);
  });
});

describe("contact properties", () => {
  const property = { id: ID, key: "leave_weekly", type: "string", fallback_value: "https://x" };
  const other = { id: WEEKLY, key: "company", type: "number", fallback_value: 7 };
  const found = { kind: "found", value: { id: ID, key: "leave_weekly", type: "string" } };

  it.each<[string, ScriptedAnswer[], object]>([
    ["one", [list([other, property])], { ...found, value: { fallback: "https://x" } }],
    ["one on a later page", [list([other], true), list([property])], found],
    [
      "one without a fallback value",
      [list([{ ...property, fallback_value: null }])],
      { ...found, value: { fallback: "" } },
    ],
    ["none", [list([other])], { kind: "missing" }],
    ["a refused key", [BAD_KEY], KEY_REFUSED],
    ["an outage", [DOWN], { kind: "transient" }],
  ])("findProperty finds %s", async (_, answers, expected) => {
    expect(await (await resendOf(...answers)).findProperty("leave_weekly")).toMatchObject(expected);
  });

  it("gives up after a hundred pages", async () => {
    const resend = await resendOf(list([other], true));
    expect(await resend.findProperty("leave_weekly")).toMatchObject({ kind: "permanent" });
    expect(await resend.seen()).toHaveLength(100);
  });

  it("creates one, and changes a fallback value", async () => {
    const resend = await resendOf(json(201, { object: "contact_property", id: ID }));
    expect(await resend.createProperty("leave_weekly", "https://x")).toEqual({ kind: "done" });
    expect(await resend.setFallback(ID, "https://y")).toEqual({ kind: "done" });
    const requests = (await resend.seen()).map(({ method, path, body }) => [method, path, body]);
    expect(requests).toEqual([
      [
        "POST",
        "/contact-properties",
        '{"key":"leave_weekly","type":"string","fallback_value":"https://x"}',
      ],
      ["PATCH", `/contact-properties/${ID}`, '{"fallback_value":"https://y"}'],
    ]);
  });
});

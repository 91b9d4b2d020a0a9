/** What only the commands ask of Resend. Answers are Resend's own, as recorded or documented. */

import { expect, it } from "vitest";

import { createResendLists, type ResendLists } from "../../src/resend/lists.ts";
import { createTransport } from "../../src/resend/transport.ts";
import { WEEKLY } from "../scripted.ts";
import type { ScriptedAnswer } from "../upstream/types.ts";
import { json, NOT_FOUND, refusal, upstream } from "../upstream.ts";
import { ID } from "../worker.ts";

const list = (data: unknown[], hasMore = false) =>
  json(200, { object: "list", data, has_more: hasMore });

const SEGMENT = { id: WEEKLY, name: "Weekly", created_at: "2025-10-17 16:47:12.007797+00" };
const CONTACT = { id: ID, email: "test.5@example.com", first_name: null, unsubscribed: false };
const PROPERTY = { id: ID, key: "leave_weekly", type: "string", fallback_value: "https://x" };
const OTHER = { id: WEEKLY, key: "company", type: "number", fallback_value: 7 };

const SEGMENTS = "GET /segments?limit=100";
const CONTACTS = `GET /segments/${WEEKLY}/contacts?limit=100`;
const PROPERTIES = "GET /contact-properties?limit=100";

const BAD_KEY = refusal(400, "validation_error", "API key is invalid");
const RESTRICTED = refusal(401, "restricted_api_key", "Restricted to only send emails");
const REFUSED = refusal(422, "validation_error", "No");
const KEY_REFUSED = { kind: "misconfigured", fault: "key-refused" };
const UNREADABLE = { kind: "transient", fault: "not-json" };
const MISSING = { kind: "missing" };
const found = (value: unknown) => ({ kind: "found", value });
const contacts = (hasMore: boolean) => found({ items: [{ id: ID }], hasMore });
const property = found({ id: ID, key: "leave_weekly", type: "string", fallback: "https://x" });

type Call = (to: ResendLists) => Promise<unknown>;
const segments: Call = (to) => to.listSegments();
const first: Call = (to) => to.listContacts(WEEKLY);
const next: Call = (to) => to.listContacts(WEEKLY, ID);
const find: Call = (to) => to.findProperty("leave_weekly");
const create: Call = (to) => to.createProperty("leave_weekly", "https://x");
const change: Call = (to) => to.setFallback(ID, "https://y");

it.each<[string, Call, string, ScriptedAnswer[], object]>([
  ["segments: none", segments, SEGMENTS, [list([])], found([])],
  ["a segment", segments, SEGMENTS, [list([SEGMENT])], found([{ id: WEEKLY, name: "Weekly" }])],
  ["a segment without an ID", segments, SEGMENTS, [list([{ name: "x" }])], UNREADABLE],
  ["a 400, which is about the key", segments, SEGMENTS, [BAD_KEY], KEY_REFUSED],
  ["a key that may only send", segments, SEGMENTS, [RESTRICTED], { fault: "key-restricted" }],
  ["the first page of contacts", first, CONTACTS, [list([CONTACT], true)], contacts(true)],
  ["an unknown segment", first, CONTACTS, [NOT_FOUND], MISSING],
  ["contacts that are refused", first, CONTACTS, [REFUSED], { kind: "permanent" }],
  ["the next page", next, `${CONTACTS}&after=${ID}`, [list([CONTACT])], contacts(false)],
  ["a cursor not found", next, `${CONTACTS}&after=${ID}`, [NOT_FOUND], MISSING],
  ["a cursor refused", next, `${CONTACTS}&after=${ID}`, [REFUSED], MISSING],
  ["a cursor called malformed", next, `${CONTACTS}&after=${ID}`, [BAD_KEY], MISSING],
  ["a property", find, PROPERTIES, [list([OTHER, PROPERTY])], property],
  [
    "a property on a later page",
    find,
    `${PROPERTIES}, ${PROPERTIES}&after=${WEEKLY}`,
    [list([OTHER], true), list([PROPERTY])],
    property,
  ],
  ["no property", find, PROPERTIES, [list([OTHER])], MISSING],
  [
    "a created property",
    create,
    'POST /contact-properties {"key":"leave_weekly","type":"string","fallback_value":"https://x"}',
    [json(201, { object: "contact_property", id: ID })],
    { kind: "done" },
  ],
  [
    "a changed fallback value",
    change,
    `PATCH /contact-properties/${ID} {"fallback_value":"https://y"}`,
    [json(200, { object: "contact_property", id: ID })],
    { kind: "done" },
  ],
])("%s", async (_, call, requests, answers, expected) => {
  const { baseUrl, seen } = await upstream(...answers);
  const send = createTransport({ apiKey: "re_test", baseUrl, now: () => 0 });
  expect(await call(createResendLists(send))).toMatchObject(expected);
  const sent = (await seen()).map(({ method, path, body }) => `${method} ${path} ${body}`.trim());
  expect(sent.join(", ")).toBe(requests);
});

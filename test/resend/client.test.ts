/** The client of Resend's API: what each operation sends, what each answer means, and that nothing throws. */

import { describe, expect, it } from "vitest";

import type { SegmentId, TopicId } from "../../src/links/names.ts";
import { classify, type Classified, type Failure } from "../../src/resend/answer.ts";
import { createResend, type Found, type Resend } from "../../src/resend/client.ts";
import { createTransport } from "../../src/resend/transport.ts";
import { NEWS, WEEKLY } from "../scripted.ts";
import { DROPPED, type ScriptedAnswer } from "../upstream/types.ts";
import { DOWN, json, NOT_FOUND, refusal, REMOVED, upstream } from "../upstream.ts";
import { ID } from "../worker.ts";

const NOW = Date.UTC(2026, 10, 23, 12, 0, 0);
const ADDRESS = "steve.wozniak@gmail.com";
const HTML: ScriptedAnswer = { status: 200, body: "<!doctype html><title>Fine</title>" };
const SLOW = refusal(429, "rate_limit_exceeded", "Too many requests", { "retry-after": "7" });
const ELSEWHERE: ScriptedAnswer = { status: 307, headers: { location: "/elsewhere" } };

/** A `fetch` that throws as workerd does. One of workerd's own is in test/e2e/ledger.test.ts. */
const lossy: typeof fetch = async (url, init) => {
  const response = await fetch(url, init);
  if (response.status === DROPPED) throw new Error("Network connection lost.");
  return response;
};

/** A Resend that gives these answers in turn, and what it has seen. */
async function resendOf(...answers: ScriptedAnswer[]) {
  const { baseUrl, seen } = await upstream(...answers);
  // A busy machine takes its time.
  const timeoutMs = answers.includes("hang") ? 300 : 10_000;
  const options = { apiKey: "re_test", baseUrl, now: () => NOW, timeoutMs, fetch: lossy };
  const send = createTransport(options);
  return { ...createResend(send), send, seen };
}

const remove = async (answer: ScriptedAnswer) =>
  (await resendOf(answer)).removeFromSegment(ID, WEEKLY);

it("does not compile with a contact and a segment swapped", () => {
  // @ts-expect-error: the contact is the first of the two
  const swapped = (resend: Resend) => resend.removeFromSegment(WEEKLY, ID);
  expect(swapped).toBeTypeOf("function");
});

type Call = (to: Resend, name: string) => Promise<Classified | Found<unknown>>;
const CONTACT = "/contacts/{}";
const MEMBERSHIP = `/contacts/{}/segments/${WEEKLY}`;
const OUT = '{"unsubscribed":true}';
const IN = '{"unsubscribed":false}';
const TOPIC = "b6d24b8e-af0b-4c3c-be0c-359bbd97381e" as TopicId;
const LINK = { leave: "https://acme.com" };
const LINK_BODY = '{"properties":{"leave":"https://acme.com"}}';

describe.each<[operation: string, call: Call, method: string, path: string, body?: string]>([
  ["removeFromSegment", (to, who) => to.removeFromSegment(who, WEEKLY), "DELETE", MEMBERSHIP],
  ["addToSegment", (to, who) => to.addToSegment(who, WEEKLY), "POST", MEMBERSHIP],
  ["setUnsubscribed", (to, who) => to.setUnsubscribed(who, true), "PATCH", CONTACT, OUT],
  ["setUnsubscribed, undone", (to, who) => to.setUnsubscribed(who, false), "PATCH", CONTACT, IN],
  ["setProperties", (to, who) => to.setProperties(who, LINK), "PATCH", CONTACT, LINK_BODY],
  ["readContact", (to, who) => to.readContact(who), "GET", CONTACT],
  ["readSegments", (to, who) => to.readSegments(who), "GET", `${CONTACT}/segments?limit=100`],
  ["findSegment", (to, id) => to.findSegment(id as SegmentId), "GET", "/segments/{}"],
  ["findTopic", (to, id) => to.findTopic(id as TopicId), "GET", "/topics/{}"],
  ["isOptedIn", (to, who) => to.isOptedIn(who, TOPIC), "GET", `${CONTACT}/topics?limit=100`],
])("%s", (operation, call, method, path, body = "") => {
  it("sends one request with the key, an agent, and nothing that it need not", async () => {
    const resend = await resendOf(REMOVED);
    await call(resend, ID);
    const seen = await resend.seen();
    const headers = {
      authorization: "Bearer re_test",
      accept: "application/json",
      "user-agent": "leave-this-list",
    };
    expect(seen).toMatchObject([{ method, path: path.replace("{}", ID), body, headers }]);
    expect(seen[0]?.headers["content-type"]).toBe(body ? "application/json" : undefined);
  });

  it.each([
    ["who?are/you#1%@example.com", "who%3Fare%2Fyou%231%25%40example.com"],
    ["../../segments/x@example.com", "..%2F..%2Fsegments%2Fx%40example.com"],
    ["jürgen@bücher.example", "j%C3%BCrgen%40b%C3%BCcher.example"],
    ["a+b&c=d;e\\f@example.com", "a%2Bb%26c%3Dd%3Be%5Cf%40example.com"],
  ])("reaches the right endpoint, and no other, for %s", async (name, encoded) => {
    const resend = await resendOf(REMOVED);
    await call(resend, name);
    expect((await resend.seen()).map((seen) => seen.path)).toEqual([path.replace("{}", encoded)]);
  });

  it.each<[string, ScriptedAnswer, object]>([
    ["a 404", NOT_FOUND, { kind: method === "GET" ? "missing" : "not-found" }],
    ["no JSON", HTML, { kind: "transient", fault: "not-json" }],
    ["a failure", DOWN, { kind: "transient", fault: "unavailable" }],
    ["a refused key", { status: 401 }, { kind: "misconfigured", fault: "key-refused" }],
    // Whatever else a segment's or a topic's answer says, this key has not been shown it.
    ["a 422", { status: 422 }, { kind: operation.startsWith("find") ? "missing" : "permanent" }],
    ["nothing", "drop", { kind: "transient", fault: "connection-lost" }],
    ["a redirect, which it does not follow", ELSEWHERE, { fault: "redirected" }],
  ])("answered by %s says so, and sends nothing more", async (_, answer, expected) => {
    const resend = await resendOf(answer, REMOVED);
    expect(await call(resend, ID)).toMatchObject(expected);
    expect(await resend.seen()).toHaveLength(1);
  });
});

/** As in `permanent not-found`; `?` says that it may have been applied. */
function meaning(classified: Classified): string {
  if (classified.kind === "done") return "done";
  const { kind, fault, maybeApplied, retryAfterSeconds } =
    classified.kind === "not-found" ? classified.failure : classified;
  const cooldown = retryAfterSeconds ? `, ${retryAfterSeconds} s` : "";
  return `${kind} ${fault}${maybeApplied ? "?" : ""}${cooldown}`;
}

it.each<[string, ScriptedAnswer, string]>([
  ["deleted: true", REMOVED, "done"],
  ["JSON without a word on it", json(200, {}), "done"],
  ["another 2xx with JSON", json(201, { id: ID }), "done"],
  ["JSON that is not an object", json(200, null), "done"],
  ["404", NOT_FOUND, "permanent not-found"],
  ["404 without a body", { status: 404 }, "permanent not-found"],
  ["deleted: false", json(200, { object: "contact", deleted: false }), "permanent not-found"],
  ["200 with HTML", HTML, "transient not-json?"],
  ["200 with half of its JSON", { status: 200, body: '{"deleted":' }, "transient not-json?"],
  ["204", { status: 204 }, "transient not-json?"],
  ["408", { status: 408 }, "transient timeout?"],
  ["425", { status: 425 }, "transient unavailable"],
  ["429", SLOW, "transient rate-limited, 7 s"],
  ["409 resource_locked", refusal(409, "resource_locked", "Busy"), "transient locked"],
  ["409 of another", refusal(409, "concurrent_idempotent_requests", "Busy"), "transient locked"],
  ["500", refusal(500, "internal_server_error", "Oops"), "transient unavailable?"],
  ["502", { status: 502 }, "transient gateway?"],
  ["503", refusal(503, "service_unavailable", "Down"), "transient unavailable"],
  ["520 of Cloudflare's", { status: 520 }, "transient gateway?"],
  ["no answer in time", "hang", "transient timeout?"],
  ["401", refusal(401, "restricted_api_key", "Only sending"), "misconfigured key-refused"],
  ["403", refusal(403, "invalid_api_key", "API key is invalid"), "misconfigured key-refused"],
  ["405", refusal(405, "method_not_allowed", "No"), "misconfigured refused"],
  ["451", refusal(451, "security_error", "No"), "misconfigured refused"],
  ["304", { status: 304 }, "misconfigured redirected"],
  ["400, whatever it says", refusal(400, "x", "API key is invalid"), "permanent rejected"],
  ["409, another name", refusal(409, "invalid_request", "resource_locked"), "permanent rejected"],
  ["409 with HTML", { status: 409, body: "<html>resource_locked" }, "permanent rejected"],
  ["400 with a lock's name", refusal(400, "resource_locked", "Busy"), "permanent rejected"],
  ["422 that says not found", refusal(422, "not_found", "Not found"), "permanent rejected"],
])("%s means what docs/resend.md says", async (_, answer, expected) => {
  expect(meaning(await remove(answer))).toBe(expected);
});

it("a request that the budget kept back was not applied", () => {
  const answer = { status: null, lost: "not-sent" } as const;
  expect(meaning(classify(answer))).toBe("transient not-sent");
});

describe("readContact", () => {
  const contact = { object: "contact", id: ID, email: ADDRESS, unsubscribed: false };
  const properties = { a: "x", b: { type: "string", value: "y" }, c: { type: "number", value: 0 } };
  const unreadable = { kind: "transient", fault: "not-json" };

  it.each<[string, string, ScriptedAnswer, object]>([
    [
      "with properties, bare or with their type",
      ID,
      json(200, { ...contact, first_name: "Steve", properties }),
      {
        value: {
          id: ID,
          email: ADDRESS,
          unsubscribed: false,
          properties: { a: "x", b: "y", c: 0 },
        },
      },
    ],
    ["without properties", ID, json(200, contact), { value: { properties: {} } }],
    [
      "who has opted out",
      ID,
      json(200, { ...contact, unsubscribed: true }),
      { value: { unsubscribed: true } },
    ],
    ["whose opt-out is not told", ID, json(200, { ...contact, unsubscribed: null }), unreadable],
    ["by an address that Resend refuses", ADDRESS, refusal(422, "x", "x"), { kind: "missing" }],
    ["by an ID that Resend refuses", ID, refusal(422, "x", "x"), { kind: "permanent" }],
  ])("reads a contact %s", async (_, name, answer, expected) => {
    expect(await (await resendOf(answer)).readContact(name)).toMatchObject(expected);
  });
});

describe("readSegments", () => {
  const list = (ids: string[], hasMore = false) =>
    json(200, { object: "list", data: ids.map((id) => ({ id })), has_more: hasMore });

  it.each<[string, ScriptedAnswer[], object, number]>([
    ["none", [list([])], { kind: "found", value: [] }, 1],
    ["two pages", [list([NEWS], true), list([WEEKLY])], { value: [NEWS, WEEKLY] }, 2],
    ["an empty page that is not the last", [list([], true)], { kind: "found", value: [] }, 1],
    ["pages without an end", [list([NEWS], true)], { kind: "permanent", fault: "rejected" }, 3],
    ["a page that fails", [list([NEWS], true), DOWN], { kind: "transient" }, 2],
    ["no ID", [json(200, { data: [{}] })], { kind: "transient", fault: "not-json" }, 1],
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

const topics = (subscription?: string, hasMore = false) => {
  const others = [{ id: NEWS, name: "News", subscription: "opt_in" }];
  const data = subscription === undefined ? others : [...others, { id: TOPIC, subscription }];
  return json(200, { object: "list", has_more: hasMore, data });
};
const byDefault = (default_subscription: string) =>
  json(200, { object: "topic", id: TOPIC, default_subscription });

it.each<[string, ScriptedAnswer[], object]>([
  ["opted out, on the second page", [topics(undefined, true), topics("opt_out")], { value: false }],
  ["in by default", [topics(), byDefault("opt_in")], { value: true }],
  ["out by default, in words of its own", [topics(""), byDefault("opt_out")], { value: false }],
  ["unread", [topics(), DOWN], { kind: "transient" }],
])("isOptedIn reads a contact who is %s", async (_, answers, expected) => {
  expect(await (await resendOf(...answers)).isOptedIn(ID, TOPIC)).toMatchObject(expected);
});

describe("setTopic", () => {
  const CHANGE = { id: TOPIC, subscription: "opt_out" };
  const [OBJECT, ARRAY] = [JSON.stringify({ topics: [CHANGE] }), JSON.stringify([CHANGE])];
  const SHOWN = json(200, { object: "contact_topics", contact_id: ID, topics: [CHANGE] });
  const HIDDEN = json(200, { id: TOPIC });
  const BAD = refusal(422, "validation_error", "No");

  it.each<[string, ScriptedAnswer[], string[], string]>([
    ["shown by the answer", [SHOWN], [OBJECT], "done"],
    ["read after an answer without it", [HIDDEN, topics("opt_out")], [OBJECT, ""], "done"],
    ["shown in the other form", [BAD, SHOWN], [OBJECT, ARRAY], "done"],
    ["refused in both forms", [BAD, refusal(400, "x", "x")], [OBJECT, ARRAY], "permanent rejected"],
    ["refused, then not found", [BAD, NOT_FOUND], [OBJECT, ARRAY], "permanent not-found"],
    ["refused, then unavailable", [BAD, DOWN], [OBJECT, ARRAY], "transient unavailable"],
    ["of nobody", [NOT_FOUND, SHOWN], [OBJECT], "permanent not-found"],
    ["not answered", ["drop", SHOWN], [OBJECT], "transient connection-lost?"],
    ["not read after it", [HIDDEN, DOWN], [OBJECT, ""], "transient unavailable?"],
    [
      "ignored in one form",
      [HIDDEN, topics("opt_in"), HIDDEN, topics("opt_out")],
      [OBJECT, "", ARRAY, ""],
      "done",
    ],
    [
      "ignored in both forms",
      [HIDDEN, topics("opt_in"), HIDDEN, topics("opt_in")],
      [OBJECT, "", ARRAY, ""],
      "transient still-there?",
    ],
    [
      "ignored in one form, and refused in the other",
      [HIDDEN, topics(), byDefault("opt_in"), BAD],
      [OBJECT, "", "", ARRAY],
      "transient still-there?",
    ],
  ])("%s", async (_, answers, bodies, expected) => {
    const resend = await resendOf(...answers);
    expect(meaning(await resend.setTopic(ID, TOPIC, "opt_out"))).toBe(expected);
    expect((await resend.seen()).map(({ body }) => body)).toEqual(bodies);
  });

  it("remembers the form that was taken, and forgets it once it is refused", async () => {
    const resend = await resendOf(BAD, SHOWN, SHOWN, BAD, SHOWN, SHOWN);
    for (let time = 0; time < 4; time++) await resend.setTopic(ID, TOPIC, "opt_out");
    const bodies = (await resend.seen()).map(({ body }) => body);
    expect(bodies).toEqual([OBJECT, ARRAY, ARRAY, ARRAY, OBJECT, OBJECT]);
  });

  it("tries the other form where another change has found it out meanwhile", async () => {
    const memory = { sendsTopicArray: false };
    const resend = createResend(async (_, __, body) => {
      if (Array.isArray(body)) return { status: 200, body: { topics: body } };
      memory.sendsTopicArray = true;
      return { status: 422 };
    }, memory);
    expect(meaning(await resend.setTopic(ID, TOPIC, "opt_out"))).toBe("done");
  });
});

it.each<[ScriptedAnswer, object]>([
  [json(200, { object: "segment", id: WEEKLY }), { kind: "found" }],
  [refusal(404, "not_found", "Audience not found"), { kind: "missing" }],
  [refusal(400, "validation_error", "API key is invalid"), { fault: "key-refused" }],
])("findSegment, answered by %j", async (answer, expected) => {
  expect(await (await resendOf(answer)).findSegment(WEEKLY)).toMatchObject(expected);
});

describe("the rate limit that an answer tells", () => {
  const at = (ms: number) => ({ "retry-after": new Date(NOW + ms).toUTCString() });
  const used = { "ratelimit-limit": "10", "ratelimit-remaining": "0", "ratelimit-reset": "3" };

  it.each<[string, number, Record<string, string>, object]>([
    ["seconds to wait", 429, { "retry-after": "7" }, { cooldownSeconds: 7 }],
    ["part of a second", 503, { "retry-after": "0.2" }, { cooldownSeconds: 1 }],
    ["a date", 503, at(90_000), { cooldownSeconds: 90 }],
    ["a date that is past", 503, at(-90_000), { cooldownSeconds: 0 }],
    ["days: an hour is believed", 503, { "retry-after": "99999" }, { cooldownSeconds: 3600 }],
    ["a limit that is used up", 200, used, { cooldownSeconds: 3, limitPerSecond: 10 }],
    ["a 429 that does not say how long", 429, {}, { cooldownSeconds: 1 }],
    ["room", 200, { ...used, "ratelimit-remaining": "4" }, { limitPerSecond: 10 }],
    ["a limit of nothing", 200, { "ratelimit-limit": "0" }, {}],
    ["nonsense", 503, { "retry-after": "soon", "ratelimit-limit": "many" }, {}],
    ["nothing", 200, {}, {}],
  ])("is read from %s", async (_, status, headers, expected) => {
    const { send } = await resendOf({ status, headers, body: "{}" });
    expect(await send("GET", "/")).toEqual({ status, body: {}, ...expected });
  });
});

it.each<[string, unknown, string | undefined]>([
  ["name and message", { name: "a_b", message: "No." }, "a_b: No."],
  ["an address", { message: `No ${ADDRESS}, "<${ADDRESS}>"!` }, "No [address] [address]"],
  ["an encoded address", { message: "No a%40example.com here" }, "No [address] here"],
  ["an address as a name", { name: ADDRESS, message: "No." }, "[address] No."],
  ["IDs", { message: `No ${ID} in ${WEEKLY.toUpperCase()}.` }, "No [id] in [id]."],
  ["a link", { message: "No https://acme.com/leave/weekly/c4fu2 here" }, "No […] here"],
  ["a key", { message: "Bad key re_Wq7bUoNs_3tEJd9xVgkLmPzRcY." }, "Bad key […]"],
  ["many words", { message: "x".repeat(500) }, "x".repeat(200)],
  [
    "an address that the cut goes through",
    { message: `${"x".repeat(970)}@b.c ${"private".repeat(9)}@example.com` },
    "[address] ",
  ],
  ["no text", { name: 7, message: { a: "b" } }, undefined],
])("Resend's words are cut short, and struck of addresses and IDs: %s", async (_, body, words) => {
  expect(((await remove(json(422, body))) as Failure).upstream).toBe(words);
});

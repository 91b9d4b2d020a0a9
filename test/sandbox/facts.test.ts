/** What is known of Resend beyond the recordings and the OpenAPI file, and the switches for what is not known. */

import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";

import { describe, expect, it } from "vitest";

import { MIRA, SAMPLE_LISTS } from "../../sandbox/settings.ts";
import { runningStandIn } from "../../sandbox/running.ts";

const standIn = runningStandIn();

const WEEKLY: string = SAMPLE_LISTS.weekly.segment;
const UNKNOWN = "11111111-2222-4333-8444-555555555555";
const BUILT_IN = ["email", "first_name", "last_name", "unsubscribed"];
const PAVEL = "pavel@example.com";

const EMAIL = { from: "a@example.com", to: "mira@example.com", subject: "News", text: "News" };

const status = async (method: string, path: string, body?: object) =>
  (await standIn.call(method, path, body)).status;

describe("known of Resend", () => {
  it("an upsert resets what it leaves out, properties and the opt-out among them", async () => {
    const { contacts, contactProperties } = standIn.resend;
    await contactProperties.create({ key: "age", type: "number" });
    const [id, properties] = [MIRA, { age: 41 }];
    await contacts.update({ id, unsubscribed: true, properties });
    await contacts.update({ id, firstName: "Mi" });
    expect((await contacts.get({ id })).data).toMatchObject({
      first_name: "Mi",
      unsubscribed: true,
      properties: { age: { type: "number", value: 41 } },
    });
    expect((await contacts.create({ email: "mira@example.com" })).data?.id).toBe(MIRA);
    const { data } = await contacts.get({ id });
    expect([data?.first_name, data?.unsubscribed, data?.properties]).toEqual([null, false, {}]);
  });

  it("an unknown property is refused, and nothing of the update is done", async () => {
    const update = { first_name: "Mi", properties: { unknown: "x" } };
    const response = await standIn.call("PATCH", `/contacts/${MIRA}`, update);
    const message = "One or more properties do not exist";
    expect(await response.json()).toEqual({ statusCode: 422, message, name: "validation_error" });
    expect((await standIn.resend.contacts.get({ id: MIRA })).data?.first_name).toBe("Mira");
  });

  it("a property cannot have a key that is built in, malformed, or too long", async () => {
    for (const key of [...BUILT_IN, "a-b", "a".repeat(51)]) {
      expect(await status("POST", "/contact-properties", { key, type: "string" })).toBe(422);
    }
  });

  it("lists are cut by `limit` and `after`; properties have 20 items without it", async () => {
    const { contacts, contactProperties } = standIn.resend;
    const all = (await contacts.list()).data?.data.map(({ id }) => id) ?? [];
    const page = await contacts.list({ limit: 2, after: all[3] ?? "" });
    expect(page.data?.data.map(({ id }) => id)).toEqual(all.slice(4));
    expect(page.data?.has_more).toBe(false);
    for (let nth = 0; nth < 21; nth += 1) {
      await contactProperties.create({ key: `key_${nth}`, type: "string" });
    }
    const { data } = await contactProperties.list();
    expect([data?.data.length, data?.has_more]).toEqual([20, true]);
    expect(await status("GET", "/contacts?limit=101")).toBe(422);
  });

  it.each([
    ["who?are/you#1%@example.com", "who%3Fare%2Fyou%231%25%40example.com"],
    ["../../segments/x@example.com", "..%2F..%2Fsegments%2Fx%40example.com"],
    ["plus+tag@bücher.example.org", "plus%2Btag%40b%C3%BCcher.example.org"],
  ])("a percent-encoded address names its contact and nothing else: %s", async (email, encoded) => {
    const { data } = await standIn.resend.contacts.create({ email, segments: [{ id: WEEKLY }] });
    const response = await standIn.call("DELETE", `/contacts/${encoded}/segments/${WEEKLY}`);
    expect(await response.json()).toMatchObject({ contact_id: data?.id, deleted: true });
  });

  it("a call without key, with a wrong key, or without `User-Agent` is refused", async () => {
    const call = async (headers: Record<string, string>) => {
      const sent = request(`${standIn.url}/contacts`, { headers }).end();
      const [response] = (await once(sent, "response")) as [IncomingMessage];
      return response.resume().statusCode;
    };
    expect(await call({ "user-agent": "x" })).toBe(401);
    expect(await call({ "user-agent": "x", authorization: "Bearer re_wrong" })).toBe(400);
    expect(await call({ authorization: "Bearer re_wrong" })).toBe(403);
    expect(await status("PUT", "/contacts")).toBe(405);
  });

  it("a Broadcast prints each contact's values, and skips who has opted out", async () => {
    const { broadcasts, contactProperties, contacts, topics } = standIn.resend;
    await contactProperties.create({ key: "link", type: "string", fallbackValue: "general" });
    await contacts.update({ id: MIRA, properties: { link: "own&" }, firstName: "{{{EMAIL}}}" });
    const topic = await topics.create({ name: "News", defaultSubscription: "opt_in" });
    const choices = [{ id: topic.data?.id ?? "", subscription: "opt_out" as const }];
    await contacts.topics.update({ email: PAVEL, topics: choices });
    await broadcasts.create({
      segmentId: WEEKLY,
      from: "Acme <a@example.com>",
      subject: "{{{contact.first_name|there}}}",
      text: "{{{contact.link}}} {{{contact.link|inline}}} {{{contact.gone}}}",
      topicId: topic.data?.id ?? "",
      send: true,
    });
    const letters = await standIn.server.letters();
    const printed = letters.map(({ subject, text }) => `${subject}: ${text}`);
    expect(printed).toEqual([
      "Noor: general inline ",
      "Jonas: general inline ",
      "{{{EMAIL}}}: own& own& ",
    ]);
  });

  it("a batch sends each email with its own headers, or none if one is refused", async () => {
    const { batch } = standIn.resend;
    const headers = { "List-Unsubscribe": "<https://acme.com/leave/own>" };
    const two = [
      { ...EMAIL, headers },
      { ...EMAIL, to: ["b@example.com", "c@example.com"] },
    ];
    const { data } = await batch.send(two);
    expect(data).toEqual({ data: [{ id: expect.any(String) }, { id: expect.any(String) }] });
    const sent = async () =>
      (await standIn.server.letters()).map((letter) => [letter.to, letter.headers]);
    const all = [
      ["c@example.com", {}],
      ["b@example.com", {}],
      ["mira@example.com", headers],
    ];
    expect(await sent()).toEqual(all);
    const { error } = await batch.send([EMAIL, { ...EMAIL, subject: "" }]);
    expect(error).toMatchObject({ statusCode: 422, name: "missing_required_field" });
    for (const body of [EMAIL, Array.from({ length: 101 }, () => EMAIL)]) {
      expect(await status("POST", "/emails/batch", body)).toBe(422);
    }
    expect(await sent()).toEqual(all);
  });
});

/** The other switches are in `test/cli/contract.test.ts`, `topics.test.ts`, and `webhook.test.ts`. */
describe("not known of Resend", () => {
  it.each(["contacts", "segments", "topics", "contact-properties"])(
    "DELETE of /%s that never existed",
    async (resource) => {
      expect(await status("DELETE", `/${resource}/${UNKNOWN}`)).toBe(200);
      await standIn.server.behave({ deletingAbsent: "404" });
      expect(await status("DELETE", `/${resource}/${UNKNOWN}`)).toBe(404);
    },
  );

  it.each([
    ["none", {}],
    [
      "added",
      {
        "List-Unsubscribe": expect.stringMatching(/^<https:/),
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
      },
    ],
  ] as const)("the headers that a topic gives an email: %s", async (topicHeaders, headers) => {
    const { emails, topics } = standIn.resend;
    await standIn.server.behave({ topicHeaders });
    const topic = await topics.create({ name: "News", defaultSubscription: "opt_in" });
    await emails.send(EMAIL);
    await emails.send({ ...EMAIL, topicId: topic.data?.id ?? "" });
    const letters = await standIn.server.letters();
    expect(letters.map((letter) => letter.headers)).toEqual([headers, {}]);
  });

  it.each(["new", "kept"] as const)(
    "the ID of a contact that is created again: %s",
    async (recreatedId) => {
      const { contacts } = standIn.resend;
      await standIn.server.behave({ recreatedId });
      await contacts.remove({ id: MIRA });
      expect(await status("GET", "/contacts/mira@example.com")).toBe(404);
      const { data } = await contacts.create({ email: "mira@example.com" });
      expect(data?.id === MIRA).toBe(recreatedId === "kept");
    },
  );
});

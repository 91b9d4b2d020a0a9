/** The stand-in's events, as the Worker's webhook gets them. */

import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

import { afterAll, beforeEach, describe, expect, it } from "vitest";

import { MIRA, SAMPLE_LISTS } from "../../sandbox/settings.ts";
import { runningStandIn } from "../../sandbox/running.ts";

const SECRET = "whsec_c3RhbmQtaW4gd2ViaG9vayBzZWNyZXQ=";
const WEEKLY = SAMPLE_LISTS.weekly.segment;
const PRODUCT = SAMPLE_LISTS["product-news"].segment;

let received: { headers: IncomingHttpHeaders; body: string }[] = [];
/** What the endpoint answers, one after the other; then 200. */
let answers: number[] = [];
const endpoint = createServer((request, response) => {
  void text(request).then((body) => {
    received.push({ headers: request.headers, body });
    return response.writeHead(answers.shift() ?? 200).end();
  });
});
await once(endpoint.listen(0, "127.0.0.1"), "listening");
const { port } = endpoint.address() as AddressInfo;

const standIn = runningStandIn({
  webhook: { url: `http://127.0.0.1:${port}/`, secret: SECRET, retryDelaysMs: [1, 1] },
});

beforeEach(() => {
  [received, answers] = [[], []];
});
afterAll(() => void endpoint.close());

/** Waits for this many requests. @returns their events, verified by the official SDK */
async function arrived(count: number) {
  await expect.poll(() => received.length).toBe(count);
  return received.map(({ headers, body: payload }) => {
    const of = (name: string) => String(headers[`svix-${name}`]);
    const svix = { id: of("id"), timestamp: of("timestamp"), signature: of("signature") };
    return standIn.resend.webhooks.verify({ payload, headers: svix, webhookSecret: SECRET });
  });
}

const deliveries = async () => (await standIn.server.webhook()).deliveries;
const rename = (firstName: string) => standIn.resend.contacts.update({ id: MIRA, firstName });

describe("the webhook", () => {
  it("tells of contacts, with their segments and without their properties", async () => {
    const email = "new@example.com";
    const { data } = await standIn.resend.contacts.create({ email, segments: [{ id: WEEKLY }] });
    const [event] = await arrived(1);
    expect(event).toEqual({
      type: "contact.created",
      created_at: expect.any(String),
      data: {
        id: data?.id,
        audience_id: WEEKLY,
        segment_ids: [WEEKLY],
        created_at: expect.any(String),
        updated_at: expect.any(String),
        email,
        first_name: null,
        last_name: null,
        unsubscribed: false,
      },
    });
    await rename("Mi");
    await standIn.resend.contacts.remove({ email });
    const types = (await arrived(3)).map(({ type }) => type);
    expect(types.toSorted()).toEqual(["contact.created", "contact.deleted", "contact.updated"]);
  });

  it("tells which topics of a contact have changed, by address", async () => {
    const { contacts, topics } = standIn.resend;
    const made = await topics.create({ name: "News", defaultSubscription: "opt_in" });
    const id = made.data?.id ?? "";
    for (const subscription of ["opt_out", "opt_out", "opt_in"] as const) {
      await contacts.topics.update({ id: MIRA, topics: [{ id, subscription }] });
    }
    const events = (await arrived(2)).map(({ type, data }) => ({ type, data }));
    const of = (subscription: string) => ({
      type: "contact.topics.updated",
      data: { email: "mira@example.com", topics: [{ id, subscription }] },
    });
    expect(events).toEqual(expect.arrayContaining([of("opt_out"), of("opt_in")]));
  });

  it("says nothing of segments, which no source says, unless it is switched on", async () => {
    const path = `/contacts/${MIRA}/segments/${WEEKLY}`;
    const again = ["DELETE", "DELETE", "POST", "POST"];
    for (const method of again) await standIn.call(method, path);
    await rename("Mi");
    expect(await arrived(1)).toMatchObject([{ data: { first_name: "Mi" } }]);
    await standIn.server.behave({ segmentEvents: "contact.updated" });
    for (const [nth, method] of again.entries()) {
      await standIn.call(method, path);
      await arrived(nth < 2 ? 2 : 3);
    }
    await standIn.call("DELETE", `/audiences/${WEEKLY}/contacts/${MIRA}`);
    const [, ...events] = await arrived(4);
    const others = { type: "contact.updated", data: { segment_ids: [PRODUCT] } };
    const all = { type: "contact.updated", data: { segment_ids: [PRODUCT, WEEKLY] } };
    expect(events).toMatchObject([others, all, others]);
  });

  it("repeats an event under its ID until it is taken, and then no more", async () => {
    answers = [500, 302];
    await rename("Mi");
    await arrived(3);
    expect(new Set(received.map(({ headers }) => headers["svix-id"])).size).toBe(1);
    await expect.poll(deliveries).toMatchObject([{ status: "success", tries: 3, answered: 200 }]);
  });

  it("gives up after the last attempt", async () => {
    answers = [500, 500, 500];
    await rename("Mi");
    await expect.poll(deliveries).toMatchObject([{ status: "failed", tries: 3 }]);
  });
});

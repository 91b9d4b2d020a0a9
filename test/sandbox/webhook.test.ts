import { createHmac } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeEach, describe, expect, it } from "vitest";
import { runningStandIn } from "../../sandbox/running.ts";
import { MIRA, SAMPLE_LISTS } from "../../sandbox/resend/samples.ts";
import { type ReceivedEvent, receivingWebhooks } from "../../sandbox/resend/webhook/receiving.ts";

const SECRET = "whsec_c3RhbmQtaW4gd2ViaG9vayBzZWNyZXQ=";
const KEY = "stand-in webhook secret";
const WEEKLY = SAMPLE_LISTS.weekly.segment;

const standIn = runningStandIn();
const endpoint = receivingWebhooks();

const settings = (more: object = {}) => ({ url: endpoint.url, secret: SECRET, ...more });
const configure = (more?: object) => standIn.control("PUT", "webhook", settings(more));
const deliveries = async () => (await standIn.control("GET", "webhook")).body.deliveries;

/** Waits until this many requests have come. @returns the last */
async function arrived(count: number): Promise<ReceivedEvent> {
  await expect.poll(() => endpoint.received.length).toBe(count);
  return endpoint.received.at(-1) ?? { headers: {}, body: "", id: "" };
}

const update = () => standIn.resend.contacts.update({ id: MIRA, firstName: "Mi" });

/** Takes an event as a receiver would: with the official SDK, over the raw body. */
function verified({ headers, body }: ReceivedEvent, secret = SECRET) {
  return standIn.resend.webhooks.verify({
    payload: body,
    headers: {
      id: String(headers["svix-id"]),
      timestamp: String(headers["svix-timestamp"]),
      signature: String(headers["svix-signature"]),
    },
    webhookSecret: secret,
  });
}

describe("the webhook", () => {
  beforeEach(() => configure());

  it("tells of a contact that was created, as the documentation shows it", async () => {
    const { data } = await standIn.resend.contacts.create({
      email: "new@example.com",
      firstName: "Ida",
      segments: [{ id: WEEKLY }],
    });

    expect(verified(await arrived(1))).toEqual({
      type: "contact.created",
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      data: {
        id: data?.id,
        audience_id: WEEKLY,
        segment_ids: [WEEKLY],
        created_at: expect.stringMatching(/Z$/),
        updated_at: expect.stringMatching(/Z$/),
        email: "new@example.com",
        first_name: "Ida",
        last_name: null,
        unsubscribed: false,
      },
    });
  });

  it("tells of a contact that was updated, upserted and deleted", async () => {
    const { contacts } = standIn.resend;
    for (const [nth, change] of [
      () => contacts.update({ id: MIRA, unsubscribed: true }),
      () => contacts.create({ email: "mira@example.com" }),
      () => contacts.remove({ id: MIRA }),
    ].entries()) {
      await change();
      await arrived(nth + 1);
    }

    const events = endpoint.received.map((event) => verified(event));
    expect(events.map(({ type }) => type)).toEqual([
      "contact.updated",
      "contact.updated",
      "contact.deleted",
    ]);
    const inSegments = { id: MIRA, segment_ids: [WEEKLY, SAMPLE_LISTS["product-news"].segment] };
    expect(events[2]).toMatchObject({ data: inSegments });
  });

  it("tells of a link in a property, without its value", async () => {
    await standIn.resend.contactProperties.create({ key: "leave_weekly", type: "string" });
    await standIn.resend.contacts.update({ id: MIRA, properties: { leave_weekly: "https://" } });
    expect(verified(await arrived(1)).data).not.toHaveProperty("properties");
  });

  it("tells nothing of a call that changed nothing", async () => {
    await standIn.resend.contacts.get({ id: MIRA });
    await standIn.resend.contacts.update({ id: MIRA, properties: { unknown: "x" } });
    expect(await deliveries()).toEqual([]);
  });

  it("signs with Svix's headers", async () => {
    await update();
    const event = await arrived(1);
    const { headers, body } = event;
    const { "svix-id": id, "svix-timestamp": timestamp, "svix-signature": signature } = headers;

    expect(id).toMatch(/^msg_[0-9A-Za-z]{27}$/);
    expect(Math.abs(Number(timestamp) - Date.now() / 1000)).toBeLessThan(10);
    const mac = createHmac("sha256", KEY).update(`${String(id)}.${String(timestamp)}.${body}`);
    expect(signature).toBe(`v1,${mac.digest("base64")}`);
    expect(headers["content-type"]).toBe("application/json");
    expect(() => verified(event, "whsec_YW5vdGhlciBzZWNyZXQ=")).toThrow("No matching signature");
  });

  it("keeps nobody waiting: the call is answered while the endpoint is still thinking", async () => {
    const thought = Promise.withResolvers<number>();
    endpoint.answerWith(() => thought.promise);
    const { data } = await update();
    await arrived(1);
    expect(data?.id).toBe(MIRA);
    expect(await deliveries()).toMatchObject([{ status: "attempting", tries: 1 }]);
    thought.resolve(200);
    await expect.poll(deliveries).toMatchObject([{ status: "success", answered: 200 }]);
  });

  it("says nothing of memberships, which Resend does not document, unless it is told to", async () => {
    const { segments } = standIn.resend.contacts;
    const membership = { contactId: MIRA, segmentId: WEEKLY };
    await segments.remove(membership);
    await configure({ membershipEvents: true });
    await segments.add(membership);
    await segments.add(membership);
    await segments.remove(membership);
    await arrived(2);

    const [joined, left] = endpoint.received.map((event) => verified(event));
    expect(joined).toMatchObject({ type: "contact.updated" });
    expect(joined).toHaveProperty("data.segment_ids", expect.arrayContaining([WEEKLY]));
    expect(left).toHaveProperty("data.segment_ids", [SAMPLE_LISTS["product-news"].segment]);
  });
});

describe("an event that is not taken", () => {
  it.each([500, 404, 302])(
    "is sent again after %i, under its ID and newly signed",
    async (status) => {
      await configure({ retryDelaysMs: [1, 1] });
      endpoint.answerWith((attempt) => (attempt < 3 ? status : 204));
      await update();
      await arrived(3);

      const events = endpoint.received.map((event) => ({ id: event.id, ...verified(event) }));
      expect(new Set(events.map(({ id }) => id)).size).toBe(1);
      await expect.poll(deliveries).toMatchObject([{ status: "success", tries: 3, answered: 204 }]);
    },
  );

  it("is given up when the schedule ends, and can be replayed", async () => {
    await configure({ retryDelaysMs: [1] });
    endpoint.answerWith((attempt) => (attempt <= 2 ? 500 : 200));
    await update();
    await expect.poll(deliveries).toMatchObject([{ status: "failed", tries: 2, answered: 500 }]);

    const [{ id }] = await deliveries();
    await standIn.control("POST", "webhook/replay", { id });
    await arrived(3);
    expect(endpoint.received[2]?.id).toBe(id);
    await expect.poll(deliveries).toMatchObject([{ status: "success", tries: 3 }]);
  });

  it("waits five seconds for its second attempt, as Resend has it", async () => {
    await configure();
    endpoint.answerWith(() => 500);
    await update();
    await expect.poll(deliveries).toMatchObject([{ status: "pending", tries: 1 }]);
    await sleep(200);
    expect(endpoint.received).toHaveLength(1);
  });

  it("may have met nobody at all", async () => {
    await configure({ url: "http://127.0.0.1:1/", retryDelaysMs: [] });
    await update();
    await expect.poll(deliveries).toMatchObject([{ status: "failed", answered: null }]);
  });
});

describe("many events", () => {
  it("are under way a few at a time, and all arrive", async () => {
    await configure({ maxInFlight: 3 });
    endpoint.answerWith(() => sleep(5, 200));
    await standIn.control("POST", "seed", { contacts: 50, segmentId: WEEKLY, events: true });
    await arrived(50);
    expect(endpoint.mostOpen).toBe(3);
    expect(new Set(endpoint.received.map(({ id }) => id)).size).toBe(50);
  });

  it("are not sent for seeded people, as for people imported from a file", async () => {
    await configure();
    await standIn.control("POST", "seed", { contacts: 5, segmentId: WEEKLY });
    expect(await deliveries()).toEqual([]);
  });

  it("are held back, and let go in their order", async () => {
    await configure({ maxInFlight: 1 });
    await standIn.control("POST", "webhook/hold");
    for (const firstName of ["A", "B", "C"]) {
      await standIn.resend.contacts.update({ id: MIRA, firstName });
    }
    expect((await deliveries()).map(({ tries }: { tries: number }) => tries)).toEqual([0, 0, 0]);

    await standIn.control("POST", "webhook/release");
    await arrived(3);
    const names = endpoint.received.map((event) => JSON.parse(event.body).data.first_name);
    expect(names).toEqual(["A", "B", "C"]);
  });
});

describe("the webhook's control routes", () => {
  it("forget everything on a reset, and go back to the webhook of the start", async () => {
    await configure();
    await standIn.control("POST", "webhook/hold");
    await update();
    await standIn.control("POST", "reset");
    const { body } = await standIn.control("GET", "webhook");
    expect(body).toEqual({ url: null, held: false, inFlight: 0, deliveries: [] });
  });

  it("switch the webhook off", async () => {
    await configure();
    await standIn.control("DELETE", "webhook");
    await update();
    expect(await deliveries()).toEqual([]);
  });

  it.each([
    [{ url: "nowhere" }, "url"],
    [{ secret: "whsec_short" }, "secret"],
    [{ secret: SECRET.slice(6) }, "secret"],
    [{ retryDelaysMs: ["soon"] }, "retryDelaysMs"],
    [{ maxInFlight: 0 }, "maxInFlight"],
    [{ membershipEvents: 1 }, "membershipEvents"],
  ])("refuse %o", async (wrong, named) => {
    const { status, body } = await standIn.control("PUT", "webhook", settings(wrong));
    expect(status).toBe(400);
    expect(body.error).toContain(named);
  });

  it("replay nothing that they do not know", async () => {
    const { status } = await standIn.control("POST", "webhook/replay", { id: "msg_unknown" });
    expect(status).toBe(400);
  });
});

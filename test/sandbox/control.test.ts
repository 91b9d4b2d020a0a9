import { describe, expect, it } from "vitest";
import { runningStandIn } from "../../sandbox/running.ts";
import { MIRA, SAMPLE_LISTS } from "../../sandbox/resend/samples.ts";

const standIn = runningStandIn();

const WEEKLY = SAMPLE_LISTS.weekly.segment;

describe("the control routes", () => {
  it("tell who is in which segment", async () => {
    const { body } = await standIn.control("GET", "state");

    expect(body.segments.map(({ name }: { name: string }) => name)).toEqual([
      "Weekly digest",
      "Product news",
    ]);
    expect(body.segments[0].contacts[0]).toEqual({
      id: MIRA,
      email: "mira@example.com",
      unsubscribed: false,
      properties: {},
    });
    expect(body.contacts).toHaveLength(6);
  });

  it("tell which requests came, as they came, and forget them when asked", async () => {
    const before = Date.now();
    await standIn.resend.contacts.list({ limit: 3 });
    const { body } = await standIn.control("GET", "requests");

    expect(body.requests).toEqual([
      {
        time: expect.any(Number),
        method: "GET",
        url: "/contacts?limit=3",
        status: 200,
        tookMs: expect.any(Number),
      },
    ]);
    expect(body.requests[0].time).toBeGreaterThanOrEqual(before);

    await standIn.control("DELETE", "requests");
    expect((await standIn.control("GET", "requests")).body).toEqual({ requests: [] });
  });

  it("put everything back", async () => {
    await standIn.resend.contacts.segments.remove({ contactId: MIRA, segmentId: WEEKLY });
    await standIn.control("PUT", "poison", { contacts: [MIRA] });
    await standIn.control("PUT", "rate-limit", { perSecond: 1 });
    await standIn.control("PUT", "faults", { fault: "503" });

    await standIn.control("POST", "reset");

    expect((await standIn.control("GET", "requests")).body).toEqual({ requests: [] });
    expect((await standIn.control("GET", "faults")).body).toMatchObject({ fault: "none" });
    const { data, headers } = await standIn.resend.contacts.segments.list({ contactId: MIRA });
    expect(data?.data.map(({ id }) => id)).toContain(WEEKLY);
    expect(headers).toMatchObject({ "ratelimit-limit": "1000" });
  });

  it("change the rate limit", async () => {
    await standIn.control("PUT", "rate-limit", { perSecond: 1 });
    const first = await standIn.resend.contacts.list();
    const second = await standIn.resend.contacts.list();
    expect(first.headers).toMatchObject({ "ratelimit-limit": "1", "ratelimit-remaining": "0" });
    expect(second.error).toMatchObject({ statusCode: 429 });
  });

  it("seed a segment, with new people every time", async () => {
    const { body: first } = await standIn.control("POST", "seed", {
      contacts: 500,
      segmentId: WEEKLY,
    });
    const { body: second } = await standIn.control("POST", "seed", {
      contacts: 1,
      segmentId: WEEKLY,
    });
    const { body: state } = await standIn.control("GET", "state");

    const emails = [...first.contacts, ...second.contacts].map(({ email }) => email);
    expect(new Set(emails).size).toBe(501);
    expect(state.segments[0].contacts).toHaveLength(5 + 501);
    const { data } = await standIn.resend.contacts.get({ id: first.contacts[499].id });
    expect(data?.email).toBe(first.contacts[499].email);
  });

  it("need no key, and do not show in the log", async () => {
    await standIn.control("GET", "state");
    expect((await standIn.control("GET", "requests")).body).toEqual({ requests: [] });
  });
});

describe("the control routes refuse", () => {
  it("an unknown fault, and name the known ones", async () => {
    const { status, body } = await standIn.control("PUT", "faults", { fault: "404" });
    expect(status).toBe(400);
    expect(body.error).toMatch(/^"fault" must be one of: 422, 429, 500, 503, none, html, /);
  });

  it("an unknown segment, and name the known ones", async () => {
    const { status, body } = await standIn.control("POST", "seed", {
      contacts: 1,
      segmentId: MIRA,
    });
    expect(status).toBe(400);
    expect(body.error).toContain(WEEKLY);
  });

  it("a rate limit that is not a whole number above 0", async () => {
    const { status, body } = await standIn.control("PUT", "rate-limit", { perSecond: 0 });
    expect(status).toBe(400);
    expect(body.error).toContain("above 0");
  });

  it("poison that is not a list", async () => {
    const { status } = await standIn.control("PUT", "poison", { contacts: MIRA });
    expect(status).toBe(400);
  });

  it.each([{ retryAfter: null }, { only: "PUT" }, { afterMs: "soon" }])(
    "a fault with %j",
    async (more) => {
      const { status, body } = await standIn.control("PUT", "faults", { fault: "429", ...more });
      expect(status).toBe(400);
      expect(body.error).toContain(Object.keys(more)[0]);
      expect((await standIn.control("GET", "faults")).body).toMatchObject({ fault: "none" });
    },
  );

  it("a body that is not JSON", async () => {
    const response = await fetch(`${standIn.url}/-/faults`, { method: "PUT", body: "503" });
    expect(response.status).toBe(400);
  });
});

import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { NOBODY, runningStandIn } from "../../sandbox/running.ts";
import { API_KEY } from "../../sandbox/settings.ts";
import { MIRA, SAMPLE_LISTS } from "../../sandbox/resend/samples.ts";

const standIn = runningStandIn();

const WEEKLY = SAMPLE_LISTS.weekly.segment;
const LEAVE = `/contacts/${MIRA}/segments/${WEEKLY}`;

const fault = (name: string, more: object = {}) =>
  standIn.control("PUT", "faults", { fault: name, ...more });

const lastRequest = async () => (await standIn.control("GET", "requests")).body.requests.at(-1);

async function isStillMember(): Promise<boolean> {
  const { body } = await standIn.control("GET", "state");
  return body.segments[0].contacts.some(({ id }: { id: string }) => id === MIRA);
}

describe("a fault", () => {
  it("500 is Resend's own error", async () => {
    await fault("500");
    const response = await standIn.call("DELETE", LEAVE);
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({ name: "internal_server_error" });
    expect(await isStillMember()).toBe(true);
  });

  it("503 is maintenance", async () => {
    await fault("503");
    const response = await standIn.call("DELETE", LEAVE);
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ statusCode: 503 });
  });

  it("429 tells the caller to wait as long as it was told to tell", async () => {
    await fault("429", { retryAfter: 7 });
    const response = await standIn.call("DELETE", LEAVE);
    expect(response.status).toBe(429);
    expect(response.headers.get("retry-after")).toBe("7");
    expect(response.headers.get("ratelimit-remaining")).toBe("0");
    expect(await response.json()).toMatchObject({ name: "rate_limit_exceeded" });
  });

  it("html is a gateway's page instead of JSON", async () => {
    await fault("html");
    const response = await standIn.call("DELETE", LEAVE);
    expect(response.status).toBe(502);
    expect(response.headers.get("content-type")).toMatch(/^text\/html/);
    expect(await response.text()).toContain("<h1>502 Bad Gateway</h1>");
  });

  it("revoked-key refuses the right key as documented", async () => {
    await fault("revoked-key");
    const { error } = await standIn.resend.contacts.list();
    expect(error).toEqual({
      statusCode: 403,
      message: "API key is invalid",
      name: "invalid_api_key",
    });
  });

  it("drop breaks the connection", async () => {
    await fault("drop");
    await expect(standIn.call("DELETE", LEAVE)).rejects.toThrow("fetch failed");
    expect(await lastRequest()).toMatchObject({ method: "DELETE", status: null });
    expect(await isStillMember()).toBe(true);
  });

  it("hang gives no answer for as long as the caller waits", async () => {
    await fault("hang");
    const waiting = fetch(standIn.url + LEAVE, {
      method: "DELETE",
      signal: AbortSignal.timeout(300),
    });
    await expect(waiting).rejects.toThrow("timeout");
    await expect.poll(async () => (await lastRequest()).tookMs).toBeGreaterThanOrEqual(250);
    expect(await lastRequest()).toMatchObject({ url: LEAVE, status: null });
  });

  it("hang ends when the stand-in closes", async () => {
    await fault("hang");
    const ended = standIn.call("DELETE", LEAVE).catch((error: unknown) => error);
    await expect.poll(async () => (await lastRequest())?.method).toBe("DELETE");
    await standIn.close();
    expect(await ended).toMatchObject({ message: "fetch failed" });
  });

  it("html-200 is a page instead of an answer, and nothing is done", async () => {
    await fault("html-200");
    const response = await standIn.call("DELETE", LEAVE);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toMatch(/^text\/html/);
    expect(await isStillMember()).toBe(true);
  });

  it("not-deleted says so of a removal, and reads go on", async () => {
    await fault("not-deleted");
    const response = await standIn.call("DELETE", LEAVE);
    expect([response.status, await response.json()]).toEqual([200, { deleted: false }]);
    expect((await standIn.call("GET", `/contacts/${MIRA}`)).status).toBe(200);
    expect(await isStillMember()).toBe(true);
  });

  it("lost carries the call out, and cuts the connection before the answer", async () => {
    await fault("lost");
    await expect(standIn.call("DELETE", LEAVE)).rejects.toThrow("fetch failed");
    expect(await lastRequest()).toMatchObject({ method: "DELETE", status: null });
    expect(await isStillMember()).toBe(false);
  });

  it("late carries the call out when its caller may have gone", async () => {
    await fault("late", { afterMs: 150, only: "DELETE" });
    const signal = AbortSignal.timeout(50);
    const headers = { authorization: `Bearer ${API_KEY}` };
    const removal = fetch(standIn.url + LEAVE, { method: "DELETE", headers, signal });
    await expect(removal).rejects.toThrow("timeout");
    expect(await isStillMember()).toBe(true);
    await expect.poll(isStillMember).toBe(false);
    await expect.poll(lastRequest).toMatchObject({ status: null, tookMs: expect.any(Number) });
  });

  it("late does nothing any more once everything has been put back", async () => {
    await fault("late", { afterMs: 50 });
    const removal = standIn.call("DELETE", LEAVE).catch(() => "no answer");
    await expect.poll(lastRequest).toMatchObject({ method: "DELETE" });
    await standIn.control("POST", "reset");
    await sleep(100);
    expect(await isStillMember()).toBe(true);
    await standIn.close();
    expect(await removal).toBe("no answer");
  });

  it("other-team finds nothing that is there", async () => {
    await fault("other-team");
    const said = async (method: string, path: string) => {
      const response = await standIn.call(method, path);
      return [response.status, await response.json()];
    };
    const noContact = [404, expect.objectContaining({ message: "Contact not found" })];
    const noSegment = [404, expect.objectContaining({ message: "Audience not found" })];
    expect(await said("GET", `/segments/${WEEKLY}`)).toEqual(noSegment);
    expect(await said("GET", `/contacts/${MIRA}`)).toEqual(noContact);
    expect(await said("GET", `/contacts/${MIRA}/segments`)).toEqual(noContact);
    expect(await said("PATCH", `/contacts/${MIRA}`)).toEqual(noContact);
    expect(await said("GET", "/segments")).toMatchObject([200, { data: [] }]);
    expect(await said("DELETE", LEAVE)).toMatchObject([200, { deleted: true }]);
    await standIn.control("PUT", "behavior", { removingAbsent: "404" });
    expect(await said("DELETE", LEAVE)).toEqual(noContact);
    expect(await isStillMember()).toBe(true);
  });

  it("reworded says in other words what is not found", async () => {
    await fault("reworded");
    const { error } = await standIn.resend.segments.get(NOBODY);
    expect(error).toEqual({ statusCode: 404, message: "No such audience", name: "not_found" });
    expect((await standIn.call("DELETE", LEAVE)).status).toBe(200);
  });

  it("meets one method alone if it is told so", async () => {
    await fault("503", { only: "DELETE" });
    expect((await standIn.call("DELETE", LEAVE)).status).toBe(503);
    expect((await standIn.call("GET", `/contacts/${MIRA}`)).status).toBe(200);
  });

  it("is over at once when it is switched off", async () => {
    await fault("503");
    await fault("none");
    const response = await standIn.call("DELETE", LEAVE);
    expect(response.status).toBe(200);
    expect(await isStillMember()).toBe(false);
  });
});

describe.each(["/contact-properties", "/broadcasts", "/segments", "/contacts"])("%s", (path) => {
  it("meets the fault of the day, counts against the limit and is in the log", async () => {
    await fault("503");
    const { status, headers } = await standIn.call("GET", path);
    expect(status).toBe(503);
    expect(headers.get("ratelimit-remaining")).toBe("999");
    expect(await lastRequest()).toMatchObject({ method: "GET", url: path, status: 503 });
  });

  it("knows its methods", async () => {
    expect((await standIn.call("PUT", path)).status).toBe(405);
  });
});

describe("poison", () => {
  it("spoils every call about a contact, by either of its names", async () => {
    await standIn.control("PUT", "poison", { contacts: [MIRA] });
    const { contacts } = standIn.resend;

    expect((await contacts.get({ id: MIRA })).error).toMatchObject({ statusCode: 422 });
    expect((await contacts.get({ email: "mira@example.com" })).error).toMatchObject({
      statusCode: 422,
    });
    expect((await standIn.call("DELETE", LEAVE)).status).toBe(422);
    expect((await contacts.get({ email: "pavel@example.com" })).error).toBeNull();
  });
});

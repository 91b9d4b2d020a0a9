import { describe, expect, it } from "vitest";
import { runningStandIn } from "./running.ts";
import { MIRA, SAMPLE_LISTS } from "./samples.ts";

const standIn = runningStandIn();

const LEAVE = `/contacts/${MIRA}/segments/${SAMPLE_LISTS.weekly.segment}`;

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

import { request } from "node:http";
import { Resend } from "resend";
import { describe, expect, it } from "vitest";
import { runningStandIn } from "../../sandbox/running.ts";
import { API_KEY } from "../../sandbox/settings.ts";
import { MIRA } from "../../sandbox/resend/samples.ts";

const standIn = runningStandIn({ requestsPerSecond: 3 });

/** A GET with exactly these headers: `fetch` always adds a User-Agent. */
function bareGet(url: string, headers: Record<string, string>) {
  return new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
    const call = request(url, { headers }, (response) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => (body += chunk));
      response.on("end", () => resolve({ status: response.statusCode, body }));
    });
    call.on("error", reject);
    call.end();
  });
}

describe("the API refuses", () => {
  it("a call without an API key", async () => {
    const response = await fetch(`${standIn.url}/contacts`);
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({
      statusCode: 401,
      message: "Missing API Key",
      name: "missing_api_key",
    });
  });

  it("a wrong API key, with the 400 that Resend has been seen to give", async () => {
    const { error } = await new Resend("re_wrong", { baseUrl: standIn.url }).contacts.list();
    expect(error).toEqual({
      statusCode: 400,
      message: "API key is invalid",
      name: "validation_error",
    });
  });

  it("a call without User-Agent, at the edge and not in JSON", async () => {
    const { status, body } = await bareGet(`${standIn.url}/contacts`, {
      authorization: `Bearer ${API_KEY}`,
    });
    expect(status).toBe(403);
    expect(body).toBe("error code: 1010");
  });

  it("a method that the path does not have", async () => {
    const response = await standIn.call("PUT", `/contacts/${MIRA}`);
    expect(response.status).toBe(405);
    expect(await response.json()).toMatchObject({ statusCode: 405, name: "method_not_allowed" });
  });

  it("a path that does not exist", async () => {
    const response = await standIn.call("GET", "/unheard-of");
    expect(await response.json()).toEqual({
      statusCode: 404,
      message: "The requested endpoint does not exist",
      name: "not_found",
    });
  });
});

describe("the rate limit", () => {
  it("is told with every answer, refusals too", async () => {
    const { headers } = await standIn.resend.contacts.get({ id: "malformed" });
    expect(headers).toMatchObject({
      "ratelimit-policy": "3;w=1",
      "ratelimit-limit": "3",
      "ratelimit-remaining": "2",
      "ratelimit-reset": "1",
    });
  });

  it("answers 429 above it, and says how long to wait", async () => {
    const { contacts } = standIn.resend;
    const within = await Promise.all([contacts.list(), contacts.list(), contacts.list()]);
    const above = await contacts.list();

    expect(within.map(({ error }) => error)).toEqual([null, null, null]);
    expect(above.error).toMatchObject({ statusCode: 429, name: "rate_limit_exceeded" });
    expect(above.headers).toMatchObject({ "retry-after": "1", "ratelimit-remaining": "0" });
  });
});

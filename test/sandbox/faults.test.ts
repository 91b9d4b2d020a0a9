/** The faults that the end-to-end tests rely on really happen, and what they leave undone. */

import { setTimeout as sleep } from "node:timers/promises";

import { describe, expect, it } from "vitest";

import type { Fault } from "../../sandbox/resend/api/gate.ts";
import { runningStandIn } from "../../sandbox/running.ts";
import { MIRA, SAMPLE_LISTS } from "../../sandbox/settings.ts";

const standIn = runningStandIn();

const LEAVE = `/contacts/${MIRA}/segments/${SAMPLE_LISTS.weekly.segment}`;

const leave = () => standIn.call("DELETE", LEAVE);

const lastRequest = async () => (await standIn.server.requests()).at(-1);

const isOnList = async () =>
  (await standIn.server.members(SAMPLE_LISTS.weekly.segment)).includes("mira@example.com");

describe("a fault that is answered", () => {
  it.each<[Fault, number, RegExp]>([
    ["422", 422, /"name":"validation_error"/],
    ["429", 429, /"name":"rate_limit_exceeded"/],
    ["500", 500, /"name":"internal_server_error"/],
    ["503", 503, /"name":"application_error"/],
    ["html", 502, /<h1>502/],
    ["html-200", 200, /<h1>502/],
    ["revoked-key", 403, /"name":"invalid_api_key"/],
    ["not-deleted", 200, /"deleted":false/],
    ["other-team", 200, /"deleted":true/],
  ])("%s is a %i, and nothing is done", async (name, status, body) => {
    await standIn.server.fault(name);
    const response = await leave();
    expect([response.status, await response.text()]).toEqual([status, expect.stringMatching(body)]);
    expect(await isOnList()).toBe(true);
    await standIn.server.fault("none");
    await leave();
    expect(await isOnList()).toBe(false);
  });

  it("meets only one method if it is told so", async () => {
    await standIn.server.fault("503", { only: "DELETE" });
    expect((await leave()).status).toBe(503);
    expect((await standIn.call("GET", `/contacts/${MIRA}`)).status).toBe(200);
  });

  it("the rate limit counts every call, and refuses what is above it", async () => {
    await standIn.server.rateLimit(2);
    const calls = await Promise.all([leave(), leave(), leave()]);
    const refused = calls.filter(({ status }) => status === 429);
    expect(refused.map(({ headers }) => headers.get("retry-after"))).toEqual(["1"]);
  });
});

describe("a fault without an answer", () => {
  it.each<[Fault, boolean]>([
    ["drop", true],
    ["lost", false],
  ])("%s breaks the connection; the contact stays on the list: %s", async (name, stays) => {
    await standIn.server.fault(name);
    await expect(leave()).rejects.toThrow("fetch failed");
    expect(await lastRequest()).toMatchObject({ method: "DELETE", status: null });
    expect(await isOnList()).toBe(stays);
  });

  it.each([
    ["is carried out later", false],
    ["is never carried out after a reset", true],
  ])("late %s", async (_title, resets) => {
    await standIn.server.fault("late", { afterMs: 150 });
    const ended = leave().catch(() => "no answer");
    await expect.poll(lastRequest).toMatchObject({ method: "DELETE" });
    if (resets) await standIn.server.reset();
    expect(await isOnList()).toBe(true);
    await sleep(300);
    expect(await isOnList()).toBe(resets);
    await standIn.server.close();
    expect(await ended).toBe("no answer");
  });
});

/** How `deploy` sets up Resend's webhook, at the stand-in for Resend; the official SDK looks. */

import { expect, it } from "vitest";

import { setUpWebhook } from "../../cli/deploy/account.ts";
import { connectResend } from "../../cli/resend.ts";
import { runningStandIn } from "../../sandbox/running.ts";
import { API_KEY } from "../../sandbox/settings.ts";

const ORIGIN = "https://acme.com";
const ENDPOINT = `${ORIGIN}/leave/-/webhook`;
const EVENTS = ["contact.created", "contact.updated", "contact.topics.updated", "email.complained"];

const standIn = runningStandIn({ requestsPerSecond: 1_000_000 });

const setUp = (isStored = false) =>
  setUpWebhook(ORIGIN, connectResend({ apiKey: API_KEY, baseUrl: standIn.url }), isStored);
const webhooks = async () => (await standIn.resend.webhooks.list()).data?.data ?? [];

it("makes one, and gives its signing secret to a Worker that has none, however often it runs", async () => {
  await standIn.resend.webhooks.create({ endpoint: "https://example.com", events: ["email.sent"] });
  const secret = await setUp();
  const [made, other] = await webhooks();
  expect([made, other]).toMatchObject([
    { endpoint: ENDPOINT, status: "enabled", events: EVENTS },
    { endpoint: "https://example.com", events: ["email.sent"] },
  ]);
  const { data } = await standIn.resend.webhooks.get(made?.id ?? "");
  expect([secret, secret]).toEqual([data?.signing_secret, expect.stringMatching(/^whsec_/)]);
  expect([await setUp(), await setUp(true)]).toEqual([secret, undefined]);
  expect(await webhooks()).toHaveLength(2);
});

it("enables one that is disabled, and adds the events that are missing", async () => {
  const { data } = await standIn.resend.webhooks.create({
    endpoint: ENDPOINT,
    events: ["email.sent"],
  });
  await standIn.resend.webhooks.update(data?.id ?? "", { status: "disabled" });
  expect(await setUp(true)).toBeUndefined();
  const events = ["email.sent", ...EVENTS];
  expect(await webhooks()).toMatchObject([{ id: data?.id, status: "enabled", events }]);
});

it("says what to do when Resend refuses", async () => {
  await standIn.server.fault("revoked-key");
  await expect(setUp()).rejects.toThrow(/webhook is not set up: Resend answers with 403; run the/);
});

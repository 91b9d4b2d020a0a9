/** The Worker and Resend's official SDK agree on which deliveries are genuine. */

import { Resend } from "resend";
import { describe, expect, it } from "vitest";

import { createDeliveryCheck } from "../../src/crypto/hmac.ts";
import { contactEvent, svixHeaders, WEBHOOK_SECRET } from "../svix.ts";

const SIX_MINUTES_MS = 360_000;

const resend = new Resend("re_test");
const check = createDeliveryCheck(WEBHOOK_SECRET);
const encoder = new TextEncoder();

describe("the SDK's webhooks.verify and the Worker", async () => {
  const body = contactEvent("e169aa45-1ecf-4183-9955-b1499d5701d3", []);
  const unicode = body.replace("Steve", "Štěpán \u{1F600}");
  const signed = await svixHeaders(body);
  const several = { ...signed, "svix-signature": `v1,AAAA ${signed["svix-signature"]}` };
  const old = await svixHeaders(body, { at: Date.now() - SIX_MINUTES_MS });
  const ahead = await svixHeaders(body, { at: Date.now() + SIX_MINUTES_MS });
  const others = await svixHeaders(body, { secret: `whsec_${"A".repeat(32)}` });

  it.each([
    ["a delivery", true, body, signed],
    ["one with letters beyond ASCII", true, unicode, await svixHeaders(unicode)],
    ["one with two signatures", true, body, several],
    ["one of six minutes ago", false, body, old],
    ["one from six minutes ahead", false, body, ahead],
    ["another secret's", false, body, others],
    ["an altered body", false, `${body} `, signed],
    ["an altered ID", false, body, { ...signed, "svix-id": "msg_other" }],
  ])("agree on %s: %s", async (_, genuine, payload, headers) => {
    const { "svix-id": id, "svix-timestamp": timestamp, "svix-signature": signature } = headers;
    const request = {
      payload,
      headers: { id, timestamp, signature },
      webhookSecret: WEBHOOK_SECRET,
    };
    const verify = async () => resend.webhooks.verify(request);
    expect(await verify().then(Boolean, () => false)).toBe(genuine);
    const delivery = { id, timestamp, signatures: signature, body: encoder.encode(payload) };
    expect((await check(delivery, Date.now())) === "genuine").toBe(genuine);
  });
});

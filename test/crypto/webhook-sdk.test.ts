/** The Worker and Resend's official SDK judge the same deliveries alike. */

import { Resend } from "resend";
import { describe, expect, it } from "vitest";

import { createDeliveryCheck } from "../../src/crypto/webhook.ts";
import { contactEvent, type SvixHeaders, svixHeaders, WEBHOOK_SECRET } from "../svix.ts";

const MINUTE_MS = 60_000;
const ID = "e169aa45-1ecf-4183-9955-b1499d5701d3";
const body = contactEvent(ID, ["78261eea-8f8b-4381-83c6-79fa7120f1cf"]);
const unicode = contactEvent(ID, []).replace("Steve", "Štěpán \u{1F600}");
const signed = await svixHeaders(body);
const signature = signed["svix-signature"];

const resend = new Resend("re_test");

/** Whether the SDK takes it. */
function sdkTakes(payload: string, headers: SvixHeaders): boolean {
  const { "svix-id": id, "svix-timestamp": timestamp, "svix-signature": signatures } = headers;
  const named = { id, timestamp, signature: signatures };
  try {
    resend.webhooks.verify({ payload, headers: named, webhookSecret: WEBHOOK_SECRET });
    return true;
  } catch {
    return false;
  }
}

const check = createDeliveryCheck(WEBHOOK_SECRET);

async function workerTakes(payload: string, headers: SvixHeaders): Promise<boolean> {
  const delivery = {
    id: headers["svix-id"],
    timestamp: headers["svix-timestamp"],
    signatures: headers["svix-signature"],
    body: new TextEncoder().encode(payload),
  };
  return (await check(delivery, Date.now())) === "genuine";
}

describe("the SDK's webhooks.verify and the Worker", async () => {
  it.each([
    ["a delivery", true, body, signed],
    ["one with letters beyond ASCII", true, unicode, await svixHeaders(unicode)],
    [
      "one with two signatures",
      true,
      body,
      { ...signed, "svix-signature": `v1,AAAA ${signature}` },
    ],
    [
      "one of four minutes ago",
      true,
      body,
      await svixHeaders(body, { at: Date.now() - 4 * MINUTE_MS }),
    ],
    [
      "one of six minutes ago",
      false,
      body,
      await svixHeaders(body, { at: Date.now() - 6 * MINUTE_MS }),
    ],
    ["one of the future", false, body, await svixHeaders(body, { at: Date.now() + 6 * MINUTE_MS })],
    [
      "another secret's",
      false,
      body,
      await svixHeaders(body, { secret: `whsec_${"A".repeat(32)}` }),
    ],
    ["an altered body", false, `${body} `, signed],
    ["an altered ID", false, body, { ...signed, "svix-id": "msg_other" }],
    [
      "an unknown version",
      false,
      body,
      { ...signed, "svix-signature": signature.replace("v1", "v2") },
    ],
    ["no signature", false, body, { ...signed, "svix-signature": "" }],
  ])("agree on %s: %s", async (_, genuine, payload, headers) => {
    expect(sdkTakes(payload, headers)).toBe(genuine);
    expect(await workerTakes(payload, headers)).toBe(genuine);
  });
});

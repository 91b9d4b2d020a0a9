/** Checks Resend's webhook: whether it is enabled, has the Worker's events, and is signed as the Worker expects. */

import { createHmac } from "node:crypto";

import type { Found } from "../../../src/resend/client.ts";
import { WEBHOOK_EVENTS } from "../../../src/resend/webhooks.ts";
import type { Send } from "../exchange.ts";
import { type Finding, findingsOf } from "../finding.ts";
import { type Account, answeredWith } from "./resend.ts";

const webhook = findingsOf("webhook", "Resend's webhook");

const PATH = "/leave/-/webhook";
const SET_UP = "run `npm run deploy -- --webhook`";

/** The Worker has nothing to do for an event that it does not know. */
const EVENT = JSON.stringify({ type: "test" });

/** @param send reaches the Worker */
export async function checkWebhook(
  origin: string,
  { connection }: Pick<Account, "connection">,
  send: Send,
): Promise<Finding> {
  if (connection === undefined) {
    return webhook.skipped("There is no RESEND_API_KEY in the environment or in .dev.vars.");
  }
  const { resend } = connection;
  const found = await resend.findWebhook(origin + PATH);
  if (found.kind === "missing") {
    return webhook.skipped(`Resend has no webhook for ${PATH}. To set one up, ${SET_UP}.`);
  }
  if (found.kind !== "found") return unread(found);
  const { id, events, isEnabled } = found.value;
  if (!isEnabled) {
    const why = "`npx wrangler tail` shows whether deliveries fail. When they do not,";
    const remedy = `${why} ${SET_UP}, or enable it on Resend's Webhooks page.`;
    return webhook.warning("It is disabled, as Resend does when deliveries fail.", remedy);
  }
  const missing = WEBHOOK_EVENTS.filter((event) => !events.includes(event));
  if (missing.length > 0) {
    const remedy = `To add them, ${SET_UP}.`;
    return webhook.warning(`It does not have ${missing.join(", ")}.`, remedy);
  }
  const secret = await resend.readWebhookSecret(id);
  if (secret.kind !== "found") return unread(secret);
  const outcome = await send({ method: "POST", path: PATH, ...delivery(secret.value) });
  const status = outcome.kind === "answer" ? outcome.status : undefined;
  if (status === 200) return webhook.ok("It is enabled, and the Worker accepts what it signs.");
  const reasons: Partial<Record<number, string>> = {
    401: "The Worker has another signing secret.",
    404: "The Worker has no RESEND_WEBHOOK_SECRET.",
  };
  const reason =
    reasons[status ?? 0] ?? `The Worker did not accept a delivery (${status ?? "no answer"}).`;
  return webhook.warning(
    reason,
    "Set the signing secret of Resend's Webhooks page with `npx wrangler secret put RESEND_WEBHOOK_SECRET`. Until then, Resend's events are lost, and it may disable the webhook.",
  );
}

function unread(read: Exclude<Found<unknown>, { kind: "found" }>): Finding {
  return webhook.skipped(answeredWith(read.kind === "missing" ? 404 : read.status));
}

/** A delivery as Resend signs it: https://docs.svix.com/receiving/verifying-payloads/how-manual. */
function delivery(secret: string) {
  const time = `${Math.floor(Date.now() / 1000)}`;
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const mac = createHmac("sha256", key).update(`msg_doctor.${time}.${EVENT}`).digest("base64");
  const svix = { "svix-id": "msg_doctor", "svix-timestamp": time, "svix-signature": `v1,${mac}` };
  return { headers: { "content-type": "application/json", ...svix }, body: EVENT };
}

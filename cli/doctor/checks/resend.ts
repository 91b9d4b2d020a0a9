/** Checks the sender's account at Resend: the API key, the lists' segments and topics, the rate limit, and the webhook. */

import { createHmac } from "node:crypto";

import type { Failure } from "../../../src/resend/answer.ts";
import type { Found } from "../../../src/resend/client.ts";
import { WEBHOOK_EVENTS } from "../../../src/resend/lists.ts";
import { type Connection, unknownTargets } from "../../resend.ts";
import type { Send } from "../exchange.ts";
import { type Finding, findingsOf } from "../finding.ts";

const key = findingsOf("resend-key", "Resend API key");
const segments = findingsOf("segments", "Segments of the lists");
const topics = findingsOf("topics", "Topics of the lists");
const limit = findingsOf("rate-limit", "Resend rate limit");
const webhook = findingsOf("webhook", "Resend's webhook");

export const NO_KEY = "There is no RESEND_API_KEY in the environment or in .dev.vars.";

/** What the doctor knows of the sender's Resend account. */
export interface Account {
  /** `undefined` without an API key. */
  connection: Connection | undefined;
  /** `LISTS`, as far as it is well-formed. */
  lists: ReadonlyMap<string, { segment?: string; topic?: string; property?: string }>;
}

/** Reads the team's segments, which takes a key with full access. */
export async function checkResend({ connection, lists }: Account): Promise<Finding[]> {
  if (connection === undefined) {
    return [key, segments, limit].map((check) => check.skipped(NO_KEY));
  }
  const listed = await connection.resend.listSegments();
  if (listed.kind !== "found") {
    const why = "The key could not be used.";
    return [checkRefusal(listed), segments.skipped(why), limit.skipped(why)];
  }
  const hasTopics = [...lists.values()].some(({ topic }) => topic !== undefined);
  const known = hasTopics ? await connection.resend.listTopics() : undefined;
  const value = known?.kind === "found" ? known.value : undefined;
  const unknown = unknownTargets(lists, { segments: listed.value, topics: value });
  const targets = (check: typeof segments, part: "Segment" | "Topic"): Finding => {
    const missing = unknown.filter((setting) => setting.endsWith(part.toLowerCase()));
    if (missing.length === 0) return check.ok(`Every ${part.toLowerCase()} in LISTS exists.`);
    return check.failure(
      `This Resend team does not have ${missing.join(", ")}.`,
      `Copy the ID from Resend's ${part}s page into Wrangler's file, and deploy. Until then, requests about the list are queued.`,
    );
  };
  const perSecond = connection.limitPerSecond();
  const found = [
    key.ok("The key is active, and has full access."),
    lists.size === 0
      ? segments.skipped("There is no list in LISTS.")
      : targets(segments, "Segment"),
    perSecond === undefined
      ? limit.warning("Resend did not report it.", "Check that RESEND_BASE_URL is Resend's.")
      : limit.ok(`${perSecond} requests a second for the whole team; the queue uses half of them.`),
  ];
  if (hasTopics) {
    const notListed = topics.warning("Resend did not list them.", "Try again later.");
    found.splice(2, 0, value === undefined ? notListed : targets(topics, "Topic"));
  }
  return found;
}

/** Whether the key works, and reads the segment of every list. @param findings of `checkResend` */
export function isWell(findings: readonly Finding[]): boolean {
  return findings.some(({ check, status }) => check === "segments" && status === "ok");
}

/** Says why the first request to Resend failed. */
export function checkRefusal(refusal: Failure | { kind: "missing" }): Finding {
  const remedy =
    "Create a full-access key on Resend's API Keys page, and set it with `npx wrangler secret put RESEND_API_KEY`.";
  const { fault, status } =
    refusal.kind === "missing" ? ({ fault: "not-found", status: 404 } as const) : refusal;
  if (fault === "key-restricted") return key.failure("The key can only send email.", remedy);
  if (fault === "key-refused") {
    const found = `Resend refuses the key (${status}): it is wrong, deleted, or suspended.`;
    return key.failure(found, remedy);
  }
  return key.warning(
    answeredWith(status),
    "Try again later (https://resend-status.com), and check RESEND_BASE_URL.",
  );
}

/** Says how Resend answered, if not as expected. */
export function answeredWith(status: number | null): string {
  return status === null ? "Resend did not answer." : `Resend answered with status ${status}.`;
}

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
  if (connection === undefined) return webhook.skipped(NO_KEY);
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
    return webhook.warning(`It does not have ${missing.join(", ")}.`, `To add them, ${SET_UP}.`);
  }
  const secret = await resend.readWebhookSecret(id);
  if (secret.kind !== "found") return unread(secret);
  const outcome = await send({ method: "POST", path: PATH, ...delivery(secret.value) });
  const status = outcome.kind === "answer" ? outcome.status : undefined;
  if (status === 200) return webhook.ok("It is enabled, and the Worker accepts what it signs.");
  const reasons = new Map([
    [401, "The Worker has another signing secret."],
    [404, "The Worker has no RESEND_WEBHOOK_SECRET."],
  ]);
  const other = `The Worker did not accept a delivery (${status ?? "no answer"}).`;
  return webhook.warning(
    reasons.get(status ?? 0) ?? other,
    "Set the signing secret of Resend's Webhooks page with `npx wrangler secret put RESEND_WEBHOOK_SECRET`. Until then, Resend's events are lost, and it may disable the webhook.",
  );
}

function unread(read: Exclude<Found<unknown>, { kind: "found" }>): Finding {
  return webhook.skipped(answeredWith(read.kind === "missing" ? 404 : read.status));
}

/** A delivery as Resend signs it: https://docs.svix.com/receiving/verifying-payloads/how-manual. */
function delivery(secret: string) {
  const time = `${Math.floor(Date.now() / 1000)}`;
  const bytes = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const mac = createHmac("sha256", bytes).update(`msg_doctor.${time}.${EVENT}`).digest("base64");
  const svix = { "svix-id": "msg_doctor", "svix-timestamp": time, "svix-signature": `v1,${mac}` };
  return { headers: { "content-type": "application/json", ...svix }, body: EVENT };
}

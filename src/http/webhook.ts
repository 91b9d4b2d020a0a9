/**
 * Resend's webhook: if a contact was created or changed, its links are written into its properties. A delivery that Resend
 * has not signed does nothing. Without the webhook's secret, the route does not exist.
 */

import type { Context } from "hono";

import type { Config } from "../settings/settings.ts";
import type { List } from "../settings/lists.ts";
import type { LinkSyncJob } from "../ledger/link-sync.ts";
import { createDeliveryCheck } from "../crypto/webhook.ts";
import { isContactId } from "../links/names.ts";
import type { Services } from "../ledger/client.ts";
import { PROMISED_HEADERS } from "./answer.ts";
import { readBytes } from "./body.ts";

/** The fields of an event that are read; any of them may be missing. */
interface Event {
  type?: unknown;
  data?: { id?: unknown; segment_ids?: unknown } | null;
}

const MAX_BODY_BYTES = 65_536;

const STATUS = {
  stored: 202,
  "nothing to do": 200,
  malformed: 400,
  stale: 401,
  forged: 401,
  oversized: 413,
} as const;

/** Makes the handler of deliveries. It answers after it has stored the job, if there is one. */
export function createWebhook(
  secret: string,
  { lists }: Pick<Config, "lists">,
  { ledger, log, now }: Pick<Services, "ledger" | "log" | "now">,
): (c: Context) => Promise<Response> {
  const check = createDeliveryCheck(secret);
  return async (c) => {
    const body = await readBytes(c.req.raw.body, MAX_BODY_BYTES);
    const checked = body
      ? await check(
          {
            id: c.req.header("svix-id"),
            timestamp: c.req.header("svix-timestamp"),
            signatures: c.req.header("svix-signature"),
            body,
          },
          now(),
        )
      : "oversized";
    if (checked !== "genuine") {
      log({ level: "warn", event: "webhook-refused", reason: checked });
      return answer(c, checked);
    }
    const job = jobIn(new TextDecoder().decode(body), lists);
    if (job === undefined) return answer(c, "nothing to do");
    await ledger().syncLinks(job);
    return answer(c, "stored");
  };
}

function answer(c: Context, result: keyof typeof STATUS): Response {
  return c.text(`${result}\n`, STATUS[result], PROMISED_HEADERS);
}

/**
 * The job in a delivery; `undefined` if it is not about a contact, or the contact is on no list with a property.
 *
 * @see https://resend.com/docs/webhooks/contacts/updated
 */
function jobIn(text: string, lists: ReadonlyMap<string, List>): LinkSyncJob | undefined {
  const { type, data } = parse(text) ?? {};
  const contact = data?.id;
  if (type !== "contact.created" && type !== "contact.updated") return undefined;
  if (typeof contact !== "string" || !isContactId(contact)) return undefined;
  const segments = data?.segment_ids;
  const isKnown = Array.isArray(segments);
  const due = [...lists]
    .filter(([, { property, segment }]) => property && (!isKnown || segments.includes(segment)))
    .map(([name]) => name);
  return due.length === 0 ? undefined : { contact, lists: isKnown ? due : undefined };
}

function parse(text: string): Event | null | undefined {
  try {
    return JSON.parse(text) as Event | null;
  } catch {
    return undefined;
  }
}

/**
 * Resend's webhook: if a contact was created or changed, its links are written into its properties; if a person has left by
 * Resend's own means, it is entered into the record. A delivery that Resend has not signed does nothing, and none changes
 * whom a list has. Without the webhook's secret, the route does not exist.
 */

import type { Context } from "hono";

import type { Config } from "../settings/settings.ts";
import type { List } from "../settings/lists.ts";
import type { ChangedContact } from "../ledger/audit.ts";
import type { Heard } from "../ledger/heard.ts";
import type { LinkSyncJob } from "../ledger/link-sync.ts";
import { createDeliveryCheck } from "../crypto/hmac.ts";
import { isContactId, parseContact } from "../links/names.ts";
import type { Services } from "../ledger/client.ts";
import { PROMISED_HEADERS } from "./answer.ts";
import { readBytes } from "./request.ts";

/** The fields of an event that are read; any of them may be missing. */
interface Event {
  type?: unknown;
  created_at?: unknown;
  data?: { [Field in (typeof FIELDS)[number]]?: unknown } | null;
}

const FIELDS = ["id", "email", "segment_ids", "unsubscribed", "topics", "to"] as const;

const MAX_BODY_BYTES = 65_536;

const STATUS = {
  stored: 202,
  "nothing to do": 200,
  malformed: 400,
  stale: 401,
  forged: 401,
  oversized: 413,
  "not stored": 503,
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
    const event = parse(new TextDecoder().decode(body)) ?? {};
    const changed = changedIn(event) ?? optedInIn(event);
    const isNoted = changed !== undefined && (await ledger().contactChanged(changed));
    const job = changed && jobIn(changed, lists);
    const isLinked = job === undefined || (await ledger().syncLinks(job));
    const heard = heardIn(event, lists);
    const entered = heard && (await ledger().hear(heard));
    const isHeard = heard === undefined || entered !== undefined;
    if (!isLinked || !isHeard) return answer(c, "not stored");
    return answer(c, isNoted || job !== undefined || entered ? "stored" : "nothing to do");
  };
}

function answer(c: Context, result: keyof typeof STATUS): Response {
  return c.text(`${result}\n`, STATUS[result], PROMISED_HEADERS);
}

/**
 * The contact that a delivery says was created or changed; `undefined` if it is about something else.
 *
 * @see https://resend.com/docs/webhooks/contacts/updated
 */
function changedIn({ type, data }: Event): ChangedContact | undefined {
  const { id, email, unsubscribed, segment_ids: segments } = data ?? {};
  if (type !== "contact.created" && type !== "contact.updated") return undefined;
  if (typeof id !== "string" || !isContactId(id)) return undefined;
  return {
    id,
    email: typeof email === "string" ? email : undefined,
    unsubscribed: typeof unsubscribed === "boolean" ? unsubscribed : undefined,
    segments: Array.isArray(segments) ? segments.map(String) : undefined,
  };
}

/** The contact that a delivery says was opted in to topics. It names only the address. */
function optedInIn({ type, data }: Event): ChangedContact | undefined {
  const email = nameIn(data?.email);
  const optedIn = type === "contact.topics.updated" ? topicsIn(data?.topics, "opt_in") : [];
  if (optedIn.length === 0 || email === undefined) return undefined;
  return { id: undefined, email, unsubscribed: undefined, segments: undefined, optedIn };
}

/** The job for a changed contact; `undefined` if they are on no list with a property. */
function jobIn(
  { id: contact, segments }: ChangedContact,
  lists: ReadonlyMap<string, List>,
): LinkSyncJob | undefined {
  if (contact === undefined) return undefined;
  const due = [...lists]
    .filter(([, { property, segment = "" }]) => property && segments?.includes(segment) !== false)
    .map(([name]) => name);
  return due.length === 0 ? undefined : { contact, lists: segments && due };
}

/**
 * What a delivery says about a person who has left by Resend's own means; `undefined` for nothing. Resend suppresses the
 * address of a complaint for all mail; if there are several recipients, it does not say which one complained.
 *
 * @see https://resend.com/docs/webhooks/contacts/topics-updated
 * @see https://resend.com/docs/webhooks/emails/complained
 */
function heardIn(
  { type, data, created_at: createdAt }: Event,
  lists: ReadonlyMap<string, List>,
): Heard | undefined {
  const { id, email, unsubscribed, topics, to } = data ?? {};
  const names = { id: nameIn(id), email: nameIn(email), at: String(createdAt) };
  const isNamed = names.id !== undefined || names.email !== undefined;
  if (type === "contact.updated" && unsubscribed === true && isNamed) {
    return { ...names, channel: "resend", left: "everything" };
  }
  if (type === "contact.topics.updated" && isNamed) {
    const known = new Set<unknown>([...lists.values()].map(({ topic }) => topic ?? ""));
    const left = topicsIn(topics, "opt_out").filter((topic) => known.has(topic));
    return left.length === 0 ? undefined : { ...names, channel: "resend", left };
  }
  const [address, ...more] = Array.isArray(to) ? to.map(nameIn) : [];
  if (type !== "email.complained" || address === undefined || more.length > 0) return undefined;
  return { ...names, id: undefined, email: address, channel: "complaint", left: "everything" };
}

/** The IDs of an event's topics with this subscription. */
function topicsIn(topics: unknown, subscription: "opt_in" | "opt_out"): string[] {
  const all = Array.isArray(topics) ? (topics as ({ [field: string]: unknown } | null)[]) : [];
  return all.flatMap((topic) =>
    topic?.["subscription"] === subscription ? String(topic["id"]) : [],
  );
}

/** A contact ID, or an address, also with a name before it; `undefined` if it is neither. */
function nameIn(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  const [, address = value] = /<([^<>]+)>$/.exec(value) ?? [];
  return parseContact(address)?.text;
}

function parse(text: string): Event | null | undefined {
  try {
    return JSON.parse(text) as Event | null;
  } catch {
    return undefined;
  }
}

/**
 * Resend's webhook: where a contact came or changed, its links are to stand in its properties. Nothing
 * is done for a delivery that Resend has not signed. Without its secret there is no such route.
 */

import type { Context } from "hono";

import type { Config } from "../settings/settings.ts";
import type { List } from "../settings/lists.ts";
import type { LinkSyncJob } from "../ledger/link-sync.ts";
import { createDeliveryCheck } from "../crypto/webhook.ts";
import { isContactId } from "../links/names.ts";
import type { Services } from "../ledger/client.ts";
import { PROMISED_HEADERS } from "./answer.ts";

/** An event as far as it matters here; anything may be missing. */
interface Event {
  type?: unknown;
  data?: { id?: unknown; segment_ids?: unknown } | null;
}

const MAX_BODY_BYTES = 65_536;
const MAX_DRAINED_BYTES = 2 ** 24;

const STATUS = {
  stored: 202,
  "nothing to do": 200,
  malformed: 400,
  stale: 401,
  forged: 401,
  oversized: 413,
} as const;

/** Makes the handler of deliveries. It answers when what there is to do is stored. */
export function createWebhook(
  secret: string,
  { lists }: Pick<Config, "lists">,
  { ledger, log, now }: Pick<Services, "ledger" | "log" | "now">,
): (c: Context) => Promise<Response> {
  const check = createDeliveryCheck(secret);
  return async (c) => {
    const body = await readWhole(c.req.raw.body);
    const verdict = body
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
    if (verdict !== "genuine") {
      log({ level: "warn", event: "webhook-refused", reason: verdict });
      return tell(c, verdict);
    }
    const job = jobIn(new TextDecoder().decode(body), lists);
    if (job === undefined) return tell(c, "nothing to do");
    await ledger().syncLinks(job);
    return tell(c, "stored");
  };
}

function tell(c: Context, words: keyof typeof STATUS): Response {
  return c.text(`${words}\n`, STATUS[words], PROMISED_HEADERS);
}

/**
 * What a delivery gives to do: nothing where it is about no contact, or about one that is on no list
 * with a property.
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

/** Reads a body; `undefined` when it is too long. One that breaks off bears no signature of its own. */
async function readWhole(body: ReadableStream<Uint8Array> | null): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of body ?? []) {
      size += chunk.length;
      if (size <= MAX_BODY_BYTES) chunks.push(chunk);
      // Some proxies lose an answer that overtakes its request.
      if (size > MAX_DRAINED_BYTES) break;
    }
  } catch {
    // Whoever has hung up hears no answer.
  }
  return size > MAX_BODY_BYTES ? undefined : new Uint8Array(await new Blob(chunks).arrayBuffer());
}

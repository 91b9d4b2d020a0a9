/**
 * Resend's webhook: where a contact came or changed, its links are to stand in its properties. Nothing
 * is done for a delivery that Resend has not signed. Without its secret there is no such route.
 */

import type { Context } from "hono";

import type { Config, List, OutboxSource } from "../config.ts";
import type { LeaveServices } from "../leave.ts";
import { createDeliveryCheck, isContactId } from "../link.ts";

type Stamp = Parameters<ReturnType<OutboxSource>["stamp"]>[0];

/** An event as far as it matters here; anything may be missing. */
interface Event {
  type?: unknown;
  data?: { id?: unknown; segment_ids?: unknown } | null;
}

const MAX_BODY_BYTES = 65_536;
const MAX_DRAINED_BYTES = 2 ** 24;

const STATUS = { malformed: 400, stale: 401, forged: 401, oversized: 413 } as const;

/** Makes the handler of deliveries. It answers when what there is to do is stored. */
export function createWebhook(
  secret: string,
  { lists }: Pick<Config, "lists">,
  outbox: OutboxSource,
  { log, now }: Pick<LeaveServices, "log" | "now">,
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
      log("warn", { event: "webhook-refused", reason: verdict });
      return c.text(`${verdict}\n`, STATUS[verdict]);
    }
    const stamp = stampIn(new TextDecoder().decode(body), lists);
    if (stamp === undefined) return c.text("nothing to do\n");
    await outbox().stamp(stamp);
    return c.text("stored\n", 202);
  };
}

/**
 * What a delivery gives to do: nothing where it is about no contact, or about one that is on no list
 * with a property.
 *
 * @see https://resend.com/docs/webhooks/contacts/updated
 */
function stampIn(text: string, lists: ReadonlyMap<string, List>): Stamp | undefined {
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

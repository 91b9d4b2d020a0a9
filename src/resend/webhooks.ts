/**
 * The account's webhooks, which only the commands set up and check. As in `client.ts`, each operation returns what the answer
 * means, and never throws.
 */

import { classify, type Classified, type Failure, failure, fields, text } from "./answer.ts";
import { type Found, pathOf, readAll } from "./client.ts";
import type { Send } from "./transport.ts";

/** The events that the Worker acts on, or enters into its record. */
export const WEBHOOK_EVENTS = [
  "contact.created",
  "contact.updated",
  "contact.topics.updated",
  "email.complained",
] as const;

export type Webhook = NonNullable<ReturnType<typeof webhookIn>>;

const MAX_PAGES = 10;

/**
 * Makes the client. It keeps no state between operations.
 *
 * @see https://resend.com/docs/api-reference/webhooks/create-webhook
 * @see https://resend.com/docs/api-reference/webhooks/list-webhooks
 */
export function createResendWebhooks(send: Send) {
  return {
    /** Finds the webhook of an endpoint; one that is enabled comes before others. */
    async findWebhook(endpoint: string): Promise<Found<Webhook>> {
      const all = await readAll({ send, path: "/webhooks", read: webhookIn }, MAX_PAGES);
      if (all.kind !== "found") return all;
      const own = all.value.filter((webhook) => webhook.endpoint === endpoint);
      const value = own.find(({ isEnabled }) => isEnabled) ?? own[0];
      return value ? { kind: "found", value } : { kind: "missing" };
    },

    /** Creates a webhook for all events of the Worker. @returns its signing secret */
    async createWebhook(endpoint: string): Promise<Found<string>> {
      return secretOf(await send("POST", "/webhooks", { endpoint, events: WEBHOOK_EVENTS }));
    },

    /** Enables a webhook again, with the events that it had and those of the Worker. */
    async enableWebhook({ id, events }: Pick<Webhook, "id" | "events">): Promise<Classified> {
      const all = [...new Set([...events, ...WEBHOOK_EVENTS])];
      const body = { events: all, status: "enabled" };
      return classify(await send("PATCH", pathOf("webhooks", id), body));
    },

    /** Reads a webhook's signing secret. */
    async readWebhookSecret(id: string): Promise<Found<string>> {
      return secretOf(await send("GET", pathOf("webhooks", id)));
    },
  };
}

function secretOf(answer: Awaited<ReturnType<Send>>): Found<string> {
  const classified: Classified | Failure = classify(answer);
  if (classified.kind === "not-found") return { kind: "missing" };
  if (classified.kind !== "done") return classified;
  const value = text(answer.body, "signing_secret");
  return value ? { kind: "found", value } : failure(answer, "transient", "not-json", true);
}

/** Resend may give no list of events. */
function webhookIn(item: object) {
  const [id, endpoint] = [text(item, "id"), text(item, "endpoint")];
  const { events } = fields(item);
  const names = (Array.isArray(events) ? events : []).filter((name) => typeof name === "string");
  const isEnabled = text(item, "status") !== "disabled";
  return id && endpoint ? { id, endpoint, events: names, isEnabled } : undefined;
}

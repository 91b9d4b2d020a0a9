/** What the Worker and the stand-in are told so that each contact's link is kept in a property. */

import { SAMPLE_LISTS } from "./resend/samples.ts";
import type { WebhookOptions } from "./resend/webhook/delivery.ts";

/** The contact property of the list `weekly`. */
export const PROPERTY = "leave_weekly";

/** Both sides sign and verify with it. It opens nothing outside this machine. */
export const WEBHOOK_SECRET = "whsec_c2FuZGJveCB3ZWJob29rIHNlY3JldA==";

const LISTS = { ...SAMPLE_LISTS, weekly: { ...SAMPLE_LISTS.weekly, property: PROPERTY } };

/** The Worker's variables. @param origin where it answers, such as `http://127.0.0.1:8787` */
export function broadcastVars(origin: string): Record<string, string> {
  return {
    ORIGIN: origin,
    RESEND_WEBHOOK_SECRET: WEBHOOK_SECRET,
    LISTS: JSON.stringify(LISTS),
  };
}

/** The stand-in's webhook. @param origin as for `broadcastVars` */
export function webhookTo(origin: string): WebhookOptions {
  return { url: `${origin}/leave/-/webhook`, secret: WEBHOOK_SECRET };
}

/** `ORIGIN` and `RESEND_WEBHOOK_SECRET`: what it takes to keep each contact's link in a property. */

import { isWebhookSecret } from "../crypto/webhook.ts";
import { secureOrigin } from "../links/origin.ts";
import { type Fault, settingText } from "./fault.ts";
import type { List } from "./lists.ts";

export interface Broadcasts {
  /** Where this Worker answers the public, such as `https://acme.com`. */
  origin: string | undefined;
  /** What Resend signs its webhooks with: `whsec_` and base64. Without one there is no webhook. */
  webhookSecret: string | undefined;
}

export function readBroadcasts(
  { ORIGIN, RESEND_WEBHOOK_SECRET }: { ORIGIN?: unknown; RESEND_WEBHOOK_SECRET?: unknown },
  lists: ReadonlyMap<string, List>,
  faults: Fault[],
): Broadcasts {
  const written = settingText(ORIGIN);
  const origin = written && secureOrigin(written);
  const webhookSecret = settingText(RESEND_WEBHOOK_SECRET);
  const needed =
    webhookSecret !== undefined || [...lists.values()].some(({ property }) => property);
  if (written !== undefined && origin === undefined) {
    faults.push({
      setting: "ORIGIN",
      problem:
        "is not https and a host alone, such as https://acme.com (http on localhost, 127.0.0.1 and [::1] only)",
    });
  } else if (origin === undefined && needed) {
    faults.push({
      setting: "ORIGIN",
      problem:
        "is missing; a list's `property` and RESEND_WEBHOOK_SECRET need the address that links lead to, such as https://acme.com",
    });
  }
  if (webhookSecret !== undefined && !isWebhookSecret(webhookSecret)) {
    faults.push({
      setting: "RESEND_WEBHOOK_SECRET",
      problem: "is not whsec_ and base64; copy the signing secret from Resend's Webhooks page",
    });
  }
  return { origin, webhookSecret };
}

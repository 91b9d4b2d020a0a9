/** Sets up Resend's webhook for a deployed Worker. One of the same endpoint is used again, and never made twice. */

import { WEBHOOK_EVENTS } from "../../src/resend/webhooks.ts";
import { CommandError } from "../command.ts";
import type { Connection } from "../resend.ts";

/** How long to wait for Resend, in milliseconds. */
const PATIENCE_MS = 10_000;

/**
 * Creates the webhook, or enables the one that is there, with all events that the Worker handles.
 *
 * @param isStored whether the Worker has a signing secret already
 * @returns the signing secret that the Worker needs; `undefined` if it can keep the one that it has
 * @throws CommandError if Resend does not do it
 */
export async function setUpWebhook(
  origin: string,
  { resend, retry }: Pick<Connection, "resend" | "retry">,
  isStored: boolean,
): Promise<string | undefined> {
  // A request whose answer is lost may have been carried out, so each attempt looks first.
  const result = await retry(async () => {
    const found = await resend.findWebhook(`${origin}/leave/-/webhook`);
    if (found.kind === "missing") return resend.createWebhook(`${origin}/leave/-/webhook`);
    if (found.kind !== "found") return found;
    const { id, events, isEnabled } = found.value;
    if (!isEnabled || WEBHOOK_EVENTS.some((event) => !events.includes(event))) {
      const enabled = await resend.enableWebhook(found.value);
      if (enabled.kind !== "done") return enabled;
    }
    return isStored ? ({ kind: "kept" } as const) : resend.readWebhookSecret(id);
  }, PATIENCE_MS);
  if (result.kind === "found") return result.value;
  if (result.kind === "kept") return undefined;
  const { status = 404 } = "fault" in result ? result : {};
  const answer = status === null ? "does not answer" : `answers with ${status}`;
  throw new CommandError(
    `the Worker is deployed, but its webhook is not set up: Resend ${answer}; run the same command again with --webhook`,
  );
}

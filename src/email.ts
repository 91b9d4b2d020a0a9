/**
 * The email handler: mail to `{list}.{ticket}@…` is the same request as a POST to the link. Only the envelope's
 * recipient is read, never the message: mail programs leave its subject and body empty, or put anything there. It
 * never answers with a message, so there are no loops and no backscatter. It never throws, since the platform
 * stores an exception beside the recipient, and so beside the ticket.
 */

import type { Config } from "./settings/settings.ts";
import { newAskingId } from "./ledger/asking.ts";
import { verifyTicket } from "./links/ticket.ts";
import { type Services, unsubscribe } from "./ledger/client.ts";

/** What the handler needs of a message. */
export type Mail = Pick<ForwardableEmailMessage, "to" | "setReject">;

// What a sender's server is told, and may pass on to a person.
const NO_TICKET =
  "This address unsubscribes people from mailing lists, and the part before the @ is not complete. Please use the unsubscribe link in the email.";
export const NOT_STORED =
  "Your request to unsubscribe could not be stored, and was not carried out. Please send it again later, or use the unsubscribe link in the email.";

/**
 * The local part of `{list}.{ticket}`; what follows a plus sign is the mail program's own. A ticket with a slash after it
 * is a link's, and names another action.
 */
const LOCAL_PART = /^([^.@+]+)\.([^@+/%]+)(?:\+[^@]*)?@/;

/** Milliseconds before another try: nobody waits for this answer, and a mail cannot be sent back for later. */
const RETRIES_MS = [1_000, 5_000, 20_000];

/** Unsubscribes the recipient's person from the recipient's list, or rejects the mail. */
export async function handleMail(
  mail: Mail,
  config: Pick<Config, "linkSecrets">,
  services: Services & { wait: (ms: number) => Promise<unknown> },
): Promise<void> {
  const [, name = "", text = ""] = LOCAL_PART.exec(mail.to) ?? [];
  const ticket = await verifyTicket(name, text, config.linkSecrets);
  if (ticket.kind === "refused") {
    services.log({ level: "info", event: "mail-refused" });
    return mail.setReject(NO_TICKET);
  }
  const { list, contact, hash } = ticket;
  const request = {
    id: newAskingId(),
    scope: "list",
    list,
    contact,
    channel: "mailto",
    hash,
  } as const;
  for (const retryMs of [...RETRIES_MS, undefined]) {
    const outcome = await unsubscribe(request, services);
    if (outcome.kind !== "try-again" && outcome.kind !== "too-many") return;
    if (retryMs !== undefined) await services.wait(retryMs);
  }
  mail.setReject(NOT_STORED);
}

/**
 * The email handler: an email to `{list}.{ticket}@…` is the same request as a POST to the link. It reads the envelope's
 * recipient and never the message, since mail programs leave subject and body empty, or put anything there. It never sends
 * a message, so there are no loops and no backscatter. It never throws, since the platform stores an exception with the
 * recipient, and so with the ticket.
 */

import type { Config } from "./settings/settings.ts";
import { newAskingId } from "./ledger/asking.ts";
import { decode } from "./links/open.ts";
import { type Refused, type VerifiedTicket, verifyTicket } from "./links/ticket.ts";
import { type Services, unsubscribe } from "./ledger/client.ts";

/** What the handler uses of a message. */
export type Mail = Pick<ForwardableEmailMessage, "to" | "setReject">;

// The rejections. The sending server may show them to the person who sent the email.
const NO_TICKET =
  "No one was unsubscribed, because this is not a complete unsubscribe address. Please use the unsubscribe link in the email.";
export const NOT_STORED =
  "Your request to unsubscribe could not be stored, and was not carried out. Please send it again later, or use the unsubscribe link in the email.";

/**
 * `{list}.{ticket}`. Plus signs separate the local part: mail programs append tags, and an address with subaddressing has
 * the ticket after its first plus sign. A slash after the ticket belongs to a link, and names another action.
 */
const PART = /^([^.]+)\.([^/%]+)$/;

/** More plus signs than anyone needs. */
const MAX_PARTS = 4;

/** Milliseconds before each retry. No one is waiting, and a rejected email is not sent again. */
const RETRIES_MS = [1_000, 5_000, 20_000];

/** Unsubscribes the person whose ticket is in the recipient, or rejects the email. */
export async function handleMail(
  mail: Mail,
  config: Pick<Config, "linkSecrets">,
  services: Services & { wait: (ms: number) => Promise<unknown> },
): Promise<void> {
  const ticket = await openRecipient(mail.to, config.linkSecrets);
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

/** Verifies the ticket in a recipient: `weekly.<ticket>@…`, `weekly.<ticket>+tag@…`, or `u+weekly.<ticket>@…`. */
async function openRecipient(
  to: string,
  secrets: readonly string[],
): Promise<VerifiedTicket | Refused> {
  // An address with a blank in it is quoted (RFC 5321 section 4.1.2).
  const local = decode(to.split("@", 1)[0] ?? "").replaceAll('"', "");
  let ticket: VerifiedTicket | Refused = { kind: "refused", reason: "malformed" };
  for (const part of local.split("+").slice(0, MAX_PARTS)) {
    const [, list = "", text = ""] = PART.exec(part) ?? [];
    if (ticket.kind === "refused") ticket = await verifyTicket(list, text, secrets);
  }
  return ticket;
}

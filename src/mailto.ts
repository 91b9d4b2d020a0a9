/**
 * The e-mail handler: mail to `{list}.{ticket}@…` is the same leave as a POST to the link. Only the
 * envelope's recipient is read, never the message: mail programs leave its subject and body empty, or
 * put anything there. It never answers with a message, so there are no loops and no backscatter.
 */

import { type Config, segmentOf } from "./config.ts";
import { leave, type LeaveServices } from "./leave.ts";
import { openLink } from "./link.ts";

/** What the handler needs of a message. */
export type Mail = Pick<ForwardableEmailMessage, "to" | "setReject">;

/** What a sender's server is told, and may pass on to a person. */
const NOT_A_TICKET =
  "This address takes people off mailing lists, and names nobody. Please use the unsubscribe link in the e-mail.";

/** The local part of `{list}.{ticket}`; what follows a plus sign is the mail program's own. */
const LOCAL_PART = /^([^.@+]+)\.([^@+]+)(?:\+[^@]*)?@/;

/**
 * Takes the recipient's person off the recipient's list.
 *
 * @throws Error when the leave could be neither done nor stored, so that the sender's server tries again
 */
export async function handleMail(
  mail: Mail,
  config: Config,
  services: LeaveServices,
): Promise<void> {
  const [, name, ticket] = LOCAL_PART.exec(mail.to) ?? [];
  const link = await openLink(`/leave/${name}/${ticket}`, config.linkSecrets);
  if (link.kind === "refused" || link.action !== "leave") {
    services.log("info", { event: "mail-refused" });
    return mail.setReject(NOT_A_TICKET);
  }
  const { list, contact, hash } = link;
  const membership = { list, segment: segmentOf(list, config), contact };
  const outcome = await leave(
    { operation: "leave", membership, channel: "mailto", hash },
    services,
  );
  switch (outcome.kind) {
    case "left":
    case "leaving":
      return;
    case "try-again":
    case "too-many":
      throw new Error(`${outcome.kind}: neither done nor stored`);
  }
}

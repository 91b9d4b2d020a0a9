/** Makes the link and the headers of one e-mail, with a single signature. Checks all that it is given. */

import { checkList } from "./list.ts";
import { checkMailtoDomain, hasMailto } from "./mail-address.ts";
import { checkedOrigin } from "./origin.ts";
import { checkSecret } from "./secret.ts";
import { checkedContact, type LinkInput, ticketOf } from "./ticket.ts";

/** What a sender signs, and where the Worker answers. */
export interface LeaveUrlInput extends LinkInput {
  /** Scheme and host of the Worker, such as `https://acme.com`; `http` on loopback only. */
  origin: string;
}

/** What a sender signs, where the Worker answers, and where it takes mail. */
export interface LeaveHeadersInput extends LeaveUrlInput {
  /** The Worker's `MAILTO_DOMAIN`, such as `leave.acme.com`; without it there is no `mailto:`. */
  mailtoDomain?: string | undefined;
}

/** A type and no interface, so that it is a `Record<string, string>` too. */
export type LeaveHeaders = { "List-Unsubscribe": string; "List-Unsubscribe-Post": string };

/** Makes the link and the headers of one e-mail, and signs once. */
export async function mintLink({
  origin,
  list,
  contact,
  secret,
  mailtoDomain,
}: LeaveHeadersInput): Promise<{ url: string; headers: LeaveHeaders }> {
  const base = checkedBase({ origin, list, secret });
  if (mailtoDomain !== undefined) checkMailtoDomain(mailtoDomain);
  const who = checkedContact(contact);
  const mailto = mailtoDomain !== undefined && hasMailto(list, who);
  const ticket = await ticketOf(list, who, secret);
  const url = base + ticket;
  return {
    url,
    headers: {
      "List-Unsubscribe": mailto
        ? `<${url}>, <mailto:${list}.${ticket}@${mailtoDomain}>`
        : `<${url}>`,
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    },
  };
}

/** Checks what many links have in common, and gives what stands before their tickets. */
export function checkedBase({ origin, list, secret }: Omit<LeaveUrlInput, "contact">): string {
  const checked = checkedOrigin(origin);
  checkList(list);
  checkSecret(secret);
  return `${checked}/leave/${list}/`;
}

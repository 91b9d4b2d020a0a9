/** Makes the link of a contact ID from what has been checked already; `mint.ts` checks what others give. */

import { idContact } from "./contact.ts";
import type { LeaveUrlInput } from "./mint.ts";
import { ticketOf } from "./ticket.ts";

/** @param input as the settings and `isContactId` take it */
export async function idLink({ origin, list, contact, secret }: LeaveUrlInput): Promise<string> {
  return `${origin}/leave/${list}/${await ticketOf(list, idContact(contact), secret)}`;
}

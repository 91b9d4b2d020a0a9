/** How the mailbox writes a contact's name and address. */

import { html } from "hono/html";
import type { Contact } from "../store.ts";

/** The name, as far as it is known. */
export function nameOf({ firstName, lastName }: Pick<Contact, "firstName" | "lastName">): string {
  return [firstName, lastName].filter(Boolean).join(" ");
}

/** Lets a long address break before its `@`. */
export function breakable(address: string) {
  const at = address.lastIndexOf("@");
  return html`${address.slice(0, at)}<wbr />${address.slice(at)}`;
}

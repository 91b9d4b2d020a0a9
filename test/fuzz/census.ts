/** Compares who is on the lists with who has asked to leave them. Pure. */

import type { StandInState } from "../sandbox/stand-in-process.ts";
import { contactPath, membershipPath } from "./authority.ts";
import type { Permits } from "./permits.ts";
import type { People } from "./people.ts";
import { LISTS } from "./people.ts";

/** @returns whoever was moved without having asked for it; `undefined` when there is nobody */
export function censusFault(
  { segments, contacts }: StandInState,
  people: People,
  permits: Permits,
): string | undefined {
  for (const { id, email } of [...people.leavers, ...people.bystanders]) {
    const asked = (call: (contact: string) => string) =>
      [id, email].some((contact) => permits.wasAsked(call(contact)));
    const contact = contacts.find((one) => one.id === id);
    if (contact === undefined) return `${email} is gone altogether`;
    if (contact.unsubscribed && !asked((name) => `PATCH ${contactPath({ contact: name })}`)) {
      return `${email} was opted out of everything, and had not asked for it`;
    }
    for (const segment of new Set(Object.values(LISTS))) {
      const members = segments.find((one) => one.id === segment)?.contacts ?? [];
      const left = !members.some((one) => one.id === id);
      if (left && !asked((name) => `DELETE ${membershipPath({ contact: name, segment })}`)) {
        return `${email} is off the list ${segment}, and had not asked to leave it`;
      }
    }
  }
  return undefined;
}

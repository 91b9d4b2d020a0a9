/** Compares who is on the lists with who has asked to leave them. Pure. */

import type { StandInState } from "../../sandbox/stand-in-process.ts";
import { contactPath, membershipPath } from "./authority.ts";
import type { Permits } from "./permits.ts";
import { LISTS, type People, type Person } from "./people.ts";

/** @returns whoever was moved without having asked for it; `undefined` when there is nobody */
export function censusFault(
  { segments, contacts }: StandInState,
  people: People,
  permits: Permits,
): string | undefined {
  for (const person of [...people.leavers, ...people.bystanders]) {
    const { id, email } = person;
    const contact = contacts.find((one) => one.id === id);
    if (contact === undefined) return `${email} is gone altogether`;
    if (contact.unsubscribed && !isEither(person, patch, (call) => permits.wasAsked(call))) {
      return `${email} was opted out of everything, and had not asked for it`;
    }
    for (const segment of SEGMENTS) {
      const wasAsked = isEither(person, removal(segment), (call) => permits.wasAsked(call));
      if (!isMember(id, segment, segments) && !wasAsked) {
        return `${email} is off the list ${segment}, and had not asked to leave it`;
      }
    }
  }
  return undefined;
}

/** @returns who was told that they have left or will, and has not; `undefined` when there is nobody */
export function brokenPromise(
  { segments, contacts }: StandInState,
  { leavers }: People,
  permits: Permits,
): string | undefined {
  const accepted = (call: string) => permits.wasAccepted(call);
  for (const person of leavers) {
    const { id, email } = person;
    const { unsubscribed } = contacts.find((one) => one.id === id) ?? {};
    const mayBeUndone = SEGMENTS.some((segment) =>
      permits.wasAsked(`POST ${membershipPath({ contact: id, segment })}`),
    );
    if (mayBeUndone) continue;
    if (unsubscribed === false && isEither(person, patch, accepted)) {
      return `${email} still gets everything, and it was accepted that they do not`;
    }
    for (const segment of SEGMENTS) {
      if (isMember(id, segment, segments) && isEither(person, removal(segment), accepted)) {
        return `${email} is still on the list ${segment}, and it was accepted that they are not`;
      }
    }
  }
  return undefined;
}

const SEGMENTS = [...new Set(Object.values(LISTS))];

const patch = (contact: string) => `PATCH ${contactPath({ contact })}`;
const removal = (segment: string) => (contact: string) =>
  `DELETE ${membershipPath({ contact, segment })}`;

/** Whether it is so of the call with either of a person's names. */
function isEither(
  { id, email }: Person,
  callFor: (contact: string) => string,
  isSo: (call: string) => boolean,
): boolean {
  return isSo(callFor(id)) || isSo(callFor(email));
}

function isMember(id: string, segment: string, segments: StandInState["segments"]): boolean {
  const members = segments.find((one) => one.id === segment)?.contacts ?? [];
  return members.some((one) => one.id === id);
}

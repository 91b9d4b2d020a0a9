/**
 * The targets of an entry at Resend, and the one place that decides which call removes a contact from a target or
 * restores it. The most far-reaching call is a case of its own, never the default.
 */

import { isSegmentId, type SegmentId } from "../links/names.ts";
import type { Classified, Contact } from "../resend/answer.ts";
import type { Found, Resend } from "../resend/client.ts";

export type Target =
  | { kind: "segment"; id: SegmentId }
  /** Every mailing of the sender: the contact's `unsubscribed`. */
  | { kind: "everything" };

/** A target in the form that `entries.changed` stores, without spaces. */
export function textOf(target: Target): string {
  switch (target.kind) {
    case "segment":
      return `segment:${target.id}`;
    case "everything":
      return "everything";
  }
}

/** @throws Error when the text is not of `textOf` */
export function targetIn(text: string): Target {
  if (text === "everything") return { kind: "everything" };
  const [kind, id] = text.split(":");
  if (kind === "segment" && id !== undefined && isSegmentId(id)) return { kind, id };
  throw new Error("a target that this version does not know");
}

/** Removes a contact from a target. */
export function removeFrom(resend: Resend, contact: string, target: Target): Promise<Classified> {
  switch (target.kind) {
    case "segment":
      return resend.removeFromSegment(contact, target.id);
    case "everything":
      return resend.setUnsubscribed(contact, true);
  }
}

/** Restores a contact to a target. */
export function restore(resend: Resend, contact: string, target: Target): Promise<Classified> {
  switch (target.kind) {
    case "segment":
      return resend.addToSegment(contact, target.id);
    case "everything":
      return resend.setUnsubscribed(contact, false);
  }
}

/** Reads whether a contact is on a target; `missing` if there is no such contact. */
export async function isOn(
  resend: Pick<Resend, "readContact" | "readSegments">,
  contact: string,
  target: Target,
): Promise<Found<boolean>> {
  switch (target.kind) {
    case "segment": {
      const segments = await resend.readSegments(contact);
      if (segments.kind !== "found") return segments;
      return { kind: "found", value: segments.value.includes(target.id) };
    }
    case "everything": {
      const read = await resend.readContact(contact);
      return read.kind === "found" ? { kind: "found", value: !read.value.unsubscribed } : read;
    }
  }
}

/** A contact's other name: the address of an ID, the ID of an address. */
export function otherName(contact: string, { id, email }: Pick<Contact, "id" | "email">): string {
  return contact.includes("@") ? id : email;
}

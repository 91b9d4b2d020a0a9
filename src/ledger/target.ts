/**
 * The targets of an entry at Resend, and the one place that decides which call removes a contact from a target or
 * restores it. The most far-reaching call is a case of its own, never the default.
 */

import { isSegmentId, isTopicId, type SegmentId, type TopicId } from "../links/names.ts";
import type { Classified, Contact } from "../resend/answer.ts";
import type { Found, Resend } from "../resend/client.ts";
import type { List } from "../settings/lists.ts";
import type { Scope } from "./asking.ts";

/** A target of a list. */
export type ListTarget = { kind: "segment"; id: SegmentId } | { kind: "topic"; id: TopicId };

/** `everything`: every mailing of the sender, the contact's `unsubscribed`. */
export type Target = ListTarget | { kind: "everything" };

/** The fault of a list whose target Resend does not show to the key. */
export const UNKNOWN = { segment: "segment-unknown", topic: "topic-unknown" } as const;

/**
 * The targets of a list, as a link names it; empty if no setting has it. A segment ID stands for the list with that
 * segment, so its topic is a target, too; if several lists share the segment, it stands for the segment alone.
 */
export function targetsOf(list: string, lists: ReadonlyMap<string, List>): ListTarget[] {
  if (!isSegmentId(list)) return targetsIn(lists.get(list) ?? {});
  const [own, ...more] = [...lists.values()].filter(({ segment }) => segment === list);
  return targetsIn(own !== undefined && more.length === 0 ? own : { segment: list });
}

function targetsIn({ segment, topic }: Pick<List, "segment" | "topic">): ListTarget[] {
  return [
    ...(segment === undefined ? [] : [{ kind: "segment", id: segment } as const]),
    ...(topic === undefined ? [] : [{ kind: "topic", id: topic } as const]),
  ];
}

/** The targets of all lists, each once. */
export function allTargets(lists: ReadonlyMap<string, List>): ListTarget[] {
  const all = [...lists.values()].flatMap(targetsIn);
  return [...new Map(all.map((target) => [target.id, target])).values()];
}

/** The targets of an entry's scope. @param list those of its list */
export function targetsFor(scope: Scope, list: readonly ListTarget[]): readonly Target[] {
  switch (scope) {
    case "list":
      return list;
    case "everything":
      return [{ kind: "everything" }];
  }
}

/** A target in the form that `entries.changed` stores, without spaces. */
export function textOf(target: Target): string {
  switch (target.kind) {
    case "segment":
    case "topic":
      return `${target.kind}:${target.id}`;
    case "everything":
      return "everything";
  }
}

/** @throws Error when the text is not of `textOf` */
export function targetIn(text: string): Target {
  if (text === "everything") return { kind: "everything" };
  const [kind, id] = text.split(":");
  if (kind === "segment" && id !== undefined && isSegmentId(id)) return { kind, id };
  if (kind === "topic" && id !== undefined && isTopicId(id)) return { kind, id };
  throw new Error("a target that this version does not know");
}

/** Removes a contact from a target. */
export function removeFrom(resend: Resend, contact: string, target: Target): Promise<Classified> {
  switch (target.kind) {
    case "segment":
      return resend.removeFromSegment(contact, target.id);
    case "topic":
      return resend.setTopic(contact, target.id, "opt_out");
    case "everything":
      return resend.setUnsubscribed(contact, true);
  }
}

/** Restores a contact to a target. */
export function restore(resend: Resend, contact: string, target: Target): Promise<Classified> {
  switch (target.kind) {
    case "segment":
      return resend.addToSegment(contact, target.id);
    case "topic":
      return resend.setTopic(contact, target.id, "opt_in");
    case "everything":
      return resend.setUnsubscribed(contact, false);
  }
}

/** Reads whether a contact is on a target; `missing` if there is no such contact. */
export async function isOn(
  resend: Pick<Resend, "readContact" | "readSegments" | "isOptedIn">,
  contact: string,
  target: Target,
): Promise<Found<boolean>> {
  switch (target.kind) {
    case "segment": {
      const segments = await resend.readSegments(contact);
      if (segments.kind !== "found") return segments;
      return { kind: "found", value: segments.value.includes(target.id) };
    }
    case "topic":
      return resend.isOptedIn(contact, target.id);
    case "everything": {
      const read = await resend.readContact(contact);
      return read.kind === "found" ? { kind: "found", value: !read.value.unsubscribed } : read;
    }
  }
}

/** Checks whether Resend shows a target to this key. */
export function find(resend: Finder, { kind, id }: ListTarget): Promise<Found<unknown>> {
  return kind === "segment" ? resend.findSegment(id) : resend.findTopic(id);
}

export type Finder = Pick<Resend, "findSegment" | "findTopic">;

/** A contact's other name: the address of an ID, the ID of an address. */
export function otherName(contact: string, { id, email }: Pick<Contact, "id" | "email">): string {
  return contact.includes("@") ? id : email;
}

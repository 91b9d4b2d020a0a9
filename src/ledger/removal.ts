/**
 * One attempt to remove one contact from one target, and what Resend's answers mean (docs/resend.md). It first reads what
 * it has to know, and checks answers that can mean more than one thing. It keeps no state.
 */

import type { SegmentId } from "../links/names.ts";
import { type Failure, unasked } from "../resend/answer.ts";
import type { Found, Resend } from "../resend/client.ts";
import { isOn, otherName, removeFrom, type Target } from "./target.ts";
import type { Targets } from "./targets.ts";

/** `other` is the contact's other name, if it was read. */
export type Removal = { kind: "done" | "no-contact"; other: string | undefined } | Failure;

export interface RemovalInput {
  contact: string;
  target: Target;
  /** The segment of the link's list, which must be verified before anyone is told that they have left. */
  segment: SegmentId;
  /** Whether to read the contact's targets first, so that the removal can be undone. */
  readsFirst: boolean;
  /** Whether the person may have signed up again since they asked. */
  isTooOld: boolean;
}

export interface RemovalServices {
  resend: Resend;
  targets: Targets;
  /** Called right before a removal that can be undone, with whether the contact is on the target. */
  begin: (isOn: boolean) => void;
}

/** Attempts a removal. An address that is not found as given is tried in lower case. */
export async function remove(input: RemovalInput, services: RemovalServices): Promise<Removal> {
  const { contact } = input;
  const removal = await removeAs(input, services);
  const lower = contact.toLowerCase();
  return removal.kind === "no-contact" && lower !== contact
    ? removeAs({ ...input, contact: lower }, services)
    : removal;
}

async function removeAs(input: RemovalInput, services: RemovalServices): Promise<Removal> {
  const { contact, target, segment, readsFirst, isTooOld } = input;
  const { resend, targets, begin } = services;
  const readsContact = target.kind === "everything" || !targets.removalProves;
  const [list, read, on] = await Promise.all([
    targets.verify(segment, resend),
    readsContact ? resend.readContact(contact) : undefined,
    readsFirst && target.kind !== "everything" ? isOn(resend, contact, target) : undefined,
  ]);
  if (list.kind === "missing") return unasked("misconfigured", "segment-unknown");
  if (list.kind !== "found") return list;
  if (isTooOld) return unasked("permanent", "too-old");
  if (read?.kind === "missing") return noContact(input, services);
  if (read !== undefined && read.kind !== "found") return readFailed(read, input, services);
  if (on !== undefined && on.kind !== "found" && on.kind !== "missing") {
    return readFailed(on, input, services);
  }

  if (readsFirst) {
    const isSubscribed = read !== undefined && !read.value.unsubscribed;
    begin(target.kind === "everything" ? isSubscribed : on?.kind === "found" && on.value);
  }
  const other = read && otherName(contact, read.value);
  const answer = await removeFrom(resend, contact, target);
  if (answer.kind === "done") return { kind: "done", other };
  if (answer.kind === "not-found") return explainNotFound(input, services);
  if (answer.status !== 422 || !contact.includes("@")) return checkKey(answer, input, services);
  const reread = await resend.readContact(contact);
  if (reread.kind === "missing") return noContact(input, services);
  return reread.kind === "found" ? answer : readFailed(reread, input, services);
}

/** A read failed: the removal was not sent, or was refused. */
function readFailed(
  failure: Failure,
  input: RemovalInput,
  services: RemovalServices,
): Promise<Failure> {
  return checkKey({ ...failure, maybeApplied: false }, input, services);
}

/** If a read of the verified segment also gets a 400, the fault is the key, and not this request. */
async function checkKey(
  failure: Failure,
  { segment }: RemovalInput,
  { resend, targets }: RemovalServices,
): Promise<Failure> {
  if (failure.status !== 400) return failure;
  const list = await targets.verify(segment, resend, true);
  return list.kind === "found" || list.kind === "missing" ? failure : list;
}

/** Resend has no such contact. If it does not show the list either, the key belongs to another team. */
async function noContact(input: RemovalInput, services: RemovalServices): Promise<Removal> {
  const list = await services.targets.verify(input.segment, services.resend, true);
  if (list.kind === "found") return { kind: "no-contact", other: undefined };
  return list.kind === "missing"
    ? unasked("misconfigured", "segment-unknown")
    : readFailed(list, input, services);
}

/** Finds out what a "not found" means: no such list, no such contact, or not on the list. */
async function explainNotFound(input: RemovalInput, services: RemovalServices): Promise<Removal> {
  const { contact, target, segment } = input;
  const { resend, targets } = services;
  const [list, on] = await Promise.all([
    targets.verify(segment, resend, true),
    isOn(resend, contact, target),
  ]);
  if (list.kind === "missing") return unasked("misconfigured", "segment-unknown");
  if (list.kind !== "found") return readFailed(list, input, services);
  if (on.kind === "found") {
    return on.value ? unasked("transient", "still-there") : { kind: "done", other: undefined };
  }
  if (on.kind !== "missing") return readFailed(on, input, services);
  const read: Found<unknown> = await resend.readContact(contact);
  if (read.kind === "missing") return { kind: "no-contact", other: undefined };
  return read.kind === "found"
    ? unasked("transient", "still-there")
    : readFailed(read, input, services);
}

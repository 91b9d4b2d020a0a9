/**
 * One attempt to remove one contact from its targets, and what Resend's answers mean (docs/resend.md). It first reads what
 * it has to know, and checks answers that can mean more than one thing. It keeps no state.
 */

import { type Failure, unasked } from "../resend/answer.ts";
import type { Found, Resend } from "../resend/client.ts";
import { isOn, type ListTarget, otherName, removeFrom, type Target, UNKNOWN } from "./target.ts";
import type { Targets } from "./targets.ts";

/** `other` is the contact's other name, if it was read. */
export type Removal = { kind: "done" | "no-contact"; other: string | undefined } | Failure;

export interface RemovalInput {
  contact: string;
  /** What the contact is removed from. */
  targets: readonly Target[];
  /** The targets of the link's list, which must be verified before anyone is told that they have left. */
  list: readonly ListTarget[];
  /** Whether to read the contact's targets first, so that the removal can be undone. */
  readsFirst: boolean;
  /** Whether the person may have signed up again since they asked. */
  isTooOld: boolean;
}

export interface RemovalServices {
  resend: Resend;
  targets: Targets;
  /** Called right before a removal that can be undone, with the targets that the contact is on. */
  begin: (on: readonly Target[]) => void;
}

/** What a removal from several targets comes to: the first of these that one of them has. */
const WORST_FIRST = ["misconfigured", "transient", "permanent", "no-contact", "done"] as const;

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
  const { contact, targets, readsFirst, isTooOld } = input;
  const { resend, begin } = services;
  // Only the removal from a segment can prove that the contact exists.
  const isProof = services.targets.removalProves && targets.some(({ kind }) => kind === "segment");
  const ofList = targets.filter((target) => target.kind !== "everything");
  const [fault, read, ...on] = await Promise.all([
    unverified(input, services),
    isProof ? undefined : resend.readContact(contact),
    ...(readsFirst ? ofList : []).map((target) => isOn(resend, contact, target)),
  ]);
  if (fault !== undefined) return fault;
  if (isTooOld) return unasked("permanent", "too-old");
  if (read?.kind === "missing") return noContact(input, services);
  for (const one of [read, ...on]) {
    const isRead = one === undefined || one.kind === "found" || one.kind === "missing";
    if (!isRead) return readFailed(one, input, services);
  }

  const person = read?.kind === "found" ? read.value : undefined;
  if (readsFirst) {
    const isSubscribed = person !== undefined && !person.unsubscribed;
    const isOnTarget = ofList.filter((_, index) => {
      const one = on[index];
      return one?.kind === "found" && one.value;
    });
    begin(ofList.length > 0 ? isOnTarget : isSubscribed ? targets : []);
  }
  const results = await Promise.all(targets.map((target) => removeOne(target, input, services)));
  return sumOf(results, person && otherName(contact, person));
}

/** What the removals come to together. Half done is not done, and cannot be canceled. */
function sumOf(results: readonly Removal[], other: string | undefined): Removal {
  const rank = ({ kind }: Removal) => WORST_FIRST.indexOf(kind);
  const [worst = unasked("misconfigured", "list-unknown")] = results.toSorted(
    (one, two) => rank(one) - rank(two),
  );
  if (!("fault" in worst)) return { kind: worst.kind, other };
  const isApplied = (one: Removal) => ("fault" in one ? one.maybeApplied : one.kind === "done");
  return { ...worst, maybeApplied: results.some(isApplied) };
}

async function removeOne(
  target: Target,
  input: RemovalInput,
  services: RemovalServices,
): Promise<Removal> {
  const { contact } = input;
  const { resend } = services;
  const answer = await removeFrom(resend, contact, target);
  if (answer.kind === "done") return { kind: "done", other: undefined };
  if (answer.kind === "not-found") return explainNotFound(target, input, services);
  if (answer.status !== 422 || !contact.includes("@")) return checkKey(answer, input, services);
  const reread = await resend.readContact(contact);
  if (reread.kind === "missing") return noContact(input, services);
  return reread.kind === "found" ? answer : readFailed(reread, input, services);
}

/** Why a target of the list is not verified; `undefined` if all of them are. @param again asks even if they were */
async function unverified(
  { list }: RemovalInput,
  { resend, targets }: RemovalServices,
  again = false,
): Promise<Failure | undefined> {
  const found = await Promise.all(list.map((target) => targets.verify(target, resend, again)));
  const missing = list.find((_, index) => found[index]?.kind === "missing");
  if (missing !== undefined) return unasked("misconfigured", UNKNOWN[missing.kind]);
  return found.find((one) => "fault" in one);
}

/** A read failed: the removal was not sent, or was refused. */
function readFailed(
  failure: Failure,
  input: RemovalInput,
  services: RemovalServices,
): Promise<Failure> {
  return checkKey({ ...failure, maybeApplied: false }, input, services);
}

/** If a read of the verified list also gets a 400, the fault is the key, and not this request. */
async function checkKey(
  failure: Failure,
  input: RemovalInput,
  services: RemovalServices,
): Promise<Failure> {
  if (failure.status !== 400) return failure;
  return (await unverified(input, services, true)) ?? failure;
}

/** Resend has no such contact. If it does not show the list either, the key belongs to another team. */
async function noContact(input: RemovalInput, services: RemovalServices): Promise<Removal> {
  const fault = await unverified(input, services, true);
  return fault === undefined
    ? { kind: "no-contact", other: undefined }
    : readFailed(fault, input, services);
}

/** Finds out what a "not found" means: no such list, no such contact, or not on the list. */
async function explainNotFound(
  target: Target,
  input: RemovalInput,
  services: RemovalServices,
): Promise<Removal> {
  const { contact } = input;
  const { resend } = services;
  const [fault, on] = await Promise.all([
    unverified(input, services, true),
    isOn(resend, contact, target),
  ]);
  if (fault !== undefined) return readFailed(fault, input, services);
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

/**
 * Undo: restores what one asking changed, and nothing else. Its token is valid for half an hour, unless someone asks again
 * (docs/ledger.md has the rules).
 */

import type { Contact, Failure } from "../resend/answer.ts";
import type { Found, Resend } from "../resend/client.ts";
import type { Subscription, UndoOutcome } from "./asking.ts";
import type { Clock } from "./runtime.ts";
import type { Entries } from "./entries.ts";
import { DAY_MS, type Entry, isOpen, namesOf, UNDO_MS, undoneTooOften } from "./entry.ts";
import type { Locks } from "./locks.ts";
import { find, isOn, type ListTarget, otherName, restore } from "./target.ts";
import { type Target, targetIn, textOf } from "./target.ts";

/** A removal whose answer was lost may still arrive within this time. */
export const MAY_STILL_ARRIVE_MS = 30_000;

/** An undo that cannot be sent within this time is given up, since its answer is due. */
const LATEST_START_MS = 4_500;

const RETRY_AFTER_SECONDS = 5;

export interface UndoServices {
  entries: Entries;
  locks: Locks;
  clock: Clock;
  resend: Resend;
  /** The targets of a list; empty if no setting has it. */
  targetsOf: (list: string) => readonly ListTarget[];
}

/** Undoes the asking with this token. */
export async function undo(
  subscription: Subscription,
  token: string,
  services: UndoServices,
): Promise<UndoOutcome> {
  const { entries, locks, clock, resend } = services;
  const arrivedAt = clock.now();
  const deadline = arrivedAt + LATEST_START_MS;
  const asked = entries.findAsking(subscription, token);
  if (asked === undefined) return { kind: "asked-again" };
  const { id } = asked;

  const release = await locks.acquire(namesOf(asked), deadline);
  if (release === undefined) return tryAgain();
  try {
    const settled = withoutCall(entries.get(id), token, arrivedAt, services);
    if (settled !== undefined) return settled;
  } finally {
    release();
  }

  const read = await readContact(resend, asked.contact);
  if (read.kind === "missing") return { kind: "too-late" };
  if (read.kind !== "found") return tryAgain(read.retryAfterSeconds);
  const person = read.value;
  const names = [...namesOf(asked), person.id, person.email];
  const releaseAll = await locks.acquire(names, deadline);
  if (releaseAll === undefined) return tryAgain();
  try {
    const entry = entries.get(id);
    const settled = withoutCall(entry, token, arrivedAt, services);
    if (settled !== undefined) return settled;
    if (clock.now() > deadline) return tryAgain();
    entries.learn(id, otherName(entry.contact, person));
    return await restoreAll(entry, person, services);
  } finally {
    releaseAll();
  }
}

/**
 * Finishes, from the queue, an undo that was cut off or not confirmed.
 */
export async function finishUndo(entry: Entry, services: UndoServices): Promise<UndoOutcome> {
  const { resend, entries, targetsOf } = services;
  const read = await readContact(resend, entry.contact);
  if (read.kind === "missing") {
    // With another team's key, the contact seems missing. That is no reason to give up a promised undo.
    const list = await Promise.all(targetsOf(entry.list).map((target) => find(resend, target)));
    const isShown = list.length > 0 && list.every(({ kind }) => kind === "found");
    if (!isShown) return tryAgain();
    if (entries.get(entry.id).state === "undoing") entries.refuseUndo(entry.id);
    return { kind: "too-late" };
  }
  if (read.kind !== "found") return tryAgain(read.retryAfterSeconds);
  const current = entries.get(entry.id);
  // Someone asked to unsubscribe while the contact was read.
  if (current.state !== "undoing" || current.asking !== entry.asking)
    return { kind: "asked-again" };
  return restoreAll(current, read.value, services);
}

/** The answer, if it does not require a call to Resend. */
function withoutCall(
  entry: Entry,
  token: string,
  arrivedAt: number,
  { entries, clock }: UndoServices,
): UndoOutcome | undefined {
  if (entry.asking !== token) return { kind: "asked-again" };
  if (entry.state === "undone") {
    if (entry.result === "overruled") return { kind: "asked-again" };
    return { kind: entry.result === "canceled" ? "canceled" : "undone", scope: entry.scope };
  }
  if (entry.state === "undoing") return { kind: "undoing", scope: entry.scope };
  if (entry.token !== token || arrivedAt > entry.askedAt + UNDO_MS) return { kind: "too-late" };
  const now = clock.now();
  if (undoneTooOften(entry, now)) {
    return { kind: "too-many", retryAfterSeconds: Math.ceil((DAY_MS - (now % DAY_MS)) / 1000) };
  }
  if (isOpen(entry) && entry.maybeAppliedAt === 0) {
    entries.undone(entry.id, "canceled", now);
    return { kind: "canceled", scope: entry.scope };
  }
  if (entry.state === "dead") return { kind: "too-late" };
  return mayStillArrive(entry, now);
}

/** The undo waits, since a removal that timed out may still arrive after it. */
function mayStillArrive({ maybeAppliedAt }: Entry, now: number): UndoOutcome | undefined {
  const left = maybeAppliedAt === 0 ? 0 : maybeAppliedAt + MAY_STILL_ARRIVE_MS - now;
  return left > 0 ? tryAgain(Math.ceil(left / 1000)) : undefined;
}

/** Restores the targets that the asking has changed, except those that another request keeps the person off. */
async function restoreAll(
  entry: Entry,
  person: Contact,
  services: UndoServices,
): Promise<UndoOutcome> {
  const { entries, clock } = services;
  const others = entries.ofPerson(person.id, person.email).filter(({ id }) => id !== entry.id);
  const changed = entry.changed.split(" ").filter(Boolean).map(targetIn);
  const targets = changed.filter(
    (target) => !others.some((other) => stands(other, entry, target, services)),
  );
  if (targets.length === 0) {
    if (entry.state === "undoing") entries.redo(entry.id, clock.now());
    return { kind: changed.length === 0 ? "too-late" : "others-stand" };
  }
  entries.beginUndo(entry, [person.id, person.email], clock.now());
  const results = await Promise.all(
    targets.map((target) => restoreOne(services.resend, person.id, target)),
  );
  return settle(entry, person, targets, results, services);
}

/** Whether another entry of the person blocks a target that this one would restore. */
function stands(other: Entry, entry: Entry, target: Target, { targetsOf }: UndoServices): boolean {
  // A canceled entry still has the effect of its earlier asking.
  const isAsked = other.state !== "undone" && other.askedSeq > entry.askedSeq;
  const isLater = isAsked || other.doneSeq > entry.askedSeq;
  switch (target.kind) {
    case "everything":
      return other.scope === "everything" && (isLater || isOpen(other));
    case "segment":
    case "topic": {
      if (other.scope === "everything") return isLater;
      // The settings may have changed since one of them was asked.
      const isOnIt =
        other.list === entry.list ||
        targetsOf(other.list).some(({ id }) => id === target.id) ||
        other.changed.split(" ").includes(textOf(target));
      return isOnIt && (isLater || isOpen(other));
    }
  }
}

/** Restores one target. `back`: the person is on it. */
async function restoreOne(
  resend: Resend,
  contact: string,
  target: Target,
): Promise<{ kind: "back" } | Failure> {
  const answer = await restore(resend, contact, target);
  if (answer.kind === "done") return { kind: "back" };
  const refusal = answer.kind === "not-found" ? answer.failure : answer;
  if (refusal.kind !== "permanent") return refusal;
  // Resend has several ways to refuse a contact that is already on the list.
  const on = await isOn(resend, contact, target);
  if (on.kind === "found") return on.value ? { kind: "back" } : refusal;
  return on.kind === "missing" ? refusal : { ...on, maybeApplied: true };
}

function settle(
  before: Entry,
  person: Contact,
  targets: readonly Target[],
  results: readonly ({ kind: "back" } | Failure)[],
  services: UndoServices,
): UndoOutcome {
  const { entries, clock } = services;
  const { id, asking, scope } = before;
  const failures = results.filter((result) => result.kind !== "back");
  const isHalf = failures.length < results.length;
  const entry = entries.get(id);
  const others = entries.ofPerson(person.id, person.email).filter((other) => other.id !== id);
  const isUnsure = failures.some(({ maybeApplied }) => maybeApplied);
  const isRefused = failures.some(({ kind }) => kind === "permanent");
  if (isHalf || isUnsure) {
    for (const other of others) entries.expire(other.id);
  }
  // The queue carries out what was asked in the meantime.
  if (!isUnsure) entries.settleUndo([person.id, person.email]);
  if (entry.asking !== asking) return { kind: "asked-again" };
  if (failures.length === 0) {
    const isAskedAgain = others.some((other) =>
      targets.some((target) => stands(other, entry, target, services)),
    );
    entries.undone(id, isAskedAgain ? "overruled" : "undone", clock.now());
    return isAskedAgain ? { kind: "asked-again" } : { kind: "undone", scope };
  }
  // A promised undo is given up only if it can never be done.
  const isPromised = before.state === "undoing" && !isRefused;
  if ((isHalf && !isRefused) || isUnsure || isPromised) return { kind: "undoing", scope };
  if (before.state === "undoing" || isHalf) entries.redo(id, clock.now());
  else entries.refuseUndo(id);
  return isRefused ? { kind: "too-late" } : tryAgain(failures[0]?.retryAfterSeconds);
}

/** Reads a contact. An address that is not found as given is tried in lower case. */
export async function readContact(resend: Resend, contact: string): Promise<Found<Contact>> {
  const read = await resend.readContact(contact);
  const lower = contact.toLowerCase();
  return read.kind === "missing" && lower !== contact ? resend.readContact(lower) : read;
}

function tryAgain(retryAfterSeconds = RETRY_AFTER_SECONDS): UndoOutcome {
  return { kind: "try-again", retryAfterSeconds };
}

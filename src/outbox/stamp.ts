/**
 * Sees to it that a contact's properties hold its links, one request at a time, so that a leave never
 * waits for more than that one. What fails holds stamps alone. Everything it touches comes in as an argument.
 */

import type { List } from "../config.ts";
import type { Log } from "../log.ts";
import type { FaultName, Resend, ResendResult } from "../resend.ts";
import { backoffMs } from "./backoff.ts";
import { heeding } from "./pace.ts";
import type { Rows } from "./rows.ts";
import type { DueStamp, Stamps } from "./stamps.ts";

export interface StampServices {
  rows: Rows;
  stamps: Stamps;
  resend: Resend;
  lists: ReadonlyMap<string, Pick<List, "segment" | "property">>;
  /** Signs the link of a contact to a list. */
  linkTo: (list: string, contact: string) => Promise<string>;
  /** Milliseconds since 1970. */
  now: () => number;
  /** From 0 up to, but not including, 1. */
  random: () => number;
  log: Log;
}

type Failed = Extract<ResendResult, { fault: FaultName }>;

/** One that Resend refuses comes back after this time, and later each time. */
const REFUSED_MS = 3_600_000;

/** Who is written more often in the life of an isolate goes round in circles. */
const MAX_WRITES = 3;
const MAX_REMEMBERED = 10_000;

/** Does the next thing for a stamp: asks Resend once, or finds that nothing is left to do. */
export async function stampStep(stamp: DueStamp, services: StampServices): Promise<void> {
  const { resend } = services;
  const { contact, lists, known } = stamp;
  const missing = await missingLinks(stamp, services);
  if (Object.keys(missing).length === 0) return finish(stamp, services);
  if (known.properties === undefined) {
    const read = await resend.readProperties(contact);
    if (isDone(read, stamp, services)) known.properties = read.properties;
  } else if (lists === undefined && known.segments === undefined) {
    const read = await resend.readSegments(contact);
    if (isDone(read, stamp, services)) known.segments = read.segments;
  } else {
    await write(stamp, missing, services);
  }
}

/** The links that are due and do not stand there as far as is known, by property. */
async function missingLinks(
  { contact, lists: on, known }: DueStamp,
  { lists, linkTo }: StampServices,
): Promise<Record<string, string>> {
  const missing: Record<string, string> = {};
  for (const [list, { property, segment }] of lists) {
    const isOn = on?.includes(list) ?? known.segments?.includes(segment) ?? true;
    if (property === undefined || !isOn) continue;
    const link = await linkTo(list, contact);
    if (known.properties?.[property] !== link) missing[property] = link;
  }
  return missing;
}

async function write(
  stamp: DueStamp,
  links: Record<string, string>,
  services: StampServices,
): Promise<void> {
  const { resend, log } = services;
  const { writes } = services.stamps;
  const { contact } = stamp;
  const properties = Object.keys(links);
  const count = (writes.get(contact) ?? 0) + 1;
  if (count > MAX_WRITES) {
    log("error", { event: "stamp-lost", properties });
    return finish(stamp, services);
  }
  if (!isDone(await resend.setProperties(contact, links), stamp, services)) return;
  if (writes.size >= MAX_REMEMBERED) writes.clear();
  writes.set(contact, count);
  log("info", { event: "stamped", properties });
  finish(stamp, services);
}

/** Heeds what an answer says beside its outcome, and sees to those that are no success. */
function isDone(result: ResendResult, stamp: DueStamp, services: StampServices): boolean {
  const { rows, now } = services;
  rows.health = heeding(rows.health, result.pace, now());
  if (result.outcome === "nobody") finish(stamp, services);
  else if (result.outcome !== "done") failed(result, stamp, services);
  return result.outcome === "done";
}

function finish({ contact }: DueStamp, { stamps, now }: StampServices): void {
  stamps.remove(contact, now());
  stamps.health = { ...stamps.health, pausedUntil: 0, failures: 0 };
}

/** Stamps wait, ever longer; this one goes behind the others, so that one that always fails stops nobody. */
function failed(result: Failed, { contact, attempts }: DueStamp, services: StampServices): void {
  const { stamps, now, random, log } = services;
  const { outcome, fault, status, upstream } = result;
  // It says nothing about Resend.
  const isLocked = fault === "locked";
  const { health } = stamps;
  const failures = isLocked ? attempts + 1 : health.failures + 1;
  const pausedUntil = now() + backoffMs(failures, random());
  stamps.delay(contact, outcome === "never" ? now() + REFUSED_MS * (attempts + 1) : pausedUntil);
  if (!isLocked) stamps.health = { ...health, pausedUntil, failures, lastFault: fault };
  log(outcome === "later" ? "warn" : "error", {
    event: "delayed",
    operation: "stamp",
    attempts: attempts + 1,
    status,
    upstream,
    fault,
    failures,
  });
}

/** Bodies of a rejoin: proofs that hold, and every kind of proof that does not. */

import * as fc from "fast-check";

import { LINK_SECRET } from "../../sandbox/keys.ts";
import { LISTS, type Ticket } from "../people.ts";
import { proofFor } from "../signing.ts";
import { CANARY } from "./links.ts";

const claims = fc.tuple(
  fc.constantFrom("leave", "everything"),
  fc.constantFrom("restore", "reverse", "cancel"),
);

const DAY_SECONDS = 86_400;

/** Proofs as a result page of this Worker would carry them. */
export function goodProofs({ contact, list }: Ticket, nowMs: number): fc.Arbitrary<string> {
  return claims.map(([undo, grant]) => {
    const claim = `${undo}.${grant}.${inSeconds(nowMs, DAY_SECONDS)}`;
    return proofFor(claim, contact, list, LINK_SECRET);
  });
}

const FLAWS = [
  "none",
  "expired",
  "stretched",
  "widened",
  "turned",
  "anothers",
  "other-list",
  "other-secret",
  "no-mac",
  "cut",
  "huge",
  "markup",
] as const;

/** Proofs that must not hold for this ticket; `another` is somebody else's. */
export function badProofs(mine: Ticket, another: Ticket, nowMs: number): fc.Arbitrary<string> {
  return fc.tuple(claims, fc.constantFrom(...FLAWS)).map(([[undo, grant], flaw]) => {
    const soon = inSeconds(nowMs, DAY_SECONDS);
    const claim = `${undo}.${grant}.${soon}`;
    const good = proofFor(claim, mine.contact, mine.list, LINK_SECRET);
    const mac = good.slice(claim.length + 1);
    const otherList = Object.keys(LISTS).find((list) => list !== mine.list) ?? "";
    switch (flaw) {
      case "none":
        return "";
      case "expired": {
        const past = `${undo}.${grant}.${inSeconds(nowMs, -1)}`;
        return proofFor(past, mine.contact, mine.list, LINK_SECRET);
      }
      case "stretched":
        return `${undo}.${grant}.${soon + 1}.${mac}`;
      case "widened":
        return `${undo}.${grant === "cancel" ? "restore" : "cancel"}.${soon}.${mac}`;
      case "turned":
        return `${undo === "leave" ? "everything" : "leave"}.${grant}.${soon}.${mac}`;
      case "anothers":
        return proofFor(claim, another.contact, another.list, LINK_SECRET);
      case "other-list":
        return proofFor(claim, mine.contact, otherList, LINK_SECRET);
      case "other-secret":
        return proofFor(claim, mine.contact, mine.list, LINK_SECRET.toUpperCase());
      case "no-mac":
        return `${claim}.`;
      case "cut":
        return good.slice(0, -1);
      case "huge":
        return `${undo}.${grant}.${"9".repeat(4000)}.${mac}`;
      case "markup":
        return `${good}${CANARY}`;
    }
  });
}

function inSeconds(nowMs: number, seconds: number): number {
  return Math.floor(nowMs / 1000) + seconds;
}

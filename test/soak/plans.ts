/**
 * Who does what in a run, and what the Worker's answers promise them: the last word counts. Pure.
 */

import type { Random } from "./random.ts";

export type Step = "one-click" | "page" | "undo";

/** Plans, and how many of a hundred people follow each. */
const PLANS: readonly (readonly [number, readonly Step[]])[] = [
  [50, ["one-click"]],
  [15, ["page"]],
  [15, ["page", "undo"]],
  [8, ["page", "undo", "one-click"]],
  [6, ["page", "undo", "page", "undo"]],
  // Somebody has asked again: this undo is refused.
  [6, ["page", "one-click", "undo"]],
];

export interface Person {
  id: string;
  email: string;
  /** What the link says: the ID or the address. */
  contact: string;
  plan: readonly Step[];
  /** Resend will never take their leave. */
  isPoisoned: boolean;
}

/** Gives everybody a plan; the first few of them are poisoned. */
export function makePlans(
  seeded: readonly { id: string; email: string }[],
  poisoned: number,
  random: Random,
): Person[] {
  return random.shuffled(seeded).map(({ id, email }, nth) => {
    const isPoisoned = nth < poisoned;
    // Who is not found by address has nothing to leave, so the poisoned go by ID.
    const contact = isPoisoned || random.next() < 0.5 ? id : email;
    return { id, email, contact, plan: isPoisoned ? ["one-click"] : pick(random), isPoisoned };
  });
}

function pick(random: Random): readonly Step[] {
  let lot = random.between(0, 100);
  for (const [share, plan] of PLANS) {
    if (lot < share) return plan;
    lot -= share;
  }
  return ["one-click"];
}

/** How a step has ended, whatever it took. */
export type StepResult =
  /** A leave is done or stored; an undo is done. */
  | "accepted"
  /** An undo has changed nothing. */
  | "refused"
  /** Not known: no answer, "undoing", or given up. */
  | "unknown";

/** Where somebody has to stand once everything has settled. */
export type Promised =
  /** On the list or off it. */
  | "nothing"
  | "off"
  | "on"
  /** Their receipt says it, and it has to be true. */
  | "receipt";

/** What is promised after one more step. */
export function promisedAfter(before: Promised, step: Step, result: StepResult): Promised {
  if (step === "undo") {
    return { accepted: "on", refused: before, unknown: "receipt" }[result] as Promised;
  }
  return result === "accepted" || before === "off" ? "off" : "nothing";
}

/** What one answer says of a step; `again`: it has to be asked once more. */
export function resultOf(
  step: Step,
  status: number | null,
  wasUnsure: boolean,
): StepResult | "again" | "unexpected" {
  switch (status) {
    case null:
    case 429:
    case 503:
      return "again";
    case 200:
      return step === "undo" ? "unexpected" : "accepted";
    case 202:
      return step === "undo" ? "unknown" : "accepted";
    case 303:
      return step === "one-click" ? "unexpected" : "accepted";
    case 409:
      if (step !== "undo") return "unexpected";
      return wasUnsure ? "unknown" : "refused";
    default:
      return "unexpected";
  }
}

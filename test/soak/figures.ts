/**
 * What a run has shown: who was accepted, who is off the list, who is neither off it nor kept for
 * the operator. Pure. It counts from the stand-in's memberships and the Outbox's own report.
 */

import type { Receipt } from "./clicks.ts";
import type { Rate } from "./knocks.ts";

export interface Evidence {
  /** Contact IDs of all who pressed. */
  people: readonly string[];
  receipts: ReadonlyMap<string, Receipt>;
  /** Contact IDs that are in the segment still. */
  members: ReadonlySet<string>;
  /** Contact IDs that the Outbox has set aside. */
  setAside: readonly string[];
  /** Contact IDs that can never be removed. */
  poisoned: ReadonlySet<string>;
  /** What the Outbox holds at the end. */
  waiting: number;
  askedAgain: Readonly<Record<string, number>>;
  kills: number;
  rate: Rate;
  /** The rate once everybody had been answered and Resend was well. */
  drainRate: Rate;
  /** From Resend's recovery to an empty Outbox; `undefined` when it did not get there. */
  drainMs: number | undefined;
}

export interface Figures {
  /** One row for each: a name and what to say of it. */
  rows: [string, string][];
  /** Why the run has failed; empty when it has not. */
  faults: string[];
}

/** Counts. */
export function figuresOf(evidence: Evidence): Figures {
  const { people, receipts, members, poisoned, waiting, rate, drainRate, drainMs } = evidence;
  const setAside = new Set(evidence.setAside);
  const accepted = (status: 200 | 202) =>
    people.filter((id) => {
      const receipt = receipts.get(id);
      return receipt?.kind === "accepted" && receipt.status === status;
    });
  const [left, leaving] = [accepted(200), accepted(202)];
  const lost = [...left, ...leaving].filter((id) => members.has(id) && !setAside.has(id));
  const blameless = [...setAside].filter((id) => !poisoned.has(id));
  const givenUp = people.length - left.length - leaving.length;
  return {
    rows: [
      ["leaves", `${people.length}`],
      [
        "accepted",
        `${left.length + leaving.length}  (200: ${left.length}, 202: ${leaving.length})`,
      ],
      ["never accepted", `${givenUp}`],
      ["removed", `${people.filter((id) => !members.has(id)).length}`],
      ["lost", `${lost.length}`],
      ["set aside", `${setAside.size}  (poisoned: ${poisoned.size})`],
      ["asked again", askedAgainText(evidence.askedAgain)],
      ["kills", `${evidence.kills}`],
      ["requests a second", `${rateText(rate)}; while draining ${rateText(drainRate)}`],
      ["time to drain", drainMs === undefined ? "not drained" : `${(drainMs / 1000).toFixed(1)} s`],
    ],
    faults: [
      ...(lost.length > 0 ? [`${lost.length} were accepted and are on the list still`] : []),
      ...(drainMs === undefined ? [`the Outbox did not drain: ${waiting} wait`] : []),
      ...(blameless.length > 0 ? [`${blameless.length} were set aside without a cause`] : []),
      ...(givenUp === people.length ? ["nobody was accepted"] : []),
    ],
  };
}

function rateText({ peak, mean }: Rate): string {
  return `peak ${peak}, mean ${mean.toFixed(0)}`;
}

function askedAgainText(byAnswer: Readonly<Record<string, number>>): string {
  const parts = Object.entries(byAnswer);
  const total = parts.reduce((sum, [, count]) => sum + count, 0);
  const details = parts.map(([answer, count]) => `${answer}: ${count}`).join(", ");
  return details === "" ? "0" : `${total}  (${details})`;
}

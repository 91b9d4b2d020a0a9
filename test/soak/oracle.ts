/**
 * What a run has shown: whether everybody stands where the Worker's last word to them says. Pure. It
 * goes by the stand-in's segment, the Ledger's report and file, and the receipts.
 */

import type { Rate } from "./request-rate.ts";
import type { ReceiptSays, Visit } from "./visits.ts";

export interface Evidence {
  visits: readonly Visit[];
  /** Contact IDs that are in the segment. */
  members: ReadonlySet<string>;
  /** The states of the Ledger's entries, by the contact as the link names it. */
  entries: ReadonlyMap<string, string>;
  /** What receipts say, by contact ID, for those that have to be true. */
  receipts: ReadonlyMap<string, ReceiptSays>;
  /** What the Ledger has queued at the end. */
  queued: number;
  answers: ReadonlyMap<string, number>;
  unexpected: readonly string[];
  kills: number;
  rate: Rate;
  /** The rate once everybody had been answered and Resend was well. */
  drainRate: Rate;
  /** From Resend's recovery to an empty queue; `undefined` when it did not get there. */
  drainMs: number | undefined;
}

export interface Verdict {
  /** One row for each: a name and what to say of it. */
  rows: [string, string][];
  /** Why the run has failed; empty when it has not. */
  faults: string[];
}

/** Judges. */
export function judge(evidence: Evidence): Verdict {
  const { visits, members, entries, receipts, queued, unexpected, drainMs } = evidence;
  const promised = (what: Visit["promised"]) => visits.filter((visit) => visit.promised === what);
  const isOn = ({ person }: Visit) => members.has(person.id);
  const isDead = ({ person }: Visit) => entries.get(person.contact) === "dead";

  const lost = promised("off").filter((visit) => isOn(visit) && !isDead(visit));
  const notBack = promised("on").filter((visit) => !isOn(visit));
  const untrue = visits.filter((visit) => {
    const says = receipts.get(visit.person.id);
    return says !== undefined && says !== (isOn(visit) ? "on" : "off");
  });
  const unwritten = visits.filter(({ hasLeft, person }) => hasLeft && !entries.has(person.contact));
  const dead = visits.filter(isDead);
  const blameless = dead.filter(({ person }) => !person.isPoisoned);
  const failures: [number, string][] = [
    [lost.length, "were unsubscribed and are on the list"],
    [notBack.length, "have undone it and are off the list"],
    [untrue.length, "have a receipt that is not true"],
    [unwritten.length, "were accepted and are not in the Ledger"],
    [blameless.length, "are dead letters without a cause"],
  ];
  return {
    rows: [
      ["people", `${visits.length}`],
      ["last word: unsubscribed", `${promised("off").length}`],
      ["last word: undone", `${promised("on").length}`],
      ["left to the receipt", `${promised("receipt").length}`],
      ["never accepted", `${promised("nothing").length}`],
      ["off the list", `${visits.filter((visit) => !isOn(visit)).length}`],
      ["lost", `${lost.length}`],
      ["undone in vain", `${notBack.length}`],
      ["receipts", `${receipts.size}  (untrue: ${untrue.length})`],
      ["dead letters", `${dead.length}  (without a cause: ${blameless.length})`],
      ["answers", answersText(evidence.answers)],
      ["kills", `${evidence.kills}`],
      [
        "requests a second",
        `${rateText(evidence.rate)}; while draining ${rateText(evidence.drainRate)}`,
      ],
      ["time to drain", drainMs === undefined ? "not drained" : `${(drainMs / 1000).toFixed(1)} s`],
    ],
    faults: [
      ...failures.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`),
      ...(drainMs === undefined ? [`the queue did not drain: ${queued} are left`] : []),
      ...(unexpected.length > 0
        ? [`answers that may not be: ${[...new Set(unexpected)].join(", ")}`]
        : []),
      ...(promised("off").length === 0 ? ["nobody was unsubscribed"] : []),
    ],
  };
}

function rateText({ peak, mean }: Rate): string {
  return `peak ${peak}, mean ${mean.toFixed(0)}`;
}

function answersText(answers: ReadonlyMap<string, number>): string {
  const sorted = [...answers].toSorted(([a], [b]) => a.localeCompare(b));
  return sorted.map(([answer, count]) => `${answer}: ${count}`).join(", ");
}

/**
 * What the Worker's answers promise, and whether each promise was kept: the last word counts. Pure. It goes by the
 * stand-in's segment, the Ledger's own file, and the receipts.
 */

import type { Batch, Person } from "./batch.ts";

export type Step = "one-click" | "page" | "undo";

/** What an answer means. `refused`: an undo has changed nothing. `unknown`: it is not said how it ends. */
export type StepAnswer = "accepted" | "refused" | "unknown";

/** Where someone has to stand in the end. `receipt`: where their receipt says, which has to be true. */
export type LastWord = "none" | "off" | "on" | "receipt";

/** What each status means; any other is unexpected. */
const ANSWERS: Record<Step, Record<number, StepAnswer>> = {
  "one-click": { 200: "accepted", 202: "accepted" },
  page: { 200: "accepted", 202: "accepted", 303: "accepted" },
  undo: { 202: "unknown", 303: "accepted", 409: "refused" },
};

/** @param wasUnsure whether an earlier try of the same step may have been carried out */
export function answerOf(step: Step, status: number | null, wasUnsure: boolean) {
  if (status === null || status === 429 || status === 503) return "try-again";
  const answer = ANSWERS[step][status] ?? "unexpected";
  return answer === "refused" && wasUnsure ? "unknown" : answer;
}

export function lastWordAfter(before: LastWord, step: Step, answer: StepAnswer): LastWord {
  if (step !== "undo") return answer === "accepted" || before === "off" ? "off" : "none";
  return answer === "accepted" ? "on" : answer === "refused" ? before : "receipt";
}

export interface Evidence extends Pick<Batch, "people" | "answers" | "unexpected"> {
  /** Contact IDs in the segment. */
  members: ReadonlySet<string>;
  /** The states of the Ledger's entries, by the contact as the link names it. */
  entries: ReadonlyMap<string, string>;
  /** What the receipts that have to be true say, by contact ID. */
  receipts: ReadonlyMap<string, "off" | "on" | "neither">;
  /** When requests reached Resend, in milliseconds. */
  requestTimes: readonly number[];
  /** Resend's limit, in requests a second. */
  rateLimit: number;
  /** From Resend's recovery to an empty queue; `undefined` when it was not emptied. */
  drainMs: number | undefined;
}

/** Requests start within the budget, and arrive a little bunched on a busy machine. */
const BUNCHED = 1.1;

/** @returns rows to print, and what was broken: nothing if every promise was kept */
export function judge(evidence: Evidence): { rows: [string, string][]; faults: string[] } {
  const { people, members, entries, receipts, requestTimes, drainMs, unexpected } = evidence;
  const count = (isSo: (person: Person) => boolean) => people.filter(isSo).length;
  const isOn = ({ id }: Person) => members.has(id);
  const isDead = ({ contact }: Person) => entries.get(contact) === "dead";
  const withLastWord = (word: LastWord) => count(({ lastWord }) => lastWord === word);

  const lost = count((who) => who.lastWord === "off" && isOn(who) && !isDead(who));
  const notBack = count((who) => who.lastWord === "on" && !isOn(who));
  const isUntrue = (who: Person) => receipts.get(who.id) !== (isOn(who) ? "on" : "off");
  const untrue = count((who) => receipts.has(who.id) && isUntrue(who));
  const unrecorded = count((who) => who.wasAccepted && !entries.has(who.contact));
  const noCause = count((who) => isDead(who) && !who.isPoisoned);
  const inTenSeconds = busiest(requestTimes, 10_000);
  const budget = 5 * evidence.rateLimit;
  const checks: [isBroken: boolean, fault: string][] = [
    [lost > 0, `${lost} were unsubscribed and are on the list`],
    [notBack > 0, `${notBack} have undone it and are off the list`],
    [untrue > 0, `${untrue} have a receipt that is not true`],
    [unrecorded > 0, `${unrecorded} were accepted and are not in the Ledger`],
    [noCause > 0, `${noCause} are dead letters without a cause`],
    [inTenSeconds > budget * BUNCHED, `${inTenSeconds} requests in 10 s, the budget is ${budget}`],
    [drainMs === undefined, "the queue was not emptied"],
    [unexpected.size > 0, `unexpected answers: ${[...unexpected].join(", ")}`],
    [withLastWord("off") === 0, "no one was unsubscribed, which shows nothing"],
  ];
  return {
    rows: [
      ["last word: unsubscribed", `${withLastWord("off")}  (lost: ${lost})`],
      ["last word: undone", `${withLastWord("on")}  (off the list: ${notBack})`],
      ["last word: their receipt", `${withLastWord("receipt")}  (none: ${withLastWord("none")})`],
      ["receipts read", `${receipts.size}  (untrue: ${untrue})`],
      ["dead letters", `${count(isDead)}  (without a cause: ${noCause})`],
      ["answers", [...evidence.answers].map(([answer, times]) => `${answer}: ${times}`).join(", ")],
      ["requests to Resend", `${requestTimes.length}  (at most ${inTenSeconds} in 10 s)`],
      ["time to drain", drainMs === undefined ? "not drained" : `${(drainMs / 1000).toFixed(1)} s`],
    ],
    faults: checks.filter(([isBroken]) => isBroken).map(([, fault]) => fault),
  };
}

/** The most of these times that any window of so many milliseconds holds. */
function busiest(times: readonly number[], windowMs: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  let first = 0;
  let most = 0;
  for (const [last, time] of sorted.entries()) {
    while ((sorted[first] ?? time) <= time - windowMs) first++;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

/** Counts what a run does, and reports it at the end as text or JSON. Contacts are named only by ID. */

import { numeral } from "../command.ts";
import { durationText } from "./progress.ts";
import type { Outcome, PropertyState } from "./property.ts";
import type { SyncedList } from "./walk.ts";

/** The most failed contacts that are named; the others are only counted. */
const MAX_NAMED = 1000;

/** The counts of one list. Its memory is bounded. */
export class Summary {
  readonly list: string;
  readonly property: string;
  propertyState: PropertyState = "present";
  /** Contacts in the segment, when they were counted. */
  total = 0;
  /** The first that failed. */
  readonly failures: { contact: string; reason: string }[] = [];
  /** The ID of the last contact before which all are done, in the list's order. */
  doneUpTo: string | undefined;
  readonly #counts = { right: 0, written: 0, gone: 0, failed: 0 };
  /** Written before the walk started over, and so found right since. */
  #writtenBefore = 0;
  readonly #underWay: { id: string; done: boolean }[] = [];

  /** @param after the ID of the contact after which the run continues */
  constructor({ name, property }: Pick<SyncedList, "name" | "property">, after?: string) {
    this.list = name;
    this.property = property;
    this.doneUpTo = after;
  }

  /** Contacts so far, by outcome. */
  get counts() {
    const { right, written, gone, failed } = this.#counts;
    return {
      contacts: right + written + gone + failed,
      right: Math.max(0, right - this.#writtenBefore),
      written: written + this.#writtenBefore,
      gone,
      failed,
    };
  }

  /** Records that work on a contact starts. @returns a function that records its end */
  begin(id: string): (outcome: Outcome) => void {
    const turn = { id, done: false };
    this.#underWay.push(turn);
    return (outcome) => {
      turn.done = true;
      this.#counts[outcome.kind] += 1;
      if (outcome.kind === "failed" && this.failures.length < MAX_NAMED) {
        this.failures.push({ contact: id, reason: outcome.reason });
      }
      while (this.#underWay[0]?.done) this.doneUpTo = this.#underWay.shift()?.id;
    };
  }

  /** Before the list is walked from its start again. */
  startOver(): void {
    this.#writtenBefore += this.#counts.written;
    Object.assign(this.#counts, { right: 0, written: 0, gone: 0, failed: 0 });
    this.failures.length = 0;
    this.#underWay.length = 0;
    this.doneUpTo = undefined;
  }
}

export interface Run {
  dryRun: boolean;
  /** Whether it ended before its work was done. */
  interrupted: boolean;
  seconds: number;
  requests: number;
  summaries: readonly Summary[];
}

/** The run as JSON. */
export function runJson({ summaries, seconds, ...run }: Run): string {
  const lists = summaries.map(
    ({ list, property, propertyState, total, counts, failures, doneUpTo }) => ({
      list,
      property,
      propertyState,
      ...counts,
      failures,
      ...(run.interrupted && { total, ...(doneUpTo !== undefined && { after: doneUpTo }) }),
    }),
  );
  return JSON.stringify({ ...run, seconds: Math.round(seconds), lists }, null, 2);
}

/** What happened to a property, and what a dry run would do. */
const STATES: Readonly<Record<PropertyState, readonly [done: string, dryRun: string]>> = {
  present: ["exists", "exists"],
  created: ["created", "will be created"],
  repaired: ["has a corrected fallback value", "has another fallback value"],
};

/** The run in words. */
export function runText({ dryRun, interrupted, seconds, requests, summaries }: Run): string {
  const lines = summaries.map((summary) => {
    const { list, property, propertyState, total, counts } = summary;
    const all = interrupted ? ` of ${numeral(total)}` : "";
    const parts = [
      `${numeral(counts.contacts)}${all} contacts`,
      `${numeral(counts.written)} ${dryRun ? "to write" : "written"}`,
      `${numeral(counts.right)} already right`,
      ...(counts.gone > 0 ? [`${numeral(counts.gone)} deleted in the meantime`] : []),
      ...(counts.failed > 0 ? [`${numeral(counts.failed)} failed`] : []),
    ];
    return `${list}: ${parts.join(", ")}; property ${property} ${STATES[propertyState][dryRun ? 1 : 0]}`;
  });
  const cost = `${numeral(requests)} requests in ${durationText(seconds)}`;
  return [...lines, interrupted ? `interrupted after ${cost}` : cost].join("\n");
}

/** The contacts that failed, a line each. */
export function failureLines(summaries: readonly Summary[]): string[] {
  return summaries.flatMap(({ list, failures, counts }) => {
    const more = counts.failed - failures.length;
    return [
      ...failures.map(({ contact, reason }) => `${list}: contact ${contact}: ${reason}`),
      ...(more > 0 ? [`${list}: and ${numeral(more)} more`] : []),
    ];
  });
}

/** What a run has done, for people and as JSON. Names contacts by ID alone. */

import { numeral } from "./progress.ts";
import type { Tally } from "./tally.ts";
import { spokenTime } from "./time-left.ts";

export interface Run {
  dryRun: boolean;
  interrupted: boolean;
  /** Seconds that it took. */
  seconds: number;
  requests: number;
  tallies: readonly Tally[];
}

/** The summary as JSON: the same figures, in a form that stays. */
export function summaryJson({ dryRun, interrupted, seconds, requests, tallies }: Run): string {
  const lists = tallies.map((tally) => {
    const { list, property, propertyState, total, handled, right, written, gone } = tally;
    const { failed, failures, doneUpTo, writtenBefore } = tally;
    return {
      list,
      property,
      propertyState,
      ...(interrupted && { total }),
      contacts: handled,
      right: Math.max(0, right - writtenBefore),
      written: written + writtenBefore,
      gone,
      failed,
      failures,
      ...(interrupted && doneUpTo !== undefined && { after: doneUpTo }),
    };
  });
  const whole = { dryRun, interrupted, seconds: Math.round(seconds), requests, lists };
  return JSON.stringify(whole, null, 2);
}

/** The summary in words. */
export function summaryText({ dryRun, interrupted, seconds, requests, tallies }: Run): string {
  const lines = tallies.map((tally) => {
    const { list, total, handled, right, written, gone, failed, writtenBefore } = tally;
    const contacts = `${numeral(handled)}${interrupted ? ` of ${numeral(total)}` : ""} contacts`;
    const counts = [
      `${numeral(written + writtenBefore)} ${dryRun ? "to write" : "written"}`,
      `${numeral(Math.max(0, right - writtenBefore))} right already`,
      ...(gone > 0 ? [`${numeral(gone)} gone meanwhile`] : []),
      ...(failed > 0 ? [`${numeral(failed)} could not be done`] : []),
    ];
    return `${list}: ${contacts}, ${counts.join(", ")}; ${propertySaid(tally, dryRun)}`;
  });
  const took = `${numeral(requests)} requests in ${spokenTime(seconds)}`;
  return [...lines, interrupted ? `interrupted after ${took}` : took].join("\n");
}

/** Who could not be done, a line each. */
export function failureLines(tallies: readonly Tally[]): string[] {
  return tallies.flatMap(({ list, failures, failed }) => {
    const more = failed - failures.length;
    return [
      ...failures.map(({ contact, reason }) => `${list}: contact ${contact}: ${reason}`),
      ...(more > 0 ? [`${list}: and ${numeral(more)} more`] : []),
    ];
  });
}

function propertySaid({ property: key, propertyState }: Tally, dryRun: boolean): string {
  const said = {
    present: "is there",
    created: dryRun ? "is to be created" : "created",
    repaired: dryRun ? "has another fallback value" : "got its fallback value",
  };
  return `property ${key} ${said[propertyState]}`;
}

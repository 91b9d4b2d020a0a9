/** Counts what became of a list's contacts, and knows up to which one all are done. Its memory is bounded. */

import type { Outcome } from "./member.ts";
import type { PropertyState } from "./property.ts";

/** Contacts that could not be done and are named; further ones are counted. */
export const MAX_NAMED = 1000;

export interface Failure {
  /** The contact's ID. */
  contact: string;
  reason: string;
}

export class Tally {
  readonly list: string;
  readonly property: string;
  propertyState: PropertyState = "present";
  /** In the segment, when they were counted. */
  total = 0;
  right = 0;
  written = 0;
  gone = 0;
  failed = 0;
  /** Written before the walk began again. */
  writtenBefore = 0;
  /** Who could not be done, the first of them. */
  readonly failures: Failure[] = [];
  /** The last contact before which all are done, in the order of the list. */
  doneUpTo: string | undefined;
  readonly #underWay: { id: string; done: boolean }[] = [];

  /** @param after the ID of the contact after which the run goes on */
  constructor({ name, property }: { name: string; property: string }, after?: string) {
    this.list = name;
    this.property = property;
    this.doneUpTo = after;
  }

  get handled(): number {
    return this.right + this.written + this.gone + this.failed;
  }

  /** Writes down that a contact's turn has come. @returns a function that writes down its end */
  begin(id: string): (outcome: Outcome) => void {
    const turn = { id, done: false };
    this.#underWay.push(turn);
    return (outcome) => {
      turn.done = true;
      this[outcome.kind] += 1;
      if (outcome.kind === "failed" && this.failures.length < MAX_NAMED) {
        this.failures.push({ contact: id, reason: outcome.reason });
      }
      while (this.#underWay[0]?.done) this.doneUpTo = this.#underWay.shift()?.id;
    };
  }

  /** Before the list is walked from its start again, where what was written will be found right. */
  beginAgain(): void {
    this.writtenBefore += this.written;
    this.written = 0;
    this.right = 0;
    this.gone = 0;
    this.failed = 0;
    this.failures.length = 0;
    this.#underWay.length = 0;
    this.doneUpTo = undefined;
  }
}

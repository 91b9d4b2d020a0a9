/** What a run tells people: its progress, and at the end what it has done. Contacts are named only by ID. */

import type { Writable } from "node:stream";

import { SingleBar } from "cli-progress";

import { numeral } from "../command.ts";
import type { Outcome, PropertyState, SyncedList } from "./links.ts";

export type Progress = ReturnType<typeof showProgress>;

/** The time left is estimated from this many of the last contacts. */
const ETA_CONTACTS = 600;

const LINE_EVERY_MS = 30_000;

/** Starts the progress display. @param name the list's name */
export function showProgress(name: string, stream: Writable & { isTTY?: boolean }) {
  const bar = new SingleBar({
    stream,
    format: `${name}:${stream.isTTY ? " [{bar}]" : ""} {value} of {total} contacts, {eta_formatted}`,
    formatValue: numeral,
    formatTime: (seconds) =>
      Number.isFinite(seconds) ? `${durationText(seconds)} left` : "time left unknown",
    etaBuffer: ETA_CONTACTS,
    noTTYOutput: true,
    notTTYSchedule: LINE_EVERY_MS,
    clearOnComplete: true,
    emptyOnZero: true,
    hideCursor: true,
    // The command shuts down in order by itself.
    gracefulExit: false,
  });
  let shown: [total: number, contacts: number] = [0, 0];
  bar.start(...shown);
  return {
    /** @param total contacts, as far as they are counted */
    update(contacts: number, total: number): void {
      shown = [Math.max(contacts, total), contacts];
      bar.setTotal(shown[0]);
      bar.update(contacts);
    },
    /** Prints a line above the bar. */
    print(line: string): void {
      bar.stop();
      stream.write(`${line}\n`);
      bar.start(...shown);
    },
    end: () => bar.stop(),
  };
}

/** Such as `6 h 7 min`, `12 min` or `40 s`. */
export function durationText(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

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
      right: Math.max(0, right),
      written,
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
    // What is written will be found right.
    Object.assign(this.#counts, { right: -this.#counts.written, gone: 0, failed: 0 });
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

/**
 * What the Ledger needs of the runtime: clock, network, randomness, log, storage, and one alarm for each object. Only here it
 * touches globals of workerd; a test passes others.
 */

import { log, type Log } from "../telemetry.ts";

export interface Clock {
  /** Milliseconds since 1970. */
  now: () => number;
  /** Calls `ring` after this many milliseconds. @returns a function that cancels it */
  after: (ms: number, ring: () => void) => () => void;
}

export interface Runtime extends Clock {
  /** From 0 up to, but not including, 1. */
  random: () => number;
  fetch: typeof fetch;
  log: Log;
  /** Resolves when everything that was written is on disk. */
  sync: (storage: { sync: () => Promise<void> }) => Promise<void>;
}

export const WORKERD: Runtime = {
  now: () => Date.now(),
  after: (ms, ring) => {
    const timer = setTimeout(ring, ms);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
  fetch: (input, init) => fetch(input, init),
  log,
  sync: (storage) => storage.sync(),
};

/** What is used of an object's storage. */
interface AlarmStorage {
  getAlarm: () => Promise<number | null>;
  setAlarm: (time: number) => Promise<void>;
}

/** The object's only alarm. It is set to the earliest time that anything needs, and written only if that changes. */
export class Alarm {
  readonly #storage: AlarmStorage;
  /** Milliseconds since 1970; `null` for none, `undefined` until it is read. */
  #at: number | null | undefined;

  constructor(storage: AlarmStorage) {
    this.#storage = storage;
  }

  /** Sets the alarm to this time, unless it is set to an earlier one. */
  async noLaterThan(time: number): Promise<void> {
    if (this.#at === undefined) this.#at = await this.#storage.getAlarm();
    if (this.#at !== null && this.#at <= time) return;
    this.#at = time;
    await this.#storage.setAlarm(time);
  }

  /** The alarm has fired, and so is no longer set. */
  fired(): void {
    this.#at = null;
  }
}

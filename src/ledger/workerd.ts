/**
 * What workerd provides for the Ledger: clock, network, log, and one alarm for each object. A separate file, because only
 * here the Ledger touches globals of the runtime.
 */

import { log } from "../telemetry.ts";
import type { Runtime } from "./runtime.ts";

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

/** The object's only alarm. It is set to the earliest time that anything needs, and written only if that changes. */
export class Alarm {
  readonly #storage: DurableObjectStorage;
  /** Milliseconds since 1970; `null` for none, `undefined` until it is read. */
  #at: number | null | undefined;

  constructor(storage: DurableObjectStorage) {
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

/** Runs one operation at a time for a person: each holds the person's names while it runs. */

import type { Clock } from "./runtime.ts";

export class Locks {
  readonly #clock: Clock;
  readonly #held = new Map<string, Promise<void>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Waits until none of the names is held, and takes all of them at once.
   *
   * @param deadline milliseconds since 1970
   * @returns a function that releases them; `undefined` if the deadline has passed
   */
  async acquire(names: readonly string[], deadline = Infinity): Promise<(() => void) | undefined> {
    const keys = [...new Set(names.map((name) => name.toLowerCase()))];
    for (;;) {
      const holder = keys.map((key) => this.#held.get(key)).find(Boolean);
      if (holder === undefined) break;
      if (!(await this.#ends(holder, deadline))) return undefined;
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    for (const key of keys) this.#held.set(key, promise);
    return () => {
      for (const key of keys) this.#held.delete(key);
      resolve();
    };
  }

  /** Resolves when the name is not held, or at the deadline. */
  async free(name: string, deadline: number): Promise<void> {
    const holder = this.#held.get(name.toLowerCase());
    if (holder !== undefined) await this.#ends(holder, deadline);
  }

  async #ends(holder: Promise<void>, deadline: number): Promise<boolean> {
    const ended = holder.then(() => true);
    if (deadline === Infinity) return ended;
    const { promise: late, resolve } = Promise.withResolvers<boolean>();
    const left = Math.max(0, deadline - this.#clock.now());
    const cancel = this.#clock.after(left, () => resolve(false));
    return Promise.race([ended, late]).finally(cancel);
  }
}

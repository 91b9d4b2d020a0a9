/** The Ledger's one alarm: set to the earliest time that anybody needs, and written only where that changes. */

export class Wake {
  readonly #storage: DurableObjectStorage;
  /** Milliseconds since 1970; `null` for none, `undefined` where it was not read yet. */
  #at: number | null | undefined;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
  }

  /** Sees to it that an alarm comes by then. */
  async by(time: number): Promise<void> {
    if (this.#at === undefined) this.#at = await this.#storage.getAlarm();
    if (this.#at !== null && this.#at <= time) return;
    this.#at = time;
    await this.#storage.setAlarm(time);
  }

  /** The alarm has come: there is none until somebody sets the next. */
  came(): void {
    this.#at = null;
  }
}

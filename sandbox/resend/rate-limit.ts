/**
 * Resend's limit on requests a second: a window of one second opens with the first request and
 * counts until it closes. The clock is handed in.
 */

/** Where a request stands in its window. */
export interface Standing {
  allowed: boolean;
  limit: number;
  /** Requests left in this window. */
  remaining: number;
  /** Whole seconds until the window closes, rounded up. */
  resetSeconds: number;
}

const WINDOW_MS = 1000;

export class RateLimit {
  readonly #initial: number;
  readonly #now: () => number;
  #perSecond: number;
  #openedAt = Number.NEGATIVE_INFINITY;
  #used = 0;

  /**
   * @param perSecond requests that one window lets through
   * @param now a clock in milliseconds that never goes back
   */
  constructor(perSecond: number, now: () => number) {
    this.#initial = perSecond;
    this.#perSecond = perSecond;
    this.#now = now;
  }

  get perSecond(): number {
    return this.#perSecond;
  }

  /** Changes the limit, and opens a new window. */
  set perSecond(perSecond: number) {
    this.#perSecond = perSecond;
    this.#openedAt = Number.NEGATIVE_INFINITY;
  }

  /** Back to the limit that it started with. */
  reset(): void {
    this.perSecond = this.#initial;
  }

  /** Counts one request. */
  take(): Standing {
    const now = this.#now();
    if (now - this.#openedAt >= WINDOW_MS) {
      this.#openedAt = now;
      this.#used = 0;
    }
    this.#used += 1;
    return {
      allowed: this.#used <= this.#perSecond,
      limit: this.#perSecond,
      remaining: Math.max(0, this.#perSecond - this.#used),
      resetSeconds: Math.ceil((WINDOW_MS - (now - this.#openedAt)) / 1000),
    };
  }
}

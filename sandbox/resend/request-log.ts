/**
 * Which requests reached the stand-in's API, in order, with the request target exactly as it
 * came over the wire. Keeps the last few thousand; never keeps headers or bodies.
 */

export interface LoggedRequest {
  /** When it came, in milliseconds since 1970. */
  time: number;
  method: string;
  /** The raw request target: path and query, percent-encoding untouched. */
  url: string;
  /** `null` while there is no answer, and for ever if none is given. */
  status: number | null;
  /** How long the answer took, in milliseconds. */
  tookMs: number | null;
}

const KEPT = 5000;

export class RequestLog {
  #entries: LoggedRequest[] = [];

  /** Every request that is still known, oldest first. */
  entries(): readonly LoggedRequest[] {
    return this.#entries;
  }

  clear(): void {
    this.#entries = [];
  }

  /**
   * Writes down a request that has just come.
   *
   * @returns a function that writes down its end: a status, or `null` if it got no answer
   */
  open(method: string, url: string): (status: number | null) => void {
    const entry: LoggedRequest = { time: Date.now(), method, url, status: null, tookMs: null };
    const startedAt = performance.now();
    this.#entries.push(entry);
    if (this.#entries.length > KEPT) this.#entries.shift();
    return (status) => {
      entry.status = status;
      entry.tookMs = Math.round(performance.now() - startedAt);
    };
  }
}

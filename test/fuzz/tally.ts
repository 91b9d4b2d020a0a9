/** Counts what was sent and what came back. */

export class Tally {
  attempts = 0;
  readonly #byMaker = new Map<string, number>();
  readonly #byStatus = new Map<string, number>();
  readonly #byCall = new Map<string, number>();

  /** @param statuses of the answers; none when nobody waited for one, or none came */
  count(maker: string, statuses: readonly number[]): void {
    this.attempts += 1;
    add(this.#byMaker, maker);
    for (const status of statuses) add(this.#byStatus, `${status}`);
    if (statuses.length === 0) add(this.#byStatus, "no answer");
  }

  countCalls(calls: readonly string[]): void {
    for (const call of calls) add(this.#byCall, call.slice(0, call.indexOf(" ")));
  }

  /** How often somebody was removed, or tried to be. */
  get removals(): number {
    return this.#byCall.get("DELETE") ?? 0;
  }

  /** One row for each: a name and what to say of it. */
  rows(): [name: string, value: string][] {
    return [
      ["requests", `${this.attempts}`],
      ["by generator", text(this.#byMaker)],
      ["by status", text(this.#byStatus)],
      ["calls to Resend", text(this.#byCall)],
    ];
  }
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function text(counts: ReadonlyMap<string, number>): string {
  const sorted = [...counts].toSorted(([a], [b]) => a.localeCompare(b));
  return sorted.map(([key, count]) => `${key} ${count}`).join(", ") || "none";
}

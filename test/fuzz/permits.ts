/**
 * Which calls to Resend somebody has asked for. A request that hangs up is carried through after it
 * is gone, so a permit holds a while; what it has brought about, it has brought about for good.
 */

import type { Authority } from "./authority.ts";

const HOLDS_MS = 60_000;

export class Permits {
  /** Until when, by call. */
  readonly #until = new Map<string, number>();

  /** @param nowMs milliseconds since 1970 */
  grant(authorities: readonly Authority[], nowMs: number): void {
    for (const call of authorities.flatMap(({ calls }) => calls)) {
      this.#until.set(call, nowMs + HOLDS_MS);
    }
  }

  /** Whether this call may be made now. */
  allow(call: string, nowMs: number): boolean {
    const until = this.#until.get(call);
    return until !== undefined && until >= nowMs;
  }

  /** Whether anybody has ever asked for it. */
  wasAsked(call: string): boolean {
    return this.#until.has(call);
  }
}

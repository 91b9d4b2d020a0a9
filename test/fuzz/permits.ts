/**
 * Which calls to Resend somebody has asked for, and which of them were accepted. What is asked for may be carried
 * out much later, from the queue, so a permit holds for good.
 */

import type { Authority } from "./authority.ts";

export class Permits {
  readonly #asked = new Set<string>();
  readonly #accepted = new Set<string>();

  grant(authorities: readonly Authority[]): void {
    for (const call of authorities.flatMap(({ calls }) => calls)) this.#asked.add(call);
  }

  /** The Worker has said that it is done, or will be. */
  accept({ asksFor }: Authority): void {
    if (asksFor !== undefined) this.#accepted.add(asksFor);
  }

  /** Whether anybody has ever asked for this call. */
  wasAsked(call: string): boolean {
    return this.#asked.has(call);
  }

  wasAccepted(call: string): boolean {
    return this.#accepted.has(call);
  }
}

/** The Worker as `src/index.ts` wires it, whose Ledgers can be given settings and surroundings of a test's own. */

import type { Surroundings } from "../src/ledger/clock.ts";
import { Ledger as Real, RUNTIME } from "../src/ledger/ledger.ts";

export { default, Telemetry } from "../src/index.ts";

export interface Brought {
  env?: object;
  surroundings?: Partial<Surroundings>;
}

/** What a Ledger of this name is given when it starts, or starts again. */
export const brought = new Map<string, Brought>();

export class Ledger extends Real {
  constructor(state: DurableObjectState, env: Env) {
    const { env: own, surroundings } = brought.get(state.id.name ?? "") ?? {};
    super(state, { ...env, ...own }, { ...RUNTIME, ...surroundings });
  }

  /** The test says when the queue moves. */
  override async alarm(): Promise<void> {}

  /** Does what an alarm does. */
  async ring(): Promise<void> {
    await super.alarm();
  }
}

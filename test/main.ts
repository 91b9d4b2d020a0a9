/** The Worker as `src/index.ts` wires it, whose Ledgers can be given settings and runtime of a test's own. */

import { type Runtime, WORKERD } from "../src/ledger/runtime.ts";
import { Ledger as Real } from "../src/ledger/ledger.ts";

export { default, Telemetry } from "../src/index.ts";

export interface Brought {
  env?: object;
  runtime?: Partial<Runtime>;
}

/** What a Ledger of this name is given when it starts, or starts again. */
export const brought = new Map<string, Brought>();

export class Ledger extends Real {
  constructor(state: DurableObjectState, env: Env) {
    const { env: own, runtime } = brought.get(state.id.name ?? "") ?? {};
    super(state, { ...env, ...own }, { ...WORKERD, ...runtime });
  }

  /** The test says when the queue moves. */
  override async alarm(): Promise<void> {}

  /** Does what an alarm does. */
  async ring(): Promise<void> {
    await super.alarm();
  }
}

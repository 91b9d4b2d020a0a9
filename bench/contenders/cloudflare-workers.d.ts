/** What limit-ledger needs of the runtime. */

declare module "cloudflare:workers" {
  export class DurableObject<Env> {
    constructor(state: DurableObjectState, env: Env);
    protected ctx: DurableObjectState;
    protected env: Env;
  }
}

interface DurableObjectState {
  storage: DurableObjectStorage;
}

/** The Worker's `Env`: settings, and the bindings that the runtime adds. The only file that reads `Env`. */

import type { LedgerStub } from "../ledger/asking.ts";
import type { Fault } from "./fault.ts";
import { checkSettings, type Config, type FaultySettings, type UncheckedVars } from "./settings.ts";

/** Settings and bindings as the runtime gives them: anything may be missing or malformed. */
export interface UncheckedEnv extends UncheckedVars {
  readonly LEDGER?: unknown;
  readonly LEAVE_LIMIT?: unknown;
  readonly METRICS?: unknown;
}

/** Gives the Ledger. Ask again for each request: a stub belongs to the request that made it. */
export type LedgerSource = () => LedgerStub;

export interface ReadyEnv {
  kind: "ready";
  config: Config;
  ledger: LedgerSource;
  /** Where the Ledger would be with another `LEDGER_JURISDICTION`: it should be empty there. */
  otherLedger: () => LedgerStub | undefined;
  /** Counts how often one subscription asks. */
  leaveLimit: RateLimit;
  /** Takes the data points; without it nothing is counted. */
  metrics: AnalyticsEngineDataset | undefined;
  /** They cost the page its brand, and nothing else. */
  brandFaults: readonly Fault[];
}

/** The bindings that the Worker needs, and where Wrangler's file declares them. */
const BINDINGS = { LEDGER: "durable_objects.bindings", LEAVE_LIMIT: "ratelimits" } as const;

/**
 * Finds the bindings that are missing.
 *
 * @param isBound says whether there is a binding of this name
 */
export function checkBindings(isBound: (name: keyof typeof BINDINGS) => boolean): Fault[] {
  const names = Object.keys(BINDINGS) as (keyof typeof BINDINGS)[];
  return names
    .filter((name) => !isBound(name))
    .map((name) => ({
      setting: name,
      problem: `is not bound; declare it under \`${BINDINGS[name]}\` in the Wrangler configuration file`,
    }));
}

/** Checks the settings and the bindings, and reports everything that is wrong at once. */
export function readEnv(env: UncheckedEnv): ReadyEnv | FaultySettings {
  const settings = checkSettings(env);
  const missing = checkBindings((name) => typeof env[name] === "object" && env[name] !== null);
  if (settings.kind === "faulty" || missing.length > 0) {
    const faults = settings.kind === "faulty" ? settings.faults : settings.brandFaults;
    return { kind: "faulty", faults: [...missing, ...faults] };
  }
  return {
    ...settings,
    ...findLedger(env.LEDGER as LedgerNamespace, settings.config.ledgerJurisdiction),
    leaveLimit: env.LEAVE_LIMIT as RateLimit,
    metrics: env.METRICS as AnalyticsEngineDataset | undefined,
  };
}

/** The binding `LEDGER`, as far as it is used. */
interface LedgerNamespace {
  getByName: (name: string) => LedgerStub;
  jurisdiction: (place: "eu") => LedgerNamespace;
}

/** There is one Ledger: a single object can keep the budget of a single upstream. */
const LEDGER_NAME = "ledger";

function findLedger(
  namespace: LedgerNamespace,
  place: "eu" | undefined,
): Pick<ReadyEnv, "ledger" | "otherLedger"> {
  const anywhere = () => namespace.getByName(LEDGER_NAME);
  const inEurope = () => european(namespace)?.getByName(LEDGER_NAME);
  return place === "eu"
    ? { ledger: () => inEurope() ?? anywhere(), otherLedger: () => inEurope() && anywhere() }
    : { ledger: anywhere, otherLedger: inEurope };
}

/** On a developer's machine there are no jurisdictions: everything stays on it. */
function european(namespace: LedgerNamespace): LedgerNamespace | undefined {
  try {
    return namespace.jurisdiction("eu");
  } catch (error) {
    if (String(error).includes("not implemented in workerd")) return undefined;
    throw error;
  }
}

/** The Worker's `Env`: settings and bindings. The only file that reads `Env`. */

import type { AnalyticsEngineDataset, RateLimit } from "@cloudflare/workers-types";

import type * as Asking from "../ledger/asking.ts";
import type { ChangedContact } from "../ledger/audit.ts";
import type { Heard, Imported, ImportRow } from "../ledger/heard.ts";
import type { LinkSyncJob } from "../ledger/link-sync.ts";
import type { Forgotten } from "../ledger/people.ts";
import type { Mailable, PageInput, RecordPage } from "../ledger/record.ts";
import type { Health, Report } from "../ledger/report.ts";
import type { Fault } from "./fault.ts";
import { checkSettings, type Config, type FaultySettings, type UncheckedVars } from "./settings.ts";

/** Settings and bindings as the runtime passes them: anything may be missing or malformed. */
export interface UncheckedEnv extends UncheckedVars {
  readonly LEDGER?: unknown;
  readonly LEAVE_LIMIT?: unknown;
  readonly METRICS?: unknown;
}

/** The Ledger's methods, which the Worker calls over RPC. */
export interface LedgerStub {
  unsubscribe(asking: Asking.Asking): Promise<Asking.UnsubscribeOutcome>;
  undo(subscription: Asking.Subscription, token: string): Promise<Asking.UndoOutcome>;
  receipt(subscription: Asking.Subscription, token: string): Promise<Asking.Receipt>;
  record(input: PageInput): Promise<RecordPage | undefined>;
  mailable(subscription: Asking.Subscription): Promise<Mailable | undefined>;
  forgotten(contacts: readonly string[], list?: string): Promise<string[] | undefined>;
  joined(subscription: Asking.Subscription): Promise<number | "no-list" | undefined>;
  forget(contact: string): Promise<Forgotten>;
  hear(heard: Heard): Promise<number | undefined>;
  importRows(rows: readonly ImportRow[]): Promise<Imported>;
  syncLinks(job: LinkSyncJob): Promise<boolean>;
  contactChanged(contact: ChangedContact): Promise<boolean>;
  startAudit(): Promise<void>;
  report(): Promise<Report>;
  retry(options: { old: boolean }): Promise<number>;
  drop(id: number): Promise<boolean>;
  health(): Promise<Health>;
  isUsed(): Promise<boolean>;
}

/** Returns the Ledger. Call it for each request, since a stub belongs to the request that made it. */
export type LedgerSource = () => LedgerStub;

export interface ReadyEnv {
  kind: "ready";
  config: Config;
  ledger: LedgerSource;
  /** The Ledger of the other `LEDGER_JURISDICTION`, which should be empty. */
  otherLedger: () => LedgerStub | undefined;
  /** Counts the requests for each subscription. */
  leaveLimit: RateLimit;
  /** Receives the data points; without it, nothing is counted. */
  metrics: AnalyticsEngineDataset | undefined;
  /** Faults that only remove the brand from the pages. */
  brandFaults: readonly Fault[];
}

/** The bindings that the Worker needs, and where Wrangler's file declares them. */
const BINDINGS = { LEDGER: "durable_objects.bindings", LEAVE_LIMIT: "ratelimits" } as const;

/**
 * Finds the bindings that are missing.
 *
 * @param isBound whether there is a binding of this name
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

/** Checks the settings and the bindings, and reports all faults at once. */
export function readEnv(env: UncheckedEnv): ReadyEnv | FaultySettings {
  const settings = checkSettings(env);
  const missing = checkBindings((name) => typeof env[name] === "object" && env[name] !== null);
  if (settings.kind === "faulty" || missing.length > 0) {
    const { faults, brand } =
      settings.kind === "faulty"
        ? settings
        : { faults: settings.brandFaults, brand: settings.config.brand };
    return { kind: "faulty", faults: [...missing, ...faults], brand };
  }
  return {
    ...settings,
    ...findLedger(env.LEDGER as LedgerNamespace, settings.config.ledgerJurisdiction),
    leaveLimit: env.LEAVE_LIMIT as RateLimit,
    metrics: env.METRICS as AnalyticsEngineDataset | undefined,
  };
}

/** What is used of the binding `LEDGER`. */
interface LedgerNamespace {
  getByName: (name: string) => LedgerStub;
  jurisdiction: (place: "eu") => LedgerNamespace;
}

/** There is one Ledger, since one object must keep the budget for Resend. */
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

/** `undefined` in local development, where workerd has no jurisdictions. */
function european(namespace: LedgerNamespace): LedgerNamespace | undefined {
  try {
    return namespace.jurisdiction("eu");
  } catch (error) {
    if (String(error).includes("not implemented in workerd")) return undefined;
    throw error;
  }
}

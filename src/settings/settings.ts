/**
 * Settings: an unchecked `Env` in, a checked `Config` or a list of faults out.
 * The only file that reads `Env`. Pure, and a fault never repeats a setting's value.
 */

import { type Brand, readBrand } from "./brand.ts";
import { type Broadcasts, readBroadcasts } from "./broadcasts.ts";
import { type Fault, readBinding, settingText } from "./fault.ts";
import { type List, readLists } from "./lists.ts";
import { findRenamed } from "./renamed.ts";
import { type LedgerSource, readLedger } from "./ledger.ts";
import { type LinkSecrets, readApiKey, readLinkSecrets } from "./secrets.ts";
import { isMailDomain } from "../links/mail-address.ts";
import { isSegmentId } from "../links/list.ts";
import { keyedHash } from "../crypto/hmac.ts";
import { secureUrl } from "../links/origin.ts";

/** The settings as the runtime hands them over: anything may be missing or malformed. */
export interface UncheckedEnv {
  readonly RESEND_API_KEY?: unknown;
  readonly LINK_SECRETS?: unknown;
  readonly RESEND_BASE_URL?: unknown;
  readonly LISTS?: unknown;
  readonly BRAND?: unknown;
  readonly OFFER_EVERYTHING?: unknown;
  readonly MAILTO_DOMAIN?: unknown;
  readonly LEAVE_LIMIT?: unknown;
  readonly LEDGER?: unknown;
  readonly LEDGER_JURISDICTION?: unknown;
  readonly OPERATOR_TOKEN?: unknown;
  readonly METRICS?: unknown;
  readonly ORIGIN?: unknown;
  readonly RESEND_WEBHOOK_SECRET?: unknown;
}

export interface Config extends Broadcasts {
  resend: {
    apiKey: string;
    /** Scheme, host and perhaps a path, without a slash at its end. */
    baseUrl: string;
  };
  linkSecrets: LinkSecrets;
  lists: ReadonlyMap<string, List>;
  brand: Brand;
  /** Whether pages offer to stop everything that this sender mails. */
  offerEverything: boolean;
  /** Counts how often one membership asks; a binding. */
  leaveLimit: RateLimit;
  /** Opens the operator's routes; without one there are none. */
  operatorToken: string | undefined;
  /** Takes the data points; without one nothing is counted. A binding. */
  metrics: AnalyticsEngineDataset | undefined;
}

export interface ReadySettings {
  kind: "ready";
  config: Config;
  ledger: LedgerSource;
  /** Where the Ledger would be with another `LEDGER_JURISDICTION`: it should be empty there. */
  otherLedger: () => ReturnType<LedgerSource> | undefined;
  /** They cost the page its brand, and nothing else. */
  brandFaults: readonly Fault[];
}

/** Settings with which the Worker cannot work. */
export interface FaultySettings {
  kind: "faulty";
  faults: readonly Fault[];
}

const DEFAULT_BASE_URL = "https://api.resend.com";

/** Checks every setting, and reports all that is wrong at once. */
export function readConfig(env: UncheckedEnv): ReadySettings | FaultySettings {
  const faults: Fault[] = [];
  findRenamed(env, faults);
  const apiKey = readApiKey(env.RESEND_API_KEY, faults);
  const baseUrl = readBaseUrl(env.RESEND_BASE_URL, faults);
  const linkSecrets = readLinkSecrets(env.LINK_SECRETS, faults);
  const lists = readLists(env.LISTS, faults);
  const leaveLimit = readBinding(env.LEAVE_LIMIT, "LEAVE_LIMIT", "[[ratelimits]]", faults);
  const ledger = readLedger(env, faults);
  const operatorToken = readOperatorToken(env.OPERATOR_TOKEN, faults);
  const broadcasts = readBroadcasts(env, lists, faults);
  checkMailtoDomain(env.MAILTO_DOMAIN, faults);
  const offerEverything = readSwitch(env.OFFER_EVERYTHING, "OFFER_EVERYTHING", true, faults);
  const brandFaults: Fault[] = [];
  const brand = readBrand(env.BRAND, brandFaults);

  if (!apiKey || !baseUrl || !linkSecrets || !leaveLimit || !ledger || faults.length > 0) {
    return { kind: "faulty", faults: [...faults, ...brandFaults] };
  }
  const resend = { apiKey, baseUrl };
  const config = {
    resend,
    linkSecrets,
    lists,
    brand,
    offerEverything,
    leaveLimit: leaveLimit as RateLimit,
    operatorToken,
    metrics: env.METRICS as AnalyticsEngineDataset | undefined,
    ...broadcasts,
  };
  return { kind: "ready", config, ...ledger, brandFaults };
}

/** The segment behind a list as a link names it; `undefined` when no setting says. */
export function segmentOf(list: string, { lists }: Pick<Config, "lists">): string | undefined {
  return isSegmentId(list) ? list : lists.get(list)?.segment;
}

/**
 * Tells settings apart, so that the Ledger notices when they change; nobody can read a setting off them.
 * `key` stands for the API key and where it is used, `settings` for all that may send a removal elsewhere.
 */
export async function fingerprints({
  resend,
  lists,
  linkSecrets,
}: Config): Promise<{ key: string; settings: string }> {
  const [key, settings] = await Promise.all([
    keyedHash(JSON.stringify(resend), linkSecrets[0]),
    keyedHash(JSON.stringify([resend, [...lists]]), linkSecrets[0]),
  ]);
  return { key, settings };
}

function readBaseUrl(value: unknown, faults: Fault[]): string | undefined {
  const url = secureUrl(settingText(value) ?? DEFAULT_BASE_URL);
  if (url === undefined || url.search || url.hash || url.username || url.password) {
    faults.push({
      setting: "RESEND_BASE_URL",
      problem:
        "is not an https URL without query and credentials (http on localhost, 127.0.0.1 and [::1] only)",
    });
    return undefined;
  }
  return url.href.replace(/\/+$/, "");
}

/** Nothing here needs the domain, since the ticket says it all; links that name a wrong one would bounce. */
function checkMailtoDomain(value: unknown, faults: Fault[]): void {
  const domain = settingText(value);
  if (domain !== undefined && !isMailDomain(domain)) {
    faults.push({ setting: "MAILTO_DOMAIN", problem: "is not a domain such as leave.acme.com" });
  }
}

function readSwitch(value: unknown, setting: string, otherwise: boolean, faults: Fault[]): boolean {
  if (value === undefined || value === "") return otherwise;
  if (value === true || value === "true") return true;
  if (value === false || value === "false") return false;
  faults.push({ setting, problem: "is neither true nor false" });
  return otherwise;
}

function readOperatorToken(value: unknown, faults: Fault[]): string | undefined {
  const token = settingText(value);
  if (token !== undefined && !/^[\w.~+/-]+=*$/.test(token)) {
    faults.push({
      setting: "OPERATOR_TOKEN",
      problem: "has characters that a bearer token cannot have; use letters, digits and -._~+/",
    });
  }
  return token;
}

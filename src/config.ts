/**
 * Settings: an unchecked `Env` in, a checked `Config` or a list of faults out.
 * The only file that reads `Env`. Pure, and a fault never repeats a setting's value.
 */

import { type Brand, readBrand } from "./config/brand.ts";
import { type Broadcasts, readBroadcasts } from "./config/broadcasts.ts";
import { type Fault, settingText } from "./config/fault.ts";
import { type List, readLists } from "./config/lists.ts";
import { findRenamed } from "./config/renamed.ts";
import { type LinkSecrets, readApiKey, readLinkSecrets } from "./config/secrets.ts";
import { isMailDomain, isSegmentId, keyedHash, secureUrl } from "./link.ts";

export type { Brand } from "./config/brand.ts";
export type { Fault } from "./config/fault.ts";
export type { List } from "./config/lists.ts";

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
  readonly OUTBOX?: unknown;
  readonly OUTBOX_TOKEN?: unknown;
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
  /** Opens the Outbox to the operator; without one it stays shut. */
  outboxToken: string | undefined;
  /** Takes the data points; without one nothing is counted. A binding. */
  metrics: AnalyticsEngineDataset | undefined;
}

/** Gives the Outbox. Ask anew for each request: a stub belongs to the request that made it. */
export type OutboxSource = () => ReturnType<Env["OUTBOX"]["getByName"]>;

export interface ReadySettings {
  kind: "ready";
  config: Config;
  outbox: OutboxSource;
  /** They cost the page its brand, and nothing else. */
  brandFaults: readonly Fault[];
}

/** Settings with which the Worker cannot work. */
export interface FaultySettings {
  kind: "faulty";
  faults: readonly Fault[];
  /** What waits in there still waits. */
  outbox: OutboxSource | undefined;
}

/** There is one Outbox: a single actor can pace a single upstream. */
const OUTBOX_NAME = "outbox";

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
  const outbox = readOutbox(env.OUTBOX, faults);
  const outboxToken = readOutboxToken(env.OUTBOX_TOKEN, faults);
  const broadcasts = readBroadcasts(env, lists, faults);
  checkMailtoDomain(env.MAILTO_DOMAIN, faults);
  const offerEverything = readSwitch(env.OFFER_EVERYTHING, "OFFER_EVERYTHING", true, faults);
  const brandFaults: Fault[] = [];
  const brand = readBrand(env.BRAND, brandFaults);

  if (!apiKey || !baseUrl || !linkSecrets || !leaveLimit || !outbox || faults.length > 0) {
    return { kind: "faulty", faults: [...faults, ...brandFaults], outbox };
  }
  const resend = { apiKey, baseUrl };
  const config = {
    resend,
    linkSecrets,
    lists,
    brand,
    offerEverything,
    leaveLimit: leaveLimit as RateLimit,
    outboxToken,
    metrics: env.METRICS as AnalyticsEngineDataset | undefined,
    ...broadcasts,
  };
  return { kind: "ready", config, outbox, brandFaults };
}

/** The segment behind a list as a link names it; `undefined` when no setting says. */
export function segmentOf(list: string, { lists }: Pick<Config, "lists">): string | undefined {
  return isSegmentId(list) ? list : lists.get(list)?.segment;
}

/** Tells settings apart that may send a removal elsewhere; nobody can read a setting off it. */
export function fingerprint({ resend, lists, linkSecrets }: Config): Promise<string> {
  return keyedHash(JSON.stringify([resend, [...lists]]), linkSecrets[0]);
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

function readOutboxToken(value: unknown, faults: Fault[]): string | undefined {
  const token = settingText(value);
  if (token !== undefined && !/^[\w.~+/-]+=*$/.test(token)) {
    faults.push({
      setting: "OUTBOX_TOKEN",
      problem: "has characters that a bearer token cannot have; use letters, digits and -._~+/",
    });
  }
  return token;
}

function readOutbox(value: unknown, faults: Fault[]): OutboxSource | undefined {
  const binding = readBinding(value, "OUTBOX", "[[durable_objects.bindings]]", faults);
  return binding && (() => (binding as Env["OUTBOX"]).getByName(OUTBOX_NAME));
}

/** A binding is an object of the runtime's; `wrangler.toml` declares it. */
function readBinding(
  value: unknown,
  setting: string,
  table: string,
  faults: Fault[],
): object | undefined {
  if (typeof value === "object" && value !== null) return value;
  faults.push({ setting, problem: `is missing; wrangler.toml must declare it under ${table}` });
  return undefined;
}

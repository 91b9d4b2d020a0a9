/**
 * Checks the settings: turns unchecked variables into a `Config` or a list of faults. Pure: no bindings (see `env.ts`)
 * and no I/O. A fault never contains a setting's value.
 */

import { isWebhookSecret } from "../crypto/hmac.ts";
import { keyedHash } from "../crypto/hmac.ts";
import { mailtoTarget, secureOrigin, secureUrl } from "../links/origin.ts";
import { secretProblem, splitSecrets } from "../links/ticket.ts";
import { type Brand, readBrand } from "./brand.ts";
import { type Fault, type Report, settingBoolean, settingText } from "./fault.ts";
import { type List, readLists } from "./lists.ts";

/** Every setting: variables and secrets. */
export const SETTING_NAMES = [
  "RESEND_API_KEY",
  "LINK_SECRETS",
  "LISTS",
  "BRAND",
  "ORIGIN",
  "RESEND_BASE_URL",
  "MAILTO_DOMAIN",
  "OFFER_EVERYTHING",
  "LEDGER_JURISDICTION",
  "OPERATOR_TOKEN",
  "RESEND_WEBHOOK_SECRET",
] as const;

/**
 * The settings as Wrangler or the runtime passes them: anything may be missing or malformed. `LINK_SECRET` is not a
 * setting, but people set it by mistake, since it is the name of the secret that senders sign with.
 */
export type UncheckedVars = {
  readonly [Name in (typeof SETTING_NAMES)[number] | "LINK_SECRET"]?: unknown;
};

/** The checked settings. */
export interface Config {
  resend: {
    apiKey: string;
    /** Scheme, host, and optionally a path, without a trailing slash. */
    baseUrl: string;
  };
  /** The first signs, and all of them verify. */
  linkSecrets: readonly [string, ...string[]];
  lists: ReadonlyMap<string, List>;
  brand: Brand;
  /** Whether pages offer to stop all of this sender's mailings. */
  offerEverything: boolean;
  /** Where the Ledger's rows must be stored; `undefined`: anywhere. */
  ledgerJurisdiction: "eu" | undefined;
  /** The bearer token of the operator's routes; without it, these routes do not exist. */
  operatorToken: string | undefined;
  /** Where this Worker answers the public, such as `https://acme.com`. Set where a list has a `property`. */
  origin: string | undefined;
  /** The secret that Resend signs its webhooks with: `whsec_` and base64. Without it, the route does not exist. */
  webhookSecret: string | undefined;
}

/** Settings with which the Worker cannot work. */
export interface FaultySettings {
  kind: "faulty";
  faults: readonly Fault[];
  /** For the page that says so; empty if it has a fault, too. */
  brand: Brand;
}

export type CheckedSettings =
  | {
      kind: "ready";
      config: Config;
      /** Faults that only remove the brand from the pages. */
      brandFaults: readonly Fault[];
    }
  | FaultySettings;

const LOOPBACK_ONLY = "(http only on localhost, 127.0.0.1, and [::1])";

const DEFAULT_BASE_URL = "https://api.resend.com";

/** RFC 6750 section 2.1. */
const BEARER_TOKEN = /^[\w.~+/-]+=*$/;

/** Checks every setting, and reports all faults at once. */
export function checkSettings(vars: UncheckedVars): CheckedSettings {
  const faults: Fault[] = [];
  const fault: Report = (setting, problem) => void faults.push({ setting, problem });
  const apiKey = readApiKey(vars.RESEND_API_KEY, fault);
  const baseUrl = readBaseUrl(vars.RESEND_BASE_URL, fault);
  const linkSecrets = readLinkSecrets(vars, fault);
  const lists = readLists(vars.LISTS, fault);
  const ledgerJurisdiction = readJurisdiction(vars.LEDGER_JURISDICTION, fault);
  const operatorToken = settingText(vars.OPERATOR_TOKEN);
  if (operatorToken !== undefined && !BEARER_TOKEN.test(operatorToken)) {
    const allowed = "use letters, digits and -._~+/";
    fault("OPERATOR_TOKEN", `has characters that a bearer token cannot have; ${allowed}`);
  }
  const webhookSecret = settingText(vars.RESEND_WEBHOOK_SECRET);
  if (webhookSecret !== undefined && !isWebhookSecret(webhookSecret)) {
    const remedy = "copy the signing secret from Resend's Webhooks page";
    fault("RESEND_WEBHOOK_SECRET", `is not whsec_ followed by base64; ${remedy}`);
  }
  const writesLinks = [...lists.values()].some(({ property }) => property);
  const origin = readOrigin(vars.ORIGIN, writesLinks, fault);
  // The Worker does not need the domain, since the ticket has everything. But mail to a wrong domain would bounce.
  const mailtoDomain = settingText(vars.MAILTO_DOMAIN);
  if (mailtoDomain !== undefined && mailtoTarget(mailtoDomain) === undefined) {
    fault(
      "MAILTO_DOMAIN",
      "is not a domain such as leave.acme.com, or an address such as u@acme.com",
    );
  }
  const offerEverything = readOfferEverything(vars.OFFER_EVERYTHING, fault);
  const { brand, faults: brandFaults } = readBrand(vars.BRAND);

  if (!apiKey || !baseUrl || !linkSecrets || faults.length > 0) {
    return { kind: "faulty", faults: [...faults, ...brandFaults], brand };
  }
  const config: Config = {
    resend: { apiKey, baseUrl },
    linkSecrets,
    lists,
    brand,
    offerEverything,
    ledgerJurisdiction,
    operatorToken,
    origin,
    webhookSecret,
  };
  return { kind: "ready", config, brandFaults };
}

/**
 * Hashes settings, so that the Ledger notices when they change; no setting can be read from a hash. `key` covers the API
 * key and the base URL, `settings` everything that decides where a removal is sent.
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

/** Where a secret belongs: a deployed Worker's at Cloudflare, that of `npm run dev` in a file. */
function missingSecret(name: string): string {
  return `is missing; add it in Cloudflare's dashboard, under the Worker's Settings > Variables and Secrets, or with ${putSecret(name)}`;
}

const putSecret = (name: string) =>
  `\`npx wrangler secret put ${name}\` (for \`npm run dev\`: in .dev.vars)`;

function readApiKey(value: unknown, fault: Report): string | undefined {
  const apiKey = settingText(value);
  if (apiKey === undefined) {
    fault("RESEND_API_KEY", missingSecret("RESEND_API_KEY"));
  } else if (!/^[\x21-\x7e]+$/.test(apiKey) || /["'`()[\]{}<>$;,]/.test(apiKey)) {
    fault(
      "RESEND_API_KEY",
      "has white space, quotes, or other characters that a key cannot have; copy it again",
    );
  }
  return apiKey;
}

function readLinkSecrets(
  { LINK_SECRETS, LINK_SECRET }: UncheckedVars,
  fault: Report,
): Config["linkSecrets"] | undefined {
  const [first, ...others] = splitSecrets(settingText(LINK_SECRETS) ?? "");
  if (first === undefined) {
    if (LINK_SECRET) fault("LINK_SECRET", "is not a setting. Did you mean `LINK_SECRETS`?");
    fault("LINK_SECRETS", missingSecret("LINK_SECRETS"));
    return undefined;
  }
  const all = [first, ...others];
  for (const [index, secret] of all.entries()) {
    const problem = secretProblem(secret);
    const which = all.length > 1 ? `secret ${index + 1} of ${all.length} ` : "";
    if (problem) {
      fault(
        "LINK_SECRETS",
        `${which}${problem}; set it again with ${putSecret("LINK_SECRETS")}, without quotes`,
      );
    }
  }
  return [first, ...others];
}

function readBaseUrl(value: unknown, fault: Report): string | undefined {
  const url = secureUrl(settingText(value) ?? DEFAULT_BASE_URL);
  if (url === undefined || url.search || url.hash || url.username || url.password) {
    fault("RESEND_BASE_URL", `must be an https URL without query or credentials ${LOOPBACK_ONLY}`);
    return undefined;
  }
  return url.href.replace(/\/+$/, "");
}

function readJurisdiction(value: unknown, fault: Report): "eu" | undefined {
  const place = settingText(value);
  if (place === undefined || place === "eu") return place;
  fault("LEDGER_JURISDICTION", "must be eu, or left out");
  return undefined;
}

/** @param isNeeded whether it must be set, because links are written into contact properties */
function readOrigin(value: unknown, isNeeded: boolean, fault: Report): string | undefined {
  const text = settingText(value);
  const origin = text && secureOrigin(text);
  if (text !== undefined && origin === undefined) {
    fault("ORIGIN", `must be https and a host alone, such as https://acme.com ${LOOPBACK_ONLY}`);
  } else if (origin === undefined && isNeeded) {
    fault(
      "ORIGIN",
      "is missing, but required by a list's `property`; set it to the address in links, such as https://acme.com",
    );
  }
  return origin;
}

function readOfferEverything(value: unknown, fault: Report): boolean {
  const offers = settingBoolean(value, true);
  if (offers === undefined) fault("OFFER_EVERYTHING", "must be true or false");
  return offers ?? false;
}

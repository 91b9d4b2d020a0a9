/** How a run of wrangler ended, as it writes it to `WRANGLER_OUTPUT_FILE_PATH`, and what to do about it. */

import { readFileSync } from "node:fs";

export interface Failed {
  kind: "failed";
  /** Cloudflare's own code for the error, if it was Cloudflare who said no. */
  code: number | undefined;
  message: string;
}

export type Outcome =
  | Failed
  /** `targets`: where the Worker answers; none when wrangler gave up half-way. */
  | { kind: "deployed"; targets: readonly string[] | undefined }
  /** Nothing was said: all is well for commands that deploy nothing. */
  | { kind: "ended" };

interface Entry {
  type: string;
  code?: number;
  message?: string;
  targets?: string[];
}

/** Failures that wrangler tells apart by its words alone. */
const SORTS = {
  "no-worker": /^Worker ".*" not found/,
  "several-accounts": /^More than one account/,
  "logged-out": /CLOUDFLARE_API_TOKEN|[Nn]ot logged in|login/,
} as const;

/** Cloudflare's codes for a token that it does not know, or that may not do this. */
const TOKEN_REFUSED = new Set([1000, 6003, 6111, 9106, 9109, 10000, 10001, 10023]);

/** @see https://developers.cloudflare.com/workers/wrangler/system-environment-variables/ */
export function readOutcome(file: string): Outcome {
  const entries = linesOf(file).map((line) => JSON.parse(line) as Entry);
  const failed = entries.find(({ type }) => type === "command-failed");
  if (failed !== undefined) {
    return { kind: "failed", code: failed.code, message: failed.message ?? "wrangler failed" };
  }
  const deployed = entries.find(({ type }) => type === "deploy");
  return deployed ? { kind: "deployed", targets: deployed.targets } : { kind: "ended" };
}

export function isOfSort({ message }: Failed, sort: keyof typeof SORTS): boolean {
  return SORTS[sort].test(message);
}

/** Cloudflare's code for an account that has not switched on Analytics Engine. */
const NO_ANALYTICS_ENGINE = 10089;

/** What went wrong and what to do, in a sentence. */
export function failure(failed: Failed): string {
  if (failed.code !== undefined && TOKEN_REFUSED.has(failed.code)) {
    return `Cloudflare refuses the login (code ${failed.code}): the token is wrong, or lacks the permission "Edit Cloudflare Workers", or CLOUDFLARE_ACCOUNT_ID is another account's`;
  }
  if (failed.code === NO_ANALYTICS_ENGINE) {
    return `the account has no Analytics Engine (code ${failed.code}): switch it on in Cloudflare's dashboard, under Storage & databases, Analytics Engine, or take [[analytics_engine_datasets]] out of wrangler.toml, and nothing is counted`;
  }
  if (isOfSort(failed, "logged-out")) {
    return "nobody is logged in at Cloudflare: run `npx wrangler login`, or set CLOUDFLARE_API_TOKEN";
  }
  const code = failed.code === undefined ? "" : ` (code ${failed.code})`;
  return `${failed.message}${code}`;
}

function linesOf(file: string): string[] {
  try {
    return readFileSync(file, "utf8").split("\n").filter(Boolean);
  } catch {
    return [];
  }
}

/** Whose metrics: reads where to ask from the environment. No error repeats a token. */

import { secureUrl } from "../../src/links/origin.ts";
import { type Terminal, Unusable } from "../terminal.ts";

export interface Account {
  accountId: string;
  apiToken: string;
  /** Scheme, host and path, without a slash at its end. */
  baseUrl: string;
}

const DEFAULT_BASE_URL = "https://api.cloudflare.com/client/v4";

/** Reads the variables that wrangler reads too. */
export function readAccount(env: Terminal["env"]): Account {
  const accountId = env["CLOUDFLARE_ACCOUNT_ID"]?.trim().toLowerCase() ?? "";
  if (!/^[0-9a-f]{32}$/.test(accountId)) {
    const problem = accountId === "" ? "is missing" : "is not an account ID of 32 hex digits";
    throw new Unusable(
      `CLOUDFLARE_ACCOUNT_ID: ${problem}; \`npx wrangler whoami\` lists your accounts`,
    );
  }
  const apiToken = env["CLOUDFLARE_API_TOKEN"]?.trim() ?? "";
  if (!/^[\x21-\x7e]+$/.test(apiToken)) {
    const problem = apiToken === "" ? "is missing" : "has characters that no token has";
    throw new Unusable(
      `CLOUDFLARE_API_TOKEN: ${problem}; make one with the permission Account > Account Analytics > Read on https://dash.cloudflare.com/profile/api-tokens`,
    );
  }
  const url = secureUrl(env["CLOUDFLARE_API_BASE_URL"]?.trim() || DEFAULT_BASE_URL);
  if (url === undefined || url.search || url.hash) {
    throw new Unusable(
      "CLOUDFLARE_API_BASE_URL: must be https, or http on localhost, 127.0.0.1 and [::1]",
    );
  }
  return { accountId, apiToken, baseUrl: url.href.replace(/\/+$/, "") };
}

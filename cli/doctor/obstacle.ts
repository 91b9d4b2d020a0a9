/**
 * Recognises what answers in the Worker's place: a redirect, a challenge, a block, a login. Pure.
 *
 * @see https://developers.cloudflare.com/cloudflare-challenges/challenge-types/challenge-pages/detect-response/
 * @see https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-1xxx-errors/
 */

import type { Answer } from "./exchange.ts";

export type ObstacleName =
  | "redirect"
  | "login"
  | "challenge"
  | "browser-integrity-check"
  | "rate-limit-rule"
  | "firewall-rule"
  | "cloudflare-error";

export interface Obstacle {
  name: ObstacleName;
  /** What became of the request, as the rest of a sentence. */
  what: string;
}

const CHALLENGE =
  /<title>Just a moment\.\.\.|_cf_chl_opt|cf-browser-verification|cf-challenge-running|Checking your browser before accessing/i;
const SIGNATURE_BANNED = /error code: 1010\b|banned your access based on your browser/i;
const RATE_LIMITED = /error code: 1015\b|You are being rate limited/i;
const FIREWALL =
  /error code: (?:1020|1005|1006|1007|1008|1009|1106)\b|<title>Attention Required! \| Cloudflare|Sorry, you have been blocked|used Cloudflare to restrict access/i;
const CLOUDFLARE_ERROR = /error code: (1[0-9]{3})\b/i;
const ACCESS_PAGE = /<title>[^<]{0,80}Cloudflare Access/i;

/** By Cloudflare's own pages, from the most telling on. None of them is ever the Worker's. */
const BODIES: readonly (readonly [RegExp, ObstacleName, string])[] = [
  [SIGNATURE_BANNED, "browser-integrity-check", "blocked for its User-Agent, error 1010"],
  [RATE_LIMITED, "rate-limit-rule", "stopped by a rate limiting rule, error 1015"],
  [FIREWALL, "firewall-rule", "blocked by a security rule"],
  [CHALLENGE, "challenge", "shown a challenge"],
  [CLOUDFLARE_ERROR, "cloudflare-error", "met an error of Cloudflare's"],
];

/** What stood in the way; `undefined` when nothing that is known did. */
export function obstacleIn({ status, headers, body }: Answer): Obstacle | undefined {
  const { location } = headers;
  if (status >= 300 && status < 400) {
    return isLogin(location ?? "")
      ? { name: "login", what: `sent to the login of Cloudflare Access (${status})` }
      : { name: "redirect", what: `redirected (${status})` };
  }
  if (headers["cf-mitigated"] === "challenge") {
    return { name: "challenge", what: `challenged (${status}, cf-mitigated)` };
  }
  if (ACCESS_PAGE.test(body)) {
    return { name: "login", what: `shown the login of Cloudflare Access (${status})` };
  }
  if (status < 400) return undefined;
  for (const [pattern, name, what] of BODIES) {
    if (pattern.test(body)) return { name, what: `${what} (${status})` };
  }
  return undefined;
}

function isLogin(location: string): boolean {
  return /^https:\/\/[^/]+\.cloudflareaccess\.com\/|\/cdn-cgi\/access\//i.test(location);
}

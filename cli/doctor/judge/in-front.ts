/** What stands in front of the Worker, seen across all answers: redirects, challenges and blocks, cookies. Pure. */

import { type Finding, findingsOf, findingsOfCause } from "../finding.ts";
import { obstacleIn, type ObstacleName } from "../obstacle.ts";
import type { Exchange } from "../probes.ts";
import { EXEMPT_RULE, OUR_PATHS, SKIP_RULE } from "../remedies.ts";
import { tally } from "../tally.ts";
import { redirectRemedy, redirectWords } from "./redirect.ts";

const redirects = findingsOfCause("redirects");
const challenges = findingsOfCause("challenges");
const cookies = findingsOf("cookies", "Cookies");

const BOT_FIGHT_MODE =
  "Bot Fight Mode cannot be skipped: switch it off (Security > Settings, Bot traffic).";
const WHO_DID_IT = "Security > Analytics > Events names the feature, in the column Service.";

const REMEDIES: Record<Exclude<ObstacleName, "redirect">, string> = {
  challenge: `${WHO_DID_IT} ${BOT_FIGHT_MODE} Under Attack mode: a Configuration Rule (Rules > Overview) for ${OUR_PATHS} switches it off there. Whatever else it is, make ${SKIP_RULE}`,
  "browser-integrity-check": `That is Browser Integrity Check: switch it off for ${OUR_PATHS} with a Configuration Rule (Rules > Overview).`,
  "rate-limit-rule": `${WHO_DID_IT} Mailbox providers send many people's POSTs from few addresses. There, ${EXEMPT_RULE} Or make ${SKIP_RULE}`,
  "firewall-rule": `${WHO_DID_IT} Make ${SKIP_RULE}`,
  login:
    "In Zero Trust, under Access controls > Applications, give the path leave/* an application of its own with a Bypass policy for Everyone.",
  "cloudflare-error": `The number is explained in Cloudflare's documentation under “Cloudflare 1xxx errors”. ${WHO_DID_IT}`,
};

/** Cookies of Cloudflare's, and which feature sets them. */
const COOKIES = new Map([
  ["__cf_bm", "Bot Fight Mode or another bot product"],
  ["_cfuvid", "a rate limiting rule"],
  ["cf_clearance", "a challenge"],
  ["__cflb", "a load balancer's session affinity"],
  ["__cfwaitingroom", "a Waiting Room"],
  ["CF_Authorization", "Access"],
  ["CF_AppSession", "Access"],
]);

type Obstructed = Exchange & { obstacle: ObstacleName };

function obstructed(exchanges: readonly Exchange[]): Obstructed[] {
  return exchanges.flatMap((exchange) => {
    const { outcome } = exchange;
    const obstacle = outcome.kind === "answer" ? obstacleIn(outcome) : undefined;
    return obstacle === undefined ? [] : [{ ...exchange, obstacle: obstacle.name }];
  });
}

/** RFC 8058 section 3.1: a one-click POST must not be redirected, and no provider follows. */
export function judgeRedirects(exchanges: readonly Exchange[], origin: string): Finding {
  const bad = obstructed(exchanges).filter(({ obstacle }) => obstacle === "redirect");
  const [first] = bad;
  if (first === undefined) return redirects.ok(`None in ${exchanges.length} answers.`);
  const words = (exchange: Exchange) => redirectWords(exchange, origin);
  return redirects.failure(tally(bad, exchanges, words), redirectRemedy(first, origin));
}

/** A mail program passes no challenge, and cannot log in. */
export function judgeChallenges(exchanges: readonly Exchange[]): Finding {
  const bad = obstructed(exchanges).filter(({ obstacle }) => obstacle !== "redirect");
  if (bad.length === 0) return challenges.ok(`None in ${exchanges.length} answers.`);
  const names = [...new Set(bad.map(({ obstacle }) => obstacle))];
  const remedies = names.map((name) => REMEDIES[name as keyof typeof REMEDIES]);
  const browsers = bad.filter(({ probe }) => probe.group === "page");
  const hint = browsers.length > 0 ? "" : " What looks like a browser got through.";
  return challenges.failure(`${tally(bad, exchanges)}${hint}`, remedies.join(" "));
}

/** RFC 8058 section 3.1: no cookies. */
export function judgeCookies(exchanges: readonly Exchange[]): Finding {
  const bad = exchanges.filter((exchange) => cookieNames(exchange).length > 0);
  if (bad.length === 0) return cookies.ok(`None in ${exchanges.length} answers.`);
  const names = [...new Set(bad.flatMap(cookieNames))];
  const known = names.map((name) => {
    const by = COOKIES.get(name);
    return by === undefined ? name : `${name} (${by})`;
  });
  return cookies.failure(
    `${bad.length} of ${exchanges.length} answers set ${known.join(", ")}.`,
    `The Worker sets none. Switch off for ${OUR_PATHS} what sets it; a load balancer's affinity and bot products can only be switched off for the hostname.`,
  );
}

function cookieNames({ outcome }: Exchange): string[] {
  const set = outcome.kind === "answer" ? (outcome.headers["set-cookie"] ?? []) : [];
  return set.map((cookie) => /^\s*([\w.-]{1,40})=/.exec(cookie)?.[1] ?? "one without a name");
}

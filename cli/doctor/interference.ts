/**
 * Edge interference: recognizes what answers in place of the Worker, and tells which check explains a failed
 * request, so that one fault is explained once. Pure.
 *
 * @see https://developers.cloudflare.com/cloudflare-challenges/challenge-types/challenge-pages/detect-response/
 * @see https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-1xxx-errors/
 */

import { type Answer, TIMEOUT_MS } from "./exchange.ts";
import type { Cause, Remedy } from "./finding.ts";
import type { Exchange } from "./requests.ts";

export type InterferenceKind =
  | "redirect"
  | "login"
  | "challenge"
  | "browser-integrity-check"
  | "rate-limit-rule"
  | "firewall-rule"
  | "cloudflare-error";

export interface Interference {
  kind: InterferenceKind;
  /** What happened to the request, as a participle: `redirected (301)`. */
  what: string;
}

const ACCESS_LOCATION = /^https:\/\/[^/]+\.cloudflareaccess\.com\/|\/cdn-cgi\/access\//i;
const ACCESS_PAGE = /<title>[^<]{0,80}Cloudflare Access/i;

/** Texts of Cloudflare's own pages, the most specific first. The Worker sends none of them. */
const PAGES: readonly (readonly [RegExp, InterferenceKind, string])[] = [
  [
    /error code: 1010\b|banned your access based on your browser/i,
    "browser-integrity-check",
    "blocked for the User-Agent, error 1010",
  ],
  [
    /error code: 1015\b|You are being rate limited/i,
    "rate-limit-rule",
    "blocked by a rate limiting rule, error 1015",
  ],
  [
    /error code: (?:1020|1005|1006|1007|1008|1009|1106)\b|<title>Attention Required! \| Cloudflare|Sorry, you have been blocked|used Cloudflare to restrict access/i,
    "firewall-rule",
    "blocked by a security rule",
  ],
  [
    /<title>Just a moment\.\.\.|_cf_chl_opt|cf-browser-verification|cf-challenge-running|Checking your browser before accessing/i,
    "challenge",
    "challenged",
  ],
  [/error code: 1[0-9]{3}\b/i, "cloudflare-error", "answered with a Cloudflare error"],
];

/** What interfered with a request; `undefined` when nothing did that is known. */
export function interferenceIn({ status, headers, body }: Answer): Interference | undefined {
  const { location = "" } = headers;
  if (status >= 300 && status < 400) {
    return ACCESS_LOCATION.test(location)
      ? { kind: "login", what: `redirected to the login of Cloudflare Access (${status})` }
      : { kind: "redirect", what: `redirected (${status})` };
  }
  if (headers["cf-mitigated"] === "challenge") {
    return { kind: "challenge", what: `challenged (${status}, cf-mitigated)` };
  }
  if (ACCESS_PAGE.test(body)) {
    return { kind: "login", what: `answered with the login of Cloudflare Access (${status})` };
  }
  if (status < 400) return undefined;
  const page = PAGES.find(([pattern]) => pattern.test(body));
  return page && { kind: page[1], what: `${page[2]} (${status})` };
}

/** What happened to a request, as a participle: `answered with status 405`. */
export function outcomeOf({ outcome }: Exchange): string {
  if (outcome.kind === "lost") return lostBecause(outcome.why);
  return interferenceIn(outcome)?.what ?? `answered with status ${outcome.status}`;
}

/** Why no answer came, as a participle. */
export function lostBecause(why: string): string {
  return why === "timeout"
    ? `not answered within ${TIMEOUT_MS / 1000} s`
    : `dropped without an answer (${why})`;
}

const MAX_NAMES = 4;

/**
 * Says what happened to how many of all requests, and to which: `1 of 6 redirected (301): no body.`
 *
 * @param bad those to report
 * @param words what happened to each; those with the same words are counted together
 */
export function tally(
  bad: readonly Exchange[],
  all: readonly Exchange[],
  words: (exchange: Exchange) => string = outcomeOf,
): string {
  const sentences = Array.from(Map.groupBy(bad, words), ([what, those]) => {
    const count = `${those.length} of ${all.length} ${what}`;
    if (those.length === all.length) return `${count}.`;
    const names = those.slice(0, MAX_NAMES).map(({ request }) => request.name);
    const more = those.length > MAX_NAMES ? [`${those.length - MAX_NAMES} more`] : [];
    return `${count}: ${[...names, ...more].join("; ")}.`;
  });
  return sentences.join(" ");
}

/** Whether the Worker, it seems, took the link's signature for a forgery. */
export function isRefused({ outcome }: Exchange): boolean {
  return outcome.kind === "answer" && outcome.status === 404;
}

/** What is known about the endpoint as a whole. */
export interface Context {
  /** The Worker answers, and its settings are in order. */
  isHealthy: boolean;
  /** A link that the given secret has signed is refused. */
  isLinkRefused: boolean;
}

/** The checks that explain all that went wrong, or else the check's own remedy. */
export function explain(bad: readonly Exchange[], context: Context, remedy: string): Remedy {
  const causes = bad.map((exchange) => causeOf(exchange, context));
  const known = causes.filter((cause) => cause !== undefined);
  return known.length === causes.length ? [...new Set(known)] : remedy;
}

function causeOf({ outcome }: Exchange, context: Context): Cause | undefined {
  if (outcome.kind === "lost") return "speed";
  const interference = interferenceIn(outcome);
  if (interference?.kind === "redirect") return "redirects";
  if (interference !== undefined) return "challenges";
  if (!context.isHealthy) return "health";
  return context.isLinkRefused && outcome.status === 404 ? "signed-link" : undefined;
}

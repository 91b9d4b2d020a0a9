/**
 * Edge interference: recognizes answers that do not come from the Worker, and finds the check that explains a failed
 * request, so that each fault is explained once. Pure.
 *
 * @see https://developers.cloudflare.com/cloudflare-challenges/challenge-types/challenge-pages/detect-response/
 * @see https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-1xxx-errors/
 */

import { type Answer, TIMEOUT_MS } from "./exchange.ts";
import type { Cause, Remedy } from "./finding.ts";
import type { Exchange } from "./requests.ts";

/** The requests that security features must leave alone, as an expression for Cloudflare's rules. */
export const LEAVE_PATHS = 'starts_with(http.request.uri.path, "/leave/")';
export const EXCLUDE = `add \`and not ${LEAVE_PATHS}\` to the rule's expression.`;
const SKIP_RULE = `a custom rule in first place under Security > Security rules: if \`${LEAVE_PATHS}\`, then Skip, with all rules and products selected.`;
const EVENTS = "Security > Analytics > Events names the feature in the column Service.";
const CONFIGURATION_RULE = `with a Configuration Rule (Rules > Overview) for \`${LEAVE_PATHS}\``;

const CHALLENGE = `${EVENTS} Bot Fight Mode: turn it off under Security > Settings, since no rule can skip it. Under Attack mode: turn it off ${CONFIGURATION_RULE}. Any other feature: add ${SKIP_RULE}`;
const LOGIN =
  "In Zero Trust > Access controls > Applications, add an application for the path leave/* with a Bypass policy for Everyone.";

/** What answers in place of the Worker. `what` says what happened to the request, as a participle. */
export type Interference =
  | { cause: "redirects"; what: string }
  | { cause: "challenges"; what: string; remedy: string };

const ACCESS_LOCATION = /^https:\/\/[^/]+\.cloudflareaccess\.com\/|\/cdn-cgi\/access\//i;
const ACCESS_PAGE = /<title>[^<]{0,80}Cloudflare Access/i;

/** Texts of Cloudflare's own pages, the most specific first. The Worker sends none of them. */
const PAGES: readonly (readonly [text: RegExp, what: string, remedy: string])[] = [
  [
    /error code: 1010\b|banned your access based on your browser/i,
    "blocked for the User-Agent, error 1010",
    `Turn off Browser Integrity Check ${CONFIGURATION_RULE}.`,
  ],
  [
    /error code: 1015\b|You are being rate limited/i,
    "blocked by a rate limiting rule, error 1015",
    `${EVENTS} Mailbox providers send the POSTs of many people from few addresses: ${EXCLUDE} Or add ${SKIP_RULE}`,
  ],
  [
    /error code: (?:1020|1005|1006|1007|1008|1009|1106)\b|<title>Attention Required! \| Cloudflare|Sorry, you have been blocked|used Cloudflare to restrict access/i,
    "blocked by a security rule",
    `${EVENTS} Add ${SKIP_RULE}`,
  ],
  [
    /<title>Just a moment\.\.\.|_cf_chl_opt|cf-browser-verification|cf-challenge-running|Checking your browser before accessing/i,
    "challenged",
    CHALLENGE,
  ],
  [
    /error code: 1[0-9]{3}\b/i,
    "answered with a Cloudflare error",
    `Look up the error in Cloudflare's documentation, under “Cloudflare 1xxx errors”. ${EVENTS}`,
  ],
];

/** What interfered with a request; `undefined` if nothing known did. */
export function interferenceIn({ status, headers, body }: Answer): Interference | undefined {
  const blocked = (what: string, remedy: string): Interference => {
    return { cause: "challenges", what: `${what} (${status})`, remedy };
  };
  if (status >= 300 && status < 400) {
    return ACCESS_LOCATION.test(headers.location ?? "")
      ? blocked("redirected to the login of Cloudflare Access", LOGIN)
      : { cause: "redirects", what: `redirected (${status})` };
  }
  if (headers["cf-mitigated"] === "challenge") return blocked("challenged", CHALLENGE);
  if (ACCESS_PAGE.test(body)) return blocked("answered with the login of Cloudflare Access", LOGIN);
  const page = status < 400 ? undefined : PAGES.find(([text]) => text.test(body));
  return page && blocked(page[1], page[2]);
}

/** What happened to a request, as a participle: `answered with status 405`. */
export function outcomeOf({ outcome }: Pick<Exchange, "outcome">): string {
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

/** What is known about the endpoint as a whole. */
export interface Context {
  /** The Worker answers, and its settings are in order. */
  isHealthy: boolean;
  /** A link that the given secret has signed is refused. */
  isLinkRefused: boolean;
  /** The doctor's own API key works, and reads the segments of the lists. */
  isResendWell: boolean;
}

/** The checks that explain all that went wrong, or else the check's own remedy. */
export function explain(bad: readonly Exchange[], context: Context, remedy: string): Remedy {
  const causes = new Set(bad.map((exchange) => causeOf(exchange, context)));
  return causes.has(undefined) ? remedy : [...causes].filter((cause) => cause !== undefined);
}

function causeOf({ outcome }: Exchange, context: Context): Cause | undefined {
  if (outcome.kind === "lost") return "speed";
  const interference = interferenceIn(outcome);
  if (interference !== undefined) return interference.cause;
  if (!context.isHealthy) return "health";
  return context.isLinkRefused && outcome.status === 404 ? "signed-link" : undefined;
}

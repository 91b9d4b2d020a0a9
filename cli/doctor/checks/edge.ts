/**
 * Edge interference: recognizes answers that do not come from the Worker, and checks that there are none; and finds the check
 * that explains a failed request, so that each fault is explained once. Names hosts, never paths. Pure.
 *
 * @see https://developers.cloudflare.com/cloudflare-challenges/challenge-types/challenge-pages/detect-response/
 * @see https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-1xxx-errors/
 */

import { type Answer, TIMEOUT_MS } from "../exchange.ts";
import { type Finding, findingsOf } from "../finding.ts";
import type { Answered, Exchange } from "../requests.ts";

const redirects = findingsOf("redirects", "Redirects");
const challenges = findingsOf("challenges", "Challenges and blocks");
const cookies = findingsOf("cookies", "Cookies");

/** The requests that security features must leave alone, as an expression for Cloudflare's rules. */
const LEAVE_PATHS = 'starts_with(http.request.uri.path, "/leave/")';
const EXCLUDE = `add \`and not ${LEAVE_PATHS}\` to the rule's expression.`;
const SKIP_RULE = `a custom rule in first place under Security > Security rules: if \`${LEAVE_PATHS}\`, then Skip, with all rules and products selected.`;
const EVENTS = "Security > Analytics > Events names the feature in the column Service.";
const CONFIGURATION_RULE = `with a Configuration Rule (Rules > Overview) for \`${LEAVE_PATHS}\``;

const CHALLENGE = `${EVENTS} Bot Fight Mode: turn it off under Security > Settings, since no rule can skip it. Under Attack mode: turn it off ${CONFIGURATION_RULE}. Any other feature: add ${SKIP_RULE}`;
const LOGIN =
  "In Zero Trust > Access controls > Applications, add an application for the path leave/* with a Bypass policy for Everyone.";

/** What answers in place of the Worker. `what` says what happened to the request, as a participle. */
type Interference =
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

/** Refers to the checks that explain all that went wrong; `undefined` if they do not. */
export function explain(bad: readonly Exchange[], context: Context): string | undefined {
  const titles = new Set(bad.map((exchange) => explaining(exchange, context)));
  return titles.has(undefined) ? undefined : `See ${[...titles].join(", ")}.`;
}

/** The title of the check that explains what became of a request. */
function explaining({ outcome }: Exchange, context: Context): string | undefined {
  if (outcome.kind === "lost") return "Speed";
  const cause = interferenceIn(outcome)?.cause;
  if (cause !== undefined) return cause === "redirects" ? "Redirects" : "Challenges and blocks";
  if (context.isLinkRefused && outcome.status === 404) return "Signed link";
  return context.isHealthy ? undefined : "Health";
}

/** Cookies that Cloudflare sets, and the feature that each comes from. */
const CLOUDFLARE_COOKIES = new Map([
  ["__cf_bm", "Bot Fight Mode or another bot product"],
  ["_cfuvid", "a rate limiting rule"],
  ["cf_clearance", "a challenge"],
  ["__cflb", "a load balancer's session affinity"],
  ["__cfwaitingroom", "a Waiting Room"],
  ["CF_Authorization", "Access"],
  ["CF_AppSession", "Access"],
]);

/** Checks all answers for what no answer may be. */
export function checkEdge(exchanges: readonly Exchange[], origin: string): Finding[] {
  const answered = exchanges.filter((one): one is Answered => one.outcome.kind === "answer");
  return [checkRedirects(answered, origin), checkChallenges(answered), checkCookies(answered)];
}

/** RFC 8058 section 3.1: a one-click POST must not be redirected, and mailbox providers do not follow. */
function checkRedirects(answered: readonly Answered[], origin: string): Finding {
  const bad = answered.filter(({ outcome }) => interferenceIn(outcome)?.cause === "redirects");
  const [first] = bad.map((one) => readRedirect(one, origin));
  if (first === undefined) return redirects.ok(`None in ${answered.length} answers.`);
  const words = (one: Exchange) => readRedirect(one as Answered, origin).what;
  return redirects.failure(tally(bad, answered, words), first.remedy);
}

const REDIRECT_RULE = `Find the rule under Rules > Overview (Redirect Rules, Bulk Redirects, Page Rules), and ${EXCLUDE}`;
const OR_ROUTE =
  "If no rule does it, the request does not reach the Worker: check the Worker's routes.";

function readRedirect({ request, outcome }: Answered, origin: string) {
  const { location } = outcome.headers;
  const from = new URL(origin + request.path);
  const to = location === undefined ? null : URL.parse(location, from.href);
  const redirect = (where: string, remedy = `${REDIRECT_RULE} ${OR_ROUTE}`) => {
    return { what: `redirected ${where} (${outcome.status})`, remedy };
  };
  if (to === null) {
    return redirect("nowhere", "The Worker sends no such redirect: check the Worker's routes.");
  }
  const [fromHost, toHost] = [from, to].map(({ hostname }) => hostname.replace(/^www\./, ""));
  if (fromHost !== toHost) return redirect(`to another host, ${to.host}`);
  if (from.hostname !== to.hostname) {
    const sign = `Sign the links for ${to.host}, and route that hostname to the Worker.`;
    return redirect(`to ${to.host}`, `${sign} Or keep this hostname. ${REDIRECT_RULE}`);
  }
  if (from.protocol !== to.protocol) {
    return to.protocol === "https:"
      ? redirect("to https", "Use the https origin here, and wherever links are signed.")
      : redirect("to plain http", REDIRECT_RULE);
  }
  const isSlash = `${from.pathname}/` === to.pathname || from.pathname === `${to.pathname}/`;
  return redirect(isSlash ? "for a slash at the end" : "to another path");
}

/** A mail program can neither solve a challenge nor log in. */
function checkChallenges(answered: readonly Answered[]): Finding {
  const blocked = answered.flatMap((one) => {
    const interference = interferenceIn(one.outcome);
    return interference?.cause === "challenges" ? [{ ...one, remedy: interference.remedy }] : [];
  });
  if (blocked.length === 0) return challenges.ok(`None in ${answered.length} answers.`);
  const remedies = new Set(blocked.map(({ remedy }) => remedy));
  const hitsBrowsers = blocked.some(({ request }) => request.group === "signed-link");
  const hint = hitsBrowsers ? "" : " Requests that look like a browser's pass.";
  return challenges.failure(`${tally(blocked, answered)}${hint}`, [...remedies].join(" "));
}

/** RFC 8058 section 3.1: no cookies. */
function checkCookies(answered: readonly Answered[]): Finding {
  const bad = answered.filter((one) => cookieNames(one).length > 0);
  if (bad.length === 0) return cookies.ok(`None in ${answered.length} answers.`);
  const names = Array.from(new Set(bad.flatMap(cookieNames)), (name) => {
    const feature = CLOUDFLARE_COOKIES.get(name);
    return feature === undefined ? name : `${name} (${feature})`;
  });
  return cookies.failure(
    `${bad.length} of ${answered.length} answers set ${names.join(", ")}.`,
    `The Worker sets no cookie: turn off the feature that does, for \`${LEAVE_PATHS}\`. Bot products and a load balancer's session affinity can only be turned off for a whole hostname.`,
  );
}

/** The names of an answer's cookies; never their values. */
function cookieNames({ outcome }: Answered): string[] {
  const set = outcome.headers["set-cookie"] ?? [];
  return set.map((cookie) => /^\s*([\w.-]{1,40})=/.exec(cookie)?.[1] ?? "one without a name");
}

/** Edge interference across all answers: redirects, challenges and blocks, cookies. Names hosts, never a path. Pure. */

import type { Answer } from "../exchange.ts";
import { type Finding, findingsOf, findingsOfCause } from "../finding.ts";
import { interferenceIn, type InterferenceKind, tally } from "../interference.ts";
import type { Exchange } from "../requests.ts";

const redirects = findingsOfCause("redirects");
const challenges = findingsOfCause("challenges");
const cookies = findingsOf("cookies", "Cookies");

/** The requests that security features must leave alone, as an expression for Cloudflare's rules. */
const LEAVE_PATHS = 'starts_with(http.request.uri.path, "/leave/")';
const EXCLUDE = `add \`and not ${LEAVE_PATHS}\` to the rule's expression.`;
const SKIP_RULE = `a custom rule in first place under Security > Security rules: if ${LEAVE_PATHS}, then Skip, with all rules and all products selected.`;
const EVENTS = "Security > Analytics > Events names the feature in the column Service.";

const REMEDIES: Record<Exclude<InterferenceKind, "redirect">, string> = {
  challenge: `${EVENTS} Bot Fight Mode: turn it off under Security > Settings, since no rule can skip it. Under Attack mode: turn it off for ${LEAVE_PATHS} with a Configuration Rule (Rules > Overview). Any other feature: add ${SKIP_RULE}`,
  "browser-integrity-check": `Turn off Browser Integrity Check for ${LEAVE_PATHS} with a Configuration Rule (Rules > Overview).`,
  "rate-limit-rule": `${EVENTS} Mailbox providers send the POSTs of many people from few addresses: ${EXCLUDE} Or add ${SKIP_RULE}`,
  "firewall-rule": `${EVENTS} Add ${SKIP_RULE}`,
  login:
    "In Zero Trust > Access controls > Applications, add an application for the path leave/* with a Bypass policy for Everyone.",
  "cloudflare-error": `Look the error's number up in Cloudflare's documentation, under “Cloudflare 1xxx errors”. ${EVENTS}`,
};

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

type Answered = Exchange & { outcome: Answer };

/** Checks all answers for what no answer may be. */
export function checkEdge(exchanges: readonly Exchange[], origin: string): Finding[] {
  const answered = exchanges.filter((one): one is Answered => one.outcome.kind === "answer");
  return [checkRedirects(answered, origin), checkChallenges(answered), checkCookies(answered)];
}

const kindOf = ({ outcome }: Answered) => interferenceIn(outcome)?.kind;

/** RFC 8058 section 3.1: a one-click POST must not be redirected, and mailbox providers do not follow. */
function checkRedirects(answered: readonly Answered[], origin: string): Finding {
  const bad = answered.filter((one) => kindOf(one) === "redirect");
  const [first] = bad.map((one) => readRedirect(one, origin));
  if (first === undefined) return redirects.ok(`None in ${answered.length} answers.`);
  const words = (one: Exchange) => readRedirect(one as Answered, origin).what;
  return redirects.failure(tally(bad, answered, words), first.remedy);
}

const REDIRECT_RULE = `Find the rule under Rules > Overview (Redirect Rules, Bulk Redirects, Page Rules), and ${EXCLUDE}`;
const OR_ROUTE =
  "If no rule does it, the request does not reach the Worker: check the Worker's routes.";

function readRedirect({ request, outcome }: Answered, origin: string) {
  const {
    status,
    headers: { location },
  } = outcome;
  const from = new URL(origin + request.path);
  const to = location === undefined ? null : URL.parse(location, from.href);
  const redirect = (where: string, remedy = `${REDIRECT_RULE} ${OR_ROUTE}`) => {
    return { what: `redirected ${where} (${status})`, remedy };
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
  const [fromPath = "", toPath] = [from, to].map(({ pathname }) => pathname.replace(/\/$/, ""));
  if (fromPath === toPath) return redirect("for a slash at the end");
  const isCase = fromPath.toLowerCase() === toPath?.toLowerCase();
  return redirect(isCase ? "to the path in another case" : "to another path");
}

/** A mail program can neither solve a challenge nor log in. */
function checkChallenges(answered: readonly Answered[]): Finding {
  const bad = answered.filter((one) => !["redirect", undefined].includes(kindOf(one)));
  if (bad.length === 0) return challenges.ok(`None in ${answered.length} answers.`);
  const remedies = new Set(bad.map((one) => REMEDIES[kindOf(one) as keyof typeof REMEDIES]));
  const hitsBrowsers = bad.some(({ request }) => request.group === "signed-link");
  const hint = hitsBrowsers ? "" : " Requests that look like a browser's pass.";
  return challenges.failure(`${tally(bad, answered)}${hint}`, [...remedies].join(" "));
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
    `The Worker sets no cookie. Turn off what does, for ${LEAVE_PATHS}. Bot products and a load balancer's session affinity can be turned off for a whole hostname only.`,
  );
}

/** The names of an answer's cookies; never their values. */
function cookieNames({ outcome }: Answered): string[] {
  const set = outcome.headers["set-cookie"] ?? [];
  return set.map((cookie) => /^\s*([\w.-]{1,40})=/.exec(cookie)?.[1] ?? "one without a name");
}

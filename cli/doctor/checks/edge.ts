/** Checks all answers for edge interference: redirects, challenges and blocks, cookies. Names hosts, never paths. Pure. */

import { CAUSES, type Finding, findingsOf } from "../finding.ts";
import { EXCLUDE, interferenceIn, LEAVE_PATHS, tally } from "../interference.ts";
import type { Answered, Exchange } from "../requests.ts";

const redirects = findingsOf("redirects", CAUSES.redirects);
const challenges = findingsOf("challenges", CAUSES.challenges);
const cookies = findingsOf("cookies", "Cookies");

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

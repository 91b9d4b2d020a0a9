/**
 * Checks the answers: the page opens, intact or damaged, and arrives unchanged; every POST is accepted, from any program
 * and with any body; forged links are refused. Pure.
 */

import type { IncomingHttpHeaders } from "node:http";

import { type Finding, findingsOf } from "../finding.ts";
import { type Context, explain, interferenceIn, outcomeOf, tally } from "./edge.ts";
import { type Answered, type Exchange, type Grouped, isPageOf } from "../requests.ts";
import { LOOK_AT_LOG, OTHER_KEY } from "./endpoint.ts";

const signedLink = findingsOf("signed-link", "Signed link");
const headers = findingsOf("headers", "Page headers");
const content = findingsOf("page-content", "Page content");
const headRequest = findingsOf("head", "HEAD");
const secrets = findingsOf("secrets", "Link secrets");
const damaged = findingsOf("damaged-links", "Damaged links");
const oneClick = findingsOf("one-click", "One-click POSTs");
const agents = findingsOf("user-agents", "User agents");
const postBody = findingsOf("body", "POST body");
const forged = findingsOf("forged", "Forged links");
const upstream = findingsOf("worker-to-resend", "Worker to Resend");

const OTHER_SECRET =
  "LINK_SECRETS here is not the deployed Worker's: use the same one here and wherever links are signed. Or a URL rewrite changes the path: look at Rules > Overview.";

const OLDER_SECRET =
  "Add this secret back to the deployed LINK_SECRETS, after the newest one: links in people's mail still need it.";
const PATHS =
  "The Worker ignores case and appended characters, so something in front of it changes or refuses these paths: look at Rules > Overview (URL rewrites) and Security > Security rules.";
const HEAD =
  "The Worker answers HEAD with 200, so something in front of it does not: look at Security > Security rules.";
const POSTS =
  "The Worker accepts all of these, so something in front of it refuses or changes them: look at Security > Security rules, at Rules > Overview, and at the Worker's routes.";
const NOT_STORED = `The Worker could neither carry out nor store the request. ${LOOK_AT_LOG}`;

/** Checks the answers to all requests but that for the health. */
export function checkAnswers(of: Grouped, context: Context): Finding[] {
  const [[page], [head], [button]] = [of("signed-link"), of("head"), of("body")];
  if (page === undefined || head === undefined || button === undefined) return [];
  const [posts, bySecret] = [[...of("one-click"), ...of("user-agents")], of("secrets")];
  const fixSecrets = bySecret.some(asks) ? OLDER_SECRET : OTHER_SECRET;
  const check = checkIn(context);
  return [
    checkSignedLink(page, context),
    checkHeaders([page, ...bySecret]),
    checkContent(page),
    check(headRequest, [recognizable(head, page)], isFound, "answered like GET", HEAD),
    check(secrets, bySecret, asks, "open", fixSecrets),
    check(damaged, of("damaged-links"), asks, "open", PATHS),
    check(oneClick, of("one-click"), isAccepted, "accepted", POSTS),
    check(agents, of("user-agents"), isAccepted, "accepted", POSTS),
    isAccepted(button)
      ? WITHOUT_BODY
      : check(postBody, [button], isPage, "answered with a page", POSTS),
    checkForged(of("forged"), context),
    checkUpstream(posts, context),
  ];
}

/**
 * Makes the function that checks that each of some requests is answered as the Worker answers it. If other checks explain
 * all that went wrong, it skips this one, and refers to them.
 */
function checkIn(context: Context) {
  return (
    { ok, failure, skipped }: ReturnType<typeof findingsOf>,
    exchanges: readonly Exchange[],
    isRight: (exchange: Exchange) => boolean,
    right: string,
    remedy: string,
  ): Finding => {
    const bad = exchanges.filter((exchange) => !isRight(exchange));
    if (bad.length === 0) return ok(`${exchanges.length} of ${exchanges.length} ${right}.`);
    const explained = explain(bad, context);
    if (explained !== undefined) return skipped(`${tally(bad, exchanges)} ${explained}`);
    const isFailing = bad.some(({ outcome }) => "status" in outcome && outcome.status === 503);
    return failure(tally(bad, exchanges), isFailing ? NOT_STORED : remedy);
  };
}

/** Whether the answer is the page that asks, for this very link. */
function asks(exchange: Exchange): exchange is Answered {
  return isPageOf(exchange.request.linkPath, exchange.outcome);
}

/** If the link opens, the deployed secret is the given one. */
function checkSignedLink(exchange: Exchange, context: Context): Finding {
  if (asks(exchange)) return signedLink.ok("A link signed with your secret opens.");
  if (context.isLinkRefused) {
    return signedLink.failure("A link signed with your secret was refused (404).", OTHER_SECRET);
  }
  const found = `A link was ${outcomeOf(exchange)}, and its page did not appear.`;
  const explained = explain([exchange], context);
  return explained === undefined
    ? signedLink.failure(found, OTHER_SECRET)
    : signedLink.skipped(`${found} ${explained}`);
}

/** An answer to HEAD has no body to recognize interference by, but the same answer to GET has one. */
function recognizable({ request, outcome }: Exchange, page: Exchange): Exchange {
  const [status, ofPage] = [outcome, page.outcome].map((one) => "status" in one && one.status);
  return { request, outcome: status === ofPage ? page.outcome : outcome };
}

const isFound = ({ outcome }: Exchange) =>
  outcome.kind === "answer" && outcome.status < 300 && !interferenceIn(outcome);

/** The page has no script, and its Content-Security-Policy stops any. */
function checkContent(exchange: Exchange): Finding {
  if (!asks(exchange)) return content.skipped("There was no page.");
  const { body } = exchange.outcome;
  const [added] = /<script|\/cdn-cgi\/l\/email-protection/i.exec(body) ?? [];
  if (added === undefined) return content.ok("Nothing was added.");
  return content.warning(
    `Something in front of the Worker has added ${added.startsWith("<") ? "a script" : "an obfuscated address"}.`,
    "Turn off Rocket Loader, Email Obfuscation, Zaraz, and Web Analytics (RUM) for this path with a Configuration Rule (Rules > Overview). JavaScript detections belong to Bot Fight Mode.",
  );
}

const EXPECTED: readonly (readonly [name: string, value: RegExp])[] = [
  ["cache-control", /\bno-store\b/],
  ["referrer-policy", /^no-referrer$/],
  ["x-robots-tag", /\bnoindex\b/],
  ["x-content-type-options", /^nosniff$/],
  [
    "content-security-policy",
    /^(?=.*default-src 'none')(?=.*frame-ancestors 'none')(?=.*form-action 'self')(?=.*base-uri 'none')/,
  ],
];

/**
 * The headers keep the page out of caches, search engines, frames, and referrers.
 *
 * @param exchanges the page of one link several times, since a cache answers the second time
 */
function checkHeaders(exchanges: readonly Exchange[]): Finding {
  const pages = exchanges.filter(asks).map(({ outcome }) => outcome.headers);
  if (pages.length === 0) return headers.skipped("There was no page.");
  const isCached = pages.some(cameFromCache);
  const faults = [
    ...new Set(pages.flatMap(changedHeaders)),
    ...(isCached ? ["the page came from a cache"] : []),
  ];
  if (faults.length === 0) return headers.ok("All are there, and the page is not cached.");
  const mayBeCached = isCached || faults.some((fault) => fault.startsWith("cache-control"));
  return (mayBeCached ? headers.failure : headers.warning)(
    `${faults.join("; ")}.`,
    "Find the response header transform, cache rule, or page rule that covers /leave/* under Rules > Overview, and exclude /leave/* from it.",
  );
}

function changedHeaders(received: IncomingHttpHeaders): string[] {
  return EXPECTED.filter(([name, value]) => !value.test(String(received[name] ?? ""))).map(
    ([name]) => `${name} is ${received[name] === undefined ? "missing" : "changed"}`,
  );
}

function cameFromCache({ age, "cf-cache-status": state }: IncomingHttpHeaders): boolean {
  return age !== undefined || /^(?:HIT|STALE|UPDATING|REVALIDATED)$/i.test(String(state ?? ""));
}

/** Whether a POST is done (200) or queued (202), with an answer of this type. */
function isAnswered({ outcome }: Exchange, type: RegExp): boolean {
  if (outcome.kind === "lost" || ![200, 202].includes(outcome.status)) return false;
  return type.test(outcome.headers["content-type"] ?? "") && interferenceIn(outcome) === undefined;
}

/** The Worker answers mail programs in plain text. */
const isAccepted = (exchange: Exchange) => isAnswered(exchange, /^text\/plain\b/);

/** Only the body distinguishes the page's button, which is answered with a page. */
const isPage = (exchange: Exchange) => isAnswered(exchange, /^text\/html\b/);

const WITHOUT_BODY = postBody.failure(
  "The page's button got the answer for mail programs, so the body of the POST was lost.",
  "Something in front of the Worker removes the body of POSTs: a proxy, another Worker on the route, or a Snippet. People see a line of text instead of a page, and cannot undo.",
);

/** Anyone who can forge a link can unsubscribe anyone. */
function checkForged(exchanges: readonly Exchange[], context: Context): Finding {
  const accepted = exchanges.filter(isFound);
  if (accepted.length > 0) {
    return forged.failure(
      `${tally(accepted, exchanges)} Forged links seem to work.`,
      "The Worker answers 404, so something in front of it turns that into a success: a custom error rule, a cache rule, or another Worker. Or another site answers: check the Worker's routes.",
    );
  }
  const odd = exchanges.filter(({ outcome }) => outcome.kind === "lost" || outcome.status !== 404);
  if (odd.length === 0) return forged.ok(`All ${exchanges.length} were refused (404).`);
  const explained = explain(odd, context);
  return explained === undefined
    ? forged.warning(`${tally(odd, exchanges)} The Worker answers 404.`, POSTS)
    : forged.skipped(`They did not reach the Worker. ${explained}`);
}

const AGAIN = "Run the doctor again in a minute, in case Resend was down until now. If this stays:";

/** The Worker answers 200 to what it carries out at once, and 202 to what it queues or keeps as a dead letter. */
function checkUpstream(posts: readonly Exchange[], { isHealthy, isResendWell }: Context): Finding {
  const count = (status: number) =>
    posts.filter(({ outcome }) => outcome.kind === "answer" && outcome.status === status).length;
  const [done, queued] = [count(200), count(202)];
  if (queued === 0) {
    return done === 0
      ? upstream.skipped("No POST was accepted.")
      : upstream.ok("The Worker carried the request out at once (200).");
  }
  if (done === 0 && isResendWell) {
    const found = `All ${queued} POSTs were queued (202), although Resend answers: people stay on the list.`;
    return isHealthy
      ? upstream.failure(found, `${AGAIN} ${OTHER_KEY}`)
      : upstream.skipped(`${found} See Health.`);
  }
  return upstream.warning(
    `${queued} of ${done + queued} POSTs were queued (202): Resend is down, over its rate limit, or refuses the Worker's key; or the deployed LISTS does not have this list.`,
    `Nothing is lost: the Worker carries out what is queued later. If this stays, set a full-access key with \`npx wrangler secret put RESEND_API_KEY\`. ${LOOK_AT_LOG}`,
  );
}

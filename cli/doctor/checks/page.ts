/** Checks the page of a link: it opens, intact or damaged, with every secret, and arrives unchanged. Pure. */

import type { IncomingHttpHeaders } from "node:http";

import { CAUSES, type Finding, findingsOf } from "../finding.ts";
import { type Context, explain, interferenceIn, outcomeOf, tally } from "../interference.ts";
import { type Answered, type Exchange, type Grouped, isPageOf } from "../requests.ts";

const signedLink = findingsOf("signed-link", CAUSES["signed-link"]);
const headers = findingsOf("headers", "Page headers");
const content = findingsOf("page-content", "Page content");
const headRequest = findingsOf("head", "HEAD");
const secrets = findingsOf("secrets", "Link secrets");
const damaged = findingsOf("damaged-links", "Damaged links");

const OTHER_SECRET =
  "LINK_SECRETS here is not the deployed Worker's: use the same one here and wherever links are signed. Or a URL rewrite changes the path: look at Rules > Overview.";

/** Checks the answers to GET and HEAD. */
export function checkPages(of: Grouped, context: Context): Finding[] {
  const [[page], [head]] = [of("signed-link"), of("head")];
  if (page === undefined || head === undefined) return [];
  return [
    checkSignedLink(page, context),
    checkHeaders([page, ...of("secrets")]),
    checkContent(page),
    checkHead(head, page, context),
    checkSecrets(of("secrets"), context),
    checkDamagedLinks(of("damaged-links"), context),
  ];
}

/** Whether the answer is the page that asks, for this very link. */
function asks(exchange: Exchange): exchange is Answered {
  return isPageOf(exchange.request.linkPath, exchange.outcome);
}

/** If the link opens, the deployed secret is the given one. */
function checkSignedLink(exchange: Exchange, context: Context): Finding {
  if (asks(exchange)) return signedLink.ok("A link signed with your secret opens.");
  const found = context.isLinkRefused
    ? "A link signed with your secret was refused (404)."
    : `A link was ${outcomeOf(exchange)}, and its page did not appear.`;
  // The other checks refer to this one when a link is refused.
  const others = { ...context, isLinkRefused: false };
  return signedLink.failure(found, explain([exchange], others, OTHER_SECRET));
}

/** People's mail still has links signed with older secrets. */
function checkSecrets(exchanges: readonly Exchange[], context: Context): Finding {
  const bad = exchanges.filter((exchange) => !asks(exchange));
  const { length } = exchanges;
  if (bad.length === 0) return secrets.ok(`Links of every secret open (${length}).`);
  const names = bad.map(({ request }) => request.name).join(", ");
  const found = `Links of ${bad.length} of ${length} do not open (${names}).`;
  if (bad.length === length) return secrets.failure(found, explain(bad, context, OTHER_SECRET));
  return secrets.failure(
    found,
    "Add this secret back to the deployed LINK_SECRETS, after the newest one: links in people's mail still need it.",
  );
}

/** Mail programs append a period, trackers add a query, and gateways change the case. */
function checkDamagedLinks(exchanges: readonly Exchange[], context: Context): Finding {
  const bad = exchanges.filter((exchange) => !asks(exchange));
  if (bad.length === 0) return damaged.ok(`${exchanges.length} of ${exchanges.length} open.`);
  const remedy =
    "The Worker ignores case and appended characters, so something in front of it changes or refuses these paths: look at Rules > Overview (URL rewrites) and Security > Security rules.";
  return damaged.failure(tally(bad, exchanges), explain(bad, context, remedy));
}

/** Scanners use HEAD to see whether a link is alive. */
function checkHead({ request, outcome: answer }: Exchange, page: Exchange, context: Context) {
  // An answer to HEAD has no body to recognize interference by, but the same answer to GET has one.
  const isSame =
    "status" in answer && "status" in page.outcome && answer.status === page.outcome.status;
  const outcome = isSame ? page.outcome : answer;
  const exchange = { request, outcome };
  if (outcome.kind === "answer" && outcome.status === 200 && !interferenceIn(outcome)) {
    return headRequest.ok("It is answered like GET.");
  }
  const remedy =
    "The Worker answers HEAD with 200, so something in front of it does not: look at Security > Security rules.";
  return headRequest.failure(
    `HEAD was ${outcomeOf(exchange)}.`,
    explain([exchange], context, remedy),
  );
}

/** The page has no script, and its Content-Security-Policy stops any. */
function checkContent(exchange: Exchange): Finding {
  if (!asks(exchange)) return content.skipped("There was no page.");
  const { body } = exchange.outcome;
  const added = [
    ...(/<script/i.test(body) ? ["a script"] : []),
    ...(/\/cdn-cgi\/l\/email-protection/i.test(body) ? ["an obfuscated address"] : []),
  ];
  if (added.length === 0) return content.ok("Nothing was added.");
  return content.warning(
    `Something in front of the Worker has added ${added.join(" and ")}.`,
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

/** The page behind a link: it asks, whatever was glued to the link, and nothing is added to it. Pure. */

import { type Finding, findingsOf } from "../finding.ts";
import { obstacleIn } from "../obstacle.ts";
import type { Exchange } from "../probes.ts";
import { REMOVE_OBSTACLE } from "../remedies.ts";
import { metBy, tally } from "../tally.ts";

const page = findingsOf("page", "The page behind a link");
const secrets = findingsOf("secrets", "Every link secret");
const mangled = findingsOf("mangled-links", "Links with junk on them");
const head = findingsOf("head", "HEAD");
const content = findingsOf("page-content", "Nothing added to the page");

const SECRETS_DIFFER =
  "Either the deployed LINK_SECRETS are others than those at hand (`npx wrangler secret put LINK_SECRETS`), or a URL rewrite changes the path on its way (Rules > Overview).";

/** Whether the answer is the page that asks, for this very link: its form posts back to it. */
function asks({ probe, outcome }: Exchange): boolean {
  return (
    outcome.kind === "answer" &&
    outcome.status === 200 &&
    outcome.body.includes(`<form method="post" action="${probe.linkPath.toLowerCase()}`)
  );
}

function isObstructed({ outcome }: Exchange): boolean {
  return outcome.kind === "lost" || obstacleIn(outcome) !== undefined;
}

function remedyFor(bad: readonly Exchange[], otherwise: string): string {
  return bad.some(isObstructed) ? REMOVE_OBSTACLE : otherwise;
}

/** A link that the secret at hand has signed opens: the deployed secret is the same. */
export function judgePage(exchange: Exchange): Finding {
  if (asks(exchange)) return page.ok("A link signed with the secret at hand opens, and asks.");
  const { outcome } = exchange;
  const isRefused = outcome.kind === "answer" && outcome.status === 404;
  const saw = isRefused ? "The link was refused (404)." : `The link was ${metBy(exchange)}.`;
  return page.failure(saw, remedyFor([exchange], SECRETS_DIFFER));
}

/** Links of older secrets are still in people's mail. */
export function judgeSecrets(exchanges: readonly Exchange[]): Finding {
  const bad = exchanges.filter((exchange) => !asks(exchange));
  if (bad.length === 0) {
    const { length } = exchanges;
    return secrets.ok(length === 1 ? "There is one." : `Links of all ${length} open.`);
  }
  const which = bad.map(({ probe }) => probe.name).join(", ");
  const saw = `Links of ${bad.length} of ${exchanges.length} secrets do not open (number ${which}).`;
  return secrets.failure(saw, remedyFor(bad, SECRETS_DIFFER));
}

/** Mail programs keep a full stop, trackers add a query, gateways change the case. */
export function judgeMangled(exchanges: readonly Exchange[]): Finding {
  const bad = exchanges.filter((exchange) => !asks(exchange));
  if (bad.length === 0) return mangled.ok(`${exchanges.length} of ${exchanges.length} open.`);
  const remedy =
    "The Worker ignores junk and case, so something in front of it changes or refuses such paths: look at Rules > Overview (URL rewrites) and Security > Security rules.";
  return mangled.failure(`${tally(bad, exchanges)}.`, remedyFor(bad, remedy));
}

/** Scanners ask with HEAD whether a link is alive. */
export function judgeHead(exchange: Exchange): Finding {
  const { outcome } = exchange;
  if (outcome.kind === "answer" && outcome.status === 200) {
    return head.ok("Is answered as GET is.");
  }
  const remedy =
    "The Worker answers HEAD with 200, so something in front of it does not let HEAD through: look at Security > Security rules.";
  return head.failure(`Was ${metBy(exchange)}.`, remedyFor([exchange], remedy));
}

/** The page has no script, and its Content-Security-Policy stops any; what is added is for nothing. */
export function judgeContent(exchange: Exchange): Finding {
  const { outcome } = exchange;
  if (!asks(exchange) || outcome.kind === "lost") return content.skipped("There was no page.");
  const added = [
    ...(/<script/i.test(outcome.body) ? ["a script"] : []),
    ...(/\/cdn-cgi\/l\/email-protection/i.test(outcome.body) ? ["an obfuscated address"] : []),
  ];
  if (added.length === 0) return content.ok("No script, no obfuscated address.");
  const remedy =
    "A Configuration Rule (Rules > Overview) for this path can switch off Rocket Loader, Email Obfuscation, Zaraz and Web Analytics (RUM); JavaScript detections go with Bot Fight Mode.";
  return content.warning(
    `The page has ${added.join(" and ")} that the Worker did not put there.`,
    remedy,
  );
}

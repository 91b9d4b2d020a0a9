/** The page behind a link: it asks, whatever was glued to the link, and nothing is added to it. Pure. */

import { type Context, wayOutOf } from "../cause.ts";
import { type Finding, findingsOf, findingsOfCause } from "../finding.ts";
import { obstacleIn } from "../obstacle.ts";
import type { Exchange } from "../probes.ts";
import { metBy, tally } from "../tally.ts";

const page = findingsOfCause("page");
const secrets = findingsOf("secrets", "Every link secret");
const mangled = findingsOf("mangled-links", "Links with junk on them");
const head = findingsOf("head", "HEAD");
const content = findingsOf("page-content", "Nothing added to the page");

const SECRETS_DIFFER =
  "Either the deployed LINK_SECRETS are others than those at hand (`npx wrangler secret put LINK_SECRETS`), or a URL rewrite changes the path on its way (Rules > Overview).";

/** Whether a link that the secret at hand has signed was turned down. */
export function isRefused({ outcome }: Exchange): boolean {
  return outcome.kind === "answer" && outcome.status === 404;
}

/** Whether the answer is the page that asks, for this very link: its form posts back to it. */
export function asks({ probe, outcome }: Exchange): boolean {
  return (
    outcome.kind === "answer" &&
    outcome.status === 200 &&
    outcome.body.includes(`<form method="post" action="${probe.linkPath}`)
  );
}

/** A link that the secret at hand has signed opens: the deployed secret is the same. */
export function judgePage(exchange: Exchange, context: Context): Finding {
  if (asks(exchange)) return page.ok("A link signed with the secret at hand opens, and asks.");
  const saw = isRefused(exchange)
    ? "A link signed with the secret at hand was refused (404)."
    : `A link was ${metBy(exchange)}, and did not ask.`;
  // This check is itself what explains a refusal.
  const others = { ...context, isLinkRefused: false };
  return page.failure(saw, wayOutOf([exchange], others, SECRETS_DIFFER));
}

/** Links of older secrets are still in people's mail. */
export function judgeSecrets(exchanges: readonly Exchange[], context: Context): Finding {
  const bad = exchanges.filter((exchange) => !asks(exchange));
  const { length } = exchanges;
  if (bad.length === 0) return secrets.ok(length === 1 ? "There is one." : `All ${length} open.`);
  const isOlderAlone = bad.length < length;
  const saw = `${bad.length} of ${length} do not open (${bad.map(({ probe }) => probe.name).join(", ")}).`;
  const remedy =
    "Links that this secret signed are still in people's mail: put it back into the deployed LINK_SECRETS, behind the newest.";
  return secrets.failure(saw, isOlderAlone ? remedy : wayOutOf(bad, context, SECRETS_DIFFER));
}

/** Mail programs keep a full stop, trackers add a query, gateways change the case. */
export function judgeMangled(exchanges: readonly Exchange[], context: Context): Finding {
  const bad = exchanges.filter((exchange) => !asks(exchange));
  if (bad.length === 0) return mangled.ok(`${exchanges.length} of ${exchanges.length} open.`);
  const remedy =
    "The Worker ignores junk and case, so something in front of it changes or refuses such paths: look at Rules > Overview (URL rewrites) and Security > Security rules.";
  return mangled.failure(tally(bad, exchanges), wayOutOf(bad, context, remedy));
}

/** Scanners ask with HEAD whether a link is alive. */
export function judgeHead(exchange: Exchange, context: Context): Finding {
  const { outcome } = exchange;
  const isWell =
    outcome.kind === "answer" && outcome.status === 200 && obstacleIn(outcome) === undefined;
  if (isWell) return head.ok("Is answered as GET is.");
  const remedy =
    "The Worker answers HEAD with 200, so something in front of it does not let HEAD through: look at Security > Security rules.";
  return head.failure(`Was ${metBy(exchange)}.`, wayOutOf([exchange], context, remedy));
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
  const saw = `The page has ${added.join(" and ")} that the Worker did not put there.`;
  return content.warning(saw, remedy);
}

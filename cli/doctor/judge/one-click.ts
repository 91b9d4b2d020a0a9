/** The POSTs: every shape and every agent leaves, the body arrives, a forged link does not leave. Pure. */

import { type Context, isExplained, wayOutOf } from "../cause.ts";
import { type Finding, findingsOf } from "../finding.ts";
import { obstacleIn } from "../obstacle.ts";
import type { Exchange } from "../probes.ts";
import { LOOK_AT_LOG } from "../remedies.ts";
import { metBy, tally } from "../tally.ts";

const oneClick = findingsOf("one-click", "One-click POSTs");
const agents = findingsOf("user-agents", "Odd and missing agents");
const body = findingsOf("body", "The POST's body arrives");
const forged = findingsOf("forged", "Forged links");

const LEFT = new Set([200, 202]);

/** Whether the Worker took it: to a mail program it answers in plain text. */
function isTaken({ outcome }: Exchange): boolean {
  return (
    outcome.kind === "answer" &&
    LEFT.has(outcome.status) &&
    /^text\/plain\b/.test(outcome.headers["content-type"] ?? "")
  );
}

function remedyFor(bad: readonly Exchange[]): string {
  const statuses = bad.map(({ outcome }) => outcome.kind === "answer" && outcome.status);
  if (statuses.includes(503)) return `The Worker could neither do it nor store it. ${LOOK_AT_LOG}`;
  return "The Worker takes all of these, so something in front of it refuses or changes them: look at Security > Security rules, at Rules > Overview, and at the Worker's routes.";
}

/** RFC 8058 section 3.2, and what the wild makes of it. */
export function judgeOneClick(exchanges: readonly Exchange[], context: Context): Finding {
  const bad = exchanges.filter((exchange) => !isTaken(exchange));
  if (bad.length === 0) {
    return oneClick.ok(`${exchanges.length} of ${exchanges.length} shapes taken.`);
  }
  return oneClick.failure(tally(bad, exchanges), wayOutOf(bad, context, remedyFor(bad)));
}

/** Mailbox providers and gateways are no browsers. */
export function judgeAgents(exchanges: readonly Exchange[], context: Context): Finding {
  const bad = exchanges.filter((exchange) => !isTaken(exchange));
  if (bad.length === 0) {
    return agents.ok(`${exchanges.length} of ${exchanges.length} agents taken.`);
  }
  return agents.failure(tally(bad, exchanges), wayOutOf(bad, context, remedyFor(bad)));
}

/** The page's button is told from a mail program by the body alone. */
export function judgeBody(exchange: Exchange, context: Context): Finding {
  const { outcome } = exchange;
  const type = outcome.kind === "answer" ? (outcome.headers["content-type"] ?? "") : "";
  if (isTaken(exchange)) {
    const saw = "The page's button was answered as a mail program is: its body was lost.";
    const remedy =
      "Something in front of the Worker strips the body of POSTs: a proxy, another Worker on the route, a Snippet. Readers get a bare line in place of a page, and no undo.";
    return body.failure(saw, remedy);
  }
  const isPage = outcome.kind === "answer" && LEFT.has(outcome.status) && type.includes("html");
  if (isPage && obstacleIn(outcome) === undefined) {
    return body.ok("The page's button was answered with a page.");
  }
  const wayOut = wayOutOf([exchange], context, remedyFor([exchange]));
  return body.failure(`The page's button was ${metBy(exchange)}.`, wayOut);
}

/** Whoever could forge a link could take anybody off a list. */
export function judgeForged(exchanges: readonly Exchange[], context: Context): Finding {
  const accepted = exchanges.filter(
    ({ outcome }) =>
      outcome.kind === "answer" && outcome.status < 300 && obstacleIn(outcome) === undefined,
  );
  if (accepted.length > 0) {
    const remedy =
      "The Worker answers 404. Something in front of it turns that into a success: a custom error rule, a cache rule, another Worker. Or this is not the Worker at all.";
    return forged.failure(`${tally(accepted, exchanges)} It looks as if they had worked.`, remedy);
  }
  const odd = exchanges.filter(({ outcome }) => outcome.kind === "lost" || outcome.status !== 404);
  if (odd.length === 0) {
    return forged.ok(`${exchanges.length} of ${exchanges.length} refused (404).`);
  }
  if (isExplained(odd, context)) return forged.skipped("They did not reach the Worker.");
  return forged.warning(`${tally(odd, exchanges)} The Worker answers 404.`, remedyFor(odd));
}

/** Checks the POSTs: every body and every agent is accepted, the body arrives, and forged links are refused. Pure. */

import { type Finding, findingsOf } from "../finding.ts";
import { type Context, explain, interferenceIn, outcomeOf, tally } from "../interference.ts";
import type { Exchange, Grouped } from "../requests.ts";
import { LOOK_AT_LOG, OTHER_KEY } from "./endpoint.ts";

const oneClick = findingsOf("one-click", "One-click POSTs");
const agents = findingsOf("user-agents", "User agents");
const body = findingsOf("body", "POST body");
const forged = findingsOf("forged", "Forged links");
const upstream = findingsOf("worker-to-resend", "Worker to Resend");

/** Done, or queued. */
const ACCEPTED = new Set([200, 202]);

/** Checks the answers to POST, and to forged links. */
export function checkPosts(of: Grouped, context: Context): Finding[] {
  return [
    checkAccepted(oneClick, of("one-click"), context),
    checkAccepted(agents, of("user-agents"), context),
    ...of("body").map((button) => checkBody(button, context)),
    checkForged(of("forged"), context),
    checkUpstream([...of("one-click"), ...of("user-agents")], context),
  ];
}

/** Whether the Worker has accepted a one-click POST: it answers in plain text. */
function isAccepted({ outcome }: Exchange): boolean {
  return (
    outcome.kind === "answer" &&
    ACCEPTED.has(outcome.status) &&
    /^text\/plain\b/.test(outcome.headers["content-type"] ?? "")
  );
}

function remedyFor(bad: readonly Exchange[]): string {
  const isFailing = bad.some(({ outcome }) => outcome.kind === "answer" && outcome.status === 503);
  return isFailing
    ? `The Worker could neither carry out nor store the request. ${LOOK_AT_LOG}`
    : "The Worker accepts all of these, so something in front of it refuses or changes them: look at Security > Security rules, at Rules > Overview, and at the Worker's routes.";
}

/** Checks that every one of these POSTs is accepted. */
function checkAccepted(
  findings: ReturnType<typeof findingsOf>,
  exchanges: readonly Exchange[],
  context: Context,
): Finding {
  const bad = exchanges.filter((exchange) => !isAccepted(exchange));
  if (bad.length === 0) return findings.ok(`${exchanges.length} of ${exchanges.length} accepted.`);
  return findings.failure(tally(bad, exchanges), explain(bad, context, remedyFor(bad)));
}

/** Only the body distinguishes the page's button from a mail program. */
function checkBody(exchange: Exchange, context: Context): Finding {
  const { outcome } = exchange;
  if (isAccepted(exchange)) {
    return body.failure(
      "The page's button got the answer for mail programs, so the body of the POST was lost.",
      "Something in front of the Worker removes the body of POSTs: a proxy, another Worker on the route, or a Snippet. People see a line of text instead of a page, and cannot undo.",
    );
  }
  const isPage =
    outcome.kind === "answer" &&
    ACCEPTED.has(outcome.status) &&
    /\bhtml\b/.test(outcome.headers["content-type"] ?? "") &&
    interferenceIn(outcome) === undefined;
  if (isPage) return body.ok("It arrives: the page's button was answered with a page.");
  const remedy = explain([exchange], context, remedyFor([exchange]));
  return body.failure(`The page's button was ${outcomeOf(exchange)}.`, remedy);
}

/** Anyone who can forge a link can unsubscribe anyone. */
function checkForged(exchanges: readonly Exchange[], context: Context): Finding {
  const accepted = exchanges.filter(
    ({ outcome }) =>
      outcome.kind === "answer" && outcome.status < 300 && interferenceIn(outcome) === undefined,
  );
  if (accepted.length > 0) {
    return forged.failure(
      `${tally(accepted, exchanges)} Forged links seem to work.`,
      "The Worker answers 404, so something in front of it turns that into a success: a custom error rule, a cache rule, or another Worker. Or another site answers: check the Worker's routes.",
    );
  }
  const odd = exchanges.filter(({ outcome }) => outcome.kind === "lost" || outcome.status !== 404);
  if (odd.length === 0) return forged.ok(`All ${exchanges.length} were refused (404).`);
  const remedy = explain(odd, context, remedyFor(odd));
  if (typeof remedy !== "string") return forged.skipped("They did not reach the Worker.");
  return forged.warning(`${tally(odd, exchanges)} The Worker answers 404.`, remedy);
}

const AGAIN = "Run the doctor again in a minute, in case Resend was down until now. If this stays:";

/** The Worker answers 200 to what it carries out at once, and 202 to what it queues or keeps as a dead letter. */
function checkUpstream(posts: readonly Exchange[], { isHealthy, isResendWell }: Context): Finding {
  const count = (status: number) =>
    posts.filter(({ outcome }) => outcome.kind === "answer" && outcome.status === status).length;
  const [done, queued] = [count(200), count(202)];
  if (queued > 0 && done === 0 && isResendWell) {
    const found = `All ${queued} POSTs were queued (202), although Resend answers: people stay on the list.`;
    return upstream.failure(found, isHealthy ? `${AGAIN} ${OTHER_KEY}` : ["health"]);
  }
  if (queued > 0) {
    return upstream.warning(
      `${queued} of ${done + queued} POSTs were queued (202): Resend is down, over its rate limit, or refuses the Worker's key; or the deployed LISTS does not have this list.`,
      `Nothing is lost: the Worker carries out what is queued later. If this stays, set a full-access key with \`npx wrangler secret put RESEND_API_KEY\`. ${LOOK_AT_LOG}`,
    );
  }
  if (done === 0) return upstream.skipped("No POST was accepted.");
  return upstream.ok("The Worker carried the request out at once (200).");
}

/** Whether the Worker is there, and what it says of its own settings. Pure. */

import type { Answer, Lost } from "../exchange.ts";
import { type Finding, findingsOfCause, type Cause } from "../finding.ts";
import { obstacleIn } from "../obstacle.ts";
import { HEALTH_PROBE } from "../probes.ts";
import { LOOK_AT_LOG, ROUTE } from "../remedies.ts";
import { lostWords } from "../tally.ts";

const health = findingsOfCause("health");

interface Fault {
  setting: string;
  problem: string;
}

/** Judges the answer of `/leave/-/health`. */
export function judgeHealth(outcome: Answer | Lost): Finding {
  if (outcome.kind === "lost") return health.failure(`Was ${lostWords(outcome.why)}.`, ROUTE);
  const obstacle = obstacleIn(outcome);
  if (obstacle !== undefined) {
    const cause: Cause = obstacle.name === "redirect" ? "redirects" : "challenges";
    return health.failure(`Was ${obstacle.what}.`, [cause]);
  }
  const { status, faults } = readReport(outcome.body);
  if (outcome.status === 200 && status === "ok") {
    return health.ok("The Worker answers, and its settings are in order.");
  }
  if (outcome.status === 200 && status === "unverified") {
    return health.warning(
      "The Worker answers, and has not yet seen every list at Resend.",
      `It asks by itself: look again in a minute. If it stays so, Resend does not answer it. ${LOOK_AT_LOG}`,
    );
  }
  if (status === "faulty" && faults.length > 0) return judgeFaults(faults);
  const saw = `Something other than the Worker answers ${HEALTH_PROBE.request.path}: status ${outcome.status}.`;
  return health.failure(saw, ROUTE);
}

/** Faults in `BRAND` cost the pages their brand, and nobody a leave. */
function judgeFaults(faults: readonly Fault[]): Finding {
  const saw = `Settings are faulty: ${faults.map(({ setting, problem }) => `${setting} ${problem}`).join("; ")}.`;
  const remedy =
    "Correct them in wrangler.toml, or with `npx wrangler secret put`, and deploy again.";
  return faults.every(({ setting }) => setting.startsWith("BRAND"))
    ? health.warning(saw, remedy)
    : health.failure(saw, remedy);
}

function readReport(body: string): { status?: unknown; faults: Fault[] } {
  try {
    const { status, faults } = Object(JSON.parse(body)) as Record<string, unknown>;
    const listed: unknown[] = Array.isArray(faults) ? faults : [];
    return { status, faults: listed.filter(isFault) };
  } catch {
    return { faults: [] };
  }
}

function isFault(value: unknown): value is Fault {
  const { setting, problem } = Object(value) as Record<string, unknown>;
  return typeof setting === "string" && typeof problem === "string";
}

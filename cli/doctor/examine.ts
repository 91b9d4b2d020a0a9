/** Examines an endpoint: asks, waits its turn where Resend is asked in turn, and has every answer judged. */

import type { Writable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";

import { SingleBar } from "cli-progress";

import { judgeCertificate, shakeHands } from "./certificate.ts";
import { type Answer, type Ask, asking, type Lost } from "./exchange.ts";
import type { Finding } from "./finding.ts";
import { judgeHealth } from "./judge/health.ts";
import { judgeProbes, notAsked } from "./judge/probes.ts";
import {
  BROWSER,
  type Exchange,
  HEALTH_PROBE,
  planProbes,
  type Probe,
  type Sender,
} from "./probes.ts";
import { type Account, judgeAccount, readAccount } from "./resend.ts";

export interface Endpoint extends Sender {
  account: Account | undefined;
  lists: ReadonlyMap<string, string>;
  /** Half of the team's limit if it is not given. */
  postsPerSecond: number | undefined;
}

/** The least that Resend allows a team, where nobody has said more. */
const ASSUMED_LIMIT = 2;

/**
 * Examines an endpoint, and Resend if there is a key.
 *
 * @param progress where a bar is drawn, if it is a terminal
 * @throws TypeError when the origin or the list is not what it must be
 */
export async function examine(endpoint: Endpoint, progress: Writable): Promise<Finding[]> {
  const { origin, account, lists } = endpoint;
  const probes = await planProbes(endpoint);
  const ask = asking(origin);
  const report = account === undefined ? ({ kind: "no-key" } as const) : await readAccount(account);
  const limit = report.kind === "listed" ? report.limitPerSecond : undefined;
  const { postsPerSecond = (limit ?? ASSUMED_LIMIT) / 2 } = endpoint;

  const certificate = judgeCertificate(await shakeHands(origin), new Date());
  const health = { probe: HEALTH_PROBE, outcome: await ask(HEALTH_PROBE.request) };
  const healthFinding = judgeHealth(health.outcome);
  const before = [certificate, healthFinding];
  const after = judgeAccount(report, lists);
  if (health.outcome.kind === "lost") return [...before, ...notAsked("Nothing answers."), ...after];
  const exchanges = await askAll(probes, ask, 1000 / postsPerSecond, progress);
  // Health that could not be asked for says nothing of the Worker.
  const isHealthy = healthFinding.verdict !== "failure" || healthFinding.because !== undefined;
  return [...before, ...judgeProbes([health, ...exchanges], origin, isHealthy), ...after];
}

async function askAll(
  probes: readonly Probe[],
  ask: Ask,
  gapMs: number,
  progress: Writable,
): Promise<Exchange[]> {
  const bar = new SingleBar({
    stream: progress,
    clearOnComplete: true,
    format: "  asking {bar} {value}/{total}",
  });
  bar.start(probes.length, 0);
  const exchanges: Exchange[] = [];
  for (const probe of probes) {
    exchanges.push({ probe, outcome: await askAsBrowser(probe, ask) });
    bar.increment();
    if (probe.reachesResend) await sleep(gapMs);
  }
  bar.stop();
  return exchanges;
}

/** The page's button is sent on to its receipt, and a browser follows there. */
async function askAsBrowser({ group, request, linkPath }: Probe, ask: Ask): Promise<Answer | Lost> {
  const outcome = await ask(request);
  const isSentOn = group === "body" && outcome.kind === "answer" && outcome.status === 303;
  const receipt = isSentOn ? outcome.headers.location : undefined;
  return receipt?.startsWith(`${linkPath}/receipt/`)
    ? ask({ method: "GET", path: receipt, headers: BROWSER })
    : outcome;
}

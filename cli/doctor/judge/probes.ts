/** Has the answers to all probes judged, in the order in which they are told. Pure. */

import type { Context } from "../cause.ts";
import { type Finding, findingsOf } from "../finding.ts";
import type { Exchange, Group } from "../probes.ts";
import { judgeHeaders } from "./headers.ts";
import { judgeChallenges, judgeCookies, judgeRedirects } from "./in-front.ts";
import { judgeAgents, judgeBody, judgeForged, judgeOneClick } from "./one-click.ts";
import {
  judgeContent,
  judgeHead,
  judgeMangled,
  isRefused,
  judgePage,
  judgeSecrets,
} from "./page.ts";
import { judgeSpeed, judgeUpstream } from "./service.ts";

/**
 * Judges all exchanges of one examination: what explains others comes first.
 *
 * @param isHealthy whether the Worker itself says so
 */
export function judgeProbes(
  exchanges: readonly Exchange[],
  origin: string,
  isHealthy: boolean,
): Finding[] {
  const of = (group: Group) => exchanges.filter(({ probe }) => probe.group === group);
  const context: Context = { isHealthy, isLinkRefused: of("page").some(isRefused) };
  type Judge = (exchange: Exchange, context: Context) => Finding;
  const only = (group: Group, judge: Judge) =>
    of(group).map((exchange) => judge(exchange, context));
  return [
    judgeRedirects(exchanges, origin),
    judgeChallenges(exchanges),
    judgeCookies(exchanges),
    judgeSpeed(exchanges),
    ...only("page", judgePage),
    ...only("page", judgeHeaders),
    ...only("page", judgeContent),
    ...withBodyOf(of("page"), of("head")).map((head) => judgeHead(head, context)),
    judgeSecrets(of("secrets"), context),
    judgeMangled(of("mangled"), context),
    judgeOneClick(of("one-click"), context),
    judgeAgents(of("user-agents"), context),
    ...only("body", judgeBody),
    judgeForged(of("forged"), context),
    judgeUpstream([...of("one-click"), ...of("user-agents")]),
  ];
}

/** An answer to HEAD has no body to tell a challenge by; the same answer to GET has. */
function withBodyOf(pages: readonly Exchange[], heads: readonly Exchange[]): Exchange[] {
  const page = pages[0]?.outcome;
  return heads.map(({ probe, outcome }) => {
    const isSame =
      outcome.kind === "answer" && page?.kind === "answer" && outcome.status === page.status;
    return { probe, outcome: isSame ? { ...outcome, body: page.body } : outcome };
  });
}

/** Stands for all of them where nothing could be asked. */
export function notAsked(why: string): Finding[] {
  return [findingsOf("probes", "GET, HEAD, POST").skipped(why)];
}

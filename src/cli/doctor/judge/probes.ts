/** Has the answers to all probes judged, in the order in which they are told. Pure. */

import { type Finding, findingsOf } from "../finding.ts";
import type { Exchange, Group } from "../probes.ts";
import { judgeHeaders } from "./headers.ts";
import { judgeChallenges, judgeCookies, judgeRedirects } from "./in-front.ts";
import { judgeAgents, judgeBody, judgeForged, judgeOneClick } from "./one-click.ts";
import { judgeContent, judgeHead, judgeMangled, judgePage, judgeSecrets } from "./page.ts";
import { judgeSpeed, judgeUpstream } from "./service.ts";

/** Judges all exchanges of one examination. */
export function judgeProbes(exchanges: readonly Exchange[], origin: string): Finding[] {
  const of = (group: Group) => exchanges.filter(({ probe }) => probe.group === group);
  const only = (group: Group, judge: (exchange: Exchange) => Finding) => of(group).map(judge);
  return [
    ...only("page", judgePage),
    ...only("page", judgeHeaders),
    ...only("page", judgeContent),
    ...only("head", judgeHead),
    judgeSecrets(of("secrets")),
    judgeMangled(of("mangled")),
    judgeOneClick(of("one-click")),
    judgeAgents(of("user-agents")),
    ...only("body", judgeBody),
    judgeForged(of("forged")),
    judgeRedirects(exchanges, origin),
    judgeChallenges(exchanges),
    judgeCookies(exchanges),
    judgeSpeed(exchanges),
    judgeUpstream([...of("one-click"), ...of("user-agents")]),
  ];
}

/** Stands for all of them where nothing could be asked. */
export function notAsked(why: string): Finding[] {
  return [findingsOf("probes", "GET, HEAD, POST").skipped(why)];
}

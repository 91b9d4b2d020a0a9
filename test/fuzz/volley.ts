/** Sends some attempts at once, and judges all that came of them. */

import type { StandInState } from "../../sandbox/stand-in-process.ts";
import type { Answer } from "./answers.ts";
import { type Attempt, type HttpAttempt, type MailAttempt, shown } from "./attempt.ts";
import { type Authority, authorityOf, authorityOfMail } from "./authority.ts";
import { answerFault, isWorkersOwn, mailFault, strangerFault } from "./checks.ts";
import type { People } from "./people.ts";
import type { Permits } from "./permits.ts";
import type { Tally } from "./tally.ts";

/** What is attacked, and where it is watched from. */
export interface Target {
  send(attempt: HttpAttempt): Promise<Answer[]>;
  mail(attempt: MailAttempt): Promise<Pick<Answer, "status" | "body">>;
  /** The calls that have reached Resend since it was last asked: method and path. */
  takeCalls(): Promise<string[]>;
  /** What was printed or logged and should not have been, since it was last asked. */
  takeComplaints(): string[];
  /** Who is on which list. */
  census(): Promise<StandInState>;
  /** Waits until nothing is queued. @returns what will never be done; `undefined` when there is nothing */
  drained(): Promise<string | undefined>;
}

export interface Round {
  target: Target;
  people: People;
  permits: Permits;
  tally: Tally;
}

/** Something that must never happen, and the attempt that brought it about where it is known. */
export class Violation extends Error {}

/**
 * Sends them all at once.
 *
 * @throws Violation at the first thing that must never happen
 */
export async function volley(attempts: readonly Attempt[], round: Round): Promise<void> {
  const { target, permits, tally } = round;
  const authorities = attempts.map((attempt) => authoritiesOf(attempt, round));
  permits.grant(authorities.flat());
  const faults = await Promise.all(
    attempts.map((attempt, i) => faultOf(attempt, authorities[i] ?? [], round)),
  );
  const answered = faults.find((fault) => fault !== undefined);
  const calls = await target.takeCalls();
  tally.countCalls(calls);
  const stray = calls.find((call) => !permits.wasAsked(call));
  const [complaint] = target.takeComplaints();
  const bare = complaint ?? (stray && `Resend was asked without a ticket: ${stray}`);
  if (answered !== undefined) throw new Violation(answered);
  if (bare !== undefined) throw new Violation(`${bare}\n${attempts.map(shown).join("\n")}`);
}

function authoritiesOf(attempt: Attempt, { people }: Round): Authority[] {
  if (attempt.kind === "mail") return [authorityOfMail(attempt.to, people)];
  return attempt.requests.map((meant) => authorityOf(meant, people));
}

/** Sends one attempt. */
async function faultOf(
  attempt: Attempt,
  authorities: readonly Authority[],
  { target, permits, tally }: Round,
): Promise<string | undefined> {
  const [first = { mayClaim: false, calls: [] }] = authorities;
  const told = (fault: string | undefined) => fault && `${fault}\n${shown(attempt)}`;
  if (attempt.kind === "mail") {
    const answer = await target.mail(attempt);
    tally.count(attempt.maker, [answer.status]);
    if (answer.status < 400) permits.accept(first);
    return told(mailFault(answer, first));
  }
  const answers = await target.send(attempt);
  tally.count(
    attempt.maker,
    answers.map(({ status }) => status),
  );
  if (attempt.sound && answers.length === 0) return told("never answered");
  const faults = answers.map((answer, i) => {
    const authority = authorities[i] ?? first;
    if (!isWorkersOwn(answer)) return strangerFault(answer, attempt.sound);
    if (answer.status < 400) permits.accept(authority);
    return answerFault(answer, authority);
  });
  return told(faults.find((fault) => fault !== undefined));
}

/** Examines what a Broadcast would print for a contact of the sender's own, and sends one if it is told to. */

import type { Ask } from "./exchange.ts";
import { judgeContact, judgeProperty, notJudged, readContact } from "./broadcast/judge.ts";
import { type Knock, knocking } from "./broadcast/knock.ts";
import { sendOne } from "./broadcast/send.ts";
import { type Finding, findingsOf } from "./finding.ts";
import type { Sender } from "./probes.ts";
import type { Account } from "./resend.ts";

const link = findingsOf("broadcast-link", "The link in the property");

export interface BroadcastTest {
  /** An address or a contact ID, of the sender's own. */
  contact: string;
  account: Account | undefined;
  /** The list's segment. */
  segment: string | undefined;
  /** The contact property that holds the list's links. */
  property: string | undefined;
  /** Sends a Broadcast from this sender. */
  sendFrom: string | undefined;
}

/** @param ask reaches the Worker */
export async function examineBroadcast(
  { contact, account, segment, property, sendFrom }: BroadcastTest,
  sender: Sender,
  ask: Ask,
): Promise<Finding[]> {
  if (account === undefined) return [notJudged("No RESEND_API_KEY to ask Resend with.")];
  if (property === undefined || segment === undefined) {
    return [notJudged(`LISTS.${sender.list} names no property and segment.`)];
  }
  const knock = knocking(account);
  const path = `/contacts/${encodeURIComponent(contact)}`;
  const reply = await knock("GET", path);
  const found = readContact(reply, property);
  const isMember = found && (await isIn(knock, path, segment));
  const about = judgeContact(found, reply.status, isMember);
  if (found === undefined) return [about];

  const findings = [about, await judgeProperty(found, sender), await judgeLink(found.value, ask)];
  const mayBeSent = findings.every(({ verdict }) => verdict === "ok" || verdict === "warning");
  if (sendFrom === undefined || !mayBeSent) return findings;
  const one = { contact: found.id, from: sendFrom, property, now: new Date() };
  return [...findings, await sendOne(knock, one)];
}

async function isIn(knock: Knock, path: string, segment: string): Promise<boolean | undefined> {
  const { status, body } = await knock("GET", `${path}/segments?limit=100`);
  const { data } = body;
  if (status !== 200 || !Array.isArray(data)) return undefined;
  return (
    data.some((one) => Object(one).id === segment) ||
    (body["has_more"] === true ? undefined : false)
  );
}

/** Reads the page, and leaves everybody where they are. */
async function judgeLink(value: string | undefined, ask: Ask): Promise<Finding> {
  if (value === undefined || !URL.canParse(value)) return link.skipped("There is none.");
  const { pathname } = new URL(value);
  const outcome = await ask({ method: "GET", path: pathname });
  const asks =
    outcome.kind === "answer" &&
    outcome.status === 200 &&
    outcome.body.includes(`<form method="post" action="${pathname}`);
  return asks
    ? link.ok("Opens, and asks.")
    : link.failure(
        "Does not open.",
        "If links at all do not open, mend that first; else run `npm run sync-links`.",
      );
}

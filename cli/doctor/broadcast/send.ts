/**
 * Sends one contact a Broadcast. It goes to a segment of its own, with this contact alone: a Broadcast to the
 * list's segment would reach everybody on it.
 */

import { type Finding, findingsOf } from "../finding.ts";
import type { Knock } from "./knock.ts";

const sent = findingsOf("broadcast-sent", "A Broadcast of one");

export interface OneBroadcast {
  /** A contact ID. */
  contact: string;
  /** A sender that Resend has verified, such as `Acme <news@acme.com>`. */
  from: string;
  property: string;
  /** Tells this segment from those of other runs. */
  now: Date;
}

/** Creates the segment, puts the contact in, writes the Broadcast, sends it; stops at the first that fails. */
export async function sendOne(knock: Knock, one: OneBroadcast): Promise<Finding> {
  const { contact, from, property, now } = one;
  const name = `leave-this-list doctor ${now.toISOString().slice(0, 16)}`;
  const segment = await knock("POST", "/segments", { name });
  const segmentId = segment.body["id"];
  if (typeof segmentId !== "string") return failed("a segment", segment.status);

  const joined = await knock("POST", `/contacts/${contact}/segments/${segmentId}`);
  if (!isDone(joined.status)) return failed("the contact's place in it", joined.status, name);

  const broadcast = await knock("POST", "/broadcasts", {
    segment_id: segmentId,
    name,
    from,
    subject: "A test of your unsubscribe link",
    html: `<p>This is a test, sent to you alone.</p><p><a href="{{{contact.${property}}}}">Leave this list</a></p>`,
  });
  const id = broadcast.body["id"];
  if (typeof id !== "string") return failed("the Broadcast", broadcast.status, name);

  const answer = await knock("POST", `/broadcasts/${id}/send`, {});
  if (!isDone(answer.status)) return failed("the sending", answer.status, name);
  return sent.ok(
    `Is on its way, to the segment “${name}”. Save what arrives, and examine it with --message; then delete the segment in Resend.`,
  );
}

function isDone(status: number | null): boolean {
  return status !== null && status >= 200 && status < 300;
}

function failed(what: string, status: number | null, segmentName?: string): Finding {
  const left = segmentName === undefined ? "" : ` The segment “${segmentName}” can be deleted.`;
  return sent.failure(
    `Resend answered ${status ?? "nothing"} to ${what}.`,
    `The sender must be of a domain that Resend has verified, and the plan must have room for a segment.${left}`,
  );
}

/**
 * Examines a message as it was sent: its List-Unsubscribe headers, the link in them, and what its DKIM
 * signatures cover. Reads the message alone: no DNS, no network.
 */

import PostalMime, { type Email } from "postal-mime";

import { type Finding, findingsOf } from "./finding.ts";
import { judgeAlignment, judgeCoverage, readSignature } from "./message/dkim.ts";
import { judgeListUnsubscribe, judgePostHeader, urisIn } from "./message/headers.ts";
import { judgeBodyLink, judgeHeaderLink } from "./message/link.ts";
import type { Sender } from "./probes.ts";

const unreadable = findingsOf("message", "The message");

/**
 * @param raw the source of the message, as a mail program saves it
 * @param kind the headers of a Broadcast are Resend's own
 */
export async function examineMessage(
  raw: Uint8Array,
  sender: Sender,
  kind: "email" | "broadcast" = "email",
): Promise<Finding[]> {
  const email = await read(raw);
  if (email === undefined || email.headers.length === 0) {
    const remedy = "Save it as .eml: the raw source, with all its headers.";
    return [unreadable.failure("The file is no e-mail.", remedy)];
  }
  const bodyLink = await judgeBodyLink(`${email.html ?? ""}\n${email.text ?? ""}`, sender);
  if (kind === "broadcast") return [bodyLink];
  const valuesOf = (name: string) =>
    email.headers.filter(({ key }) => key === name).map(({ value }) => value);
  const signatures = valuesOf("dkim-signature").map(readSignature);
  const fromDomain = email.from?.address?.split("@").at(-1)?.toLowerCase() ?? "";
  const listUnsubscribe = valuesOf("list-unsubscribe");
  return [
    judgeListUnsubscribe(listUnsubscribe),
    judgePostHeader(valuesOf("list-unsubscribe-post")),
    await judgeHeaderLink(listUnsubscribe.flatMap(urisIn), sender),
    bodyLink,
    judgeCoverage(signatures, fromDomain),
    judgeAlignment(signatures, fromDomain),
  ];
}

async function read(raw: Uint8Array): Promise<Email | undefined> {
  try {
    return await PostalMime.parse(raw);
  } catch {
    return undefined;
  }
}

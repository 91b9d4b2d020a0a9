/** Checks the API key, the segments and topics of the lists, and the team's rate limit with Resend. */

import type { Failure } from "../../../src/resend/answer.ts";
import type { Topic } from "../../../src/resend/lists.ts";
import { type Connection, unknownTargets } from "../../resend.ts";
import { type Finding, findingsOf } from "../finding.ts";

const key = findingsOf("resend-key", "Resend API key");
const segments = findingsOf("segments", "Segments of the lists");
const topics = findingsOf("topics", "Topics of the lists");
const limit = findingsOf("rate-limit", "Resend rate limit");

/** What the doctor knows of the sender's Resend account. */
export interface Account {
  /** `undefined` without an API key. */
  connection: Connection | undefined;
  /** `LISTS`, as far as it is well-formed. */
  lists: ReadonlyMap<string, { segment?: string; topic?: string; property?: string }>;
}

/** Reads the team's segments, which takes a key with full access. */
export async function checkResend({ connection, lists }: Account): Promise<Finding[]> {
  if (connection === undefined) {
    const why = "There is no RESEND_API_KEY in the environment or in .dev.vars.";
    return [key, segments, limit].map((check) => check.skipped(why));
  }
  const listed = await connection.resend.listSegments();
  if (listed.kind !== "found") {
    const why = "The key could not be used.";
    return [checkRefusal(listed), segments.skipped(why), limit.skipped(why)];
  }
  const hasTopics = [...lists.values()].some(({ topic }) => topic !== undefined);
  const known = hasTopics ? await connection.resend.listTopics() : undefined;
  const value = known?.kind === "found" ? known.value : undefined;
  const missing = unknownTargets(lists, { segments: listed.value, topics: value });
  const of = (part: string) => missing.filter((setting) => setting.endsWith(part));
  const perSecond = connection.limitPerSecond();
  return [
    key.ok("The key is active, and has full access."),
    checkSegments(of(".segment"), lists.size),
    ...(hasTopics ? [checkTopics(of(".topic"), value)] : []),
    perSecond === undefined
      ? limit.warning("Resend did not report it.", "Check that RESEND_BASE_URL is Resend's.")
      : limit.ok(`${perSecond} requests a second for the whole team; the queue uses half of them.`),
  ];
}

/** Whether the key works, and reads the segment of every list. @param findings of `checkResend` */
export function isWell(findings: readonly Finding[]): boolean {
  return findings.some(({ check, status }) => check === "segments" && status === "ok");
}

/** Says why the first request to Resend failed. */
export function checkRefusal(refusal: Failure | { kind: "missing" }): Finding {
  const remedy =
    "Create a full-access key on Resend's API Keys page, and set it with `npx wrangler secret put RESEND_API_KEY`.";
  const { fault, status } =
    refusal.kind === "missing" ? ({ fault: "not-found", status: 404 } as const) : refusal;
  if (fault === "key-restricted") return key.failure("The key can only send email.", remedy);
  if (fault === "key-refused") {
    const found = `Resend refuses the key (${status}): it is wrong, deleted, or suspended.`;
    return key.failure(found, remedy);
  }
  return key.warning(
    answeredWith(status),
    "Try again later (https://resend-status.com), and check RESEND_BASE_URL.",
  );
}

/** Says how Resend answered, if not as expected. */
export function answeredWith(status: number | null): string {
  return status === null ? "Resend did not answer." : `Resend answered with status ${status}.`;
}

function checkSegments(missing: readonly string[], lists: number): Finding {
  if (lists === 0) return segments.skipped("There is no list in LISTS.");
  if (missing.length === 0) return segments.ok("The segment of every list exists.");
  return segments.failure(...unknown(missing, "Segments"));
}

/** @param listed the team's topics; `undefined` if Resend did not list them */
function checkTopics(missing: readonly string[], listed: readonly Topic[] | undefined): Finding {
  if (listed === undefined) return topics.warning("Resend did not list them.", "Try again later.");
  if (missing.length === 0) return topics.ok("The topic of every list that names one exists.");
  return topics.failure(...unknown(missing, "Topics"));
}

function unknown(missing: readonly string[], page: string): [found: string, remedy: string] {
  return [
    `This Resend team does not have ${missing.join(", ")}.`,
    `Copy the ID from Resend's ${page} page into Wrangler's file, and deploy. Until then, requests about the list are queued.`,
  ];
}

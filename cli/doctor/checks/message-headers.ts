/** The headers of RFC 2369, RFC 8058, and RFC 2919 as they stand in a message. A ✓ means that strict readers agree. Pure. */

import { type Finding, findingsOf } from "../finding.ts";

const listUnsubscribe = findingsOf("message-list-unsubscribe", "List-Unsubscribe");
const postHeader = findingsOf("message-list-unsubscribe-post", "List-Unsubscribe-Post");
const listId = findingsOf("message-list-id", "List-Id");

const PASS_BOTH =
  "Pass both headers from `leaveHeaders` to Resend unchanged, also for each email of a batch. A Broadcast accepts no headers.";

/** RFC 5322 section 2.1.1, in characters. */
const MAX_LINE = 998;

const FOLD = `Something that sends the message breaks long lines. A line may have ${MAX_LINE} characters: let it break this one only between two URIs, or not at all.`;

/** `<uri>, <uri>`, after comments are removed. */
const URI_LIST = /^[ \t\r\n]*<[^<>]+>[ \t\r\n]*(?:,[ \t\r\n]*<[^<>]+>[ \t\r\n]*)*$/;
const COMMENT = /\([^()<>]*\)/g;

/** RFC 3986: only these characters, and `%` only before two digits. */
export const URI =
  /^(?:https?:\/\/[^/?#@]+|mailto:[^?@]+@)(?:[\w\-.~:/?#[\]@!$&'()*+,;=]|%[0-9a-f]{2})*$/i;

/** The URIs in a `List-Unsubscribe`, without the white space that does not count in it (RFC 2369 section 2). */
export function urisIn(value: string): string[] {
  return Array.from(value.matchAll(/<([^<>]*)>/g), ([, uri = ""]) => uri.replaceAll(/\s/g, ""));
}

/** @param values of all headers of this name, folded as they arrived */
export function checkListUnsubscribe([value, ...others]: readonly string[]): Finding {
  if (value === undefined) return listUnsubscribe.failure("The header is missing.", PASS_BOTH);
  if (others.length > 0) {
    return listUnsubscribe.failure(
      `There are ${others.length + 1} of these headers.`,
      `${PASS_BOTH} Something else adds its own: find out which part of your sending code, or which service.`,
    );
  }
  if (value.includes("=?")) {
    return listUnsubscribe.failure(
      "The header is an encoded word (=?…?=), in which mail programs find no URI.",
      "Something on the way encodes long headers. Allow lines of 998 characters (in Python's email: policy.SMTP.clone(max_line_length=998)), or make this one shorter: sign by contact ID, and leave out the mailto:.",
    );
  }
  const uris = urisIn(value);
  const problem = listProblem(value.replaceAll(COMMENT, ""), uris);
  if (problem !== undefined) {
    const found = `It is not a list of URIs in angle brackets: ${problem}.`;
    return listUnsubscribe.failure(found, PASS_BOTH);
  }
  const [https, http] = [/^https:/i, /^http:/i].map(
    (scheme) => uris.filter((uri) => scheme.test(uri)).length,
  );
  if (https !== 1 || http !== 0) {
    const found = `It has ${https} https URIs and ${http} http URIs instead of one https URI.`;
    return listUnsubscribe.failure(found, PASS_BOTH);
  }
  const insides = Array.from(value.matchAll(/<([^<>]*)>/g), ([, inside = ""]) => inside);
  if (insides.some((inside) => /\s/.test(inside))) {
    const what = insides.some((inside) => inside.includes("\n")) ? "A line break is" : "A space is";
    return listUnsubscribe.warning(
      `${what} within the angle brackets. Many mail programs make %20 of it, and strict ones refuse it.`,
      FOLD,
    );
  }
  const lines = `List-Unsubscribe:${value}`.split(/\r?\n/);
  if (lines.some((line) => line.trim() === "" || line.length > MAX_LINE)) {
    const what = `A line of it is blank, or longer than ${MAX_LINE} characters`;
    return listUnsubscribe.warning(`${what}. Strict mail programs refuse it (RFC 5322).`, FOLD);
  }
  const mailto = uris.some((uri) => /^mailto:/i.test(uri)) ? " and a mailto:" : "";
  return listUnsubscribe.ok(`It has an https URI${mailto}.`);
}

function listProblem(value: string, uris: readonly string[]): string | undefined {
  if (value.trim() === "") return "it is empty";
  if (!/[<>]/.test(value)) {
    return /[[\]{}()«»‹›＜＞]|&lt;/.test(value) ? "it has other brackets" : "it has none";
  }
  if (!URI_LIST.test(value)) {
    return />\s*</.test(value) ? "there is no comma between two URIs" : "the brackets do not match";
  }
  return uris.every((uri) => URI.test(uri) && URL.canParse(uri))
    ? undefined
    : "what they enclose is not a URI (RFC 3986)";
}

/** @param hasList whether the message has a `List-Unsubscribe`; without it, this header is missing for the same reason */
export function checkPostHeader([value, ...others]: readonly string[], hasList: boolean): Finding {
  const wrong = (found: string) => postHeader.failure(found, PASS_BOTH);
  if (value === undefined) {
    return hasList
      ? wrong("The header is missing, so no provider sends a POST.")
      : postHeader.skipped("The header is missing, as List-Unsubscribe is.");
  }
  if (others.length > 0) return wrong(`There are ${others.length + 1} of these headers.`);
  return /^(?:\r?\n)?[ \t]*List-Unsubscribe=One-Click[ \t]*$/.test(value)
    ? postHeader.ok("List-Unsubscribe=One-Click.")
    : wrong("It is not List-Unsubscribe=One-Click.");
}

/** Gmail names the header as one of two ways to tell lists apart. */
export function checkListId(values: readonly string[]): Finding {
  if (values.some((value) => /<[^<>\s]+>/.test(value))) return listId.ok("It names the list.");
  return listId.note("There is no List-Id.", LIST_ID);
}

export const LIST_ID =
  "Gmail asks senders to name each list in List-Id, or to give it a From address of its own (https://support.google.com/a/answer/15263077). Pass a header to Resend such as `List-Id: Weekly digest <weekly.acme.com>`.";

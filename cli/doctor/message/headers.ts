/** The two headers, each for itself: RFC 2369 section 2 and 3.2, RFC 8058 section 3.1. Pure. */

import { type Finding, findingsOf } from "../finding.ts";

const listUnsubscribe = findingsOf("message-list-unsubscribe", "List-Unsubscribe");
const post = findingsOf("message-list-unsubscribe-post", "List-Unsubscribe-Post");

const MINT =
  "Take both headers from `leaveHeaders`, and hand them to Resend unchanged, for each e-mail of a batch too. A Broadcast takes no headers of yours.";

/** `<uri>, <uri>`, once comments are taken out. */
const WELL_FORMED = /^\s*<[^<>]+>\s*(?:,\s*<[^<>]+>\s*)*$/;
const COMMENT = /\([^()<>]*\)/g;

/** The URIs in a `List-Unsubscribe`, without their brackets. */
export function urisIn(value: string): string[] {
  // A folded line may break a URI in two; white space in it does not count (RFC 2369 section 2).
  return Array.from(value.matchAll(/<([^<>]*)>/g), ([, uri = ""]) => uri.replaceAll(/\s/g, ""));
}

export function judgeListUnsubscribe(values: readonly string[]): Finding {
  const [value] = values;
  if (value === undefined) return listUnsubscribe.failure("Is missing.", MINT);
  if (values.length > 1) {
    return listUnsubscribe.failure(
      `Stands there ${values.length} times.`,
      `${MINT} Something else adds one of its own: see which of your sending code or services does.`,
    );
  }
  if (value.includes("=?")) {
    return listUnsubscribe.failure(
      "Is encoded as if it were words (=?…?=), so nobody can read a URI in it.",
      "Something on the way encodes long headers: sign by contact ID, which makes the link short, and leave the mailto: out.",
    );
  }
  const uris = urisIn(value);
  if (!WELL_FORMED.test(value.replaceAll(COMMENT, "")) || !uris.every((uri) => URL.canParse(uri))) {
    return listUnsubscribe.failure("Is not a list of URIs in angle brackets.", MINT);
  }
  const secure = uris.filter((uri) => /^https:/i.test(uri));
  if (secure.length !== 1) {
    return listUnsubscribe.failure(
      `Has ${secure.length} https URIs; one-click takes exactly one.`,
      MINT,
    );
  }
  const mailto = uris.some((uri) => /^mailto:/i.test(uri));
  return listUnsubscribe.ok(`One https URI${mailto ? ", and a mailto:" : ""}.`);
}

export function judgePostHeader(values: readonly string[]): Finding {
  const [value] = values;
  if (value === undefined) return post.failure("Is missing, so no provider POSTs.", MINT);
  if (values.length > 1) return post.failure(`Stands there ${values.length} times.`, MINT);
  if (value.trim() !== "List-Unsubscribe=One-Click") {
    return post.failure("Is not List-Unsubscribe=One-Click.", MINT);
  }
  return post.ok("List-Unsubscribe=One-Click.");
}

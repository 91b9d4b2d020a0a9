/**
 * A message as it was sent: its List-Unsubscribe headers (RFC 2369 sections 2 and 3.2, RFC 8058 section 3.1), and the
 * links in them and in the body. Reads the message alone: no DNS, no network.
 */

import PostalMime, { type Email } from "postal-mime";

import { openLink } from "../../../src/links/open.ts";
import { type Finding, findingsOf } from "../finding.ts";
import type { Sender } from "../requests.ts";
import { checkAlignment, checkCoverage, readSignature } from "./dkim.ts";

const message = findingsOf("message", "Message");
const listUnsubscribe = findingsOf("message-list-unsubscribe", "List-Unsubscribe");
const postHeader = findingsOf("message-list-unsubscribe-post", "List-Unsubscribe-Post");
const headerLink = findingsOf("message-link", "Link in the header");
const bodyLink = findingsOf("message-body", "Link in the body");

const PASS_BOTH =
  "Pass both headers from `leaveHeaders` to Resend unchanged, also for each email of a batch. A Broadcast accepts no headers.";

/**
 * @param raw the source of the message, as a mail program saves it
 * @param kind of a Broadcast, only the body is checked: its headers are Resend's own
 */
export async function checkMessage(
  raw: Uint8Array,
  sender: Sender,
  kind: "email" | "broadcast" = "email",
): Promise<Finding[]> {
  const email = await parse(raw);
  if (email === undefined || email.headers.length === 0) {
    const remedy = "Save the message as .eml: its source, with all headers.";
    return [message.failure("The file is not an email.", remedy)];
  }
  const inBody = await checkBodyLink(`${email.html ?? ""}\n${email.text ?? ""}`, sender);
  if (kind === "broadcast") return [inBody];
  const valuesOf = (name: string) =>
    email.headers.filter(({ key }) => key === name).map(({ value }) => value);
  const signatures = valuesOf("dkim-signature").map(readSignature);
  const fromDomain = email.from?.address?.split("@").at(-1)?.toLowerCase() ?? "";
  const values = valuesOf("list-unsubscribe");
  return [
    checkListUnsubscribe(values),
    checkPostHeader(valuesOf("list-unsubscribe-post")),
    await checkHeaderLink(values.flatMap(urisIn), sender),
    inBody,
    checkCoverage(signatures, fromDomain),
    checkAlignment(signatures, fromDomain),
  ];
}

async function parse(raw: Uint8Array): Promise<Email | undefined> {
  try {
    return await PostalMime.parse(raw);
  } catch {
    return undefined;
  }
}

/** `<uri>, <uri>`, after comments are removed. */
const URI_LIST = /^\s*<[^<>]+>\s*(?:,\s*<[^<>]+>\s*)*$/;
const COMMENT = /\([^()<>]*\)/g;

/** The URIs in a `List-Unsubscribe`. A folded line may break one in two: white space in it does not count. */
function urisIn(value: string): string[] {
  return Array.from(value.matchAll(/<([^<>]*)>/g), ([, uri = ""]) => uri.replaceAll(/\s/g, ""));
}

function checkListUnsubscribe([value, ...others]: readonly string[]): Finding {
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
      "Something on the way encodes long headers. Make the link shorter: sign by contact ID, and leave out the mailto:.",
    );
  }
  const uris = urisIn(value);
  if (!URI_LIST.test(value.replaceAll(COMMENT, "")) || !uris.every((uri) => URL.canParse(uri))) {
    return listUnsubscribe.failure("It is not a list of URIs in angle brackets.", PASS_BOTH);
  }
  const { length } = uris.filter((uri) => /^https:/i.test(uri));
  if (length !== 1) {
    return listUnsubscribe.failure(`It has ${length} https URIs instead of one.`, PASS_BOTH);
  }
  const mailto = uris.some((uri) => /^mailto:/i.test(uri)) ? " and a mailto:" : "";
  return listUnsubscribe.ok(`It has an https URI${mailto}.`);
}

function checkPostHeader([value, ...others]: readonly string[]): Finding {
  const wrong = (found: string) => postHeader.failure(found, PASS_BOTH);
  if (value === undefined) return wrong("The header is missing, so no provider sends a POST.");
  if (others.length > 0) return wrong(`There are ${others.length + 1} of these headers.`);
  return value.trim() === "List-Unsubscribe=One-Click"
    ? postHeader.ok("List-Unsubscribe=One-Click.")
    : wrong("It is not List-Unsubscribe=One-Click.");
}

/** The https URI of the header leads here, and its ticket opens. Names hosts, never a ticket. */
async function checkHeaderLink(uris: readonly string[], sender: Sender): Promise<Finding> {
  const { origin } = sender;
  const uri = uris.find((text) => /^https?:/i.test(text));
  if (uri === undefined || !URL.canParse(uri)) return headerLink.skipped("There is no link.");
  const url = new URL(uri);
  if (url.origin !== origin) {
    return headerLink.failure(
      `It leads to ${url.origin} instead of ${origin}.`,
      "If that is a click tracker, something between you and Resend rewrites headers: send the message to Resend directly. Otherwise sign the links for this origin, or run the doctor on that one.",
    );
  }
  const link = await openLink(url.pathname, sender.secrets);
  if (link.kind === "refused") {
    return link.reason === "malformed"
      ? headerLink.failure(
          "It leads here, but was cut short or rewritten.",
          "Compare it with the result of `leaveHeaders`: something on the way has changed it.",
        )
      : headerLink.failure(
          "It was signed with a secret that is not in LINK_SECRETS.",
          "Sign links with the first of the Worker's LINK_SECRETS.",
        );
  }
  const mailtos = uris.filter((text) => /^mailto:/i.test(text));
  for (const mailto of mailtos) {
    const [, list, ticket] = /^mailto:([^.@]+)\.([^@]+)@/i.exec(mailto) ?? [];
    const opened = await openLink(`/leave/${list}/${ticket}`, sender.secrets);
    if (opened.kind === "refused" || opened.contact !== link.contact) {
      return headerLink.warning(
        "The link opens, but the mailto: next to it does not, or belongs to another contact.",
        "Take both from one call of `leaveHeaders`, with the Worker's MAILTO_DOMAIN.",
      );
    }
  }
  const what = mailtos.length > 0 ? "The link and the mailto: open" : "The link opens";
  const list = link.list === sender.list ? link.list : `${link.list}, which is another one`;
  return headerLink.ok(`${what} (list ${list}).`);
}

const LEAVE_URL = /https?:\/\/[^\s"'<>]+?\/leave\/[^\s"'<>]+/gi;

/** People look for the link in the text, and Gmail and Yahoo require one there. */
async function checkBodyLink(body: string, sender: Sender): Promise<Finding> {
  const links = (body.match(LEAVE_URL) ?? []).filter(
    (text) => URL.canParse(text) && new URL(text).origin === sender.origin,
  );
  for (const link of links) {
    const opened = await openLink(new URL(link).pathname, sender.secrets);
    if (opened.kind === "opened") return bodyLink.ok("The body has a link, and it opens.");
  }
  return bodyLink.warning(
    links.length > 0
      ? "The body has a link to this origin, but it does not open."
      : "The body has no link to this origin.",
    "Put `leaveUrl` into the body. If click tracking rewrites it there, it still works, since the redirect ends at the page. To keep it as it is, turn click tracking off for the domain in Resend.",
  );
}

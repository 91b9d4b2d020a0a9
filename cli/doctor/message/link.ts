/** Where the message's links lead, and whether they open with the secrets at hand. Names hosts, never a ticket. */

import { openLink } from "../../../src/links/open.ts";
import { type Finding, findingsOf } from "../finding.ts";
import type { Sender } from "../probes.ts";

const headerLink = findingsOf("message-link", "The link in the header");
const bodyLink = findingsOf("message-body", "The link in the body");

const OUR_PATH = /https?:\/\/[^\s"'<>]+?\/leave\/[^\s"'<>]+/gi;

/** The https URI of the header is ours, on the way unchanged, and its ticket opens. */
export async function judgeHeaderLink(uris: readonly string[], sender: Sender): Promise<Finding> {
  const { origin } = sender;
  const uri = uris.find((text) => /^https?:/i.test(text));
  if (uri === undefined || !URL.canParse(uri)) return headerLink.skipped("There is none.");
  const url = new URL(uri);
  if (url.origin !== origin) {
    return headerLink.failure(
      `Leads to ${url.host}, and not to ${new URL(origin).host}.`,
      "If that host is a click tracker's, something between you and Resend rewrites headers: hand the message to Resend as it is. Else sign the links for this origin, or examine that one.",
    );
  }
  const link = await openLink(url.pathname, sender.secrets);
  if (link.kind === "refused") return headerLink.failure(...refusal(link.reason));
  const mailtos = uris.filter((text) => /^mailto:/i.test(text));
  for (const mailto of mailtos) {
    const opened = await openLink(mailtoPath(mailto), sender.secrets);
    if (opened.kind === "refused" || opened.contact !== link.contact) {
      return headerLink.warning(
        "The link opens; the mailto: beside it does not, or is somebody else's.",
        "Take both from `leaveHeaders`, with the Worker's MAILTO_DOMAIN.",
      );
    }
  }
  const list = link.list === sender.list ? `list ${link.list}` : `another list, ${link.list}`;
  const also = mailtos.length > 0 ? ", and so does the mailto:" : "";
  return headerLink.ok(`Opens with the secrets at hand (${list})${also}.`);
}

function refusal(reason: "malformed" | "forged"): [saw: string, remedy: string] {
  return reason === "malformed"
    ? [
        "Is ours by its host, but no link to leave a list: cut short, or rewritten.",
        "Compare it with what `leaveHeaders` gave you: something on the way changed it.",
      ]
    : [
        "Was signed with another secret than those at hand.",
        "The sending code must sign with the first of the Worker's LINK_SECRETS.",
      ];
}

/** People look for the link in the text; Gmail and Yahoo demand one there. */
export async function judgeBodyLink(body: string, sender: Sender): Promise<Finding> {
  const links = (body.match(OUR_PATH) ?? []).filter(
    (text) => URL.canParse(text) && new URL(text).origin === sender.origin,
  );
  for (const link of links) {
    const opened = await openLink(new URL(link).pathname, sender.secrets);
    if (opened.kind === "opened") return bodyLink.ok("The body has a link of ours, and it opens.");
  }
  const saw =
    links.length > 0 ? "The body's link of ours does not open." : "The body has no link of ours.";
  return bodyLink.warning(
    saw,
    "Put `leaveUrl` into the body, too. Click tracking rewrites links in the body: such a link still works, because the redirect ends at the page; switch it off for the domain in Resend to have it plain.",
  );
}

function mailtoPath(mailto: string): string {
  const [, list, ticket] = /^mailto:([^.@]+)\.([^@]+)@/i.exec(mailto) ?? [];
  return `/leave/${list}/${ticket}`;
}

/** The links in a message's headers and body: whether they open, which list they name, and whose they are. */

import { type OpenedLink, openLink } from "../../../src/links/open.ts";
import { type Finding, findingsOf } from "../finding.ts";
import type { Sender } from "../requests.ts";
import { asciiDomain } from "./signatures.ts";
import type { Message } from "./message-file.ts";
import { URI } from "./message-headers.ts";
import { type Account, answeredWith } from "./resend.ts";

const headerLink = findingsOf("message-link", "Link in the header");
const bodyLink = findingsOf("message-body", "Link in the body");
const owner = findingsOf("message-recipient", "Whose link it is");

/** What a link opens as; or why it does not: where else it leads, or how it is refused. */
interface Opened {
  link?: OpenedLink;
  fault?: string;
}

async function open(text: string, { origin, secrets }: Sender): Promise<Opened> {
  const url = new URL(text);
  if (url.origin !== origin) return { fault: url.origin };
  const link = await openLink(url.pathname, secrets);
  return link.kind === "opened" ? { link } : { fault: link.reason };
}

const REFUSED: Record<string, [found: string, remedy: string]> = {
  malformed: [
    "It leads here, but was cut short or rewritten.",
    "Compare it with the result of `leaveHeaders`: something on the way has changed it.",
  ],
  forged: [
    "It was signed with a secret that is not in LINK_SECRETS.",
    "Sign links with the first of the Worker's LINK_SECRETS.",
  ],
};
const TAKE_BOTH = "Take both from one call of `leaveHeaders`, with the Worker's MAILTO_DOMAIN.";
const ELSEWHERE =
  "If that is a click tracker, something between you and Resend rewrites headers: send the message to Resend directly. Otherwise sign the links for this origin, or run the doctor on that one.";

/** The https URI of the header leads here, and its ticket opens. Names hosts, never a ticket. */
export async function checkHeaderLink(
  uris: readonly string[],
  sender: Sender,
): Promise<Opened & { finding: Finding }> {
  const uri = uris.find((text) => /^https:/i.test(text) || text.startsWith(sender.origin));
  if (uri === undefined || !URL.canParse(uri)) {
    return { finding: headerLink.skipped("There is no https link in brackets.") };
  }
  const { link, fault = "" } = await open(uri, sender);
  if (link === undefined) {
    const elsewhere = [`It leads to ${fault} instead of ${sender.origin}.`, ELSEWHERE] as const;
    const [found, remedy] = REFUSED[fault] ?? elsewhere;
    return { fault, finding: headerLink.failure(found, remedy) };
  }
  if (URI.test(uri) && new URL(uri).pathname !== `/leave/${link.list}/${link.ticket}`) {
    const found = "The link opens, but not as it was signed: characters were added, or changed.";
    return { link, finding: headerLink.warning(found, REFUSED["malformed"]?.[1] ?? "") };
  }
  const mailtos = uris.filter((text) => /^mailto:/i.test(text));
  for (const mailto of mailtos) {
    const [, list, ticket] = /^mailto:(?:[^+@]*\+)?([^.@]+)\.([^@]+)@/i.exec(mailto) ?? [];
    const other = await openLink(`/leave/${list}/${ticket}`, sender.secrets);
    if (other.kind === "refused") {
      const found = "The link opens, but the mailto: next to it does not.";
      return { link, finding: headerLink.warning(found, TAKE_BOTH) };
    }
    if (other.contact !== link.contact || other.list !== link.list) {
      const found = "The link opens, but the mailto: next to it is of another contact or list.";
      return { link, finding: headerLink.failure(found, TAKE_BOTH) };
    }
  }
  const what = mailtos.length > 0 ? "The link and the mailto: open" : "The link opens";
  const list = link.list === sender.list ? link.list : `${link.list}, which is another one`;
  return { link, finding: headerLink.ok(`${what} (list ${list}).`) };
}

/**
 * People look for the link in the text, and Gmail and Yahoo require one there.
 *
 * @param header what the header's link opens as
 * @returns the links that open, too, those of the plain text beside the HTML among them
 */
export async function checkBodyLink(
  { links, plainLinks, source }: Message["body"],
  header: Opened,
  sender: Sender & Account,
): Promise<{ finding: Finding; links: OpenedLink[] }> {
  const read = (texts: readonly string[]) => {
    const ours = texts.filter((text) => URL.canParse(text) && /\/leave\//i.test(text));
    return Promise.all(ours.map((text) => open(text, sender)));
  };
  const all = await read(links);
  const plain = await read(plainLinks);
  const opened = all.flatMap(({ link }) => link ?? []);
  const segmentOf = (list: string) => sender.lists.get(list)?.segment ?? list;
  const list = header.link?.list;
  const isOwn = opened.some(
    (link) => list === undefined || segmentOf(link.list) === segmentOf(list),
  );
  return { finding: find(), links: [...opened, ...plain.flatMap(({ link }) => link ?? [])] };

  function find(): Finding {
    if (isOwn) return bodyLink.ok("The body has a link, and it opens.");
    if (opened[0] !== undefined) {
      return bodyLink.failure(
        `The body's link is for the list ${opened[0].list}, and the header's for ${list}.`,
        "Sign both for the list that the message is sent to.",
      );
    }
    if (header.fault !== undefined && all.some(({ fault }) => fault === header.fault)) {
      return bodyLink.skipped("It does not open, for the same reason as the one in the header.");
    }
    if (all.length === 0 && source.includes(`${sender.origin}/leave/`)) {
      return bodyLink.warning(
        "The body has a link, but only where no one sees it: in a comment, or in a hidden or empty element.",
        "Show the link as text, such as Unsubscribe.",
      );
    }
    return bodyLink.warning(
      all.some(({ fault = "" }) => !fault.includes("/"))
        ? "The body has a link to this origin, but it does not open."
        : "The body has no link to this origin.",
      "Put `leaveUrl` into the body. If click tracking rewrites it there, it still works, since the redirect ends at the page. To keep it as it is, turn click tracking off for the domain in Resend.",
    );
  }
}

/** What to do about links that are not their recipient's. */
export const SIGN_EACH =
  "Sign a link for each recipient, inside the loop that sends, and send each one a message of their own. A test message to yourself shows this too, if it has another contact's link.";

/**
 * The person who gets the message is the one whom its links unsubscribe. A contact ID is compared with addresses by
 * reading the contact from Resend.
 *
 * @param links those that open, the header's first
 */
export async function checkOwner(
  links: readonly OpenedLink[],
  { to, delivered }: Pick<Message, "to" | "delivered">,
  { connection }: Pick<Account, "connection">,
): Promise<Finding> {
  const contacts = new Set(links.map(({ contact }) => normalized(contact)));
  const ids = [...contacts].filter((contact) => !contact.includes("@"));
  const [id] = ids;
  const people = new Set(to.map(normalized));
  const found = "The header's link and the body's belong to different people.";
  const differ = owner.failure(found, SIGN_EACH);
  if (contacts.size === 0) return owner.skipped("No link opens.");
  if (ids.length > 1 || contacts.size - ids.length > 1) return differ;
  if (people.size > 1) {
    const several = `${people.size} people got one message, and its link unsubscribes one of them.`;
    return owner.failure(several, SIGN_EACH);
  }
  const read = id === undefined ? undefined : await connection?.resend.readContact(id);
  if (read?.kind === "missing") {
    return owner.failure(
      "Resend has no contact with the ID in the link.",
      "Sign the contact's ID, not that of an email or a segment; and check that RESEND_API_KEY is of the team that sends.",
    );
  }
  if (id !== undefined && read?.kind === "found") {
    contacts.delete(id);
    contacts.add(normalized(read.value.email));
    if (contacts.size > 1) return differ;
  }
  for (const address of delivered) people.add(normalized(address));
  if (people.size === 0) return owner.skipped("The message names no recipient.");
  if ([...contacts].some((contact) => contact.includes("@") && !people.has(contact))) {
    return owner.failure("It belongs to someone other than the recipient.", SIGN_EACH);
  }
  if (id === undefined || read?.kind === "found") return owner.ok("It belongs to the recipient.");
  return owner.skipped(
    read === undefined
      ? "Without RESEND_API_KEY, a contact ID cannot be compared with To."
      : answeredWith(read.status),
  );
}

/** An address without what does not tell two people apart: its case, and how its domain is written. */
export function normalized(contact: string): string {
  const at = contact.lastIndexOf("@");
  if (at < 0) return contact;
  return `${contact.slice(0, at).toLowerCase()}@${asciiDomain(contact.slice(at + 1))}`;
}

/** Messages as they were sent: each by itself, then what several have in common. No DNS; it only reads from Resend. */

import { type Finding, findingsOf } from "../finding.ts";
import type { Sender } from "../requests.ts";
import { type Message, readMessages } from "./message-file.ts";
import {
  checkListId,
  checkListUnsubscribe,
  checkPostHeader,
  LIST_ID,
  urisIn,
} from "./message-headers.ts";
import {
  checkBodyLink,
  checkHeaderLink,
  checkOwner,
  normalized,
  SIGN_EACH,
} from "./message-links.ts";
import type { Account } from "./resend.ts";
import {
  asciiDomain,
  checkAlignment,
  checkCoverage,
  checkResults,
  readSignature,
} from "./signatures.ts";

const sharedLink = findingsOf("message-shared-link", "Links of several messages");
const sharedFrom = findingsOf("message-from", "From of several lists");
const postalAddress = findingsOf("message-address", "Postal address");

/** A file that was given. */
export interface Source {
  name: string;
  bytes: Uint8Array;
}

type Checked = Awaited<ReturnType<typeof checkMessage>> & { name: string };

/**
 * @param sources messages as mail programs save them, or mboxes
 * @param kind of Broadcasts, only the body is checked: the headers are Resend's own
 * @param now milliseconds since 1970
 * @returns findings that name their message if there are several
 */
export async function checkMessages(
  sources: readonly Source[],
  subject: Sender & Account,
  kind: "email" | "broadcast",
  now: number,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  const checked: Checked[] = [];
  for (const source of sources) {
    const messages = await readMessages(source.bytes);
    for (const [index, message] of messages.entries()) {
      const name = messages.length > 1 ? `${source.name} #${index + 1}` : source.name;
      const isReadable = "email" in message;
      const one = isReadable ? await checkMessage(message, subject, kind, now) : undefined;
      if (one !== undefined) checked.push({ ...one, name });
      const found = one?.found ?? [message as Finding];
      const isAlone = sources.length === 1 && messages.length === 1;
      if (!isAlone) for (const finding of found) finding.message = name;
      findings.push(...found);
    }
  }
  return compare(checked, findings);
}

async function checkMessage(
  message: Message,
  subject: Sender & Account,
  kind: "email" | "broadcast",
  now: number,
) {
  const { email, valuesOf, body, to, delivered } = message;
  const values = kind === "email" ? valuesOf("list-unsubscribe") : [];
  const header = await checkHeaderLink(values.flatMap(urisIn), subject);
  const inBody = await checkBodyLink(body, header, subject);
  const links = [header.link ?? [], inBody.links].flat();
  const owner = await checkOwner(links, message, subject);
  const found = [inBody.finding, owner, checkAddress(body.text)];
  const from = email.from?.address ?? "";
  if (kind === "email") {
    const posts = valuesOf("list-unsubscribe-post");
    const domain = asciiDomain(from.split("@").at(-1) ?? "");
    const arrivedAt = arrivalOf(message) ?? now;
    const signatures = valuesOf("dkim-signature").map((value) =>
      readSignature(value, domain, arrivedAt, now),
    );
    found.unshift(
      checkListUnsubscribe(values),
      checkPostHeader(posts, values.length > 0),
      header.finding,
    );
    found.push(
      checkCoverage(signatures, values.length > 0 && posts.length > 0),
      checkAlignment(signatures, domain),
      checkResults(valuesOf("authentication-results"), signatures, domain),
      checkListId(valuesOf("list-id")),
    );
  }
  return {
    found,
    person: [...to, ...delivered].map(normalized)[0],
    contacts: links.map(({ contact }) => normalized(contact)),
    list: links[0]?.list,
    from: normalized(from),
    listId: valuesOf("list-id")[0],
  };
}

/** When the last server received the message, or else when it was written. */
function arrivalOf({ email, valuesOf }: Message): number | undefined {
  const [received = ""] = valuesOf("received");
  const times = [received.split(";").at(-1) ?? "", email.date ?? ""].map((text) =>
    Date.parse(text),
  );
  return times.find((time) => !Number.isNaN(time));
}

/** Adds the faults that only several messages show, and leaves out those with the same remedy. */
function compare(all: readonly Checked[], findings: readonly Finding[]): Finding[] {
  const pairs = all.flatMap((one, index) =>
    all.slice(index + 1).map((other) => ({ one, other, names: `${one.name} and ${other.name}` })),
  );
  const shared = pairs.find(
    ({ one, other }) =>
      one.person !== other.person && one.contacts.some((each) => other.contacts.includes(each)),
  );
  const mixed = pairs.find(
    ({ one, other }) =>
      one.list !== other.list && one.from === other.from && one.listId === other.listId,
  );
  const found = findings.filter(
    ({ check, status }) => !(mixed && check === "message-list-id" && status === "note"),
  );
  if (mixed !== undefined) {
    const what = `${mixed.names} are for different lists, but have one From, and no List-Id of their own.`;
    found.push({ ...sharedFrom.note(what, LIST_ID), message: mixed.names });
  }
  const isExplained = findings.some(
    ({ check, status }) => check === "message-recipient" && status === "failure",
  );
  if (shared !== undefined && !isExplained) {
    const what = `${shared.names} went to different people, but have one person's link.`;
    found.push({ ...sharedLink.failure(what, SIGN_EACH), message: shared.names });
  }
  return found;
}

/** Postcodes of many countries, with what stands around them, and post boxes. A year is no postcode. */
const POSTCODE = new RegExp(
  [
    String.raw`P\.?\s?O\.?\s?Box`,
    "Postfach",
    String.raw`\p{Lu}{2,3}\.?,?\s+\d{4,5}(?:-\d{4})?(?!\d)`,
    String.raw`(?<![\d.,])(?!(?:19|20)\d\d\s)\d{4,6}\s+\p{Lu}`,
    String.raw`\p{Lu}{1,2}\d[\p{Lu}\d]?\s?\d\p{Lu}{2}(?!\p{L})`,
    String.raw`\p{Lu}\d\p{Lu}\s?\d\p{Lu}\d`,
    String.raw`(?<!\d)(?:\d{2}-\d{3}|\d{5}-\d{3}|\d{3}\s\d{2})\s+\p{Lu}`,
    String.raw`〒\s?\d{3}-?\d{4}`,
  ].join("|"),
  "u",
);

function checkAddress(text: string): Finding {
  return POSTCODE.test(text)
    ? postalAddress.ok("The body seems to have one.")
    : postalAddress.note(
        "No postal address was recognized in the body.",
        "Laws such as CAN-SPAM (United States) require one in commercial mail. Gmail's guidelines for senders do not name it.",
      );
}

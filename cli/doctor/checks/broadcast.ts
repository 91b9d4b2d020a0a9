/** Checks what a Broadcast would print for the sender's own contact. It only reads. */

import { leaveUrl } from "../../../src/links/index.ts";
import { openLink } from "../../../src/links/open.ts";
import type { Contact, Failure } from "../../../src/resend/answer.ts";
import type { Found } from "../../../src/resend/client.ts";
import type { Send } from "../exchange.ts";
import { type Finding, findingsOf } from "../finding.ts";
import { isPageOf, type Sender } from "../requests.ts";
import { type Account, answeredWith, NO_KEY } from "./resend.ts";

const contactCheck = findingsOf("broadcast-contact", "Test contact");
const propertyCheck = findingsOf("broadcast-property", "Property of the contact");
const linkCheck = findingsOf("broadcast-link", "Link in the property");

const SYNC =
  "Run `npm run sync-links -- --list <name>`, and check that Resend has the Worker's webhook.";

/**
 * @param contact an address or a contact ID
 * @param send reaches the Worker
 */
export async function checkBroadcast(
  contact: string,
  { lists, connection, ...sender }: Sender & Account,
  send: Send,
): Promise<Finding[]> {
  if (connection === undefined) return [contactCheck.skipped(NO_KEY)];
  const { segment, property } = lists.get(sender.list) ?? {};
  if (segment === undefined || property === undefined) {
    return [contactCheck.skipped(`LISTS.${sender.list} has no segment and property.`)];
  }
  const read = await connection.resend.readContact(contact);
  if (read.kind !== "found") return [missingContact(read)];
  const found = read.value;
  const about = checkContact(found, await connection.resend.readSegments(found.id), segment);
  const value = found.properties[property];
  const text = typeof value === "string" ? value : "";
  return [about, await checkProperty(found.id, text, sender), await checkLink(text, send)];
}

function missingContact(read: Failure | { kind: "missing" }): Finding {
  return read.kind === "missing"
    ? contactCheck.failure("Resend has no such contact.", "Add yourself to the list's segment.")
    : contactCheck.failure(answeredWith(read.status), "Try again later, and check RESEND_API_KEY.");
}

function checkContact({ unsubscribed }: Contact, segments: Found<string[]>, segment: string) {
  if (unsubscribed) {
    const remedy = "Use another contact of your own.";
    return contactCheck.failure("The contact has opted out of every Broadcast.", remedy);
  }
  if (segments.kind === "found" && segments.value.includes(segment)) {
    return contactCheck.ok("The contact is in the list's segment, and gets Broadcasts.");
  }
  const remedy =
    "Add it to the segment in Resend: contacts outside get neither a link nor the list's Broadcasts.";
  return segments.kind === "found"
    ? contactCheck.warning("The contact is not in the list's segment.", remedy)
    : contactCheck.warning("Resend did not return the contact's segments.", "Try again later.");
}

/** The property must hold this contact's link to this list, signed with the newest secret. */
async function checkProperty(contact: string, value: string, { origin, list, secrets }: Sender) {
  if (value === "") return propertyCheck.failure("The property is empty.", SYNC);
  if (value === (await leaveUrl({ origin, list, contact, secret: secrets[0] }))) {
    return propertyCheck.ok("It holds the contact's own link.");
  }
  if (!URL.canParse(value) || new URL(value).origin !== origin) {
    return propertyCheck.failure("It holds no link to this origin.", SYNC);
  }
  const link = await openLink(new URL(value).pathname, secrets);
  if (link.kind === "refused") {
    return propertyCheck.failure("It holds a link that does not open.", SYNC);
  }
  if (link.contact !== contact || link.list !== list) {
    return propertyCheck.failure("It holds a link of another contact or list.", SYNC);
  }
  return propertyCheck.warning("It holds a link that an older secret has signed.", SYNC);
}

/** Requests the page, which unsubscribes no one. */
async function checkLink(value: string, send: Send): Promise<Finding> {
  if (!URL.canParse(value)) return linkCheck.skipped("There is no link.");
  const { pathname } = new URL(value);
  return isPageOf(pathname, await send({ method: "GET", path: pathname }))
    ? linkCheck.ok("It opens.")
    : linkCheck.failure("It does not open.", `If Signed link fails too, fix that first. ${SYNC}`);
}

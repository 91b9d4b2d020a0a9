/** Whether a Broadcast would print a contact's own link: what Resend tells of the contact, judged. Pure. */

import { leaveUrl } from "../../../src/links/index.ts";
import { openLink } from "../../../src/links/open.ts";
import { type Finding, findingsOf } from "../finding.ts";
import type { Sender } from "../probes.ts";
import type { Reply } from "./knock.ts";

const contactCheck = findingsOf("broadcast-contact", "The test contact");
const propertyCheck = findingsOf("broadcast-property", "The contact's property");

const STAMP =
  "Run `npm run sync-links -- --list <name>` for the list, and see that the webhook is there.";

export interface TestContact {
  id: string;
  unsubscribed: boolean;
  /** What the property holds; `undefined` when it holds nothing. */
  value: string | undefined;
}

/** Reads a contact; a value is `"text"` or `{ "value": "text" }`, since both are documented. */
export function readContact({ status, body }: Reply, property: string): TestContact | undefined {
  const { id, unsubscribed, properties } = body;
  if (status !== 200 || typeof id !== "string") return undefined;
  const held = Object(properties)[property] as unknown;
  const value: unknown = typeof held === "object" && held !== null ? Object(held).value : held;
  return {
    id,
    unsubscribed: unsubscribed === true,
    value: typeof value === "string" && value !== "" ? value : undefined,
  };
}

/** @param isMember whether the contact is in the list's segment; `undefined`: Resend did not say */
export function judgeContact(
  contact: TestContact | undefined,
  status: number | null,
  isMember: boolean | undefined,
): Finding {
  if (contact === undefined) {
    return contactCheck.failure(
      status === 404 ? "Resend knows no such contact." : `Resend answered ${status ?? "nothing"}.`,
      "Add yourself as a contact in Resend, to the list's segment.",
    );
  }
  if (contact.unsubscribed) {
    return contactCheck.failure(
      "Has opted out of every Broadcast.",
      "Take another contact of your own.",
    );
  }
  if (isMember !== true) {
    return contactCheck.warning(
      isMember === undefined
        ? "Resend did not tell its segments."
        : "Is not in the list's segment.",
      "Only who is in the segment is stamped, and gets the list's Broadcasts: add it in Resend.",
    );
  }
  return contactCheck.ok("Is in the list's segment, and gets Broadcasts.");
}

/** The property holds this contact's link to this list, signed with the newest secret. */
export async function judgeProperty(
  { id, value }: TestContact,
  { origin, list, secrets }: Sender,
): Promise<Finding> {
  if (value === undefined) return propertyCheck.failure("Holds nothing.", STAMP);
  if (value === (await leaveUrl({ origin, list, contact: id, secret: secrets[0] }))) {
    return propertyCheck.ok("Holds the contact's own link.");
  }
  if (!URL.canParse(value) || new URL(value).origin !== origin) {
    return propertyCheck.failure("Holds no link to this origin.", STAMP);
  }
  const link = await openLink(new URL(value).pathname, secrets);
  if (link.kind === "refused") {
    return propertyCheck.failure("Holds a link that does not open.", STAMP);
  }
  if (link.contact !== id || link.list !== list) {
    return propertyCheck.failure("Holds somebody else's link, or another list's.", STAMP);
  }
  return propertyCheck.warning("Holds a link that an older secret signed.", STAMP);
}

export function notJudged(why: string): Finding {
  return propertyCheck.skipped(why);
}

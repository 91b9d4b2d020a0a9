/**
 * The questions: what is not known of Resend, and what the Worker builds on. Each goes through the Worker's own client, and
 * compares what the Worker would tell people with what Resend shows afterwards.
 */

import type { SegmentId } from "../../src/links/names.ts";
import type { Classified, Contact } from "../../src/resend/answer.ts";
import type { Found } from "../../src/resend/client.ts";
import type { Connection } from "../resend.ts";

export interface Asking {
  resend: Connection["resend"];
  /** Sends the request that the question is about. Others prepare it, or look at what it has done. */
  ask: <Result extends { kind: string }>(attempt: () => Promise<Result>) => Promise<Result>;
  withWrongKey: <Result>(attempt: () => Promise<Result>) => Promise<Result>;
  contact: Contact;
  segment: SegmentId;
  topic: string;
  /** The key of the temporary property. */
  property: string;
  /** An ID that nothing has. */
  unknown: SegmentId;
  /** Whether the canary has shown that a 200 for a removal proves that the contact exists. */
  proves: boolean;
}

/** What the Worker tells. `failure`: better than the truth. `warning`: worse than the truth, or the truth is not known. */
export interface Verdict {
  status: "ok" | "warning" | "failure";
  worker: string;
}

type Ask = (asking: Asking) => Promise<Verdict>;

/** Resend did not answer something that a verdict depends on. */
export class Unclear extends Error {}

const ok = (worker: string): Verdict => ({ status: "ok", worker });
const warning = (worker: string): Verdict => ({ status: "warning", worker });

/** @param truth what Resend shows if the claim is not so */
const told = (claim: string, isSo: boolean, truth: string): Verdict =>
  isSo ? ok(claim) : { status: "failure", worker: `${claim} But ${truth}` };

function notDone({ kind }: Classified | Found<unknown>): Verdict {
  if (kind === "transient") return warning("They are told that it is saved. It tries again.");
  if (kind === "misconfigured") return warning("It holds the list, and tells the operator.");
  if (kind === "permanent") return warning("It gives up, and tells the operator: a dead letter.");
  return warning("It finds nothing there, and looks again later.");
}

function valueOf<Value>(found: Found<Value>): Value {
  if (found.kind === "found") return found.value;
  throw new Unclear();
}

const LOOKS = 3;

/** Looks a few times, since what Resend shows may lag. */
async function look<Seen>(see: () => Promise<Seen>, isExpected: (seen: Seen) => boolean) {
  let seen = await see();
  for (let looks = 1; looks < LOOKS && !isExpected(seen); looks++) seen = await see();
  return seen;
}

/** Whether the contact's segments have the temporary one, and whether its contacts have the contact. */
async function membership({ resend, contact, segment }: Asking, expected: boolean) {
  const see = async () => {
    const read = valueOf(await resend.readSegments(contact.id)).includes(segment);
    const { items } = valueOf(await resend.listContacts(segment));
    return { read, listed: items.some(({ id }) => id === contact.id) };
  };
  return look(see, ({ read, listed }) => read === expected && listed === expected);
}

/** Removes the contact. @param key how it is named */
async function remove(asking: Asking, key: "id" | "email" = "id"): Promise<Verdict> {
  const { resend, contact, segment, ask } = asking;
  const result = await ask(() => resend.removeFromSegment(contact[key], segment));
  const { read, listed } = await membership(asking, false);
  // If it is not found, the Worker reads the contact's segments.
  if (result.kind !== "done" && (result.kind !== "not-found" || read)) return notDone(result);
  const claim = "They are told that they have left.";
  return told(claim, !read && !listed, "Resend still shows them in the segment.");
}

async function add(asking: Asking): Promise<Verdict> {
  const { resend, contact, segment, ask } = asking;
  const result = await ask(() => resend.addToSegment(contact.id, segment));
  const { read, listed } = await membership(asking, true);
  // If it is refused, the Worker reads the contact's segments.
  if (result.kind !== "done" && !read) return notDone(result);
  const claim = "After an undo, they are told that they are on the list.";
  return told(claim, read && listed, "Resend does not show them in the segment.");
}

/** Removes what is no contact. @param name an ID or an address */
async function removeNobody(asking: Asking, name: string): Promise<Verdict> {
  const { resend, segment, unknown, ask } = asking;
  const result = await ask(() => resend.removeFromSegment(name, segment));
  if (name === unknown) asking.proves = result.kind === "not-found";
  const read = await resend.readContact(name);
  if (result.kind === "done" && (asking.proves || read.kind === "found")) {
    return told("They are told that they have left.", false, "there is no such contact.");
  }
  const isRead = result.kind === "done" || result.kind === "not-found" || result.status === 422;
  if (!isRead || read.kind !== "missing") return notDone(result);
  return ok("It reads the contact. They are told that there is no such contact.");
}

/** Reads something. @param isThere whether it exists */
const read =
  (isThere: boolean, from: (asking: Asking) => Promise<Found<unknown>>): Ask =>
  async (asking) => {
    const result = await asking.ask(() => from(asking));
    if (isThere) return result.kind === "found" ? ok("It carries requests out.") : notDone(result);
    const isKnown = result.kind === "found" || result.kind === "transient";
    if (!isKnown) return ok("It tells no one that they have left.");
    return result.kind === "found"
      ? told("It takes a removal as done.", false, "there is no such thing at Resend.")
      : notDone(result);
  };

/** Changes something. @param see whether Resend shows it */
async function change(
  { ask }: Asking,
  attempt: () => Promise<Classified>,
  claim: string,
  see: () => Promise<boolean>,
): Promise<Verdict> {
  const result = await ask(attempt);
  if (result.kind !== "done") return notDone(result);
  return told(claim, await look(see, Boolean), "Resend does not show it.");
}

const unsubscribed = async ({ resend, contact }: Asking) =>
  valueOf(await resend.readContact(contact.id)).unsubscribed;

const setUnsubscribed =
  (wanted: boolean): Ask =>
  async (asking) => {
    const claim = `They are told that they ${wanted ? "get nothing anymore" : "are back"}.`;
    const attempt = () => asking.resend.setUnsubscribed(asking.contact.id, wanted);
    return change(asking, attempt, claim, async () => (await unsubscribed(asking)) === wanted);
  };

async function addUnsubscribed(asking: Asking): Promise<Verdict> {
  const { resend, contact, segment } = asking;
  const claim = "After an undo of a list, they are told nothing of everything else.";
  const attempt = () => resend.addToSegment(contact.id, segment);
  return change(asking, attempt, claim, () => unsubscribed(asking));
}

async function importUnsubscribed(asking: Asking): Promise<Verdict> {
  const { resend, contact, ask } = asking;
  const body = { file: `email\n${contact.email}\n`, on_conflict: "upsert" };
  const { id } = valueOf(await ask(() => resend.request("POST", "/contacts/imports", body)));
  const see = async () => valueOf(await resend.request("GET", `/contacts/imports/${String(id)}`));
  const { status } = await look(see, (seen) => seen["status"] === "completed");
  if (status !== "completed") throw new Unclear();
  return (await unsubscribed(asking))
    ? ok("It is not told of imports. They stay unsubscribed.")
    : warning("It is not told that they get mail again: import with `on_conflict=skip`.");
}

const choose =
  (subscription: "opt_in" | "opt_out"): Ask =>
  async (asking) => {
    const { resend, contact, topic } = asking;
    const claim = `They are told that they ${subscription === "opt_in" ? "are back" : "have left"}.`;
    const attempt = () => resend.setTopics(contact.id, [{ id: topic, subscription }]);
    return change(asking, attempt, claim, async () => {
      const topics = valueOf(await resend.readTopics(contact.id));
      return topics.some((one) => one.id === topic && one.subscription === subscription);
    });
  };

const keep =
  (length: number): Ask =>
  async (asking) => {
    const { resend, contact, property } = asking;
    const value = "x".repeat(length);
    const attempt = () => resend.setProperties(contact.id, { [property]: value });
    return change(asking, attempt, "`sync-links` counts the link as written.", async () => {
      return valueOf(await resend.readContact(contact.id)).properties[property] === value;
    });
  };

/** Asks what the Worker never builds on. */
const note =
  (worker: string, from: (asking: Asking) => Promise<{ kind: string }>): Ask =>
  async (asking) => {
    await asking.ask(() => from(asking));
    return ok(worker);
  };

const otherCase = ({ contact: { email } }: Asking) =>
  email === email.toLowerCase() ? email.toUpperCase() : email.toLowerCase();

/** Addresses that can be signed: one without a contact, and one that Resend deems none. */
const NO_ADDRESS = "leave-this-list-nobody@example.com";
const BAD_ADDRESS = "leave-this-list..nobody@example.com";

/** In this order: each starts from what the one before leaves behind. */
export const QUESTIONS: readonly [check: string, question: string, ask: Ask][] = [
  ["segment", "Is a segment shown?", read(true, (a) => a.resend.findSegment(a.segment))],
  ["no-segment", "One that does not exist?", read(false, (a) => a.resend.findSegment(a.unknown))],
  ["topic", "Is a topic shown?", read(true, (a) => a.resend.findTopic(a.topic))],
  ["no-topic", "One that does not exist?", read(false, (a) => a.resend.findTopic(a.unknown))],
  ["no-contact", "A contact without one?", read(false, (a) => a.resend.readContact(a.unknown))],
  [
    "wrong-key",
    "What does a wrong key get?",
    read(false, (a) => a.withWrongKey(() => a.resend.findSegment(a.segment))),
  ],
  [
    "address-case",
    "Is the address found in another case?",
    note("It tries lower case, too.", (a) => a.resend.readContact(otherCase(a))),
  ],
  ["remove-no-contact", "Removing no contact?", (a) => removeNobody(a, a.unknown)],
  ["remove-no-address", "Removing an unknown address?", (a) => removeNobody(a, NO_ADDRESS)],
  ["remove-bad-address", "Removing a malformed one?", (a) => removeNobody(a, BAD_ADDRESS)],
  ["add", "Adding the contact to a segment?", add],
  ["add-again", "Adding it again?", add],
  [
    "remove-no-segment",
    "Removing it from a segment that does not exist?",
    note("It asks for the segment first.", (a) =>
      a.resend.removeFromSegment(a.contact.id, a.unknown),
    ),
  ],
  ["remove", "Removing it?", remove],
  ["remove-again", "Removing it again?", remove],
  [
    "remove-by-address",
    "Removing it by its address?",
    async (a) => {
      await a.resend.addToSegment(a.contact.id, a.segment);
      return remove(a, "email");
    },
  ],
  ["unsubscribe", "Unsubscribing it from everything?", setUnsubscribed(true)],
  ["add-unsubscribed", "Does adding it then resubscribe it?", addUnsubscribed],
  ["import-unsubscribed", "Does importing it resubscribe it?", importUnsubscribed],
  ["resubscribe", "Resubscribing it?", setUnsubscribed(false)],
  ["opt-out", "Opting out of a topic?", choose("opt_out")],
  ["opt-in", "Opting in again?", choose("opt_in")],
  ["value-100", "May a property have 100 characters?", keep(100)],
  ["value-500", "500?", keep(500)],
  ["value-5000", "5,000?", keep(5_000)],
  [
    "delete-no-segment",
    "Deleting a segment that does not exist?",
    note("It never does.", (a) => a.resend.request("DELETE", `/segments/${a.unknown}`)),
  ],
];

/** What no request about one contact can answer, and why. */
export const NOT_ASKED = [
  "Does a contact that is deleted and created again keep its ID? Yours might not come back.",
  "Does joining a segment fire an event? It takes a webhook that Resend can reach.",
  "Does `topic_id` add headers of its own? It takes an email.",
];

/**
 * The questions: what is not known of Resend, and what the Worker builds on. Each goes through the Worker's own client, and
 * compares what the Worker would tell people with what Resend shows afterwards.
 */

import type { SegmentId, TopicId } from "../../src/links/names.ts";
import type { Classified, Contact } from "../../src/resend/answer.ts";
import type { Found } from "../../src/resend/client.ts";
import type { Connection } from "../resend.ts";

export interface Asking {
  resend: Connection["resend"];
  /** Sends the request that the question is about. Others prepare it, or look at what it has done. */
  ask: <Result extends { kind: string }>(attempt: () => Promise<Result>) => Promise<Result>;
  /** Asks with a wrong key. */
  stranger: Connection["resend"];
  contact: Contact;
  segment: SegmentId;
  topic: TopicId;
  /** The key of the temporary property. */
  property: string;
  /** An ID that nothing has. */
  unknown: SegmentId & TopicId;
  /** Whether the canary has shown that a 200 for a removal proves that the contact exists. */
  proves: boolean;
}

/** What the Worker tells. `failure`: something untrue. `warning`: less than the truth, or the truth is not known. */
export interface Verdict {
  status: "ok" | "warning" | "failure";
  worker: string;
}

type Ask = (asking: Asking) => Promise<Verdict>;

/** Resend did not answer something that a verdict depends on. */
export class Unclear extends Error {}

const LEFT = "The reader is told that they have left.";
const BACK = "The reader of an undo is told that they are back.";

const ok = (worker: string): Verdict => ({ status: "ok", worker });
const warning = (worker: string): Verdict => ({ status: "warning", worker });

/** @param truth what Resend shows if the claim is not so */
const told = (claim: string, isSo: boolean, truth: string): Verdict =>
  isSo ? ok(claim) : { status: "failure", worker: `${claim} But ${truth}` };

function notDone({ kind }: Classified | Found<unknown>): Verdict {
  if (kind === "transient") return warning("The reader is told that the request is saved.");
  if (kind === "misconfigured") return warning("The list is held, and the operator is told.");
  if (kind === "permanent") return warning("A dead letter: the operator is told.");
  return warning("Nothing is found. It is tried again.");
}

function valueOf<Value>(found: Found<Value>): Value {
  if (found.kind === "found") return found.value;
  throw new Unclear();
}

/** Looks a few times, since what Resend shows may lag. */
async function look<Seen>(
  see: () => Promise<Seen>,
  isExpected: (seen: Seen) => boolean,
  looks = 3,
): Promise<Seen> {
  const seen = await see();
  return looks === 1 || isExpected(seen) ? seen : look(see, isExpected, looks - 1);
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
async function remove(a: Asking, key: "id" | "email"): Promise<Verdict> {
  const result = await a.ask(() => a.resend.removeFromSegment(a.contact[key], a.segment));
  const { read, listed } = await membership(a, false);
  // If it is not found, the Worker reads the contact's segments.
  if (result.kind !== "done" && (result.kind !== "not-found" || read)) return notDone(result);
  return told(LEFT, !read && !listed, "Resend still shows them in the segment.");
}

async function add(a: Asking): Promise<Verdict> {
  const result = await a.ask(() => a.resend.addToSegment(a.contact.id, a.segment));
  const { read, listed } = await membership(a, true);
  // If it is refused, the Worker reads the contact's segments.
  if (result.kind !== "done" && !read) return notDone(result);
  return told(BACK, read && listed, "Resend does not show them in the segment.");
}

/** Removes what is no contact. @param name an ID or an address */
async function removeNobody(a: Asking, name: string): Promise<Verdict> {
  const result = await a.ask(() => a.resend.removeFromSegment(name, a.segment));
  if (name === a.unknown) a.proves = result.kind === "not-found";
  const contact = await a.resend.readContact(name);
  const isLeft = result.kind === "done" && (a.proves || contact.kind === "found");
  if (isLeft) return told(LEFT, false, "there is no such contact.");
  const isRead = result.kind === "done" || result.kind === "not-found" || result.status === 422;
  if (!isRead || contact.kind !== "missing") return notDone(result);
  return ok("The reader is told that there is no such contact.");
}

async function shown(a: Asking, from: () => Promise<Found<unknown>>): Promise<Verdict> {
  const result = await a.ask(from);
  return result.kind === "found" ? ok("Requests are carried out.") : notDone(result);
}

async function notShown(a: Asking, from: () => Promise<Found<unknown>>): Promise<Verdict> {
  const result = await a.ask(from);
  if (result.kind === "transient") return notDone(result);
  if (result.kind === "found")
    return told("Readers are told that they have left.", false, "nothing was there.");
  return ok("No one is told that they have left.");
}

/** Asks what no outcome depends on. */
async function note(a: Asking, worker: string, from: () => Promise<unknown>): Promise<Verdict> {
  await a.ask(async () => ({ kind: "any", answer: await from() }));
  return ok(worker);
}

/** Changes something. @param see whether Resend shows it */
async function change(
  a: Asking,
  claim: string,
  attempt: () => Promise<Classified>,
  see: () => Promise<boolean>,
): Promise<Verdict> {
  const result = await a.ask(attempt);
  if (result.kind !== "done") return notDone(result);
  return told(claim, await look(see, Boolean), "Resend does not show it.");
}

const isUnsubscribed = async ({ resend, contact }: Asking) =>
  valueOf(await resend.readContact(contact.id)).unsubscribed;

function setUnsubscribed(a: Asking, wanted: boolean): Promise<Verdict> {
  const attempt = () => a.resend.setUnsubscribed(a.contact.id, wanted);
  const see = async () => (await isUnsubscribed(a)) === wanted;
  return change(a, wanted ? LEFT : BACK, attempt, see);
}

function addUnsubscribed(a: Asking): Promise<Verdict> {
  const claim = "An undo of a list leaves them unsubscribed from everything.";
  const attempt = () => a.resend.addToSegment(a.contact.id, a.segment);
  return change(a, claim, attempt, () => isUnsubscribed(a));
}

function choose(a: Asking, subscription: "opt_in" | "opt_out"): Promise<Verdict> {
  const isIn = subscription === "opt_in";
  const attempt = () => a.resend.setTopic(a.contact.id, a.topic, subscription);
  const see = async () => valueOf(await a.resend.isOptedIn(a.contact.id, a.topic)) === isIn;
  return change(a, isIn ? BACK : LEFT, attempt, see);
}

function chooseByArray(a: Asking): Promise<Verdict> {
  const body = [{ id: a.topic, subscription: "opt_in" }];
  const send = () => a.resend.request("PATCH", `/contacts/${a.contact.id}/topics`, body);
  return note(a, "An array is sent if the object is refused.", send);
}

function keep(a: Asking, length: number): Promise<Verdict> {
  const value = "x".repeat(length);
  const attempt = () => a.resend.setProperties(a.contact.id, { [a.property]: value });
  return change(a, "`sync-links` counts the link as written.", attempt, async () => {
    return valueOf(await a.resend.readContact(a.contact.id)).properties[a.property] === value;
  });
}

async function importUnsubscribed(a: Asking): Promise<Verdict> {
  const body = { file: `email\n"${a.contact.email}"\n`, on_conflict: "upsert" };
  const { id } = valueOf(await a.ask(() => a.resend.request("POST", "/contacts/imports", body)));
  const see = async () => valueOf(await a.resend.request("GET", `/contacts/imports/${String(id)}`));
  const { status } = await look(see, (seen) => seen["status"] === "completed", 20);
  if (status !== "completed") throw new Unclear();
  return (await isUnsubscribed(a))
    ? ok("The record stays true: they get no mail.")
    : warning("It does not learn that they get mail again. Import with `on_conflict=skip`.");
}

function readOtherCase(a: Asking): Promise<Verdict> {
  const { email } = a.contact;
  const other = email === email.toLowerCase() ? email.toUpperCase() : email.toLowerCase();
  return note(a, "Lower case is tried, too.", () => a.resend.readContact(other));
}

function removeFromUnknown(a: Asking): Promise<Verdict> {
  const send = () => a.resend.removeFromSegment(a.contact.id, a.unknown);
  return note(a, "The segment is read first, so the list is held.", send);
}

async function removeByAddress(a: Asking): Promise<Verdict> {
  await a.resend.addToSegment(a.contact.id, a.segment);
  return remove(a, "email");
}

function deleteUnknown(a: Asking): Promise<Verdict> {
  return note(a, "It never deletes a segment.", () =>
    a.resend.request("DELETE", `/segments/${a.unknown}`),
  );
}

/** Addresses that can be signed: one without a contact, and one that Resend deems none. */
const NO_ADDRESS = "leave-this-list-nobody@example.com";
const BAD_ADDRESS = "leave-this-list..nobody@example.com";

/** By the names of the checks. In this order: each starts from what the one before leaves behind. */
export const QUESTIONS: Readonly<Record<string, readonly [question: string, ask: Ask]>> = {
  segment: ["Is a segment shown?", (a) => shown(a, () => a.resend.findSegment(a.segment))],
  "no-segment": ["An unknown one?", (a) => notShown(a, () => a.resend.findSegment(a.unknown))],
  topic: ["Is a topic shown?", (a) => shown(a, () => a.resend.findTopic(a.topic))],
  "no-topic": ["An unknown one?", (a) => notShown(a, () => a.resend.findTopic(a.unknown))],
  "no-contact": ["An unknown contact?", (a) => notShown(a, () => a.resend.readContact(a.unknown))],
  "wrong-key": [
    "A segment, to a wrong key?",
    (a) => notShown(a, () => a.stranger.findSegment(a.segment)),
  ],
  "address-case": ["Is the contact found by its address in another case?", readOtherCase],
  "remove-no-contact": ["Can an unknown contact be removed?", (a) => removeNobody(a, a.unknown)],
  "remove-no-address": ["An unknown address?", (a) => removeNobody(a, NO_ADDRESS)],
  "remove-bad-address": ["A malformed address?", (a) => removeNobody(a, BAD_ADDRESS)],
  add: ["What if the contact is added to a segment?", add],
  "add-again": ["Added again?", add],
  "remove-no-segment": ["What if it is removed from an unknown segment?", removeFromUnknown],
  remove: ["From the segment that it is in?", (a) => remove(a, "id")],
  "remove-again": ["Removed again?", (a) => remove(a, "id")],
  "remove-by-address": ["Removed by its address?", removeByAddress],
  unsubscribe: ["What if it is unsubscribed from everything?", (a) => setUnsubscribed(a, true)],
  "add-unsubscribed": ["Does adding it to a segment then resubscribe it?", addUnsubscribed],
  "import-unsubscribed": ["Does importing it resubscribe it?", importUnsubscribed],
  resubscribe: ["What if it is resubscribed?", (a) => setUnsubscribed(a, false)],
  "opt-out": ["What if it opts out of a topic?", (a) => choose(a, "opt_out")],
  "opt-in": ["In again?", (a) => choose(a, "opt_in")],
  "opt-in-array": ["With a bare array as the body?", chooseByArray],
  "value-100": ["Is a property value of 100 characters kept?", (a) => keep(a, 100)],
  "value-500": ["Of 500 characters?", (a) => keep(a, 500)],
  "value-5000": ["Of 5,000 characters?", (a) => keep(a, 5_000)],
  "delete-no-segment": ["What if an unknown segment is deleted?", deleteUnknown],
};

/** What no request about one contact can answer, and why. */
export const NOT_ASKED = [
  "Does a contact that is deleted and created again keep its ID? Yours might not come back.",
  "Does joining a segment fire an event? It takes a webhook that Resend can reach.",
  "Does `topic_id` add headers of its own? It takes an email.",
];

/**
 * What sends letters. A Broadcast goes at once to each contact of its segment who has not opted out of all Broadcasts,
 * or of its topic; its unsubscribe headers are Resend's own, since it takes none of the sender's. `/emails` and
 * `/emails/batch` (https://resend.com/docs/api-reference/emails) look at neither segments nor `unsubscribed`; with
 * `topic_id`, a contact who has opted out of that topic gets none.
 */

import { randomUUID } from "node:crypto";

import type { Contact, PropertyValue, Store } from "../store.ts";
import type { SentLetter, World } from "../world.ts";
import {
  absent,
  type Api,
  type Body,
  bodyOf,
  invalid,
  required,
  SEGMENT,
  textOf,
} from "./request.ts";

/** Where the real Resend has its unsubscribe pages. Nothing follows these links here. */
const UNSUBSCRIBE_PAGE = "https://unsubscribe.resend.com/";

/** See https://resend.com/docs/dashboard/emails/batch-sending. */
const MAX_BATCH = 100;

/** One mailing to a segment. */
export interface Broadcast extends Pick<SentLetter, "from" | "subject" | "html" | "text"> {
  segmentId: string;
  topicId: string | null;
}

export function emailRoutes(app: Api, world: World): void {
  app.post("/broadcasts", async (c) => {
    const body = await bodyOf(c);
    const segment = world.store.segment(required(body, "segment_id")) ?? absent(SEGMENT);
    const [segmentId, topicId] = [segment.id, textOf(body["topic_id"])];
    const broadcast = { ...contentOf(body), segmentId, topicId };
    const id = randomUUID();
    if (body["send"] === true) sendBroadcast(world, broadcast, id);
    return c.json({ object: "broadcast", id }, 201);
  });

  app.post("/emails", async (c) => c.json(send(world, [await bodyOf(c)])[0]));

  app.post("/emails/batch", async (c) => {
    const emails: unknown = await c.req.json().catch(() => undefined);
    if (!Array.isArray(emails) || emails.length > MAX_BATCH) {
      invalid(`The body must be a list of up to ${MAX_BATCH} emails.`);
    }
    return c.json({ data: send(world, emails as Body[]) });
  });
}

/** @throws Refusal when a field is missing */
function contentOf(body: Body) {
  const [from, subject] = [required(body, "from"), required(body, "subject")];
  const [html, text] = [textOf(body["html"]), textOf(body["text"])];
  if (html === null && text === null) required(body, "html");
  return { from, subject, html, text };
}

/** @returns the copies, oldest contact first */
export function sendBroadcast(
  world: World,
  { segmentId, topicId, from, subject, html, text }: Broadcast,
  broadcastId: string = randomUUID(),
): SentLetter[] {
  const { store } = world;
  const sentAt = new Date().toISOString();
  const letters = store
    .contactsOf(segmentId)
    .filter((contact) => !contact.unsubscribed && isOptedIn(contact, topicId, store))
    .map((contact): SentLetter => {
      const headers = unsubscribeHeaders(`${contact.id}.${broadcastId}`);
      const fill = filling(contact, store, headers["List-Unsubscribe"].slice(1, -1));
      return {
        id: randomUUID(),
        broadcastId,
        contactId: contact.id,
        segmentId,
        from,
        to: contact.email,
        subject: fill(subject),
        html: html && fill(html),
        text: text && fill(text),
        headers,
        sentAt,
      };
    });
  world.addLetters(letters);
  return letters;
}

/** Whether a contact gets what belongs to a topic. */
export function isOptedIn(
  { topics }: Pick<Contact, "topics">,
  topicId: string | null,
  store: Store,
): boolean {
  const topic = store.topics.get(topicId ?? "");
  return topic === undefined || (topics[topic.id] ?? topic.default_subscription) === "opt_in";
}

/** Resend's own headers. */
function unsubscribeHeaders(token: string) {
  return {
    "List-Unsubscribe": `<${UNSUBSCRIBE_PAGE}?token=${token}>`,
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
  };
}

/** Three braces, a name, and perhaps a fallback, which holds no brace. */
const PLACEHOLDER = /\{\{\{\s*([\w.]+)\s*(?:\|([^{}]*))?\}\}\}/g;

/** @returns what fills in the placeholders of a template. Three braces escape nothing. */
function filling(contact: Contact, store: Store, unsubscribeUrl: string) {
  const { email, first_name, last_name, properties } = contact;
  const values: Record<string, PropertyValue | null | undefined> = {
    ...properties,
    email,
    first_name,
    last_name,
    EMAIL: email,
    FIRST_NAME: first_name,
    LAST_NAME: last_name,
    RESEND_UNSUBSCRIBE_URL: unsubscribeUrl,
  };
  return (template: string) =>
    template.replaceAll(PLACEHOLDER, (_whole, name: string, inline: string | undefined) => {
      const key = name.replace(/^contact\./, "");
      // The inline fallback comes before the property's own; a property that is gone is empty.
      return String(values[key] ?? inline ?? store.property(key)?.fallback_value ?? "");
    });
}

/** Sends all emails, or none if one is refused. @returns an ID for each */
function send(world: World, emails: readonly Body[]): { id: string }[] {
  const sent = emails.map((email) => lettersOf(world, email));
  world.addLetters(sent.flatMap(({ letters }) => letters));
  return sent.map(({ id }) => ({ id }));
}

/** @throws Refusal when a field is missing, or the topic does not exist */
function lettersOf({ store, behavior }: World, body: Body) {
  const content = contentOf(body);
  const to = [body["to"] ?? required(body, "to")].flat().map(String);
  const topicId = textOf(body["topic_id"]);
  if (topicId !== null && !store.topics.has(topicId)) absent("Topic");
  const id = randomUUID();
  const addsHeaders = topicId !== null && behavior.topicHeaders === "added";
  const sentAt = new Date().toISOString();
  const letters = to.flatMap((address): SentLetter[] => {
    const contact = store.contact(address);
    if (contact !== undefined && !isOptedIn(contact, topicId, store)) return [];
    const own = body["headers"] as Record<string, string> | undefined;
    const headers = { ...(addsHeaders && unsubscribeHeaders(`${address}.${id}`)), ...own };
    const from = { broadcastId: null, contactId: null, segmentId: null };
    return [{ id: randomUUID(), ...content, ...from, to: address, headers, sentAt }];
  });
  return { id, letters };
}

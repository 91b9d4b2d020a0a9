/**
 * What sends letters. A Broadcast goes to each contact of its segment who has not opted out of all Broadcasts, or of
 * its topic; its unsubscribe headers are Resend's own, since it takes none of the sender's. `/emails` and
 * `/emails/batch` (https://resend.com/docs/api-reference/emails) look at neither segments nor `unsubscribed`; with
 * `topic_id`, a contact who has opted out of that topic gets none.
 */

import { randomUUID } from "node:crypto";

import type { Broadcast, Contact, PropertyValue, Store } from "../store.ts";
import type { SentLetter, World } from "../world.ts";
import { absent, type Api, type Body, bodyOf, invalid, required, textOf } from "./request.ts";

/** Where the real Resend has its unsubscribe pages. Nothing follows these links here. */
const UNSUBSCRIBE_PAGE = "https://unsubscribe.resend.com/";

/** @throws Refusal when a field is missing */
export function contentOf(body: Body) {
  const [from, subject] = [required(body, "from"), required(body, "subject")];
  const [html, text] = [textOf(body["html"]), textOf(body["text"])];
  if (html === null && text === null) required(body, "html");
  return { from, subject, html, text };
}

/** @returns the copies, oldest contact first */
export function sendBroadcast(world: World, broadcast: Broadcast): SentLetter[] {
  const { store } = world;
  const { id: broadcastId, segmentId, topicId, from } = broadcast;
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
        subject: fill(broadcast.subject),
        html: broadcast.html && fill(broadcast.html),
        text: broadcast.text && fill(broadcast.text),
        headers,
        sentAt,
      };
    });
  world.addLetters(letters);
  store.broadcasts.set(broadcastId, { ...broadcast, status: "sent", sentAt });
  return letters;
}

/** Whether a contact gets what belongs to a topic. */
export function isOptedIn(
  { topics }: Pick<Contact, "topics">,
  topicId: string | null,
  store: Store,
): boolean {
  const topic = store.topics.get(topicId ?? "");
  return topic === undefined || (topics[topic.id] ?? topic.defaultSubscription) === "opt_in";
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
function filling(contact: Contact, { properties }: Store, unsubscribeUrl: string) {
  const { email, firstName, lastName } = contact;
  const values = new Map<string, PropertyValue | null | undefined>([
    ...Object.entries(contact.properties),
    ...Object.entries({ email, first_name: firstName, last_name: lastName }),
    ...Object.entries({ EMAIL: email, FIRST_NAME: firstName, LAST_NAME: lastName }),
    ["RESEND_UNSUBSCRIBE_URL", unsubscribeUrl],
  ]);
  const fallbacks = new Map(
    Array.from(properties.values(), ({ key, fallbackValue }) => [key, fallbackValue]),
  );
  return (template: string) =>
    template.replaceAll(PLACEHOLDER, (_whole, name: string, inline: string | undefined) => {
      const key = name.replace(/^contact\./, "");
      // The inline fallback comes before the property's own; a property that is gone is empty.
      return String(values.get(key) ?? inline ?? fallbacks.get(key) ?? "");
    });
}

export function emailRoutes(app: Api, world: World): void {
  app.post("/emails", async (c) => c.json(send(world, await bodyOf(c))));

  app.post("/emails/batch", async (c) => {
    const emails: unknown = await c.req.json().catch(() => undefined);
    if (!Array.isArray(emails)) return invalid("The body must be a list.");
    return c.json({ data: (emails as Body[]).map((one) => send(world, one)) });
  });
}

/** @throws Refusal when a field is missing, or the topic does not exist */
function send(world: World, body: Body): { id: string } {
  const { store, behavior } = world;
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
  world.addLetters(letters);
  return { id };
}

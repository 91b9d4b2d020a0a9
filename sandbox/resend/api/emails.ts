/**
 * `/emails` and `/emails/batch`: https://resend.com/docs/api-reference/emails. They look at neither segments nor
 * `unsubscribed`; with `topic_id`, a contact who has opted out of that topic gets none.
 */

import { randomUUID } from "node:crypto";

import type { SentLetter, World } from "../world.ts";
import { isOptedIn, unsubscribeHeaders } from "./broadcasts.ts";
import { type Api, bodyOf, Refusal, required, textOf } from "./request.ts";

export function emailRoutes(app: Api, world: World): void {
  app.post("/emails", async (c) => c.json(send(world, await bodyOf(c))));

  app.post("/emails/batch", async (c) => {
    const emails: unknown = await c.req.json().catch(() => undefined);
    if (!Array.isArray(emails)) throw new Refusal("validation_error", "The body must be a list.");
    return c.json({ data: (emails as Record<string, unknown>[]).map((one) => send(world, one)) });
  });
}

/** @throws Refusal when a field is missing, or the topic does not exist */
function send(world: World, body: Readonly<Record<string, unknown>>): { id: string } {
  const { store, behavior } = world;
  const [from, subject] = [required(body, "from"), required(body, "subject")];
  const [html, text] = [textOf(body["html"]), textOf(body["text"])];
  if (html === null && text === null) required(body, "html");
  const to = [body["to"] ?? required(body, "to")].flat().map(String);
  const topicId = textOf(body["topic_id"]);
  if (topicId !== null && !store.topics.has(topicId)) {
    throw new Refusal("not_found", "Topic not found");
  }
  const id = randomUUID();
  const addsHeaders = topicId !== null && behavior.topicHeaders === "added";
  const letters = to.flatMap((address): SentLetter[] => {
    const contact = store.contact(address);
    if (contact !== undefined && !isOptedIn(contact, topicId, store)) return [];
    const own = body["headers"] as Record<string, string> | undefined;
    const headers = { ...(addsHeaders && unsubscribeHeaders(`${address}.${id}`)), ...own };
    const letter = { id: randomUUID(), from, to: address, subject, html, text, headers };
    const sentAt = new Date().toISOString();
    return [{ ...letter, sentAt, broadcastId: null, contactId: null, segmentId: null }];
  });
  world.addLetters(letters);
  return { id };
}

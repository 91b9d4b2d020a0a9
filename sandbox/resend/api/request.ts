/**
 * What the API's routes share: what a request names and says, how a list is answered, and how a route refuses. Names
 * and statuses of refusals are those of https://resend.com/docs/api-reference/errors.
 */

import type { HttpBindings } from "@hono/node-server";
import type { Context, Hono } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";

import type { Contact, Segment } from "../store.ts";
import type { World } from "../world.ts";

export interface ApiEnv {
  Bindings: HttpBindings;
  /** Set by faults: the caller got no answer, has another team's key, gets other words. */
  Variables: { isUnanswered: boolean; isStranger: boolean; isReworded: boolean };
}

export type ApiContext = Context<ApiEnv>;
export type Api = Hono<ApiEnv>;

const STATUS = {
  validation_error: 422,
  missing_required_field: 422,
  missing_api_key: 401,
  invalid_api_key: 403,
  not_found: 404,
  method_not_allowed: 405,
  rate_limit_exceeded: 429,
  application_error: 500,
  internal_server_error: 500,
} as const satisfies Record<string, ContentfulStatusCode>;

/** What a route throws in place of an answer. */
export class Refusal extends Error {
  override readonly name: keyof typeof STATUS;
  readonly status: ContentfulStatusCode;

  /** @param status only where Resend uses the name with more than one status */
  constructor(name: keyof typeof STATUS, message: string, status?: ContentfulStatusCode) {
    super(message);
    this.name = name;
    this.status = status ?? STATUS[name];
  }
}

/** Answers as Resend does when it refuses. */
export function refuse(c: ApiContext, { name, message, status }: Refusal): Response {
  const [, what] = /^(.*) not found$/.exec(message) ?? [];
  const isReworded = c.get("isReworded") && what !== undefined;
  const words = isReworded ? `No such ${what.toLowerCase()}` : message;
  return c.json({ statusCode: status, message: words, name }, status);
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether Resend would take the text as an address. */
export function isAddress(text: unknown): text is string {
  return typeof text === "string" && /^\S+@[^\s@]+$/.test(text);
}

export const NO_CONTACT = "Contact not found";

/** Recorded; Resend calls segments by their new name elsewhere. */
export const NO_SEGMENT = "Audience not found";

/** The UUID in a path, in lower case. */
export function idIn(c: ApiContext, parameter: string): string {
  const id = c.req.param(parameter) ?? "";
  if (!UUID.test(id)) throw new Refusal("validation_error", "The `id` must be a valid UUID.");
  return id.toLowerCase();
}

/** Finds what a path names by its ID. @throws Refusal when it does not exist */
export function found<Item>(c: ApiContext, items: ReadonlyMap<string, Item>, what: string): Item {
  const item = c.get("isStranger") ? undefined : items.get(idIn(c, "id"));
  if (item === undefined) throw new Refusal("not_found", `${what} not found`);
  return item;
}

/** The contact that a path names by ID or address, or `undefined`. */
export function contactIn(c: ApiContext, world: World): Contact | undefined {
  const name = c.req.param("contact") ?? "";
  if (!isAddress(name)) idIn(c, "contact");
  const contact = c.get("isStranger") ? undefined : world.store.contact(name);
  if ([name, contact?.id, contact?.email].some((of) => of !== undefined && world.poison.has(of))) {
    throw new Refusal("validation_error", "This contact cannot be processed.");
  }
  return contact;
}

/** @throws Refusal when the contact does not exist */
export function existingContact(c: ApiContext, world: World): Contact {
  const contact = contactIn(c, world);
  if (contact === undefined) throw new Refusal("not_found", NO_CONTACT);
  return contact;
}

/** The segment that a path names, or `undefined`. */
export function segmentIn(c: ApiContext, world: World): Segment | undefined {
  const id = idIn(c, "segment");
  return c.get("isStranger") ? undefined : world.store.segment(id);
}

/** @throws Refusal when the segment does not exist */
export function existingSegment(c: ApiContext, world: World): Segment {
  const segment = segmentIn(c, world);
  if (segment === undefined) throw new Refusal("not_found", NO_SEGMENT);
  return segment;
}

/** Refuses the DELETE of what does not exist, where the switch says so. */
export function checkDeletion(world: World, exists: boolean, message: string): void {
  if (!exists && world.behavior.deletingAbsent === "404") throw new Refusal("not_found", message);
}

/** @returns the body's fields; none if it is not a JSON object */
export async function bodyOf(c: Context): Promise<Record<string, unknown>> {
  const body: unknown = await c.req.json().catch(() => undefined);
  return typeof body === "object" && body !== null && !Array.isArray(body) ? { ...body } : {};
}

/** A text that is not empty, or `null`. */
export function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

/** @throws Refusal when the field is missing */
export function required(body: Readonly<Record<string, unknown>>, field: string): string {
  const text = textOf(body[field]);
  if (text === null) throw new Refusal("missing_required_field", `Missing \`${field}\` field.`);
  return text;
}

/** A time as Resend writes it for contacts and segments, such as `2025-10-17 16:47:19.186+00`. */
export function timestamp(iso: string): string {
  return iso.replace("T", " ").replace(/\.?0*Z$/, "+00");
}

const MAX_LIMIT = 100;

/**
 * Answers with one page of a list, newest first: https://resend.com/docs/api-reference/pagination.
 *
 * @param items oldest first
 * @param show an item as it goes over the wire
 * @param defaultLimit without `limit`; most lists give everything
 * @param among the IDs of those that are in the list, oldest first; all if it is not given
 */
export function listing<Item>(
  c: ApiContext,
  items: ReadonlyMap<string, Item>,
  show: (item: Item) => object,
  defaultLimit = Number.POSITIVE_INFINITY,
  among: Iterable<string> = items.keys(),
): Response {
  const { limit: given = defaultLimit, after, before } = c.req.query();
  const limit = Number(given);
  if (given !== defaultLimit && !(Number.isInteger(limit) && limit >= 1 && limit <= MAX_LIMIT)) {
    throw new Refusal("validation_error", `The \`limit\` must be from 1 to ${MAX_LIMIT}.`);
  }
  if (after !== undefined && before !== undefined) {
    throw new Refusal("validation_error", "Use either `after` or `before`, not both.");
  }
  const ids = c.get("isStranger") ? [] : [...among];
  const cursor = ids.indexOf(after ?? before ?? "");
  if (cursor < 0 && (after ?? before) !== undefined) {
    throw new Refusal("validation_error", "The cursor is not in this list.");
  }
  // Everything in the direction of the page, and what of it the page holds.
  const rest =
    before === undefined
      ? ids.slice(0, after === undefined ? undefined : cursor)
      : ids.slice(cursor + 1);
  const page = before === undefined ? rest.slice(-limit) : rest.slice(0, limit);
  const data = page.toReversed().flatMap((id) => {
    const item = items.get(id);
    return item === undefined ? [] : [show(item)];
  });
  return c.json({ object: "list", has_more: rest.length > page.length, data });
}

/**
 * What the API's routes share: what a request names and says, how a list is answered, and how a route refuses. Names
 * and statuses of refusals are those of https://resend.com/docs/api-reference/errors.
 */

import type { HttpBindings } from "@hono/node-server";
import type { Context, Hono } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";

import type { Contact } from "../store.ts";
import type { World } from "../world.ts";

export interface ApiEnv {
  Bindings: HttpBindings;
  /** Set by faults: the caller got no answer, has another team's key, gets other words. */
  Variables: { isUnanswered: boolean; isStranger: boolean; isReworded: boolean };
}

export type ApiContext = Context<ApiEnv>;
export type Api = Hono<ApiEnv>;

/** What a route throws in place of an answer. */
export class Refusal extends Error {
  readonly status: ContentfulStatusCode;

  constructor(status: ContentfulStatusCode, name: string, message: string) {
    super(message);
    this.name = name;
    this.status = status;
  }
}

/** Refuses what is not valid. */
export function invalid(message: string, status: ContentfulStatusCode = 422): never {
  throw new Refusal(status, "validation_error", message);
}

/** Refuses, since something does not exist. @param what such as `Contact` */
export function absent(what: string): never {
  throw new Refusal(404, "not_found", `${what} not found`);
}

/** What a segment is called where it is not found, as recorded; elsewhere Resend uses its new name. */
export const SEGMENT = "Audience";

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether Resend would take the text as an address. */
export function isAddress(text: unknown): text is string {
  return typeof text === "string" && /^\S+@[^\s@]+$/.test(text);
}

/** The UUID in a path, in lower case. */
export function idIn(c: ApiContext, parameter: string): string {
  const id = c.req.param(parameter) ?? "";
  return UUID.test(id) ? id.toLowerCase() : invalid("The `id` must be a valid UUID.");
}

/** Finds what a path names by its ID. */
export function itemIn<Item>(
  c: ApiContext,
  items: ReadonlyMap<string, Item>,
  parameter = "id",
): Item | undefined {
  const id = idIn(c, parameter);
  return c.get("isStranger") ? undefined : items.get(id);
}

/** The contact that a path names by ID or address, or `undefined`. */
export function contactIn(c: ApiContext, { store, poison }: World): Contact | undefined {
  const name = c.req.param("contact") ?? "";
  if (!isAddress(name)) idIn(c, "contact");
  const contact = c.get("isStranger") ? undefined : store.contact(name);
  const names = [name, contact?.id ?? name, contact?.email ?? name];
  return names.some((of) => poison.has(of))
    ? invalid("This contact cannot be processed.")
    : contact;
}

/** Refuses the DELETE of what does not exist, where the switch says so. */
export function checkDeletion({ behavior }: World, exists: boolean, what: string): void {
  if (!exists && behavior.deletingAbsent === "404") absent(what);
}

export type Body = Readonly<Record<string, unknown>>;

/** @returns the body's fields; none if it is not a JSON object */
export async function bodyOf(c: Context): Promise<Body> {
  const body: unknown = await c.req.json().catch(() => undefined);
  return typeof body === "object" && body !== null && !Array.isArray(body) ? (body as Body) : {};
}

/** A text that is not empty, or `null`. */
export function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

/** @throws Refusal when the field is missing */
export function required(body: Body, field: string): string {
  return textOf(body[field]) ?? missing(field);
}

export function missing(field: string): never {
  throw new Refusal(422, "missing_required_field", `Missing \`${field}\` field.`);
}

/** A field that has to be one of a few texts. */
export function oneOf<Text extends string>(body: Body, field: string, ...texts: Text[]): Text {
  const text = texts.find((one) => one === body[field]);
  return text ?? invalid(`The \`${field}\` must be \`${texts.join("` or `")}\`.`);
}

/** An item with its time as Resend writes it for most, such as `2025-10-17 16:47:19.186+00`. */
export function dated<Item extends { created_at: string }>(item: Item): Item {
  return { ...item, created_at: item.created_at.replace("T", " ").replace(/\.?0*Z$/, "+00") };
}

const MAX_LIMIT = 100;

/**
 * Answers with one page of a list, newest first: https://resend.com/docs/api-reference/pagination.
 *
 * @param items oldest first
 * @param show an item as it goes over the wire
 * @param defaultLimit without `limit`; most lists give everything
 */
export function listing<Item extends { id: string }>(
  c: ApiContext,
  items: Iterable<Item>,
  show: (item: Item) => object,
  defaultLimit = Number.POSITIVE_INFINITY,
): Response {
  const { limit: given = defaultLimit, after, before } = c.req.query();
  const limit = Number(given);
  if (given !== defaultLimit && !(Number.isInteger(limit) && limit >= 1 && limit <= MAX_LIMIT)) {
    invalid(`The \`limit\` must be from 1 to ${MAX_LIMIT}.`);
  }
  if (after !== undefined && before !== undefined) invalid("Use `after` or `before`, not both.");
  const all = c.get("isStranger") ? [] : [...items];
  const cursor = all.findIndex(({ id }) => id === (after ?? before));
  if (cursor < 0 && (after ?? before) !== undefined) invalid("The cursor is not in this list.");
  // Everything in the direction of the page, and what of it the page holds.
  const end = after === undefined ? all.length : cursor;
  const rest = before === undefined ? all.slice(0, end) : all.slice(cursor + 1);
  const page = before === undefined ? rest.slice(-limit) : rest.slice(0, limit);
  const data = page.toReversed().map(show);
  return c.json({ object: "list", has_more: rest.length > page.length, data });
}

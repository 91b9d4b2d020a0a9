/**
 * How Resend says no: a status, and a body with `statusCode`, `message` and `name`.
 * Names and statuses are those of https://resend.com/docs/api-reference/errors.
 */

import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { Broadcast, Contact, ContactProperty, Segment } from "../store.ts";

/** What the API's routes find in their context. */
export interface ApiEnv {
  Bindings: HttpBindings;
  Variables: {
    /** The contact that the path names. */
    contact: Contact;
    /** The segment that the path names. */
    segment: Segment;
    /** The contact property that the path names. */
    property: ContactProperty;
    /** The Broadcast that the path names. */
    broadcast: Broadcast;
    /** Set by faults: the caller got no answer, has another team's key, gets other words. */
    isUnanswered: boolean;
    isStranger: boolean;
    isReworded: boolean;
  };
}

export type ApiContext = Context<ApiEnv>;

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

export type ErrorName = keyof typeof STATUS;

/** @param statusCode only where Resend uses the name with more than one status */
export function refuse(
  c: ApiContext,
  name: ErrorName,
  message: string,
  statusCode: ContentfulStatusCode = STATUS[name],
): Response {
  const said = c.get("isReworded") ? message.replace(/^(.*) not found$/, otherWords) : message;
  return c.json({ statusCode, message: said, name }, statusCode);
}

function otherWords(_message: string, what: string): string {
  return `No such ${what.toLowerCase()}`;
}

/**
 * Decides what an answer from Resend means, from its status and body (docs/resend.md has the table). Pure.
 * No outcome depends on Resend's error messages, since their wording changes; they go into the operator's log.
 */

/** One complete answer. */
export interface Answer {
  /** The HTTP status; `null` if no answer came. */
  status: number | null;
  /** Why no answer came. `not-sent`: the budget had no room in time, so nothing was sent. */
  lost?: "timeout" | "connection-lost" | "not-sent";
  /** The body as `parseBody` read it. */
  body?: unknown;
  /** Requests a second that the whole team may send; absent if the answer does not say. */
  limitPerSecond?: number;
  /** Seconds that Resend asks to wait; absent if it does not ask. */
  cooldownSeconds?: number;
}

const NOT_JSON = Symbol("not JSON");

/** Stable names for the operator's log, independent of Resend's wording. Only `lists.ts` returns `key-restricted`. */
export type FaultName =
  | "not-sent"
  | "timeout"
  | "connection-lost"
  | "not-json"
  | "locked"
  | "rate-limited"
  | "unavailable"
  | "gateway"
  | "key-refused"
  | "key-restricted"
  | "refused"
  | "redirected"
  | "not-found"
  | "still-there"
  | "segment-unknown"
  | "topic-unknown"
  | "list-unknown"
  | "too-old"
  | "rejected";

/**
 * Why something was not done, and whether it can be.
 * `transient`: Resend is down, busy, or unreachable. `misconfigured`: it will work once the operator has fixed the key, the
 * base URL, or the list. `permanent`: it cannot work.
 */
export interface Failure {
  kind: "transient" | "misconfigured" | "permanent";
  fault: FaultName;
  /** Resend's HTTP status; `null` if no answer came. */
  status: number | null;
  /** Whether Resend may have carried it out anyway. */
  maybeApplied: boolean;
  /** Resend's error message, only for the operator's log. */
  upstream: string | undefined;
  /** Seconds that Resend asks to wait. */
  retryAfterSeconds: number | undefined;
}

/** `not-found`: a 404, or a removal that says `deleted: false`. What it means depends on the request. */
export type Classified = { kind: "done" } | { kind: "not-found"; failure: Failure } | Failure;

const LOCKED = new Set(["resource_locked", "concurrent_idempotent_requests"]);

/** Classifies an answer. */
export function classify(answer: Answer): Classified {
  const { status, lost = "connection-lost", body } = answer;
  const fail = (kind: Failure["kind"], fault: FaultName, maybeApplied = false) =>
    failure(answer, kind, fault, maybeApplied);
  if (status === null) return fail("transient", lost, lost !== "not-sent");
  const isSuccess = status >= 200 && status < 300;
  if (isSuccess && body === NOT_JSON) return fail("transient", "not-json", true);
  if (status === 404 || (isSuccess && fields(body)["deleted"] === false))
    return { kind: "not-found", failure: fail("permanent", "not-found") };
  if (isSuccess) return { kind: "done" };
  if (status === 409 && LOCKED.has(text(body, "name"))) return fail("transient", "locked");
  if (status === 429) return fail("transient", "rate-limited");
  if (status === 408) return fail("transient", "timeout", true);
  if (status === 425 || status === 503) return fail("transient", "unavailable");
  if (status === 502 || status === 504 || status >= 520) return fail("transient", "gateway", true);
  if (status >= 500) return fail("transient", "unavailable", true);
  if (status === 401 || status === 403) return fail("misconfigured", "key-refused");
  if (status === 405 || status === 451) return fail("misconfigured", "refused");
  if (status < 400) return fail("misconfigured", "redirected");
  return fail("permanent", "rejected");
}

/** Makes a failure from an answer. @param maybeApplied whether Resend may have carried it out anyway */
export function failure(
  { status, body, cooldownSeconds: retryAfterSeconds }: Answer,
  kind: Failure["kind"],
  fault: FaultName,
  maybeApplied = false,
): Failure {
  return { kind, fault, status, maybeApplied, upstream: upstreamWords(body), retryAfterSeconds };
}

/** Makes a failure without a request. */
export function unasked(kind: Failure["kind"], fault: FaultName): Failure {
  return failure({ status: null }, kind, fault);
}

/** Parses a body as JSON. */
export function parseBody(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return NOT_JSON;
  }
}

export interface Contact {
  id: string;
  email: string;
  /** Whether they have opted out of every Broadcast. */
  unsubscribed: boolean;
  /** Values by key. */
  properties: Record<string, unknown>;
}

/**
 * Reads a contact; `undefined` if the body is not one. A property is documented as `"text"` and as `{ type, value }`.
 *
 * @see https://resend.com/docs/api-reference/contacts/get-contact
 */
export function contactIn(body: unknown): Contact | undefined {
  const contact = listedContactIn(body);
  if (contact === undefined) return undefined;
  const properties = Object.entries(fields(fields(body)["properties"])).map(
    ([key, value]) => [key, fields(value)["value"] ?? value] as const,
  );
  return { ...contact, properties: Object.fromEntries(properties) };
}

/** Reads a contact as lists show it; `undefined` if it is malformed. */
export function listedContactIn(body: unknown): Omit<Contact, "properties"> | undefined {
  const { id, email, unsubscribed } = fields(body);
  if (typeof id !== "string" || typeof email !== "string") return undefined;
  return typeof unsubscribed === "boolean" ? { id, email, unsubscribed } : undefined;
}

/** Resend's error message for the operator's log: shortened, and without addresses, IDs, links, and keys. */
function upstreamWords(body: unknown): string | undefined {
  const words = [text(body, "name"), text(body, "message")].filter(Boolean).join(": ");
  // A word that is cut may be an address without its @.
  const start = words.length > 1000 ? words.slice(0, 1000).replace(/\S+$/, "") : words;
  const struck = start
    .replace(/\S+(?:@|%40)\S+/g, "[address]")
    .replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, "[id]")
    .replace(/(?=\S*\d)\S{20,}/g, "[…]");
  return struck.slice(0, 200) || undefined;
}

/** A text field of a body; empty if there is no such field. */
export function text(body: unknown, key: string): string {
  const value = fields(body)[key];
  return typeof value === "string" ? value : "";
}

/** The fields of a body; empty if it is not an object. */
export function fields(body: unknown): Record<string, unknown> {
  return typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
}

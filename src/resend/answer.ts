/**
 * What an answer from Resend means, from its status and its body: the table in docs/resend.md. Pure.
 * No outcome is read from Resend's words, which change; they go into the operator's log.
 */

/** One answer, read to its end. */
export interface Answer {
  /** The HTTP status; `null` when no answer came. */
  status: number | null;
  /** Why no answer came. `not-sent`: the budget had no room in time, so nothing left. */
  lost?: "timeout" | "connection-lost" | "not-sent";
  /** The body as `parseBody` read it. */
  body?: unknown;
  /** Requests a second that the whole team has; absent when the answer does not say. */
  limitPerSecond?: number;
  /** Seconds that Resend asks to wait; absent when it does not. */
  cooldownSeconds?: number;
}

const NOT_JSON = Symbol("not JSON");

/** Stable names for the operator's log; never Resend's own words. Only `lists.ts` gives `key-restricted`. */
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
  | "list-unknown"
  | "too-old"
  | "rejected";

/**
 * Why something was not done, and whether it ever can be.
 * `transient`: Resend is down, busy, or out of reach. `misconfigured`: it works once the operator has fixed the key, the
 * base URL, or the list. `permanent`: it cannot work.
 */
export interface Failure {
  kind: "transient" | "misconfigured" | "permanent";
  fault: FaultName;
  /** Resend's HTTP status; `null` when no answer came. */
  status: number | null;
  /** Whether Resend may have carried it out nevertheless. */
  maybeApplied: boolean;
  /** Resend's own words, for the operator's log alone. */
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

/** Makes a failure of an answer. @param maybeApplied whether Resend may have carried it out nevertheless */
export function failure(
  { status, body, cooldownSeconds: retryAfterSeconds }: Answer,
  kind: Failure["kind"],
  fault: FaultName,
  maybeApplied = false,
): Failure {
  return { kind, fault, status, maybeApplied, upstream: upstreamWords(body), retryAfterSeconds };
}

/** A failure without a request. */
export function unasked(kind: Failure["kind"], fault: FaultName): Failure {
  return failure({ status: null }, kind, fault);
}

/** Parses a body. */
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
 * Reads a contact; `undefined` when the body is not one. A property is documented as `"text"` and as `{ type, value }`.
 *
 * @see https://resend.com/docs/api-reference/contacts/get-contact
 */
export function contactIn(body: unknown): Contact | undefined {
  const { id, email, unsubscribed } = fields(body);
  if (typeof id !== "string" || typeof email !== "string" || typeof unsubscribed !== "boolean") {
    return undefined;
  }
  const properties = Object.entries(fields(fields(body)["properties"])).map(
    ([key, value]) => [key, fields(value)["value"] ?? value] as const,
  );
  return { id, email, unsubscribed, properties: Object.fromEntries(properties) };
}

/** Resend's own words for the operator's log, cut short; what may be an address, an ID, a link, or a key is struck out. */
function upstreamWords(body: unknown): string | undefined {
  const words = [text(body, "name"), text(body, "message")].filter(Boolean).join(": ");
  // The word that a cut goes through may be an address, without its @.
  const start = words.length > 1000 ? words.slice(0, 1000).replace(/\S+$/, "") : words;
  const struck = start
    .replace(/\S+(?:@|%40)\S+/g, "[address]")
    .replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, "[id]")
    .replace(/(?=\S*\d)\S{20,}/g, "[…]");
  return struck.slice(0, 200) || undefined;
}

/** A field of a body that is text; empty when there is no such field. */
export function text(body: unknown, key: string): string {
  const value = fields(body)[key];
  return typeof value === "string" ? value : "";
}

/** A body that is an object; empty when it is not. */
export function fields(body: unknown): Record<string, unknown> {
  return typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
}
